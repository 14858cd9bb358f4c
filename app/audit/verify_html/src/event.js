// The form of one event, version 1: docs/reference/audit-log.md.
const EVENT_KEYS = [
  "act", "actor", "at", "data", "files", "log", "object", "occurred", "prev", "request", "seq", "v",
];
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$/;
const ACT = /^[a-z]+:[a-z]+(?:-[a-z]+)*$/;
const OBJECT = /^[a-z][a-z-]*:[0-9A-Za-z._-]+(?:\/[a-z][a-z-]*:[0-9A-Za-z._-]+)*$/;

const isText = (value, form) => typeof value === "string" && form.test(value);
const isNullOrText = (value) => value === null || typeof value === "string";

// Why this is not an event; empty when it is. That numbers and strings have one form was seen when it was read.
function whyMalformed(event) {
  if (!hasKeys(event, ...EVENT_KEYS) || event.v !== 1 || !Number.isSafeInteger(event.seq)) {
    return "bukan rekaman versi 1 yang lengkap";
  }
  if (!isNullOrText(event.request)) return "bukan rekaman versi 1 yang lengkap";
  const texts = isText(event.act, ACT) && isText(event.object, OBJECT) && isText(event.at, MOMENT);
  if (!texts || !isText(event.log, HEX32) || !isText(event.prev, HEX64)) {
    return "bagian act, object, at, log, atau prev tidak menurut bentuknya";
  }
  if (!isActor(event.actor)) return "bagian actor tidak menurut bentuknya";
  if (event.occurred !== null && !isText(event.occurred, MOMENT)) return "bagian occurred tidak menurut bentuknya";
  if (!Array.isArray(event.files) || !event.files.every(isFile)) return "bagian files tidak menurut bentuknya";
  if (!isObject(event.data)) return "bagian data tidak menurut bentuknya";
  return "";
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isActor(actor) {
  if (!hasKeys(actor, "id", "name", "role")) return false;
  if (typeof actor.name !== "string" || typeof actor.role !== "string") return false;
  return actor.id === null || Number.isSafeInteger(actor.id);
}

function isFile(file) {
  if (!hasKeys(file, "role", "sha256", "size") || typeof file.role !== "string") return false;
  return isText(file.sha256, HEX64) && isCount(file.size);
}

const rootOf = (object) => object.split("/", 1)[0];
