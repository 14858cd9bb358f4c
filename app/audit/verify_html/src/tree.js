// The RFC 6962 Merkle tree: the roots of the perfect subtrees over the leaves so far.
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const leafHash = (body) => sha256(LEAF, body);
const nodeHash = (left, right) => sha256(NODE, left, right);

class Tree {
  constructor(peaks = []) {
    this.peaks = [...peaks];
  }

  add(leaf) {
    const { peaks } = this;
    let height = 0;
    while (peaks.length && peaks[peaks.length - 1].height === height) {
      leaf = nodeHash(peaks.pop().hash, leaf);
      height++;
    }
    peaks.push({ height, hash: leaf });
  }

  root() {
    if (!this.peaks.length) return sha256();
    return this.peaks.map((peak) => peak.hash).reduceRight((right, left) => nodeHash(left, right));
  }
}
