// Restores from a backup: each is a record that begins an epoch and says what it took away. A checkpoint of an earlier
// epoch that lies beyond such a record is of the lost part; it has to be one that the record admits.
class Epochs {
  constructor() {
    this.current = 1;
    this.restores = [];
    this.lost = new Map();
  }

  // Takes in a log:restored; `root` is the tree's before it, `good` the last record that a checkpoint fits.
  begin({ seq, at, data }, root, good) {
    const { epoch, backup_size: backup, backup_root: backupRoot, known_size: known, known_root: knownRoot } = data;
    const { head_size: head, lost } = data;
    const counts = [epoch, backup, known, lost, head ?? 0].every(isCount) && head !== undefined;
    if (!counts || !isText(backupRoot, HEX64) || (known > 0 && !isText(knownRoot, HEX64))) {
      throw new Bad("diubah", "catatan pemulihannya tidak menurut bentuknya", seq);
    }
    if (epoch <= this.current) {
      throw new Bad("diubah", `pemulihan ini mengaku memulai epoch ${epoch} sesudah epoch ${this.current}`, seq);
    }
    if (backup !== seq - 1 || lost !== Math.max(known - backup, (head ?? 0) - backup, 0)) {
      throw new Bad("diubah", "hitungan pemulihannya tidak cocok dengan tempatnya di log", seq);
    }
    if (backupRoot !== toHex(root)) {
      const why = `rekaman sampai ${backup} bukan lagi isi cadangan yang dipulihkan pada rekaman ${seq}`;
      throw new Bad("ditulis-ulang", why, good + 1);
    }
    this.restores.push({ seq, epoch, at, known, knownRoot: known ? knownRoot : "", lost });
    this.current = epoch;
  }

  // Whether a restore took away what this checkpoint covers; throws where the restore doesn't admit to it.
  takes({ size, root, epoch }) {
    const restore = this.restores.find((one) => one.epoch > epoch);
    if (restore === undefined || size < restore.seq) return false;
    // The newest known checkpoint is of the epoch that the restore ended.
    const ended = epoch === restore.epoch - 1 && size === restore.known;
    if (size > restore.known || (ended && toHex(root) !== restore.knownRoot)) {
      const why = `checkpoint ${size} ditandatangani sebelum pemulihan pada rekaman ${restore.seq}`;
      throw new Bad("dipotong", `${why}, tetapi pemulihan itu tidak mengakuinya`, restore.seq);
    }
    const place = `${epoch}/${size}`;
    if (this.lost.has(place) && this.lost.get(place) !== toHex(root)) {
      const why = `ada dua checkpoint ${size} yang berbeda dari bagian yang hilang`;
      throw new Bad("ditulis-ulang", why, restore.seq);
    }
    this.lost.set(place, toHex(root));
    return true;
  }
}
