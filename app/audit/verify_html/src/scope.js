// What a package has to hold by its log: which runs and reports are in scope, which files their events speak of,
// and which event announces the package.
const SCOPE = /^(?:run:[0-9]+|period:([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2}))$/;
const WITH_DIGEST = new Set([
  "report:frozen", "report:sealed", "report:paraf-signed", "report:signed", "report:timestamped",
]);
const WITA_AHEAD = 8 * 3600_000;

// The day in WITA (UTC+8) of a moment as events write it.
function dayInWita(at) {
  if (at.slice(11, 13) < "16") return at.slice(0, 10);
  return new Date(Date.parse(`${at.slice(0, 19)}Z`) + WITA_AHEAD).toISOString().slice(0, 10);
}

class Mentions {
  // `digests` maps each digest in data/bukti/ and data/laporan/ to the paths that have it.
  constructor({ scope, packageId, digests }) {
    this.scope = scope;
    this.packageId = packageId;
    this.digests = digests;
    const [, first, last] = SCOPE.exec(scope);
    Object.assign(this, { first, last });
    this.runs = new Set(first ? [] : [scope]);
    this.runsOfReports = new Map();
    this.needs = new Map();
    this.seen = new Set();
    this.announced = false;
  }

  watch(event) {
    const root = rootOf(event.object);
    if (root.startsWith("run:") && this.first && this.isInPeriod(event.at)) this.runs.add(root);
    for (const file of event.files) {
      if (this.digests.has(file.sha256)) this.seen.add(file.sha256);
      if (file.role !== "diperiksa") this.need(root, file.sha256, event.seq);
    }
    if (event.act.startsWith("report:")) this.watchReport(event, root);
    if (event.act === "log:exported" || event.act === "period:exported") {
      this.announced ||= writeJson(event.data) === writeJson(this.announcement(event.act));
    }
  }

  watchReport({ act, data, seq }, root) {
    for (const value of Object.values(data)) if (this.digests.has(value)) this.seen.add(value);
    if (typeof data.run === "string") {
      if (!this.runsOfReports.has(root)) this.runsOfReports.set(root, new Set());
      this.runsOfReports.get(root).add(data.run);
    }
    if (WITH_DIGEST.has(act) && isText(data.sha256, HEX64)) this.need(root, data.sha256, seq);
  }

  isInPeriod(at) {
    const day = dayInWita(at);
    return this.first <= day && day <= this.last;
  }

  need(root, digest, seq) {
    if (!root.startsWith("run:") && !root.startsWith("report:")) return;
    if (!this.needs.has(root)) this.needs.set(root, new Map());
    const needs = this.needs.get(root);
    if (!needs.has(digest)) needs.set(digest, seq);
  }

  announcement(act) {
    if (act === "log:exported") return { run: this.scope, package: this.packageId };
    return { first: this.first ?? null, last: this.last ?? null, package: this.packageId };
  }

  isInScope(root) {
    if (this.runs.has(root)) return true;
    return [...(this.runsOfReports.get(root) ?? [])].some((run) => this.runs.has(run));
  }

  check() {
    if (!this.announced) throw new Bad("paket", "log tidak memuat pembuatan paket ini");
    const missing = [];
    for (const [root, needs] of this.needs) {
      if (!this.isInScope(root)) continue;
      for (const [digest, seq] of needs) if (!this.digests.has(digest)) missing.push({ seq, digest });
    }
    missing.sort((a, b) => a.seq - b.seq || compare(a.digest, b.digest));
    if (missing.length) {
      const { seq, digest } = missing[0];
      throw new Bad("berkas", `berkas ${digest} yang disebut rekaman ${seq} tidak ada dalam paket`, seq);
    }
    const strange = [...this.digests].filter(([digest]) => !this.seen.has(digest)).flatMap(([, paths]) => paths);
    if (strange.length) throw new Bad("berkas", `${strange.sort()[0]} tidak pernah disebut dalam log`);
  }
}
