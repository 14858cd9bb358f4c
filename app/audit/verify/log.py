"""The independent verifier of the log: which record is the first bad one, and what attack fits.

Standard library only, Python 3.9 and later, and nothing shared with the writer: with notes.py
and package.py it becomes periksa.pyz. The format is docs/reference/audit-log.md; RFC 8785 says
what canonical JSON is, RFC 6962 what the tree is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

EVENT_KEYS = 12
EVENT_FIELDS = itemgetter(
    "act", "actor", "at", "data", "files", "log", "object", "occurred", "prev", "request", "seq", "v"
)
FILE_KEYS = {"role", "sha256", "size"}
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX32 = re.compile(r"[0-9a-f]{32}")
ACT = r"[a-z]+:[a-z]+(?:-[a-z]+)*"
OBJECT = r"[a-z][a-z-]*:[0-9A-Za-z._-]+(?:/[a-z][a-z-]*:[0-9A-Za-z._-]+)*"
TEXTS = re.compile("\n".join((ACT, OBJECT, MOMENT.pattern, HEX32.pattern, HEX64.pattern)))

SENTENCES = {
    "diubah": "Isi rekaman {n} diubah setelah dicatat: {why}.",
    "dihapus": "Rekaman {n} hilang dari tengah log: {why}.",
    "disisipkan": "Pada urutan {n} disisipkan rekaman yang bukan bagian log: {why}.",
    "ditukar": "Rekaman {n} ditukar tempatnya dengan rekaman lain: {why}.",
    "dipotong": "Ekor log dipotong atau log dikembalikan dari cadangan lama mulai rekaman {n}: {why}.",
    "ditulis-ulang": "Log ditulis ulang, paling awal pada rekaman {n}: {why}.",
    "tanda-tangan": "Checkpoint atau kunci log diganti: {why}.",
    "berkas": "Berkas dalam paket diganti, dihapus, atau ditambahkan: {why}.",
    "paket": "Paket rusak atau susunannya diubah: {why}.",
}


class Bad(Exception):
    """What was found: the kind of attack that fits, why, and the first bad record where there is one."""

    def __init__(self, kind: str, why: str, seq: int | None = None) -> None:
        super().__init__(SENTENCES[kind].format(n=seq, why=why))
        self.kind, self.seq = kind, seq


class Checkpoint(NamedTuple):
    size: int
    root: bytes


@dataclass(frozen=True)
class LogVerdict:
    ok: bool
    first_bad_seq: int | None
    kind: str
    sentence: str
    events: int
    root: str


# --- Canonical JSON -------------------------------------------------------------------------------


def decode_json(data: bytes) -> Any:
    return json.loads(data.decode("utf-8"))


def encode_json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def is_plain(value: Any) -> bool:
    """Whether a value has one canonical form: no floats, no integers beyond 2^53 - 1, BMP keys."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -(2**53) < value < 2**53
    if kind is dict:
        for key, member in value.items():
            if not key.isascii() and max(key) > "\uffff":
                return False
            if type(member) is not str and not is_plain(member):
                return False
        return True
    return kind is list and all(map(is_plain, value))


# --- Events ---------------------------------------------------------------------------------------


def why_malformed(event: Any) -> str:
    """Why this is not an event of version 1; empty when it is. On the hot path: each key is fetched once."""
    try:
        act, actor, at, data, files, log, about, occurred, prev, request, seq, version = EVENT_FIELDS(event)
        whole = len(event) == EVENT_KEYS and type(seq) is type(version) is int and version == 1
        texts = TEXTS.fullmatch("\n".join((act, about, at, log, prev)))
        known_actor = len(actor) == 3 and type(actor["name"]) is type(actor["role"]) is str
        number = actor["id"]
    except (KeyError, TypeError):
        return "bukan rekaman versi 1 yang lengkap"
    if not whole or (type(request) is not str and request is not None):
        return "bukan rekaman versi 1 yang lengkap"
    if texts is None:
        return "bagian act, object, at, log, atau prev tidak menurut bentuknya"
    if not known_actor or not (number is None or (type(number) is int and is_plain(number))):
        return "bagian actor tidak menurut bentuknya"
    if occurred is not None and (type(occurred) is not str or not MOMENT.fullmatch(occurred)):
        return "bagian occurred tidak menurut bentuknya"
    if type(files) is not list or not all(map(_is_file, files)):
        return "bagian files tidak menurut bentuknya"
    if type(data) is not dict or not is_plain(data):
        return "bagian data tidak menurut bentuknya"
    return ""


def _is_file(file: Any) -> bool:
    if type(file) is not dict or file.keys() != FILE_KEYS or type(file["role"]) is not str:
        return False
    digest, size = file["sha256"], file["size"]
    return type(digest) is str and bool(HEX64.fullmatch(digest)) and type(size) is int and 0 <= size < 2**53


# --- Tree -----------------------------------------------------------------------------------------


class Tree:
    """The roots of the perfect subtrees over the leaves so far, each with its height (RFC 6962 §2.1)."""

    def __init__(self, peaks: Iterable[tuple[int, bytes]] = ()) -> None:
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> None:
        height, peaks = 0, self.peaks
        while peaks and peaks[-1][0] == height:
            leaf = hashlib.sha256(b"\x01" + peaks.pop()[1] + leaf).digest()
            height += 1
        peaks.append((height, leaf))

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root


# --- The log --------------------------------------------------------------------------------------


def verify_log(
    bodies: Iterable[bytes],
    *,
    checkpoints: Iterable[Checkpoint] = (),
    decode: Callable[[bytes], Any] = decode_json,
    encode: Callable[[Any], bytes] = encode_json,
    watch: Callable[[int, Any], None] | None = None,
    last_leaf: str = "",
) -> LogVerdict:
    """Read a log from its first body and say whether it is whole, else which record is the first bad one.

    `checkpoints` are those whose signatures have been checked. `decode` and `encode` may be a faster JSON
    with the same results. `watch` sees each good event; what it raises as `Bad` is the verdict.
    `last_leaf` is the last record's digest as noted outside the log, where there is one: it tells an
    edited last record from a rewritten tail.
    """
    reading = _Reading(sorted(set(checkpoints)), decode, encode, last_leaf)
    try:
        for event in reading.events(bodies):
            if watch is not None:
                watch(reading.size, event)
        reading.check_end()
    except Bad as bad:
        return LogVerdict(False, bad.seq, bad.kind, str(bad), reading.size, reading.tree.root().hex())
    sentence = f"Log utuh: {reading.size} rekaman."
    return LogVerdict(True, None, "utuh", sentence, reading.size, reading.tree.root().hex())


class _Reading:
    def __init__(
        self,
        checkpoints: list[Checkpoint],
        decode: Callable[[bytes], Any],
        encode: Callable[[Any], bytes],
        last_leaf: str,
    ) -> None:
        self.checkpoints, self.decode, self.encode = checkpoints, decode, encode
        self.last_leaf = last_leaf
        self.tree, self.before = Tree(), Tree()
        self.size, self.met, self.good = 0, 0, 0
        self.leaf, self.log, self.at = bytes(32), "", ""

    def events(self, bodies: Iterable[bytes]) -> Iterator[Any]:
        """Each event once it is known to be good; one body is read ahead, to tell the attacks apart."""
        source = iter(bodies)
        body = next(source, None)
        while body is not None:
            following = next(source, None)
            leaf = hashlib.sha256(b"\x00" + body).digest()
            yield self._accept(body, leaf, following)
            body = following

    def _accept(self, body: bytes, leaf: bytes, following: bytes | None) -> Any:
        seq = self.size + 1
        event = self._parse(body, seq)
        if event["seq"] != seq:
            raise self._out_of_order(seq, event["seq"], leaf, following)
        if event["prev"] != self.leaf.hex():
            raise self._broken_link(seq, event, leaf, following)
        if seq == 1:
            self.log = event["log"]
            if event["act"] != "log:opened" or event["object"] != "log:" + self.log:
                raise Bad("dihapus", "rekaman pertama bukan pembukaan log", 1)
        if event["log"] != self.log:
            raise Bad("diubah", "rekaman ini menyebut log lain", seq)
        if event["at"] < self.at:
            raise Bad("diubah", "waktunya mendahului rekaman sebelumnya", seq)
        self.before.peaks[:] = self.tree.peaks
        self.tree.add(leaf)
        self.size, self.leaf, self.at = seq, leaf, event["at"]
        self._meet_checkpoints(following)
        return event

    def _parse(self, body: bytes, seq: int) -> Any:
        try:
            event = self.decode(body)
            canonical = self.encode(event) == body
        except (ValueError, TypeError, RecursionError):
            raise Bad("diubah", "isinya bukan JSON yang dapat dibaca", seq) from None
        why = why_malformed(event) or ("" if canonical else "bentuk JSON-nya tidak kanonik")
        if why:
            raise Bad("diubah", why, seq)
        return event

    def _out_of_order(self, seq: int, found: int, leaf: bytes, following: bytes | None) -> Bad:
        after = self._peek(following).get("seq")
        why = f"di urutan {seq} berdiri rekaman bernomor {found}"
        stranger = following is None and self.last_leaf not in ("", leaf.hex(), self.leaf.hex())
        if after == seq + 1 or stranger:
            return Bad("diubah", why, seq)
        if found == seq - 1 and leaf != self.leaf and self._noted(following) == leaf.hex():
            return Bad("disisipkan", "rekaman sesudahnya mengenal pemilik nomor ini yang lain", seq - 1)
        if found < seq:
            return Bad("disisipkan", why, seq)
        return Bad("ditukar" if after == seq else "dihapus", why, seq)

    def _broken_link(self, seq: int, event: Any, leaf: bytes, following: bytes | None) -> Bad:
        # The record itself is what changed, unless the next one (or the signed root) vouches for it:
        # then the one before it no longer has the digest that this one noted.
        tree = Tree(self.before.peaks)
        tree.add(bytes.fromhex(event["prev"]))
        tree.add(leaf)
        vouched = self._noted(following) == leaf.hex() or Checkpoint(seq, tree.root()) in self.checkpoints
        if seq == 1 or not vouched:
            return Bad("diubah", "sidik rekaman sebelumnya yang tercatat di dalamnya tidak cocok", seq)
        return Bad("diubah", f"sidiknya tidak lagi sama dengan yang dicatat rekaman {seq}", seq - 1)

    def _noted(self, following: bytes | None) -> str:
        """The digest of the current record as it was noted elsewhere; empty where it wasn't."""
        noted = self.last_leaf if following is None else self._peek(following).get("prev")
        return noted if type(noted) is str and HEX64.fullmatch(noted) else ""

    def _peek(self, body: bytes | None) -> dict[str, Any]:
        try:
            event = {} if body is None else self.decode(body)
        except (ValueError, RecursionError):
            return {}
        return event if type(event) is dict else {}

    def _meet_checkpoints(self, following: bytes | None) -> None:
        met = self.met
        while self.met < len(self.checkpoints) and self.checkpoints[self.met].size == self.size:
            if self.tree.root() != self.checkpoints[self.met].root:
                raise self._other_root(self.checkpoints[self.met].root, following)
            self.met += 1
        if self.met > met:
            self.good = self.size

    def _other_root(self, signed: bytes, following: bytes | None) -> Bad:
        noted, tree = self._noted(following), Tree(self.before.peaks)
        tree.add(bytes.fromhex(noted))
        if noted and tree.root() == signed:
            return Bad("diubah", "sidiknya tidak lagi sama dengan yang dicatat sesudahnya", self.size)
        if self._peek(following).get("seq") == self.size:
            return Bad("disisipkan", "nomor ini dipakai dua rekaman", self.size)
        span = f"rekaman {self.good + 1} sampai {self.size}"
        why = f"{span} tidak sama dengan yang ditandatangani pada checkpoint {self.size}"
        return Bad("diubah" if self.size == self.good + 1 else "ditulis-ulang", why, self.good + 1)

    def check_end(self) -> None:
        if self.met < len(self.checkpoints):
            newest = self.checkpoints[-1].size
            why = f"log berisi {self.size} rekaman, padahal checkpoint menandatangani {newest}"
            raise Bad("dipotong", why, self.size + 1)
        if self.size == 0:
            raise Bad("dipotong", "log tidak berisi satu rekaman pun", 1)
        if self.last_leaf and self.last_leaf != self.leaf.hex():
            kind = "paket" if self.good == self.size else "diubah"
            raise Bad(kind, "sidik rekaman terakhir tidak sama dengan yang dicatat di luar log", self.size)
