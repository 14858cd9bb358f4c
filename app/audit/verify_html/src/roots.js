// Roots that the log's own records state: how many records there were, and their tree's root. They are witnesses inside
// the log: who rewrites a record with the stolen key has to find and rewrite them as well. `backup:drilled` is left out,
// since a backup that is tried may be of a part that a restore took away.
const STATING = new Map([
  ["backup:created", "events"],
  ["review:completed", "size"],
  ["witness:cosigned", "size"],
  ["witness:timestamped", "size"],
]);
const RECENT = 4096;

// The size and root that a record states; null where it states none that can be read.
function statedRoot({ act, data }) {
  const size = data[STATING.get(act)];
  return Number.isSafeInteger(size) && isText(data.root, HEX64) ? { size, root: data.root } : null;
}

// The roots of the last few thousand sizes, and of those that a checkpoint was compared at: bounded memory.
class PastRoots {
  constructor() {
    this.recent = [[]];
    this.kept = new Map();
    this.size = 0;
  }

  add(peaks) {
    this.size++;
    this.recent[this.size % RECENT] = [...peaks];
  }

  newest() {
    return this.recent[this.size % RECENT];
  }

  keep(root) {
    this.kept.set(this.size, toHex(root));
  }

  // Null where the size is not reached, or was passed so long ago that its root is not known any more.
  at(size) {
    if (this.kept.has(size)) return this.kept.get(size);
    if (size <= Math.max(0, this.size - RECENT) || size > this.size) return null;
    return toHex(new Tree(this.recent[size % RECENT]).root());
  }
}

// The records after `good` up to `upto` are not those that a witness saw, or that a later record states. Which ones, the
// log's own next checkpoint tells: where it doesn't fit either, the key was not used and the records are those after
// its last one that fits; where it fits, the key signed what was rewritten.
class Doubt {
  constructor(good, upto, against, signed) {
    Object.assign(this, { good, upto, against, signed });
  }

  bad({ signed = false } = {}) {
    const first = this.good + 1;
    const why = `rekaman ${first} sampai ${this.upto} tidak sama dengan ${this.against}`;
    return new Bad("ditulis-ulang", why + (signed ? `; ${this.signed}` : ""), first);
  }
}

function unlikeWitnessed(size, good) {
  const signed = "kunci log menandatangani dua isi yang berbeda, jadi checkpoint di dalam paket tidak dapat dipercaya";
  return new Doubt(good, size, `yang disaksikan pada checkpoint ${size}`, signed);
}

function unlikeStated(size, seq, good) {
  const signed = "kunci log ikut menandatangani yang ditulis ulang, jadi checkpoint yang cocok tidak dapat dipercaya";
  return new Doubt(good, seq, `akar atas ${size} rekaman yang dicatat rekaman ${seq}`, signed);
}
