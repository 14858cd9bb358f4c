// Proofs about the RFC 6962 tree, as RFC 9162 §2.1.3.2 and §2.1.4.2 check them.
const isHash = (bytes) => bytes.length === 32;

// The root that an inclusion proof leads to; null where the proof has another length.
function rootOfProof(leaf, index, size, path) {
  if (index >= size || !isHash(leaf) || !path.every(isHash)) return null;
  let hash = leaf;
  let node = index;
  let last = size - 1;
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

// Whether the tree of `newer` leaves begins with the one of `older`.
function isConsistent(older, olderRoot, newer, newerRoot, path) {
  if (![olderRoot, newerRoot, ...path].every(isHash)) return false;
  if (older === newer) return path.length === 0 && sameBytes(olderRoot, newerRoot);
  if (older === 0 || older > newer || !path.length) return false;
  const proof = isPowerOfTwo(older) ? [olderRoot, ...path] : [...path];
  let node = older - 1;
  let last = newer - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let [first] = proof;
  let second = first;
  for (const sibling of proof.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      second = nodeHash(second, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(first, olderRoot) && sameBytes(second, newerRoot);
}

function isPowerOfTwo(number) {
  while (number % 2 === 0 && number > 0) number /= 2;
  return number === 1;
}
