// The page: takes files, lets a worker check them, shows how far it is and what was found.
const STAGES = {
  "paket": "Bingkai dan daftar isi",
  "tanda-tangan": "Tanda tangan checkpoint",
  "log": "Rekaman log",
  "berkas": "Sidik berkas",
};
const HALTED = "Peramban menghentikan pemeriksaan. Muat ulang halaman, atau pakai periksa.pyz.";

const chosen = { file: null, folder: null, kept: null, record: null };
let worker = null;

function start() {
  if (typeof document === "undefined") startWorker();
  else startPage();
}

function startPage() {
  const code = document.currentScript.textContent;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  onChoice("package", ([file]) => choosePackage(file));
  onChoice("folder", chooseFolder);
  onChoice("kept", ([file]) => chooseKept(file));
  onChoice("record", ([file]) => chooseRecord(file));
  byId("drop-kept").addEventListener("click", () => chooseKept(null));
  byId("check").addEventListener("submit", (event) => (event.preventDefault(), checkChosen(address)));
  byId("check-record").addEventListener("submit", (event) => (event.preventDefault(), checkChosenRecord(address)));
  byId("cancel").addEventListener("click", cancel);
  byId("print").addEventListener("click", () => print());
  byId("again").addEventListener("click", again);
  takeDrops();
  document.documentElement.classList.add("ready");
}

// The field is emptied at once: so the same file can be chosen again after it changed.
function onChoice(id, take) {
  byId(id).addEventListener("change", ({ target }) => {
    const files = [...target.files];
    target.value = "";
    if (files.length) take(files);
  });
}

function say(id, text, wrong = false) {
  const place = byId(id);
  place.textContent = text;
  place.classList.toggle("wrong", wrong);
}

function choosePackage(file) {
  Object.assign(chosen, { file, folder: null });
  say("package-chosen", `${file.name} · ${sizeInWords(file.size)}`);
}

function chooseFolder(files) {
  const places = files.map((file) => ({ blob: file, path: file.webkitRelativePath }));
  const bags = places.filter(({ path }) => path.endsWith("/bagit.txt")).map(({ path }) => path.slice(0, -9));
  const [top] = bags.sort((a, b) => a.length - b.length);
  if (top === undefined) return say("package-chosen", "Folder itu bukan paket: bagit.txt tidak ada di dalamnya.", true);
  const inside = places.filter(({ path }) => path.startsWith(top));
  const folder = inside.map(({ blob, path }) => ({ blob, path: FOLDER + path.slice(top.length) }));
  Object.assign(chosen, { file: null, folder });
  return say("package-chosen", `Folder ${top.slice(0, -1)} · ${numbers.format(folder.length)} berkas`);
}

function chooseKept(file) {
  chosen.kept = file;
  say("kept-chosen", file ? `${file.name} · ${sizeInWords(file.size)}` : "");
  byId("drop-kept").hidden = !file;
}

function chooseRecord(file) {
  chosen.record = file;
  say("record-chosen", file.name);
}

function takeDrops() {
  const over = (is) => (event) => {
    event.preventDefault();
    document.body.classList.toggle("over", is);
  };
  addEventListener("dragover", over(true));
  addEventListener("dragleave", over(false));
  addEventListener("drop", (event) => {
    over(false)(event);
    if (byId("form").hidden) return;
    for (const file of event.dataTransfer.files) {
      if (/^rekaman-.*\.txt$/i.test(file.name)) chooseRecord(file);
      else if (/\.txt$/i.test(file.name)) chooseKept(file);
      else choosePackage(file);
    }
  });
}

function show(id) {
  for (const view of ["form", "progress", "result"]) byId(view).hidden = view !== id;
}

function checkChosen(address) {
  const { file, folder, kept } = chosen;
  if (!file && !folder) {
    say("package-chosen", "Pilih dahulu paket yang diperiksa.", true);
    return byId("package").focus();
  }
  const name = file ? file.name : "folder paket";
  const about = { name, size: file ? file.size : null, kept: kept?.name ?? null, at: new Date() };
  const witness = byId("witness").value;
  return send(address, { file, folder, kept, witness }, (answer) => {
    about.seconds = answer.seconds;
    if (answer.ok) return showGood(answer, about);
    return showBad(answer, about);
  });
}

async function checkChosenRecord(address) {
  const vkeys = byId("vkey").value.trim();
  if (!chosen.record) {
    say("record-chosen", "Pilih dahulu berkas rekamannya.", true);
    return byId("record").focus();
  }
  say("vkey-said", vkeys ? "" : "Tempelkan kunci publik log, isi log.vkey.", true);
  if (!vkeys) return byId("vkey").focus();
  const { name, size } = chosen.record;
  const about = { name, size, kept: null, at: new Date() };
  const record = await chosen.record.text().catch(() => "");
  return send(address, { record, vkeys }, (answer) => {
    about.seconds = answer.seconds;
    return answer.ok ? showRecord(answer) : showBad(answer, about);
  });
}

function send(address, order, present) {
  worker = new Worker(address);
  say("stage", "Menyiapkan pemeriksaan");
  say("far", "");
  byId("bar").removeAttribute("value");
  show("progress");
  byId("cancel").focus();
  const settle = (parts) => {
    stop();
    byId("verdict").replaceChildren(...parts);
    show("result");
    byId("result").focus();
  };
  worker.onmessage = ({ data }) => {
    if (data.progress) return showProgress(data.progress);
    if (data.answer.failed) return settle([head("soon", "BELUM DIPERIKSA", data.answer.failed)]);
    return settle(present(data.answer));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    settle([head("soon", "BELUM DIPERIKSA", HALTED)]);
  };
  worker.postMessage(order);
}

function showProgress({ stage, done, total, count }) {
  const bar = byId("bar");
  if (byId("stage").textContent !== STAGES[stage]) say("stage", STAGES[stage]);
  if (total) bar.value = done / total;
  else bar.removeAttribute("value");
  const records = count ? `${numbers.format(count)} rekaman · ` : "";
  byId("far").textContent = total ? `${records}${Math.floor((100 * done) / total)}%` : "";
}

function stop() {
  worker?.terminate();
  worker = null;
}

function cancel() {
  stop();
  show("form");
  say("package-chosen", "Pemeriksaan dibatalkan. Belum ada putusan.");
  byId("go").focus();
}

function again() {
  Object.assign(chosen, { file: null, folder: null, record: null });
  for (const id of ["package-chosen", "record-chosen"]) say(id, "");
  show("form");
  byId("package").focus();
}
