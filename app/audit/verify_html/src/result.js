// The verdict as a person reads it: whole or not, what was compared, and what this can't tell.
const KINDS = {
  "diubah": "Rekaman diubah",
  "dihapus": "Rekaman dihapus",
  "disisipkan": "Rekaman disisipkan",
  "ditukar": "Urutan ditukar",
  "dipotong": "Log dipotong atau dari cadangan lama",
  "ditulis-ulang": "Log ditulis ulang",
  "tanda-tangan": "Checkpoint atau kunci diganti",
  "saksi": "Kesaksian tidak sah",
  "sampel": "Sampel tidak cocok",
  "berkas": "Berkas diganti, dihapus, atau ditambahkan",
  "paket": "Bingkai paket diubah",
};

function scopeInWords(scope) {
  const [kind, value] = [scope.slice(0, scope.indexOf(":")), scope.slice(scope.indexOf(":") + 1)];
  if (kind === "run") return `Pelaksanaan ${value}`;
  const [first, last] = value.split("..").map((day) => days.format(new Date(`${day}T12:00:00Z`)));
  return `Periode ${first} sampai ${last}`;
}

function head(tone, title, sentence) {
  const mark = element("span", { ok: "✓", late: "✕", soon: "!" }[tone], "mark");
  mark.setAttribute("aria-hidden", "true");
  return element("div", [mark, element("div", [element("h2", title), element("p", sentence)])], `verdict ${tone}`);
}

function section(title, lines) {
  const items = lines.filter((line) => line !== null).map((line) => element("li", line));
  return items.length ? [element("h3", title), element("ul", items)] : [];
}

function checkedFile(about) {
  return [
    ["Yang diperiksa", about.name],
    ["Ukuran", about.size === null ? null : sizeInWords(about.size)],
    ["Checkpoint simpanan", about.kept ?? "tidak disertakan"],
    ["Diperiksa", inWita(about.at)],
    ["Lama pemeriksaan", secondsInWords(about.seconds)],
  ];
}

function showBad(answer, about) {
  const first = answer.seq === null ? "tidak menunjuk satu rekaman" : numbers.format(answer.seq);
  return [
    head("late", "TIDAK UTUH", answer.sentence),
    facts([
      ["Rekaman pertama yang bermasalah", first],
      ["Jenis", `${KINDS[answer.kind]} (${answer.kind})`],
      ...checkedFile(about),
    ]),
    ...section("Yang perlu dilakukan", [
      "Simpan berkas ini apa adanya; jangan dibuka dan disimpan ulang dengan program lain.",
      "Salin sekali lagi dari sumbernya, lalu periksa ulang: salinan yang rusak juga ditolak.",
      answer.kind === "dipotong" && about.kept
        ? "Bila paket ini memang dibuat sebelum checkpoint simpanan Anda, itu sebabnya: pakai checkpoint yang lebih lama."
        : null,
      "Bila tetap tidak utuh, bandingkan dengan paket dan checkpoint lain yang Anda simpan, dan catat dalam kertas kerja.",
    ]),
  ];
}

function limits(answer) {
  const { seen } = answer;
  const after = seen ? answer.events - seen : 0;
  return [
    seen === 0
      ? "Tidak ada saksi luar: tanpa checkpoint simpanan atau saksi, penulisan ulang seluruh log oleh pemegang server dan kuncinya tidak dapat disingkirkan."
      : null,
    after > 0 ? `${numbers.format(after)} rekaman terakhir, sesudah rekaman ${numbers.format(seen)}, belum ada saksinya.` : null,
    answer.witnesses.length && !answer.mine?.times
      ? "Kunci saksi ikut dalam paket ini. Cocokkan namanya dan sidik kuncinya dengan yang Anda kenal sendiri."
      : null,
    "Log membuktikan apa yang dicatat, oleh akun siapa, dan kapan. Benar tidaknya isinya tetap Anda yang menilai.",
    "indeks.html, BACA-SAYA.txt, bag-info.txt, dan nama berkas tidak ditandatangani: kutiplah log, bukti, dan laporan.",
    "Halaman ini sendiri dapat dipalsukan bersama paketnya: pakai periksa.html yang Anda simpan sejak pemeriksaan pertama.",
  ];
}

function notChecked(answer) {
  return [
    answer.reports.length
      ? "Tanda tangan elektronik di dalam PDF (PAdES): pakai halaman Verifikasi dokumen, atau pdfsig. Di sini hanya dibandingkan sidik berkasnya."
      : null,
    answer.stamps.length ? `Cap waktu RFC 3161 (${answer.stamps.length} berkas .tsr): pakai openssl ts -verify.` : null,
  ];
}

function ownTestimony({ name, times }) {
  if (times) return `Paket ini memuat ${numbers.format(times)} kesaksian dengan kunci Anda (${name}).`;
  return `Perhatian: paket ini tidak memuat kesaksian dengan kunci Anda (${name}).`;
}

function remarks(answer) {
  return [
    answer.demo ? "Ini data contoh, bukan data resmi." : null,
    ...answer.restores.map(
      ({ seq, at, lost }) => `Log dipulihkan dari cadangan pada rekaman ${numbers.format(seq)} (${inWita(new Date(at))}); ${numbers.format(lost)} rekaman sesudah rekaman ${numbers.format(seq - 1)} hilang.`,
    ),
    ...answer.lost.map((place) => {
      const [epoch, size] = place.split("/");
      return `Checkpoint ${numbers.format(size)} dari epoch ${epoch} menyangkut rekaman yang hilang itu, jadi tidak dapat dicocokkan.`;
    }),
    answer.kept === null ? null : `Log melanjutkan checkpoint ${numbers.format(answer.kept)} yang Anda simpan.`,
    ...answer.witnesses.map(
      ({ name, id, size, time }) => `Saksi ${name} (kunci ${id}) melihat log sampai rekaman ${numbers.format(size)} pada ${inWita(new Date(time * 1000))}.`,
    ),
    answer.samples.length
      ? `${numbers.format(answer.samples.length)} sampel diundi ulang dari benihnya; hasilnya sama (rekaman ${answer.samples.map((seq) => numbers.format(seq)).join(", ")}).`
      : null,
    answer.mine ? ownTestimony(answer.mine) : null,
    answer.repacked ? "Paket ini pernah dibongkar dan dikemas ulang; isinya diperiksa penuh." : null,
    answer.unpacked ? "Yang diperiksa adalah folder, bukan berkas zip aslinya; isinya diperiksa penuh." : null,
  ];
}

function showGood(answer, about) {
  const restored = answer.restores.length > 0;
  const title = restored ? "UTUH, TETAPI PERNAH DIPULIHKAN" : "UTUH";
  const compared = `${numbers.format(answer.events)} rekaman dan ${numbers.format(answer.files)} berkas sama dengan yang ditandatangani.`;
  return [
    head(restored ? "soon" : "ok", title, compared),
    ...section("Catatan", remarks(answer)),
    ...section("Laporan menurut log", answer.reports.map(({ name, stand }) => `${name}: ${stand}`)),
    ...section("Yang tidak dapat dibuktikan", limits(answer)),
    ...section("Yang tidak diperiksa di sini", notChecked(answer)),
    element("p", "Simpan checkpoints.txt dari paket ini di luar kantor untuk pemeriksaan berikutnya.", "keep"),
    element("h3", "Rincian"),
    facts([
      ["Lingkup", scopeInWords(answer.scope)],
      ["Rekaman terakhir", `${numbers.format(answer.events)}, dicatat ${inWita(new Date(answer.at))}`],
      ["Checkpoint", `${numbers.format(answer.checkpoints)}, semua sah; kunci terbaru ${answer.key}`],
      ["Akar log", digest(answer.root)],
      ["Log", digest(answer.log)],
      ["Paket", digest(answer.package)],
      ...checkedFile(about),
    ]),
  ];
}

function showRecord({ record }) {
  const { event, size, epoch, root } = record;
  return [
    head("ok", "TERBUKTI", `Rekaman ${numbers.format(event.seq)} ada dalam log yang ditandatangani sampai rekaman ${numbers.format(size)}.`),
    facts([
      ["Tindakan", event.act],
      ["Tentang", event.object],
      ["Oleh", `${event.actor.name} (${event.actor.role})`],
      ["Dicatat", inWita(new Date(event.at))],
      ["Epoch", String(epoch)],
      ["Akar log", digest(root)],
    ]),
    ...section("Yang tidak dapat dibuktikan", [
      "Bukti ini sekuat kunci yang Anda tempelkan: kunci dari pengirim rekaman tidak membuktikan apa pun.",
      "Apakah rekaman lain diubah atau dihapus hanya tampak dari paket yang lengkap.",
    ]),
    element("details", [element("summary", "Isi rekaman"), element("pre", JSON.stringify(event, null, 2))]),
  ];
}
