// A zip file read by slices, so that a large package never lies in memory: ours, whose every byte of frame is
// compared, or one that was unpacked and packed again by another program, stored or deflated.
const FORMAT = "papan-kinerja-paket/2";
const CHUNK = 4 << 20;
const NO_PACKAGE = "Ini bukan paket Inspektorat. Pilih berkas zip yang diterima dari kantor, atau folder hasil bongkarannya.";
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(data, before = 0) {
  let value = ~before;
  for (let i = 0; i < data.length; i++) value = CRC_TABLE[(value ^ data[i]) & 255] ^ (value >>> 8);
  return ~value >>> 0;
}

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

function broken(why) {
  return new Bad("paket", `berkas zip tidak dapat dibaca (${why})`);
}

// Little-endian numbers: fields(2, 4, …) reads, or writes, one number of so many bytes after the other.
function readFields(view, at, ...sizes) {
  return sizes.map((size) => {
    const value = size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
    at += size;
    return value;
  });
}

function packed(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

class ZipPackage {
  constructor(file) {
    this.file = file;
    this.entries = new Map();
    this.repacked = false;
  }

  static async open(file) {
    const zip = new ZipPackage(file);
    await zip.readDirectory();
    return zip;
  }

  async readDirectory() {
    const tail = await bytesOf(this.file.slice(Math.max(0, this.file.size - 22 - 65535)));
    const view = new DataView(tail.buffer);
    let end = tail.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
    if (end < 0) throw (await this.beginsLikeOurs()) ? broken("terpotong") : new Unchecked(NO_PACKAGE);
    const [, , , , count, size, start, commentSize] = readFields(view, end, 4, 2, 2, 2, 2, 4, 4, 2);
    const place = this.file.size - tail.length + end;
    if (start + size !== place) throw broken("daftar isinya tidak pada tempatnya");
    const comment = tail.subarray(end + 22, end + 22 + commentSize);
    const directory = await bytesOf(this.file.slice(start, start + size));
    this.list = this.readEntries(directory, count);
    if (!this.list.some(({ name }) => name.startsWith(FOLDER))) throw new Unchecked(NO_PACKAGE);
    for (const { name, size } of this.list) if (!name.endsWith("/") || size > 0) checkName(name);
    for (const entry of this.list) {
      if (this.entries.has(entry.name)) throw new Bad("berkas", `${entry.name} ada dua kali dalam paket`);
      if (!entry.name.endsWith("/") || entry.size > 0) this.entries.set(entry.name, entry);
    }
    if (comment.length === 0 && end + 22 === tail.length) this.repacked = true;
    else if (!sameBytes(comment, toUtf8.encode(FORMAT))) throw new Bad("paket", "tanda format pada berkas zip diubah");
    else await this.compareFrame(start);
  }

  // A package that was cut off has lost its end, and is judged; any other file without one is none.
  async beginsLikeOurs() {
    const head = await bytesOf(this.file.slice(0, 30 + FOLDER.length));
    const name = toUtf8.encode(FOLDER);
    return sameBytes(head.subarray(0, 4), toUtf8.encode("PK\x03\x04")) && sameBytes(head.subarray(30), name);
  }

  readEntries(directory, count) {
    const view = new DataView(directory.buffer);
    const list = [];
    let at = 0;
    while (at + 46 <= directory.length && view.getUint32(at, true) === 0x02014b50) {
      const [flags, method] = readFields(view, at + 8, 2, 2);
      const [crc, packedSize, size, nameSize, extraSize, commentSize] = readFields(view, at + 16, 4, 4, 4, 2, 2, 2);
      const offset = view.getUint32(at + 42, true);
      const name = this.nameOf(directory.subarray(at + 46, at + 46 + nameSize));
      list.push({ name, flags, method, crc, packedSize, size, offset, nameSize });
      at += 46 + nameSize + extraSize + commentSize;
    }
    if (at !== directory.length || list.length !== count) throw broken("daftar isinya rusak");
    return list;
  }

  nameOf(bytes) {
    try {
      return fromUtf8.decode(bytes);
    } catch {
      throw broken("nama berkas bukan UTF-8");
    }
  }

  // Our own container: version 2.0, no flags, stored, 1 January 1980, mode 0644, nothing between two members.
  async compareFrame(start) {
    const directory = [];
    let offset = 0;
    for (const { name, crc, size } of this.list) {
      const path = toUtf8.encode(name);
      const sizes = [[4, crc], [4, size], [4, size], [2, path.length], [2, 0]];
      const common = packed([2, 20], [2, 0], [2, 0], [2, 0], [2, 33], ...sizes);
      const head = joined(packed([4, 0x04034b50]), common, path);
      if (!sameBytes(await bytesOf(this.file.slice(offset, offset + head.length)), head)) {
        throw new Bad("paket", `kepala zip untuk '${name}' diubah`);
      }
      const tail = packed([2, 0], [2, 0], [2, 0], [4, (0o644 << 16) >>> 0], [4, offset]);
      directory.push(packed([4, 0x02014b50], [2, (3 << 8) | 20]), common, tail, path);
      offset += head.length + size;
    }
    const lines = joined(...directory);
    const mark = toUtf8.encode(FORMAT);
    const counts = [[2, 0], [2, 0], [2, this.list.length], [2, this.list.length]];
    const end = packed([4, 0x06054b50], ...counts, [4, lines.length], [4, start], [2, mark.length]);
    const found = await bytesOf(this.file.slice(offset));
    if (offset !== start || !sameBytes(found, joined(lines, end, mark))) {
      throw new Bad("paket", "daftar isi zip diubah");
    }
  }

  names() {
    return [...this.entries.keys()];
  }

  sizeOf(name) {
    return this.entries.get(name).size;
  }

  // The member's bytes, piece by piece; the checksum is compared at the end unless told not to.
  async *chunks(name, { checked = true } = {}) {
    const entry = this.entries.get(name);
    if (entry.flags & 1) throw broken("berkasnya bersandi");
    const head = await bytesOf(this.file.slice(entry.offset, entry.offset + 30));
    if (head.length < 30 || !sameBytes(head.subarray(0, 4), toUtf8.encode("PK\x03\x04"))) throw broken("kepala berkas");
    const begin = entry.offset + 30 + head[26] + (head[27] << 8) + head[28] + (head[29] << 8);
    const blob = this.file.slice(begin, begin + entry.packedSize);
    let [size, crc] = [0, 0];
    for await (const chunk of entry.method === 0 ? slices(blob) : inflated(blob, entry.method)) {
      size += chunk.length;
      if (checked) crc = crc32(chunk, crc);
      if (size > entry.size) break;
      yield chunk;
    }
    if (size !== entry.size || (checked && crc !== entry.crc)) throw new Bad("berkas", `isi ${name} berubah`);
  }
}

async function* slices(blob) {
  for (let at = 0; at < blob.size; at += CHUNK) yield bytesOf(blob.slice(at, at + CHUNK));
}

async function* inflated(blob, method) {
  if (method !== 8) throw broken("cara pemampatannya tidak dikenal");
  let reader;
  try {
    reader = blob.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  } catch {
    throw broken("peramban ini tidak dapat membuka zip yang dimampatkan; pakai paket aslinya atau folder");
  }
  for (;;) {
    let piece;
    try {
      piece = await reader.read();
    } catch {
      throw broken("isi yang dimampatkan rusak");
    }
    if (piece.done) return;
    yield piece.value;
  }
}

// Names that lead out of the package, before anything else about them is asked.
function checkName(name) {
  const parts = name.split("/");
  const absolute = name.startsWith("/") || parts[0].includes(":");
  if (absolute || /[\\\0]/.test(name) || parts.some((part) => ["", ".", ".."].includes(part))) {
    throw new Bad("paket", `nama '${name}' menunjuk ke luar paket`);
  }
}

// A package that was unpacked: the files that the browser was given with a folder, by their paths in it.
class FolderPackage {
  constructor(files) {
    this.entries = new Map(files.map((file) => [file.path, file.blob]));
    this.unpacked = true;
  }

  names() {
    return [...this.entries.keys()];
  }

  sizeOf(name) {
    return this.entries.get(name).size;
  }

  async *chunks(name) {
    yield* slices(this.entries.get(name));
  }
}
