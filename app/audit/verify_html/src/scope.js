// What a package has to hold by its log: which runs and reports are in scope, which files their events speak of,
// and which event announces the package.
const RUN_SCOPE = /^run:[0-9]+$/;
const PERIOD_SCOPE = /^period:([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})$/;
// Acts whose `sha256` is the report as it then stood, and what the log so calls that file.
const STANDS = new Map([
  ["report:frozen", "dibekukan"],
  ["report:sealed", "bersegel"],
  ["report:paraf-signed", "berparaf"],
  ["report:signed", "bertanda tangan"],
  ["report:timestamped", "bertanda tangan dan bercap waktu"],
]);
const SIGNED = "bertanda tangan";
const SIGNED_NAME = /bertanda-tangan/i;
const WITA_AHEAD = 8 * 3600_000;

// The day in WITA (UTC+8) of a moment as events write it.
function dayInWita(at) {
  if (at.slice(11, 13) < "16") return at.slice(0, 10);
  return new Date(Date.parse(`${at.slice(0, 19)}Z`) + WITA_AHEAD).toISOString().slice(0, 10);
}

function isDay(text) {
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

// {run} or {first, last}, both days included; null where the text is no scope.
function readScope(text) {
  if (isText(text, RUN_SCOPE)) return { run: text };
  const [, first, last] = (isText(text, PERIOD_SCOPE) && PERIOD_SCOPE.exec(text)) || [];
  return first && isDay(first) && isDay(last) && first <= last ? { first, last } : null;
}

function isWithin({ first, last }, at) {
  const day = dayInWita(at);
  return first <= day && day <= last;
}

class Mentions {
  // `digests` maps each digest in data/bukti/ and data/laporan/ to the paths that have it.
  constructor({ scope, packageId, digests }) {
    this.scope = readScope(scope);
    this.packageId = packageId;
    this.digests = digests;
    this.runs = new Set(this.scope.run ? [this.scope.run] : []);
    this.runsOfReports = new Map();
    this.missing = new Map();
    this.seen = new Set();
    this.announced = false;
    this.stands = new Map();
  }

  watch(event) {
    const root = rootOf(event.object);
    if (this.scope.first && root.startsWith("run:") && isWithin(this.scope, event.at)) this.runs.add(root);
    for (const file of event.files) {
      if (this.digests.has(file.sha256)) this.seen.add(file.sha256);
      else if (file.role !== "diperiksa") this.miss(root, file.sha256, event.seq);
    }
    if (event.act.startsWith("report:")) this.watchReport(event, root);
    if (event.act === "log:exported" || event.act === "period:exported") {
      this.announced ||= writeJson(event.data) === writeJson(this.announcement(event.act));
    }
  }

  watchReport({ act, data, seq }, root) {
    for (const value of Object.values(data)) if (this.digests.has(value)) this.seen.add(value);
    if (STANDS.has(act) && typeof data.sha256 === "string") {
      const told = Number.isSafeInteger(data.version) ? `${STANDS.get(act)}, versi ${data.version}` : STANDS.get(act);
      this.stands.set(data.sha256, told);
    }
    if (typeof data.run === "string") {
      if (!this.runsOfReports.has(root)) this.runsOfReports.set(root, new Set());
      this.runsOfReports.get(root).add(data.run);
    }
    if (STANDS.has(act) && !this.digests.has(data.sha256)) this.miss(root, String(data.sha256), seq);
  }

  // Only the first file that is missing of each run or report: it is the one to be named.
  miss(root, digest, seq) {
    if (!this.missing.has(root)) this.missing.set(root, { seq, digest });
  }

  announcement(act) {
    const { run, first, last } = this.scope;
    if (act === "log:exported") return run ? { run, package: this.packageId } : null;
    return first ? { first, last, package: this.packageId } : null;
  }

  isInScope(root) {
    if (this.runs.has(root)) return true;
    return [...(this.runsOfReports.get(root) ?? [])].some((run) => this.runs.has(run));
  }

  check() {
    if (!this.announced) throw new Bad("paket", "log tidak memuat pembuatan paket ini");
    const missing = [...this.missing].filter(([root]) => this.isInScope(root)).map(([, first]) => first);
    missing.sort((a, b) => a.seq - b.seq || compare(a.digest, b.digest));
    if (missing.length) {
      const { seq, digest } = missing[0];
      throw new Bad("berkas", `berkas ${digest} yang disebut rekaman ${seq} tidak ada dalam paket`, seq);
    }
    const strange = [...this.digests].filter(([digest]) => !this.seen.has(digest)).flatMap(([, paths]) => paths);
    if (strange.length) throw new Bad("berkas", `${strange.sort()[0]} tidak pernah disebut dalam log`);
  }

  // Each report's name with what the log calls that digest; names are nobody's word. Throws where a name says that the
  // file is signed and the log doesn't.
  toldReports(listed) {
    return listed.sort(([a], [b]) => compare(a, b)).map(([path, digest]) => {
      const stand = this.stands.get(digest) ?? "";
      if (SIGNED_NAME.test(path) && !stand.startsWith(SIGNED)) {
        throw new Bad("berkas", `nama ${path} menyebutnya bertanda tangan, padahal menurut log isinya bukan`);
      }
      return { name: path.slice(path.lastIndexOf("/") + 1), stand: stand || "disebut dalam log" };
    });
  }
}
