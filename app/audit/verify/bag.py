"""The BagIt bag (RFC 8493) that a package is: its manifests, its description, and every file's digest."""

from __future__ import annotations

import hashlib
import re
from binascii import crc32
from collections.abc import Iterator
from typing import Any, NamedTuple

from .container import FORMAT, Source
from .events import HEX32, HEX64, decode_json, encode_json
from .scope import Scope, read_scope
from .verdicts import Bad, Checkpoint

LOG, CHECKPOINTS, KEYS = "data/log/log.jsonl", "data/log/checkpoints.txt", "data/log/log.vkey"
WITNESSES, TESTIMONIES = "data/saksi/saksi.vkey", "data/saksi/kesaksian.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PROGRAMS = ("periksa.html", "periksa.pyz")
TAGS = ("BACA-SAYA.txt", "bag-info.txt", "bagit.txt", "indeks.html", MANIFEST, "paket.json", *PROGRAMS)
REQUIRED = (LOG, CHECKPOINTS, KEYS, *TAGS, TAG_MANIFEST)
PAYLOAD = re.compile(
    "|".join(map(re.escape, (LOG, CHECKPOINTS, KEYS, WITNESSES, TESTIMONIES)))
    + r"|data/saksi/[1-9][0-9]*\.tsr|data/bukti/[0-9a-f]{64}(?:\.[a-z0-9]+)?"
    + r"|data/laporan/[0-9A-Za-z][0-9A-Za-z._-]*"
)
EVIDENCE = re.compile(r"data/bukti/([0-9a-f]{64})(?:\.[a-z0-9]+)?")
REPORT = "data/laporan/"
STAMP = re.compile(r"data/saksi/[1-9][0-9]*\.tsr")
LISTED = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")
LITTER = re.compile(r"(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)", re.IGNORECASE)
"""What operating systems leave in a folder that somebody looked into."""

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO = re.compile(
    r"Source-Organization: [^\n]*\nBagging-Date: [0-9]{4}-[0-9]{2}-[0-9]{2}\n"
    r"External-Description: [^\n]*\nPayload-Oxum: ([0-9]{1,15})\.([0-9]{1,9})\n"
)
LONGEST_LINE = 16 << 20
LONGEST_TEXT = 64 << 20
LONGEST_FRAME = 1 << 20


class About(NamedTuple):
    """paket.json."""

    log: str
    epoch: int
    scope: Scope
    package: str
    newest: Checkpoint
    leaf: str


class Bag:
    """A bag whose lists fit what lies there; the content is not read yet."""

    def __init__(self, source: Source) -> None:
        self.source = source
        missing = sorted(set(REQUIRED) - source.sizes.keys())
        if missing:
            raise Bad("berkas", "berkas wajib tidak ada: " + ", ".join(missing))
        self.payload, self.tags = self._manifest(MANIFEST), self._manifest(TAG_MANIFEST)
        listed = [*self.payload, *self.tags, TAG_MANIFEST]
        unlisted = sorted(source.sizes.keys() - set(listed))
        if unlisted:
            advice = "; sistem operasi biasa membuatnya, jadi hapus lalu periksa lagi" * bool(
                LITTER.fullmatch(unlisted[0])
            )
            raise Bad("berkas", f"{unlisted[0]} tidak ada dalam daftar isi paket{advice}")
        gone = sorted(set(listed) - source.sizes.keys())
        if gone:
            raise Bad("berkas", f"{gone[0]} ada dalam daftar isi paket, tetapi berkasnya hilang")
        if set(self.tags) != set(TAGS) or not all(map(PAYLOAD.fullmatch, self.payload)):
            raise Bad("paket", "daftar isi paket menyebut berkas yang bukan bagian paket")
        self.about = self._read_about()
        self._check_frame()

    def text(self, path: str, most: int = LONGEST_TEXT) -> str:
        try:
            return self.source.read(path, most).decode("utf-8")
        except UnicodeDecodeError:
            raise Bad("paket", f"{path} bukan teks UTF-8") from None

    def bodies(self) -> Iterator[bytes]:
        """The log's lines without their line feeds."""
        rest = b""
        for chunk in self.source.chunks(LOG):
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            yield from lines
            if len(rest) > LONGEST_LINE:
                break
        if rest:
            raise Bad("paket", "sebuah baris log.jsonl terpotong atau terlalu panjang")

    def evidence(self) -> dict[str, str]:
        """The files that the log has to speak of: a path for each digest."""
        return {
            digest: path for path, digest in self.payload.items() if EVIDENCE.fullmatch(path) or path.startswith(REPORT)
        }

    def reports(self) -> dict[str, str]:
        return {path: digest for path, digest in self.payload.items() if path.startswith(REPORT)}

    def count(self, form: re.Pattern[str]) -> int:
        return sum(1 for path in self.payload if form.fullmatch(path))

    def check_digests(self) -> None:
        for path, listed in [*self.payload.items(), *self.tags.items()]:
            digest, size, checksum = hashlib.sha256(), 0, 0
            for chunk in self.source.chunks(path):
                digest.update(chunk)
                size += len(chunk)
                checksum = crc32(chunk, checksum)
            if digest.hexdigest() != listed or size != self.source.sizes[path]:
                raise Bad("berkas", f"isi {path} berubah")
            if self.source.checksum(path) not in (None, checksum):
                raise Bad("berkas", f"jumlah pengaman (CRC-32) {path} dalam zip tidak cocok dengan isinya")
            named = EVIDENCE.fullmatch(path)
            if named and named[1] != listed:
                raise Bad("berkas", f"isi {path} tidak sesuai dengan namanya")
        # Last, since a count only says that something changed, and a record or a file says what.
        octets = sum(self.source.sizes[path] for path in self.payload)
        if self.oxum != f"{octets}.{len(self.payload)}":
            raise Bad("berkas", "jumlah berkas atau bita isinya tidak sama dengan bag-info.txt")

    def _manifest(self, name: str) -> dict[str, str]:
        text = self.text(name)
        if "\r\n" in text:
            why = "oleh program yang menyalin atau membongkarnya; salin sekali lagi dari sumbernya"
            raise Bad("paket", f"akhir baris {name} diubah (CRLF), mungkin {why}")
        found: dict[str, str] = {}
        before = ""
        for line in text[:-1].split("\n"):
            match = LISTED.fullmatch(line)
            if match is None or match[2] <= before or not text.endswith("\n"):
                raise Bad("paket", f"{name} tidak menurut bentuknya")
            before = match[2]
            found[before] = match[1]
        return found

    def _check_frame(self) -> None:
        if self.source.read("bagit.txt", LONGEST_FRAME) != DECLARATION:
            raise Bad("paket", "bagit.txt tidak menurut bentuknya")
        info = INFO.fullmatch(self.text("bag-info.txt", LONGEST_FRAME))
        if info is None:
            raise Bad("paket", "bag-info.txt tidak menurut bentuknya")
        self.oxum = f"{info[1]}.{info[2]}"

    def _read_about(self) -> About:
        data = self.source.read("paket.json", LONGEST_FRAME)
        try:
            about = decode_json(data)
            canonical = encode_json(about) == data
        except (ValueError, TypeError, RecursionError):
            raise Bad("paket", "paket.json bukan JSON yang dapat dibaca") from None
        read = _about(about) if canonical else None
        if read is None:
            raise Bad("paket", "paket.json tidak menurut bentuknya")
        return read


def _about(about: Any) -> About | None:
    if type(about) is not dict or about.keys() != {"checkpoint", "epoch", "format", "log", "package", "scope"}:
        return None
    head, scope = about["checkpoint"], about["scope"]
    read = read_scope(scope) if type(scope) is str else None
    if type(head) is not dict or head.keys() != {"leaf", "root", "size"} or read is None:
        return None
    texts = ((HEX32, about["log"]), (HEX32, about["package"]), (HEX64, head["leaf"]), (HEX64, head["root"]))
    formed = all(type(text) is str and form.fullmatch(text) for form, text in texts)
    numbers = all(type(number) is int and 0 < number < 2**53 for number in (about["epoch"], head["size"]))
    if not formed or not numbers or about["format"] != FORMAT:
        return None
    newest = Checkpoint(head["size"], bytes.fromhex(head["root"]), about["epoch"])
    return About(about["log"], about["epoch"], read, about["package"], newest, head["leaf"])
