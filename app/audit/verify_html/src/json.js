// Canonical JSON (RFC 8785) within the log's profile: no floats, no integer beyond 2^53 - 1, no key beyond the
// Basic Multilingual Plane. A text is read and written once more; only the same text is accepted.
const BEYOND_BMP = /[\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

class NotCanonical extends Error {}

// The value of canonical bytes; throws NotCanonical for any other spelling or a value outside the profile.
function readCanonical(bytes) {
  const { value, canonical } = readJson(bytes);
  if (!canonical) throw new NotCanonical("Not in canonical form.");
  return value;
}

// The value, and whether these bytes are its canonical form; throws where they are no JSON.
function readJson(bytes) {
  const text = fromUtf8.decode(bytes);
  const value = JSON.parse(text);
  const quick = JSON.stringify(value) === text && isSorted(value);
  return { value, canonical: isProfile(value) && (quick || writeJson(value) === text) };
}

function isProfile(value) {
  if (typeof value === "string") return !LONE_SURROGATE.test(value);
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every(isProfile);
  return Object.keys(value).every((key) => !BEYOND_BMP.test(key) && isProfile(value[key]));
}

// Whether every object's keys stand in the order of their UTF-16 units, as JSON.stringify would write them.
function isSorted(value) {
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before = null;
  for (const key of Object.keys(value)) {
    if ((before !== null && before >= key) || !isSorted(value[key])) return false;
    before = key;
  }
  return true;
}

// Needed where a key looks like an array index: JavaScript lists such keys first, in the order of numbers.
function writeJson(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${writeJson(value[key])}`);
  return `{${members.join(",")}}`;
}

function hasKeys(value, ...keys) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}
