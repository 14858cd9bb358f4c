// Signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature): keys, signatures, checkpoints of each epoch.
const ED25519_TYPE = 1;
const COSIGNATURE_TYPE = 4;
const KEY_LINE = /^([^\s+]+)\+([0-9a-f]{8})\+([0-9A-Za-z+/]{43,44}={0,2})$/;
const SIGNATURE_LINE = /^— ([^\s+]+) ([0-9A-Za-z+/]+={0,2})$/;
const NOTE_IN_FILE = /([^\n]+)\n([1-9][0-9]*)\n([^\n]+)\n\n((?:— [^\s+]+ [0-9A-Za-z+/]+={0,2}\n)+)/y;
const LOG_NAME = /^papan-kinerja\/([0-9a-f]{32})(?:\/([1-9][0-9]*))?$/;

const LATEST = 2 ** 63;
const MOST_TESTIMONIES = 10_000;

const badSign = (why) => new Bad("tanda-tangan", why);

// A verifier key, `name+key id+base64(type ‖ key)`; null where it is not one.
function readKey(line) {
  const match = KEY_LINE.exec(line);
  const data = match && fromBase64(match[3]);
  if (!data || data.length !== 33 || (data[0] !== ED25519_TYPE && data[0] !== COSIGNATURE_TYPE)) return null;
  const id = sha256(toUtf8.encode(`${match[1]}\n`), data).subarray(0, 4);
  if (toHex(id) !== match[2]) return null;
  return { name: match[1], id: match[2], type: data[0], bytes: data.subarray(1) };
}

function linesOf(text) {
  return text.endsWith("\n") ? text.slice(0, -1).split("\n") : null;
}

// The log's keys, one line an epoch: the first signs as papan-kinerja/<log>, the nth as papan-kinerja/<log>/<n>.
function readLogKeys(text) {
  const keys = (linesOf(text) ?? [""]).map(readKey);
  if (keys.includes(null)) throw badSign("kunci publik log tidak menurut bentuknya, atau sidiknya tidak cocok");
  const log = LOG_NAME.exec(keys[0].name)?.[1];
  keys.forEach((key, index) => {
    const name = `papan-kinerja/${log}${index ? `/${index + 1}` : ""}`;
    if (!log || key.name !== name || key.type !== ED25519_TYPE) {
      throw badSign(`kunci publik epoch ${index + 1} bukan milik log ini`);
    }
    key.epoch = index + 1;
  });
  return { log, keys };
}

function readWitnessKeys(text) {
  const keys = (linesOf(text) ?? [""]).map(readKey);
  if (keys.includes(null)) throw badSign("kunci publik saksi tidak menurut bentuknya, atau sidiknya tidak cocok");
  if (keys.some((key) => key.type !== COSIGNATURE_TYPE || key.name.startsWith("papan-kinerja/"))) {
    throw new Bad("saksi", "sebuah kunci dalam daftar saksi bukan kunci saksi");
  }
  if (new Set(keys.map(({ name, id }) => `${name}+${id}`)).size !== keys.length) {
    throw new Bad("saksi", "sebuah kunci saksi tertulis dua kali");
  }
  return keys;
}

// Who of these keys signed a note, with the times that cosignatures tell. Null where the note has no valid form, no
// signature of theirs, or a bad one; signatures of other keys say nothing.
async function signersOf(note, keys) {
  const cut = note.lastIndexOf("\n\n");
  const lines = cut < 0 ? null : linesOf(note.slice(cut + 2));
  if (!lines || /[\x00-\x09\x0b-\x1f\x7f]/.test(note)) return null;
  const text = toUtf8.encode(note.slice(0, cut + 1));
  const signers = [];
  for (const line of lines) {
    const match = SIGNATURE_LINE.exec(line);
    const data = match && fromBase64(match[2]);
    if (!data || data.length < 5) return null;
    const id = toHex(data.subarray(0, 4));
    const key = keys.find((known) => known.name === match[1] && known.id === id);
    if (!key) continue;
    const time = key.type === COSIGNATURE_TYPE ? readTime(data) : null;
    const message = time === null ? text : joined(toUtf8.encode(`cosignature/v1\ntime ${time}\n`), text);
    const signature = data.subarray(time === null ? 4 : 12);
    if (!(await ed25519Valid(key.bytes, message, signature))) return null;
    signers.push({ key, time: time === null ? null : Number(time) });
  }
  return signers.length ? signers : null;
}

function readTime(data) {
  if (data.length < 12) return -1n;
  return new DataView(data.buffer, data.byteOffset).getBigUint64(4);
}

// The notes of a file in which an empty line stands between two.
function* splitNotes(text, what) {
  let at = 0;
  do {
    NOTE_IN_FILE.lastIndex = at;
    const match = NOTE_IN_FILE.exec(text);
    const root = match && fromBase64(match[3]);
    if (!root || root.length !== 32 || !Number.isSafeInteger(Number(match[2]))) {
      throw badSign(`${what} tidak menurut bentuknya`);
    }
    at += match[0].length;
    yield { note: match[0], name: match[1], size: Number(match[2]), root, signatures: match[4] };
    if (at < text.length && text[at++] !== "\n") throw badSign(`${what} tidak menurut bentuknya`);
  } while (at < text.length);
}

async function checkSignedByLog({ note, name, size }, keys) {
  const key = keys.find((known) => known.name === name);
  if (!key) throw badSign(`checkpoint ${size} ditandatangani dengan kunci lain`);
  const id = key.id;
  const own = note.split("\n").some((line) => {
    const match = SIGNATURE_LINE.exec(line);
    return match && match[1] === name && toHex(fromBase64(match[2])?.subarray(0, 4) ?? []) === id;
  });
  if (!own) throw badSign(`checkpoint ${size} ditandatangani dengan kunci lain`);
  if ((await signersOf(note, [key])) === null) throw badSign(`tanda tangan checkpoint ${size} tidak sah`);
  return key;
}

// The checkpoints of a file that the log alone signed, oldest first, sizes growing within an epoch.
async function readCheckpoints(text, keys, tell) {
  const checkpoints = [];
  const total = text.split("\n\n— ").length - 1;
  let before = { epoch: 0, size: 0 };
  for (const found of splitNotes(text, "daftar checkpoint")) {
    const { epoch } = await checkSignedByLog(found, keys);
    if (found.signatures.indexOf("\n") !== found.signatures.length - 1) {
      throw badSign("daftar checkpoint tidak menurut bentuknya");
    }
    if (epoch < before.epoch || (epoch === before.epoch && found.size <= before.size)) {
      throw badSign("urutan checkpoint tidak naik");
    }
    before = { epoch, size: found.size, root: found.root };
    checkpoints.push(before);
    tell?.(checkpoints.length, total);
  }
  return checkpoints;
}

// What somebody kept outside the office, cosigned or not.
async function readKeptCheckpoints(notes, keys) {
  const checkpoints = [];
  for (const found of notes) {
    const { epoch } = await checkSignedByLog(found, keys);
    checkpoints.push({ epoch, size: found.size, root: found.root });
  }
  return checkpoints;
}

// What witnesses cosigned: each note by the log and by at least one of them.
async function readTestimony(text, keys, witnesses) {
  const seen = [];
  for (const found of splitNotes(text, "daftar kesaksian")) {
    const { epoch } = await checkSignedByLog(found, keys);
    const signers = await signersOf(found.note, witnesses);
    if (signers === null) {
      throw new Bad("saksi", `kesaksian atas checkpoint ${found.size} tidak sah atau tidak dikenal`);
    }
    if (signers.some(({ time }) => !(time < LATEST))) {
      throw new Bad("saksi", `waktu kesaksian atas checkpoint ${found.size} tidak mungkin`);
    }
    if (seen.length === MOST_TESTIMONIES) throw new Bad("saksi", `kesaksian lebih dari ${MOST_TESTIMONIES}`);
    seen.push({ epoch, size: found.size, root: found.root, signers });
  }
  return seen;
}
