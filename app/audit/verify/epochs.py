"""Restores from a backup: each is a record that begins an epoch and says what it took away.

docs/reference/audit-package.md, Epochs. A checkpoint of an earlier epoch that lies beyond such a record is
of the lost part; it has to be one that the record admits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .events import HEX64
from .verdicts import Bad, Checkpoint

RESTORED = "log:restored"


class Restore(NamedTuple):
    seq: int
    epoch: int
    at: str
    known_size: int
    known_root: str
    lost: int


class Epochs:
    """The restores that a log tells of, as it is read, and the signed checkpoints of the parts that were lost."""

    def __init__(self) -> None:
        self.current = 1
        self.restores: list[Restore] = []
        self.lost: dict[tuple[int, int], bytes] = {}

    def begin(self, seq: int, event: Any, root: bytes, good: int) -> None:
        """Take in a log:restored; `root` is the tree's before it, `good` the last record that a checkpoint fits."""
        data = event["data"]
        try:
            epoch, backup, known = data["epoch"], data["backup_size"], data["known_size"]
            head, lost = data["head_size"], data["lost"]
            numbers = (epoch, backup, known, lost) if head is None else (epoch, backup, known, lost, head)
            roots = (data["backup_root"], data["known_root"]) if known else (data["backup_root"],)
        except KeyError:
            raise Bad("diubah", "catatan pemulihannya tidak lengkap", seq) from None
        formed = all(type(number) is int and number >= 0 for number in numbers)
        if not formed or not all(type(text) is str and HEX64.fullmatch(text) for text in roots):
            raise Bad("diubah", "catatan pemulihannya tidak menurut bentuknya", seq)
        if epoch <= self.current:
            raise Bad("diubah", f"pemulihan ini mengaku memulai epoch {epoch} sesudah epoch {self.current}", seq)
        if backup != seq - 1 or lost != max(known - backup, (head or 0) - backup, 0):
            raise Bad("diubah", "hitungan pemulihannya tidak cocok dengan tempatnya di log", seq)
        if data["backup_root"] != root.hex():
            why = f"rekaman sampai {backup} bukan lagi isi cadangan yang dipulihkan pada rekaman {seq}"
            raise Bad("ditulis-ulang", why, good + 1)
        self.restores.append(Restore(seq, epoch, event["at"], known, data["known_root"] if known else "", lost))
        self.current = epoch

    def takes(self, point: Checkpoint) -> bool:
        """Whether a restore took away what this checkpoint covers; `Bad` where the restore doesn't admit to it."""
        restore = next((one for one in self.restores if one.epoch > point.epoch), None)
        if restore is None or point.size < restore.seq:
            return False
        hidden = point.size > restore.known_size
        # The newest known checkpoint is of the epoch that the restore ended.
        ended = point.epoch == restore.epoch - 1 and point.size == restore.known_size
        if hidden or (ended and point.root.hex() != restore.known_root):
            why = f"checkpoint {point.size} ditandatangani sebelum pemulihan pada rekaman {restore.seq}"
            raise Bad("dipotong", f"{why}, tetapi pemulihan itu tidak mengakuinya", restore.seq)
        if self.lost.setdefault((point.epoch, point.size), point.root) != point.root:
            why = f"ada dua checkpoint {point.size} yang berbeda dari bagian yang hilang"
            raise Bad("ditulis-ulang", why, restore.seq)
        return True

    def notes(self) -> tuple[str, ...]:
        """What a person has to know about it, though the log is whole."""
        told = [
            f"PERHATIAN: log pernah dipulihkan dari cadangan pada rekaman {one.seq} ({one.at[:10]});"
            f" {one.lost} rekaman sesudah rekaman {one.seq - 1} hilang, dan epoch {one.epoch} dimulai."
            for one in self.restores
        ]
        return (*told, *map(_told_lost, self.lost_points()))

    def lost_points(self) -> tuple[Checkpoint, ...]:
        return tuple(Checkpoint(size, root, epoch) for (epoch, size), root in sorted(self.lost.items()))


def _told_lost(point: Checkpoint) -> str:
    whose = f"Checkpoint {point.size} dari epoch {point.epoch}"
    return f"PERHATIAN: {whose} menyangkut rekaman yang hilang oleh pemulihan itu, jadi tidak dapat dicocokkan."
