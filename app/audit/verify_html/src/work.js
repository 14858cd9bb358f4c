// What the worker does: one order in, progress and one answer out. The page itself only shows.
const EVERY_MS = 80;
const UNREADABLE = ["NotReadableError", "NotFoundError", "SecurityError"];

function sourceOf({ file, folder }) {
  return file ? ZipPackage.open(file) : new FolderPackage(folder);
}

// The answer to an order: {ok: true, …}, {ok: false, kind, seq, sentence}, or {failed} where a file can't be read.
async function answerTo(order, tell) {
  try {
    if (order.record !== undefined) return { ok: true, record: await checkRecord(order.record, order.vkeys) };
    return await checkPackage(await sourceOf(order), { kept: order.kept ?? null, witness: order.witness, tell });
  } catch (error) {
    if (error instanceof Bad) return { ok: false, kind: error.kind, seq: error.seq, sentence: error.message };
    if (error instanceof Unchecked) return { failed: error.message };
    if (UNREADABLE.includes(error?.name)) return { failed: "Berkasnya tidak dapat dibaca. Pilih sekali lagi." };
    const bad = broken(error?.name ?? "sebab tidak dikenal");
    return { ok: false, kind: bad.kind, seq: null, sentence: bad.message };
  }
}

function startWorker() {
  let told = 0;
  const tell = (stage, done = 0, total = 0, count = 0) => {
    const now = performance.now();
    if (now - told < EVERY_MS && done > 0 && done < total) return;
    told = now;
    postMessage({ progress: { stage, done, total, count } });
  };
  onmessage = async ({ data }) => {
    const began = performance.now();
    const answer = await answerTo(data, tell);
    postMessage({ answer: { ...answer, seconds: (performance.now() - began) / 1000 } });
  };
}
