// The BagIt bag of a package (RFC 8493): what its two manifests list, and paket.json.
const FOLDER = "paket-inspektorat/";
const TAG_FILES = [
  "BACA-SAYA.txt", "bag-info.txt", "bagit.txt", "indeks.html", "manifest-sha256.txt", "paket.json", "periksa.html",
  "periksa.pyz",
];
const LOG_FILES = ["data/log/checkpoints.txt", "data/log/log.jsonl", "data/log/log.vkey"];
const PAYLOAD_NAME =
  /^data\/(?:log\/(?:log\.jsonl|checkpoints\.txt|log\.vkey)|saksi\/(?:saksi\.vkey|kesaksian\.txt|[1-9][0-9]*\.tsr)|bukti\/[0-9a-f]{64}(?:\.[a-z0-9]+)?|laporan\/[0-9A-Za-z][0-9A-Za-z._-]*)$/;
const EVIDENCE_NAME = /^data\/(?:bukti|laporan)\//;
const BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const BAG_INFO =
  /^Source-Organization: [^\n]*\nBagging-Date: [0-9]{4}-[0-9]{2}-[0-9]{2}\nExternal-Description: [^\n]*\nPayload-Oxum: ([0-9]+)\.([0-9]+)\n$/;
const LARGEST_TEXT = 64 << 20;
const MANIFEST_LINE = /^([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)$/;
// What operating systems leave in a folder that somebody looked into.
const LITTER = /^(?:.*\/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/i;

class Bag {
  constructor(source) {
    this.source = source;
  }

  static async open(source) {
    const bag = new Bag(source);
    bag.checkNames();
    await bag.readManifests();
    bag.about = await bag.readAbout();
    await bag.checkFrame();
    return bag;
  }

  checkNames() {
    const outside = this.source.names().filter((name) => !name.startsWith(FOLDER));
    if (outside.length) throw new Bad("berkas", `${outside.sort()[0]} bukan bagian paket`);
    this.names = this.source.names().map((name) => name.slice(FOLDER.length));
    const missing = ["tagmanifest-sha256.txt", ...TAG_FILES, ...LOG_FILES].filter((name) => !this.names.includes(name));
    if (missing.length) throw new Bad("berkas", `berkas wajib tidak ada: ${missing.sort().join(", ")}`);
  }

  async readManifests() {
    this.payload = await this.readManifest("manifest-sha256.txt");
    this.tags = await this.readManifest("tagmanifest-sha256.txt");
    const listed = new Set([...this.payload.keys(), ...this.tags.keys(), "tagmanifest-sha256.txt"]);
    const unlisted = this.names.filter((name) => !listed.has(name)).sort();
    if (unlisted.length) {
      const advice = LITTER.test(unlisted[0]) ? "; sistem operasi biasa membuatnya, jadi hapus lalu periksa lagi" : "";
      throw new Bad("berkas", `${unlisted[0]} tidak ada dalam daftar isi paket${advice}`);
    }
    const found = new Set(this.names);
    const gone = [...listed].filter((name) => !found.has(name)).sort();
    if (gone.length) throw new Bad("berkas", `${gone[0]} ada dalam daftar isi paket, tetapi berkasnya hilang`);
    const strange = [...this.payload.keys()].some((name) => !PAYLOAD_NAME.test(name));
    if (strange || [...this.tags.keys()].join() !== TAG_FILES.join()) {
      throw new Bad("paket", "manifes menyebut berkas yang bukan bagian paket");
    }
  }

  async readManifest(name) {
    const text = await this.text(name);
    if (text.includes("\r\n")) {
      const why = "oleh program yang menyalin atau membongkarnya; salin sekali lagi dari sumbernya";
      throw new Bad("paket", `akhir baris ${name} diubah (CRLF), mungkin ${why}`);
    }
    const lines = linesOf(text) ?? [""];
    const entries = new Map();
    let before = "";
    for (const line of lines) {
      const match = MANIFEST_LINE.exec(line);
      if (!match || match[2] <= before) throw new Bad("paket", `${name} tidak menurut bentuknya`);
      entries.set(match[2], match[1]);
      [, , before] = match;
    }
    return entries;
  }

  async checkFrame() {
    if ((await this.text("bagit.txt")) !== BAGIT) throw new Bad("paket", "bagit.txt tidak menurut bentuknya");
    const oxum = BAG_INFO.exec(await this.text("bag-info.txt"));
    if (!oxum) throw new Bad("paket", "bag-info.txt tidak menurut bentuknya");
    this.oxum = `${oxum[1]}.${oxum[2]}`;
  }

  async readAbout() {
    let about;
    try {
      about = readCanonical(await this.bytes("paket.json"));
    } catch (error) {
      if (error instanceof Bad) throw error;
      throw new Bad("paket", "paket.json bukan JSON kanonik");
    }
    const whole =
      hasKeys(about, "checkpoint", "epoch", "format", "log", "package", "scope") &&
      about.format === FORMAT &&
      isText(about.log, HEX32) &&
      isText(about.package, HEX32) &&
      readScope(about.scope) !== null &&
      isCount(about.epoch) &&
      about.epoch > 0 &&
      hasKeys(about.checkpoint, "leaf", "root", "size") &&
      isCount(about.checkpoint.size) &&
      about.checkpoint.size > 0 &&
      isText(about.checkpoint.root, HEX64) &&
      isText(about.checkpoint.leaf, HEX64);
    if (!whole) throw new Bad("paket", "paket.json tidak menurut bentuknya");
    return about;
  }

  has(name) {
    return this.names.includes(name);
  }

  sizeOf(name) {
    return this.source.sizeOf(FOLDER + name);
  }

  // A small file. Its checksum waits for the digests: what its text says is to be judged first.
  async bytes(name) {
    if (this.sizeOf(name) > LARGEST_TEXT) throw new Bad("paket", `${name} terlalu besar untuk isinya`);
    const parts = [];
    for await (const chunk of this.source.chunks(FOLDER + name, { checked: false })) parts.push(chunk);
    return joined(...parts);
  }

  async text(name) {
    const bytes = await this.bytes(name);
    try {
      return fromUtf8.decode(bytes);
    } catch {
      throw new Bad("paket", `${name} bukan teks UTF-8`);
    }
  }

  // Each digest in data/bukti/ and data/laporan/ with its paths, as the manifest lists them.
  evidence() {
    const digests = new Map();
    for (const [name, digest] of this.payload) {
      if (EVIDENCE_NAME.test(name)) digests.set(digest, [...(digests.get(digest) ?? []), name]);
    }
    return digests;
  }

  // Every file has its digest, and evidence is named by it. `known` are digests of files that were read before.
  async checkDigests(known, tell) {
    const all = [...this.payload, ...this.tags];
    let done = 0;
    for (const [name, listed] of all) {
      if ((known.get(name) ?? (await this.digest(name))) !== listed) throw new Bad("berkas", `isi ${name} berubah`);
      const called = /^data\/bukti\/([0-9a-f]{64})/.exec(name);
      if (called && called[1] !== listed) throw new Bad("berkas", `isi ${name} tidak sesuai dengan namanya`);
      done += this.sizeOf(name);
      tell?.(done);
    }
    // Last, since a count only says that something changed, and a record or a file says what.
    const octets = [...this.payload.keys()].reduce((sum, name) => sum + this.sizeOf(name), 0);
    if (this.oxum !== `${octets}.${this.payload.size}`) {
      throw new Bad("berkas", "jumlah berkas atau bita isinya tidak sama dengan bag-info.txt");
    }
  }

  async digest(name) {
    const hash = new Sha256();
    for await (const chunk of this.source.chunks(FOLDER + name)) {
      if (chunk.length === this.sizeOf(name) && globalThis.crypto?.subtle) {
        return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", chunk)));
      }
      hash.update(chunk);
    }
    return toHex(hash.digest());
  }
}
