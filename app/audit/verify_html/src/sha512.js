// SHA-512 (FIPS 180-4) on big integers: slow, and only for the two short messages of an Ed25519 signature where
// the browser doesn't know it. The constants are the roots of the first primes, as the standard defines them.
const MASK64 = 2n ** 64n - 1n;

function integerRoot(number, degree) {
  let low = 0n;
  for (let high = 2n ** 90n; high - low > 1n; ) {
    const middle = (low + high) / 2n;
    if (middle ** degree <= number) low = middle;
    else high = middle;
  }
  return low;
}

function firstPrimes(count) {
  const primes = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p)) primes.push(n);
  return primes.map(BigInt);
}

const SHA512_K = firstPrimes(80).map((prime) => integerRoot(prime << 192n, 3n) & MASK64);
const SHA512_START = firstPrimes(8).map((prime) => integerRoot(prime << 128n, 2n) & MASK64);
const rotated = (word, by) => ((word >> by) | (word << (64n - by))) & MASK64;

function sha512(message) {
  const length = Math.ceil((message.length + 17) / 128) * 128;
  const padded = joined(message, Uint8Array.of(0x80), new Uint8Array(length - message.length - 1));
  const view = new DataView(padded.buffer);
  view.setUint32(length - 4, message.length * 8);
  let state = SHA512_START;
  for (let at = 0; at < length; at += 128) {
    const words = Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i));
    state = compress512(state, words);
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(8 * i, word));
  return new Uint8Array(out.buffer);
}

function compress512(state, words) {
  for (let i = 16; i < 80; i++) {
    const [x, y] = [words[i - 15], words[i - 2]];
    const s0 = rotated(x, 1n) ^ rotated(x, 8n) ^ (x >> 7n);
    const s1 = rotated(y, 19n) ^ rotated(y, 61n) ^ (y >> 6n);
    words.push((words[i - 16] + s0 + words[i - 7] + s1) & MASK64);
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 80; i++) {
    const s1 = rotated(e, 14n) ^ rotated(e, 18n) ^ rotated(e, 41n);
    const t1 = h + s1 + ((e & f) ^ ((MASK64 ^ e) & g)) + SHA512_K[i] + words[i];
    const s0 = rotated(a, 28n) ^ rotated(a, 34n) ^ rotated(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK64, c, b, a, (t1 + t2) & MASK64];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) & MASK64);
}
