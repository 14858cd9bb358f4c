"""The independent verifier of the log: which record is the first bad one, and what attack fits.

Standard library only, Python 3.9 and later, and nothing shared with the writer: with the modules beside
it it becomes periksa.pyz. The format is docs/reference/audit-log.md; RFC 8785 says what canonical JSON
is, RFC 6962 what the tree is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .epochs import RESTORED, Epochs
from .events import HEX32, HEX64, decode_json, encode_json, is_plain, read_quickly, why_malformed
from .roots import STATING, Doubt, PastRoots, stated_root, unlike_stated, unlike_witnessed
from .tree import Tree
from .verdicts import SENTENCES, Bad, Checkpoint, LogVerdict

__all__ = [
    "HEX32", "HEX64", "SENTENCES", "Bad", "Checkpoint", "LogVerdict", "Tree",
    "decode_json", "encode_json", "is_plain", "verify_log",
]  # fmt: skip


def verify_log(
    bodies: Iterable[bytes],
    *,
    checkpoints: Iterable[Checkpoint] = (),
    witnessed: Iterable[Checkpoint] = (),
    decode: Callable[[bytes], Any] = decode_json,
    encode: Callable[[Any], bytes] = encode_json,
    watch: Callable[[int, Any], None] | None = None,
    last_leaf: str = "",
) -> LogVerdict:
    """Read a log from its first body and say whether it is whole, else which record is the first bad one.

    `checkpoints` are those whose signatures have been checked, each with the epoch whose key signed it;
    `witnessed` are those that somebody outside the office kept or cosigned: a thief of the key can't make them.
    `decode` and `encode` may be a faster JSON with the same results. `watch` sees each good event; what it
    raises as `Bad` is the verdict. `last_leaf` is the last record's digest as noted outside the log, where
    there is one: it tells an edited last record from a rewritten tail.
    """
    reading = _Reading(set(checkpoints), set(witnessed), decode, encode, last_leaf)
    try:
        for event in reading.events(bodies):
            if watch is not None:
                watch(reading.size, event)
        reading.check_end()
    except Bad as found:
        bad = reading.doubt.bad() if reading.doubt else found
        return reading.verdict(False, bad.seq, bad.kind, str(bad))
    return reading.verdict(True, None, "utuh", f"Log utuh: {reading.size} rekaman.")


class _Reading:
    def __init__(
        self,
        own: set[Checkpoint],
        witnessed: set[Checkpoint],
        decode: Callable[[bytes], Any],
        encode: Callable[[Any], bytes],
        last_leaf: str,
    ) -> None:
        self.own, self.witnessed, self.checkpoints = own, witnessed, sorted(own | witnessed)
        self.decode, self.encode = decode, encode
        self.quick = decode is decode_json and encode is encode_json
        self.last_leaf = last_leaf
        self.tree, self.past, self.epochs = Tree(), PastRoots(), Epochs()
        self.size, self.met = 0, 0
        # The last size at which a checkpoint fits, a witness fits, a root that the log states fits.
        self.good, self.vouched, self.stated = 0, 0, 0
        self.doubt: Doubt | None = None
        self.leaf, self.log, self.at = bytes(32), "", ""

    def verdict(self, ok: bool, seq: int | None, kind: str, sentence: str) -> LogVerdict:
        epochs = self.epochs
        notes, lost = (epochs.notes(), epochs.lost_points()) if ok else ((), ())
        root = self.tree.root().hex()
        return LogVerdict(ok, seq, kind, sentence, self.size, root, epochs.current, notes, lost)

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
        event = read_quickly(body) if self.quick else None
        if event is None:
            event = self._parse(body, seq)
        if event["seq"] != seq:
            raise self._out_of_order(seq, event, leaf, following)
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
        if event["act"] == RESTORED:
            self.epochs.begin(seq, event, self.tree.root(), self.good)
        elif event["act"] in STATING:
            self._compare_stated(seq, event)
        self.tree.add(leaf)
        self.past.add(leaf, self.tree)
        self.size, self.leaf, self.at = seq, leaf, event["at"]
        if self.met < len(self.checkpoints) and self.checkpoints[self.met].size == seq:
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

    def _out_of_order(self, seq: int, event: Any, leaf: bytes, following: bytes | None) -> Bad:
        found, after = event["seq"], self._peek(following).get("seq")
        why = f"di urutan {seq} berdiri rekaman bernomor {found}"
        stranger = following is None and self.last_leaf not in ("", leaf.hex(), self.leaf.hex())
        # A later record that doesn't link to this place was not renumbered but brought here.
        brought = found > seq and event["prev"] != self.leaf.hex()
        if (after == seq + 1 and not brought) or stranger:
            return Bad("diubah", why, seq)
        if found == seq - 1 and leaf != self.leaf and self._noted(following) == leaf.hex():
            return Bad("disisipkan", "rekaman sesudahnya mengenal pemilik nomor ini yang lain", seq - 1)
        if found < seq:
            return Bad("disisipkan", why, seq)
        return Bad("ditukar" if after in (seq, seq + 1) else "dihapus", why, seq)

    def _broken_link(self, seq: int, event: Any, leaf: bytes, following: bytes | None) -> Bad:
        # The record itself is what changed, unless the next one (or the signed root) vouches for it:
        # then the one before it no longer has the digest that this one noted.
        tree = self._tree_before()
        tree.add(bytes.fromhex(event["prev"]))
        tree.add(leaf)
        vouched = self._noted(following) == leaf.hex() or self._is_signed(seq, tree.root())
        if seq == 1 or not vouched:
            return Bad("diubah", "sidik rekaman sebelumnya yang tercatat di dalamnya tidak cocok", seq)
        return Bad("diubah", f"sidiknya tidak lagi sama dengan yang dicatat rekaman {seq}", seq - 1)

    def _tree_before(self) -> Tree:
        """The tree without the last record that was taken in."""
        return self.past.tree(self.size - 1) or Tree()

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

    def _is_signed(self, size: int, root: bytes) -> bool:
        return any((point.size, point.root) == (size, root) for point in self.checkpoints)

    def _compare_stated(self, seq: int, event: Any) -> None:
        size, root = stated_root(event) or (0, b"")
        there = self.past.at(size)
        if there is None or self.doubt is not None:
            return
        if there != root:
            self.doubt = unlike_stated(size, seq=seq, good=max(self.vouched, self.stated))
        else:
            self.stated = max(self.stated, size)

    def _meet_checkpoints(self, following: bytes | None) -> None:
        """Compare the tree with what was signed over this size; a checkpoint of a lost part binds no more."""
        root, binding = self.tree.root(), set()
        while self.met < len(self.checkpoints) and self.checkpoints[self.met].size == self.size:
            point = self.checkpoints[self.met]
            if not self.epochs.takes(point):
                if point.epoch > self.epochs.current:
                    raise _too_early(point)
                binding.add(point)
            self.met += 1
        self.past.keep(root)
        other = {point for point in binding if point.root != root}
        if other & self.own:
            raise self._other_root(min(other & self.own), following)
        if other:
            self._doubt_witnessed(min(other).root, following)
        self._take_fitting(binding - other)

    def _take_fitting(self, fitting: set[Checkpoint]) -> None:
        if fitting & self.own and self.doubt is not None:
            bad, self.doubt = self.doubt.bad(signed=True), None
            raise bad
        if fitting:
            self.good = self.size
        if fitting & self.witnessed:
            self.vouched = self.size

    def _doubt_witnessed(self, signed: bytes, following: bytes | None) -> None:
        one = self._one_record(signed, following)
        if one is not None:
            raise one
        self.doubt = self.doubt or unlike_witnessed(self.size, good=self.vouched)

    def _other_root(self, point: Checkpoint, following: bytes | None) -> Bad:
        """The log's own checkpoint doesn't fit: whoever changed this had no key, so the one before it is true."""
        self.doubt = None
        one = self._one_record(point.root, following)
        if one is not None:
            return one
        span = f"rekaman {self.good + 1} sampai {self.size}"
        why = f"{span} tidak sama dengan yang ditandatangani pada checkpoint {self.size}"
        return Bad("diubah" if self.size == self.good + 1 else "ditulis-ulang", why, self.good + 1)

    def _one_record(self, signed: bytes, following: bytes | None) -> Bad | None:
        """What was done, where the record after it still tells."""
        noted, tree = self._noted(following), self._tree_before()
        tree.add(bytes.fromhex(noted))
        if noted and tree.root() == signed:
            return Bad("diubah", "sidiknya tidak lagi sama dengan yang dicatat sesudahnya", self.size)
        if self._peek(following).get("seq") == self.size:
            return Bad("disisipkan", "nomor ini dipakai dua rekaman", self.size)
        return None

    def check_end(self) -> None:
        if self.doubt is not None:
            raise self.doubt.bad()
        missing = [point for point in self.checkpoints[self.met :] if not self.epochs.takes(point)]
        if missing:
            newest = missing[-1].size
            why = f"log berisi {self.size} rekaman, padahal checkpoint menandatangani {newest}"
            raise Bad("dipotong", why, self.size + 1)
        if self.size == 0:
            raise Bad("dipotong", "log tidak berisi satu rekaman pun", 1)
        if self.last_leaf and self.last_leaf != self.leaf.hex():
            kind = "paket" if self.good == self.size else "diubah"
            raise Bad(kind, "sidik rekaman terakhir tidak sama dengan yang dicatat di luar log", self.size)


def _too_early(point: Checkpoint) -> Bad:
    whose = f"checkpoint {point.size} ditandatangani dengan kunci epoch {point.epoch}"
    return Bad("tanda-tangan", f"{whose}, padahal log belum sampai pada epoch itu")
