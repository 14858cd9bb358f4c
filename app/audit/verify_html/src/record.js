// One record alone, `rekaman-<seq>.txt`: a C2SP tlog-proof that it stands in the log whose key the reader has.
const PROOF =
  /^c2sp\.org\/tlog-proof@v1\nextra ([0-9A-Za-z+/]+={0,2})\nindex (0|[1-9][0-9]*)\n((?:[0-9A-Za-z+/]{43}=\n)*)\n([^]+)$/;

// What the proof shows; throws Bad where it shows nothing. `vkeys` are the log's public keys, one a line.
async function checkRecord(text, vkeys) {
  const match = PROOF.exec(text);
  const body = match && fromBase64(match[1]);
  const path = match && match[3].split("\n").slice(0, -1).map(fromBase64);
  if (!match) throw new Bad("paket", "berkas rekaman tidak menurut bentuknya");
  if (body === null || path.includes(null)) throw badSign("sebuah nilai base64 tidak kanonik");
  const { log, keys } = readLogKeys(`${vkeys.trim()}\n`);
  const notes = [...splitNotes(match[4], "checkpoint di dalamnya")];
  if (notes.length !== 1) throw new Bad("paket", "berkas rekaman harus memuat satu checkpoint");
  const [{ size, root }] = notes;
  const { epoch } = await checkSignedByLog(notes[0], keys);
  const index = Number(match[2]);
  const event = new LogReading().parse(body, index + 1);
  if (event.log !== log || event.seq !== index + 1) {
    throw new Bad("diubah", "rekaman ini menyebut log atau nomor lain", index + 1);
  }
  const reached = rootOfProof(leafHash(body), index, size, path);
  if (reached === null || !sameBytes(reached, root)) {
    throw new Bad("diubah", `rekaman ini tidak termasuk dalam checkpoint ${size}`, index + 1);
  }
  return { event, size, epoch, root: toHex(root) };
}
