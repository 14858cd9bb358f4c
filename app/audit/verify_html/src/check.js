// Checks one package from its frame to its last file: docs/reference/audit-package.md, rules 1 to 8.
async function checkPackage(source, { kept = null, tell = () => {} } = {}) {
  tell("paket");
  const bag = await Bag.open(source);
  const { log, keys } = readLogKeys(await bag.text("data/log/log.vkey"));
  const said = (done, total) => tell("tanda-tangan", done, total);
  const own = await readCheckpoints(await bag.text("data/log/checkpoints.txt"), keys, said);
  const stick = kept === null ? [] : await readKept(kept, keys);
  const testimony = await readWitnesses(bag, keys);
  // The log comes before the digests: a changed record is to be named, not only the file that it stands in.
  const mentions = new Mentions({ scope: bag.about.scope, packageId: bag.about.package, digests: bag.evidence() });
  const samples = new Samples();
  const reading = new LogReading({
    checkpoints: [...own, ...stick, ...testimony],
    lastLeaf: bag.about.checkpoint.leaf,
    watch: (event) => (mentions.watch(event), samples.watch(event)),
  });
  const digest = await readLog(bag, reading, tell);
  checkHead(bag.about, { log, keys, reading, newest: own[own.length - 1] });
  const total = [...bag.payload.keys(), ...bag.tags.keys()].reduce((sum, name) => sum + bag.sizeOf(name), 0);
  await bag.checkDigests(new Map([["data/log/log.jsonl", digest]]), (done) => tell("berkas", done, total));
  mentions.check();
  return summary(bag, { reading, own, stick, testimony, samples, keys });
}

async function readKept(kept, keys) {
  let text;
  try {
    text = fromUtf8.decode(await bytesOf(kept));
  } catch {
    throw badSign("checkpoint yang Anda simpan tidak dapat dibaca");
  }
  return readKeptCheckpoints(text, keys);
}

async function readWitnesses(bag, keys) {
  const [names, notes] = ["data/saksi/saksi.vkey", "data/saksi/kesaksian.txt"];
  if (!bag.has(names)) {
    if (bag.has(notes)) throw new Bad("saksi", "ada kesaksian tanpa daftar kunci saksi");
    return [];
  }
  const witnesses = readWitnessKeys(await bag.text(names));
  return bag.has(notes) ? readTestimony(await bag.text(notes), keys, witnesses) : [];
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

function checkHead(about, { log, keys, reading, newest }) {
  if (reading.size !== newest.size) {
    const why = `log berisi ${reading.size} rekaman, checkpoint terbaru menandatangani ${newest.size}`;
    throw new Bad("paket", why);
  }
  if (about.log !== log || reading.log !== log) throw new Bad("paket", "paket.json menyebut log lain daripada kuncinya");
  const head = about.checkpoint;
  if (head.size !== newest.size || head.root !== toHex(newest.root)) {
    throw new Bad("paket", "paket.json menyebut checkpoint lain daripada yang ditandatangani");
  }
  if (about.epoch !== reading.epochs.current || newest.epoch !== reading.epochs.current) {
    throw new Bad("paket", "paket.json menyebut epoch lain daripada log dan kuncinya");
  }
}

function summary(bag, { reading, own, stick, testimony, samples, keys }) {
  const { about, source } = bag;
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
    restores: reading.epochs.restores,
    lost: [...reading.epochs.lost.keys()],
    kept: stick.length ? Math.max(...stick.map(({ size }) => size)) : null,
    witnesses: testimony.flatMap(({ size, signers }) => signers.map(({ key, time }) => ({ name: key.name, id: key.id, size, time }))),
    stamps: bag.names.filter((name) => name.endsWith(".tsr") && name.startsWith("data/saksi/")),
    reports: bag.names.filter((name) => name.startsWith("data/laporan/")),
    samples: samples.drawn,
    repacked: Boolean(source.repacked),
    unpacked: Boolean(source.unpacked),
  };
}
