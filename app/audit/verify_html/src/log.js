// Reads a log from its first record and says whether it is whole, else which record is the first bad one and what
// attack fits: chain, tree, checkpoints. The rules are docs/reference/audit-log.md.
const LINE_FEED = 10;
const LONGEST_LINE = 16 << 20;

class LogReading {
  // `checkpoints` are those whose signatures were checked: {epoch, size, root}; `witnessed` are those that somebody
  // outside the office kept or cosigned: a thief of the key can't make them. `lastLeaf` is the last record's digest as
  // noted outside the log. `watch` sees each good event.
  constructor({ checkpoints = [], witnessed = [], lastLeaf = "", watch = () => {} } = {}) {
    this.own = new Set(checkpoints.map(placeOf));
    this.witnessed = new Set(witnessed.map(placeOf));
    this.checkpoints = inOrder([...checkpoints, ...witnessed]);
    this.lastLeaf = lastLeaf;
    this.watch = watch;
    this.tree = new Tree();
    this.past = new PastRoots();
    this.before = [];
    this.size = 0;
    this.met = 0;
    // The last size at which a checkpoint fits, a witness fits, a root that the log states fits.
    [this.good, this.vouched, this.stated] = [0, 0, 0];
    this.doubt = null;
    this.leaf = new Uint8Array(32);
    this.log = "";
    this.at = "";
    this.epochs = new Epochs();
    this.waiting = null;
  }

  // One record is kept back, since the one after it tells the attacks apart.
  feed(body) {
    if (this.waiting !== null) this.doubting(() => this.accept(this.waiting, body));
    this.waiting = body;
  }

  finish() {
    if (this.waiting !== null) this.doubting(() => this.accept(this.waiting, null));
    this.waiting = null;
    this.doubting(() => this.checkEnd());
  }

  // What was doubted before lies before whatever is found now.
  doubting(step) {
    try {
      step();
    } catch (error) {
      throw error instanceof Bad && this.doubt !== null ? this.doubt.bad() : error;
    }
  }

  accept(body, following) {
    const seq = this.size + 1;
    const leaf = leafHash(body);
    const event = this.parse(body, seq);
    if (event.seq !== seq) throw this.outOfOrder(seq, event, leaf, following);
    if (event.prev !== toHex(this.leaf)) throw this.brokenLink(seq, event, leaf, following);
    if (seq === 1) this.checkOpening(event);
    if (event.log !== this.log) throw new Bad("diubah", "rekaman ini menyebut log lain", seq);
    if (event.at < this.at) throw new Bad("diubah", "waktunya mendahului rekaman sebelumnya", seq);
    if (event.act === "log:restored") this.epochs.begin(event, this.tree.root(), this.good);
    else if (STATING.has(event.act)) this.compareStated(event);
    this.before = this.past.newest();
    this.tree.add(leaf);
    this.past.add(this.tree.peaks);
    this.size = seq;
    this.leaf = leaf;
    this.at = event.at;
    this.meetCheckpoints(following);
    this.watch(event);
  }

  parse(body, seq) {
    let read;
    try {
      read = readJson(body);
    } catch {
      throw new Bad("diubah", "isinya bukan JSON yang dapat dibaca", seq);
    }
    const why = whyMalformed(read.value) || (read.canonical ? "" : "bentuk JSON-nya tidak kanonik");
    if (why) throw new Bad("diubah", why, seq);
    return read.value;
  }

  checkOpening(event) {
    this.log = event.log;
    this.demo = event.data.demo === true;
    if (event.act !== "log:opened" || event.object !== `log:${this.log}`) {
      throw new Bad("dihapus", "rekaman pertama bukan pembukaan log", 1);
    }
  }

  outOfOrder(seq, event, leaf, following) {
    const found = event.seq;
    const after = this.peek(following).seq;
    const why = `di urutan ${seq} berdiri rekaman bernomor ${found}`;
    const stranger = following === null && !["", toHex(leaf), toHex(this.leaf)].includes(this.lastLeaf);
    // A later record that doesn't link to this place was not renumbered but brought here.
    const brought = found > seq && event.prev !== toHex(this.leaf);
    if ((after === seq + 1 && !brought) || stranger) return new Bad("diubah", why, seq);
    if (found === seq - 1 && !sameBytes(leaf, this.leaf) && this.noted(following) === toHex(leaf)) {
      return new Bad("disisipkan", "rekaman sesudahnya mengenal pemilik nomor ini yang lain", seq - 1);
    }
    if (found < seq) return new Bad("disisipkan", why, seq);
    return new Bad(after === seq || after === seq + 1 ? "ditukar" : "dihapus", why, seq);
  }

  // The record itself is what changed, unless the next one (or the signed root) vouches for it: then the one
  // before it no longer has the digest that this one noted.
  brokenLink(seq, event, leaf, following) {
    const tree = new Tree(this.before);
    tree.add(fromHex(event.prev));
    tree.add(leaf);
    const vouched = this.noted(following) === toHex(leaf) || this.isSigned(seq, tree.root());
    if (seq === 1 || !vouched) {
      return new Bad("diubah", "sidik rekaman sebelumnya yang tercatat di dalamnya tidak cocok", seq);
    }
    return new Bad("diubah", `sidiknya tidak lagi sama dengan yang dicatat rekaman ${seq}`, seq - 1);
  }

  isSigned(size, root) {
    return this.checkpoints.some((point) => point.size === size && sameBytes(point.root, root));
  }

  // The digest of the current record as it was noted elsewhere; empty where it wasn't.
  noted(following) {
    const noted = following === null ? this.lastLeaf : this.peek(following).prev;
    return isText(noted, HEX64) ? noted : "";
  }

  peek(body) {
    try {
      const value = body === null ? {} : JSON.parse(fromUtf8.decode(body));
      return isObject(value) ? value : {};
    } catch {
      return {};
    }
  }

  compareStated(event) {
    const { size, root } = statedRoot(event) ?? { size: 0, root: "" };
    const there = this.past.at(size);
    if (there === null || this.doubt !== null) return;
    if (there !== root) this.doubt = unlikeStated(size, event.seq, Math.max(this.vouched, this.stated));
    else this.stated = Math.max(this.stated, size);
  }

  // A checkpoint of a part that a restore took away binds no more.
  meetCheckpoints(following) {
    if (this.checkpoints[this.met]?.size !== this.size) return;
    const binding = [];
    for (; this.checkpoints[this.met]?.size === this.size; this.met++) {
      const point = this.checkpoints[this.met];
      if (this.epochs.takes(point)) continue;
      if (point.epoch > this.epochs.current) {
        const whose = `checkpoint ${point.size} ditandatangani dengan kunci epoch ${point.epoch}`;
        throw new Bad("tanda-tangan", `${whose}, padahal log belum sampai pada epoch itu`);
      }
      binding.push(point);
    }
    const root = this.tree.root();
    this.past.keep(root);
    const other = binding.filter((point) => !sameBytes(point.root, root));
    const own = other.find((point) => this.own.has(placeOf(point)));
    if (own) throw this.otherRoot(own, following);
    if (other.length) this.doubtWitnessed(other[0].root, following);
    this.takeFitting(binding.filter((point) => !other.includes(point)).map(placeOf));
  }

  takeFitting(places) {
    if (this.doubt !== null && places.some((place) => this.own.has(place))) {
      const bad = this.doubt.bad({ signed: true });
      this.doubt = null;
      throw bad;
    }
    if (places.length) this.good = this.size;
    if (places.some((place) => this.witnessed.has(place))) this.vouched = this.size;
  }

  doubtWitnessed(signed, following) {
    const one = this.oneRecord(signed, following);
    if (one !== null) throw one;
    this.doubt ??= unlikeWitnessed(this.size, this.vouched);
  }

  // The log's own checkpoint doesn't fit: whoever changed this had no key, so the one before it is true.
  otherRoot(point, following) {
    this.doubt = null;
    const one = this.oneRecord(point.root, following);
    if (one !== null) return one;
    const first = this.good + 1;
    const span = `rekaman ${first} sampai ${this.size}`;
    const why = `${span} tidak sama dengan yang ditandatangani pada checkpoint ${this.size}`;
    return new Bad(this.size === first ? "diubah" : "ditulis-ulang", why, first);
  }

  // What was done, where the record after it still tells.
  oneRecord(signed, following) {
    const noted = this.noted(following);
    const tree = new Tree(this.before);
    tree.add(fromHex(noted));
    if (noted && sameBytes(tree.root(), signed)) {
      return new Bad("diubah", "sidiknya tidak lagi sama dengan yang dicatat sesudahnya", this.size);
    }
    if (this.peek(following).seq === this.size) return new Bad("disisipkan", "nomor ini dipakai dua rekaman", this.size);
    return null;
  }

  checkEnd() {
    if (this.doubt !== null) throw this.doubt.bad();
    const missing = this.checkpoints.slice(this.met).filter((point) => !this.epochs.takes(point));
    if (missing.length) {
      const newest = missing[missing.length - 1].size;
      const why = `log berisi ${this.size} rekaman, padahal checkpoint menandatangani ${newest}`;
      throw new Bad("dipotong", why, this.size + 1);
    }
    if (this.size === 0) throw new Bad("dipotong", "log tidak berisi satu rekaman pun", 1);
    if (this.lastLeaf && this.lastLeaf !== toHex(this.leaf)) {
      const kind = this.good === this.size ? "paket" : "diubah";
      throw new Bad(kind, "sidik rekaman terakhir tidak sama dengan yang dicatat di luar log", this.size);
    }
  }
}

const placeOf = ({ size, root, epoch }) => `${epoch}/${size}/${toHex(root)}`;

// By size, then root, then epoch, so that every verifier names the same one first.
function inOrder(checkpoints) {
  const root = (point) => toHex(point.root);
  return [...checkpoints].sort((a, b) => a.size - b.size || compare(root(a), root(b)) || a.epoch - b.epoch);
}

// Cuts pieces of log.jsonl into its lines and gives each, without its line feed, to `take`.
class Lines {
  constructor(take) {
    this.take = take;
    this.rest = new Uint8Array(0);
  }

  add(piece) {
    const data = this.rest.length ? joined(this.rest, piece) : piece;
    let begin = 0;
    for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED, begin)) {
      this.take(data.subarray(begin, end));
      begin = end + 1;
    }
    this.rest = data.slice(begin);
    if (this.rest.length > LONGEST_LINE) throw new Bad("paket", "sebuah baris log.jsonl terlalu panjang");
  }

  end() {
    if (this.rest.length) throw new Bad("paket", "baris terakhir log.jsonl terpotong");
  }
}
