"""What a check can find: the kinds of attack with their sentences, a signed checkpoint, and the verdict on a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SENTENCES = {
    "diubah": "Isi rekaman {n} diubah setelah dicatat: {why}.",
    "dihapus": "Rekaman {n} hilang dari tengah log: {why}.",
    "disisipkan": "Pada urutan {n} disisipkan rekaman yang bukan bagian log: {why}.",
    "ditukar": "Rekaman {n} ditukar tempatnya dengan rekaman lain: {why}.",
    "dipotong": "Ekor log dipotong atau log dikembalikan dari cadangan lama mulai rekaman {n}: {why}.",
    "ditulis-ulang": "Log ditulis ulang, paling awal pada rekaman {n}: {why}.",
    "tanda-tangan": "Checkpoint atau kunci log diganti: {why}.",
    "saksi": "Kesaksian saksi tidak sah: {why}.",
    "sampel": "Sampel pada rekaman {n} bukan hasil undian yang tercatat: {why}.",
    "berkas": "Berkas dalam paket diganti, dihapus, atau ditambahkan: {why}.",
    "paket": "Paket rusak atau susunannya diubah: {why}.",
}


class Bad(Exception):
    """What was found: the kind of attack that fits, why, and the first bad record where there is one."""

    def __init__(self, kind: str, why: str, seq: int | None = None) -> None:
        super().__init__(SENTENCES[kind].format(n=seq, why=why))
        self.kind, self.seq, self.why = kind, seq, why


class Unchecked(Exception):
    """Nothing was judged: what was given is no package, or the inspector's own file can't be read."""


class Checkpoint(NamedTuple):
    """So many records have this root, signed with the key of this epoch."""

    size: int
    root: bytes
    epoch: int = 1


@dataclass(frozen=True)
class LogVerdict:
    """`notes` are what a person has to know of a whole log; `lost` are checkpoints over records that a restore took."""

    ok: bool
    first_bad_seq: int | None
    kind: str
    sentence: str
    events: int
    root: str
    epoch: int = 1
    notes: tuple[str, ...] = ()
    lost: tuple[Checkpoint, ...] = ()
