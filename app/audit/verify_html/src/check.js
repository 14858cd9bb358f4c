// Checks one package from its frame to its last file: docs/reference/audit-package.md, rules 1 to 8.
const WITNESS_KEYS = "data/saksi/saksi.vkey";
const TESTIMONY = "data/saksi/kesaksian.txt";

async function checkPackage(source, { kept = null, witness = "", tell = () => {} } = {}) {
  tell("paket");
  const bag = await Bag.open(source);
  const { log, keys } = readLogKeys(await bag.text("data/log/log.vkey"));
  if (bag.about.log !== log || bag.about.epoch !== keys.length) {
    throw new Bad("paket", "paket.json menyebut log atau epoch lain daripada kuncinya");
  }
  const said = (done, total) => tell("tanda-tangan", done, total);
  const own = await readCheckpoints(await bag.text("data/log/checkpoints.txt"), keys, said);
  const stick = kept === null ? [] : await readKept(kept, keys);
  const witnesses = bag.has(WITNESS_KEYS) ? readWitnessKeys(await bag.text(WITNESS_KEYS)) : [];
  const testimony = bag.has(TESTIMONY) ? await readTestimony(await bag.text(TESTIMONY), keys, witnesses) : [];
  const mine = witness.trim() ? ownWitness(witness, witnesses) : null;
  // The log comes before the digests: a changed record is to be named, not only the file that it stands in.
  const mentions = new Mentions({ scope: bag.about.scope, packageId: bag.about.package, digests: bag.evidence() });
  const samples = new Samples();
  const reading = new LogReading({
    checkpoints: own,
    witnessed: [...stick, ...testimony],
    lastLeaf: bag.about.checkpoint.leaf,
    watch: (event) => (mentions.watch(event), samples.watch(event)),
  });
  const digest = await readLog(bag, reading, tell);
  checkHead(bag.about, reading, own[own.length - 1]);
  const total = [...bag.payload.keys(), ...bag.tags.keys()].reduce((sum, name) => sum + bag.sizeOf(name), 0);
  await bag.checkDigests(new Map([["data/log/log.jsonl", digest]]), (done) => tell("berkas", done, total));
  mentions.check();
  const reports = mentions.toldReports([...bag.payload].filter(([name]) => name.startsWith("data/laporan/")));
  return summary(bag, { reports, reading, own, stick, testimony, mine, samples, keys });
}

// What the inspector kept from an earlier visit: checkpoint notes in a file, or the whole package they came in. It is
// his own file: where it can't be read, that says nothing about the office's log.
async function readKept(kept, keys) {
  const isPackage = sameBytes(await bytesOf(kept.slice(0, 4)), toUtf8.encode("PK\x03\x04"));
  let notes;
  try {
    const text = isPackage ? await checkpointsOf(kept) : fromUtf8.decode(await bytesOf(kept));
    notes = [...splitNotes(normalText(text), "checkpoint yang Anda simpan")];
  } catch (error) {
    if (UNREADABLE.includes(error?.name)) throw error;
    throw new Unchecked(
      `Berkas checkpoint Anda (${kept.name}) tidak memuat checkpoint yang dapat dibaca. Pakai checkpoints.txt atau paket utuh yang Anda simpan.`,
    );
  }
  return readKeptCheckpoints(notes, keys);
}

async function checkpointsOf(kept) {
  const source = await ZipPackage.open(kept);
  return new Bag(source).text("data/log/checkpoints.txt");
}

// A notepad may have given the lines another end, or one more at the end.
function normalText(text) {
  return `${text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n").replace(/^\n+|\n+$/g, "")}\n`;
}

// A package lists its witnesses itself, so who is one gives his own key to the check. The whole key is compared:
// another one with the same four bytes of id is found in hours.
function ownWitness(line, witnesses) {
  const [mine, ...others] = readWitnessKeys(`${line.trim()}\n`);
  if (others.length) throw new Bad("saksi", "kunci saksi Anda harus satu baris");
  if (witnesses.some((key) => key.name === mine.name && !isSameKey(key, mine))) {
    throw new Bad("saksi", `paket mendaftarkan kunci lain atas nama saksi ${mine.name}`);
  }
  return mine;
}

// Feeds the log to its judge, and gives the file's digest for the manifest.
async function readLog(bag, reading, tell) {
  const name = "data/log/log.jsonl";
  const total = bag.sizeOf(name);
  const hash = new Sha256();
  const lines = new Lines((body) => reading.feed(body));
  let done = 0;
  // The zip's checksum would only say that something changed; the chain says which record did.
  for await (const chunk of bag.source.chunks(FOLDER + name, { checked: false })) {
    for (let at = 0; at < chunk.length; at += 1 << 18) {
      const piece = chunk.subarray(at, at + (1 << 18));
      hash.update(piece);
      lines.add(piece);
      done += piece.length;
      tell("log", done, total, reading.size);
    }
  }
  lines.end();
  reading.finish();
  return toHex(hash.digest());
}

function checkHead(about, reading, newest) {
  const head = about.checkpoint;
  const same = head.size === newest.size && head.root === toHex(newest.root) && about.epoch === newest.epoch;
  if (!same) throw new Bad("paket", "paket.json menyebut checkpoint lain daripada yang ditandatangani");
  if (reading.size !== newest.size) {
    const why = `log berisi ${reading.size} rekaman, checkpoint terbaru menandatangani ${newest.size}`;
    throw new Bad("paket", why);
  }
  if (reading.log !== about.log) throw new Bad("paket", "log menyebut dirinya lain daripada paket.json");
  if (reading.epochs.current !== about.epoch) {
    const why = `log berada pada epoch ${reading.epochs.current}, sedangkan paket.json menyebut ${about.epoch}`;
    throw new Bad("paket", why);
  }
}

function summary(bag, { reports, reading, own, stick, testimony, mine, samples, keys }) {
  const { about, source } = bag;
  const { epochs } = reading;
  const binding = ({ epoch, size }) => !epochs.lost.has(`${epoch}/${size}`);
  const sizes = (points) => points.filter(binding).map(({ size }) => size);
  return {
    ok: true,
    events: reading.size,
    at: reading.at,
    root: toHex(reading.tree.root()),
    log: about.log,
    key: keys[keys.length - 1].id,
    scope: about.scope,
    package: about.package,
    demo: reading.demo,
    files: [...bag.evidence().values()].flat().length,
    checkpoints: own.length,
    restores: epochs.restores,
    lost: [...epochs.lost.keys()],
    kept: sizes(stick).length ? Math.max(...sizes(stick)) : null,
    seen: Math.max(0, ...sizes(stick), ...sizes(testimony)),
    mine: mine && { name: mine.name, times: testimony.filter(({ signers }) => signers.some(({ key }) => isSameKey(key, mine))).length },
    witnesses: testimony.flatMap(told),
    stamps: bag.names.filter((name) => name.endsWith(".tsr") && name.startsWith("data/saksi/")),
    reports,
    samples: samples.drawn,
    repacked: Boolean(source.repacked),
    unpacked: Boolean(source.unpacked),
  };
}

function told({ size, signers }) {
  return signers.map(({ key: { name, id }, time }) => ({ name, id, size, time }));
}

const isSameKey = (a, b) => a.name === b.name && sameBytes(a.bytes, b.bytes);
