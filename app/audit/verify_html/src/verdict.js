// What is found: the kind of attack that fits, why, and the first bad record where there is one.
const SENTENCES = {
  "diubah": "Isi rekaman {n} diubah setelah dicatat: {why}.",
  "dihapus": "Rekaman {n} hilang dari tengah log: {why}.",
  "disisipkan": "Pada urutan {n} disisipkan rekaman yang bukan bagian log: {why}.",
  "ditukar": "Rekaman {n} ditukar tempatnya dengan rekaman lain: {why}.",
  "dipotong": "Ekor log dipotong atau log dikembalikan dari cadangan lama mulai rekaman {n}: {why}.",
  "ditulis-ulang": "Log ditulis ulang, paling awal pada rekaman {n}: {why}.",
  "tanda-tangan": "Checkpoint atau kunci log diganti: {why}.",
  "saksi": "Kesaksian saksi tidak sah: {why}.",
  "sampel": "Sampel pada rekaman {n} bukan hasil undian yang tercatat: {why}.",
  "berkas": "Berkas dalam paket diganti, dihapus, atau ditambahkan: {why}.",
  "paket": "Paket rusak atau susunannya diubah: {why}.",
};

// Nothing was judged: what was given is no package, or the inspector's own file can't be read.
class Unchecked extends Error {}

class Bad extends Error {
  constructor(kind, why, seq = null) {
    super(SENTENCES[kind].replace("{n}", () => String(seq)).replace("{why}", () => why));
    this.kind = kind;
    this.seq = seq;
  }
}
