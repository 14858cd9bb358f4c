// Ed25519 signatures (RFC 8032 §5.1.7): by the browser where it knows them, else by arithmetic on big integers.
// Nothing secret passes through, so it need not run in constant time.
const ED_P = 2n ** 255n - 19n;
const ED_L = 2n ** 252n + 27742317777372353535851937790883648493n;
const modP = (number) => ((number % ED_P) + ED_P) % ED_P;

function powerModP(base, exponent) {
  let result = 1n;
  for (let square = modP(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % ED_P;
    square = (square * square) % ED_P;
  }
  return result;
}

const ED_D = modP(-121665n * powerModP(121666n, ED_P - 2n));
const ED_ROOT_OF_MINUS_ONE = powerModP(2n, (ED_P - 1n) / 4n);
const ED_NEUTRAL = { x: 0n, y: 1n, z: 1n, t: 0n };

// Points are in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.
function addPoints(a, b) {
  const m = ((a.y - a.x) * (b.y - b.x)) % ED_P;
  const n = ((a.y + a.x) * (b.y + b.x)) % ED_P;
  const c = (((2n * a.t * b.t) % ED_P) * ED_D) % ED_P;
  const d = (2n * a.z * b.z) % ED_P;
  const [e, f, g, h] = [n - m, d - c, d + c, n + m];
  return { x: (e * f) % ED_P, y: (g * h) % ED_P, z: (f * g) % ED_P, t: (e * h) % ED_P };
}

// s·A + t·B in one pass over the bits of both.
function sumOfMultiples(s, a, t, b) {
  const both = addPoints(a, b);
  let sum = ED_NEUTRAL;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = addPoints(sum, sum);
    const [inS, inT] = [(s >> bit) & 1n, (t >> bit) & 1n];
    if (inS && inT) sum = addPoints(sum, both);
    else if (inS) sum = addPoints(sum, a);
    else if (inT) sum = addPoints(sum, b);
  }
  return sum;
}

function littleEndian(bytes) {
  let number = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) number = (number << 8n) | BigInt(bytes[i]);
  return number;
}

// Null where the bytes are no point, or not the only encoding of one.
function decodePoint(bytes) {
  const number = littleEndian(bytes);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (y >= ED_P) return null;
  const square = modP((y * y - 1n) * powerModP(ED_D * y * y + 1n, ED_P - 2n));
  let x = powerModP(square, (ED_P + 3n) / 8n);
  if (modP(x * x - square) !== 0n) x = modP(x * ED_ROOT_OF_MINUS_ONE);
  if (modP(x * x - square) !== 0n || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = ED_P - x;
  return { x, y, z: 1n, t: modP(x * y) };
}

function encodePoint(point) {
  const inverse = powerModP(point.z, ED_P - 2n);
  let number = modP(point.y * inverse) | ((modP(point.x * inverse) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(number & 255n);
    number >>= 8n;
    return byte;
  });
}

const ED_BASE_BYTES = Uint8Array.of(0x58, ...new Array(31).fill(0x66));
const ED_BASE = decodePoint(ED_BASE_BYTES);

function ed25519ByHand(key, message, signature) {
  const point = usableKey(key);
  const scalar = littleEndian(signature.subarray(32));
  if (key.length !== 32 || signature.length !== 64 || point === null || scalar >= ED_L) return false;
  const challenge = littleEndian(sha512(joined(signature.subarray(0, 32), key, message))) % ED_L;
  const minus = { x: modP(-point.x), y: point.y, z: 1n, t: modP(-point.t) };
  return sameBytes(encodePoint(sumOfMultiples(scalar, ED_BASE, challenge, minus)), signature.subarray(0, 32));
}

async function ed25519ByBrowser(key, message, signature) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}

let browserKnowsEd25519 = null;

// Asked once, with the second test vector of RFC 8032 §7.1, and with its signature spoiled.
async function canBrowserEd25519() {
  const key = fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = fromHex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  try {
    const good = await ed25519ByBrowser(key, Uint8Array.of(0x72), signature);
    return good && !(await ed25519ByBrowser(key, Uint8Array.of(0x73), signature));
  } catch {
    return false;
  }
}

// Whether a 64-byte signature over the message is this 32-byte key's. Browsers differ on odd encodings of a key,
// on keys of small order and on large scalars: these are refused before they are asked.
async function ed25519Valid(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (browserKnowsEd25519 === null) browserKnowsEd25519 = await canBrowserEd25519();
  if (!browserKnowsEd25519) return ed25519ByHand(key, message, signature);
  if (littleEndian(signature.subarray(32)) >= ED_L || usableKey(key) === null) return false;
  return ed25519ByBrowser(key, message, signature);
}

const usableKeys = new Map();

// The key's point; null for one that is no point, spelled in another way, or of small order (which signs anything).
function usableKey(key) {
  const name = toHex(key);
  if (!usableKeys.has(name)) {
    const point = key.length === 32 ? decodePoint(key) : null;
    usableKeys.set(name, point !== null && !isOfSmallOrder(point) ? point : null);
  }
  return usableKeys.get(name);
}

function isOfSmallOrder(point) {
  let eightfold = point;
  for (let i = 0; i < 3; i++) eightfold = addPoints(eightfold, eightfold);
  return modP(eightfold.x) === 0n && modP(eightfold.y - eightfold.z) === 0n;
}
