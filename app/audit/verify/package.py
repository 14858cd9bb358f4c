"""A package of the Inspektorat checked in full: container, bag, keys, checkpoints, log, witnesses, files.

What has to hold is docs/reference/audit-package.md. The log comes before the digests: a changed record is
to be named, not only the file that it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .bag import CHECKPOINTS, KEYS, REQUIRED, STAMP, TESTIMONIES, WITNESSES, Bag
from .container import FORMAT, opened
from .kept import read_kept
from .log import verify_log
from .notes import Key, SignedCheckpoint, read_checkpoints, read_log_keys, read_witness_keys
from .sample import Sample, Samples
from .scope import Mentions
from .verdicts import Bad, Checkpoint, LogVerdict, Unchecked
from .witness import Testimony, check_own, read_testimonies

__all__ = ["FORMAT", "REQUIRED", "UNCHECKED", "Facts", "PackageVerdict", "verify_package"]

LARGEST_KEY = 1 << 20
UNCHECKED = "belum-diperiksa"
"""The kind of a verdict that is none: what was given is no package, or an own file can't be read."""


@dataclass
class Facts:
    """What a whole package is about, to be told beside the verdict."""

    log: str
    epoch: int
    scope: str
    checkpoints: int
    newest: SignedCheckpoint
    witnesses: list[Key]
    testimonies: list[Testimony]
    samples: list[Sample]
    stamps: int
    reports: list[tuple[str, str]]
    lost: tuple[Checkpoint, ...]


@dataclass
class PackageVerdict:
    ok: bool
    sentence: str
    kind: str
    first_bad_seq: int | None = None
    events: int = 0
    root: str = ""
    files: int = 0
    notes: list[str] = field(default_factory=list)
    facts: Facts | None = None


def verify_package(
    path: Path, *, last_checkpoint: Path | None = None, own_witness: Path | None = None
) -> PackageVerdict:
    """Check one package or unpacked folder, and that its log continues the checkpoint that the inspector kept.

    `last_checkpoint` is a file of checkpoint notes, or an older package. `own_witness` is a file with his own
    public key: what the package says he witnessed has to be of this key.
    Whatever the file holds, the answer is a verdict.
    """
    try:
        with opened(path) as source:
            return _Check(Bag(source), last_checkpoint, own_witness).verdict()
    except Bad as bad:
        return _refused(bad)
    except Unchecked as unchecked:
        return PackageVerdict(False, str(unchecked), UNCHECKED)
    except FileNotFoundError:
        return _refused(Bad("paket", f"tidak ada berkas atau folder {path}"))
    except Exception as error:  # a hostile file may break a library anywhere, and still gets a sentence
        return _refused(Bad("paket", f"berkas tidak dapat dibaca ({type(error).__name__})"))


def _refused(bad: Bad) -> PackageVerdict:
    return PackageVerdict(False, str(bad), bad.kind, bad.seq)


class _Check:
    def __init__(self, bag: Bag, last_checkpoint: Path | None, own_witness: Path | None) -> None:
        self.bag, self.about = bag, bag.about
        self.notes = list(bag.source.notes)
        self.keys = read_log_keys(bag.text(KEYS))
        if self.keys[0].name != f"papan-kinerja/{self.about.log}" or len(self.keys) != self.about.epoch:
            raise Bad("paket", "paket.json menyebut log atau epoch lain daripada kuncinya")
        self.own = _own_key(own_witness) if own_witness else None
        self.checkpoints = read_checkpoints(bag.text(CHECKPOINTS), self.keys)
        self.kept = read_kept(last_checkpoint, self.keys) if last_checkpoint else []
        self.witnesses = read_witness_keys(bag.text(WITNESSES)) if WITNESSES in bag.payload else []
        self.testimonies: list[Testimony] = []
        if TESTIMONIES in bag.payload:
            self.testimonies = read_testimonies(bag.text(TESTIMONIES), self.keys, self.witnesses)

    def verdict(self) -> PackageVerdict:
        mentions = Mentions(self.about.scope, self.about.package, self.bag.evidence())
        samples = Samples()

        def watch(seq: int, event: Any) -> None:
            if seq == 1 and event["log"] != self.about.log:
                raise Bad("paket", "log menyebut dirinya lain daripada paket.json")
            mentions.watch(seq, event)
            samples.watch(seq, event)

        log = verify_log(
            self.bag.bodies(),
            checkpoints={signed.point for signed in self.checkpoints},
            witnessed={signed.point for signed in self.kept} | {seen.point for seen in self.testimonies},
            watch=watch,
            last_leaf=self.about.leaf,
        )
        if not log.ok:
            return PackageVerdict(False, log.sentence, log.kind, log.first_bad_seq, log.events, log.root)
        self._check_head(log)
        self.bag.check_digests()
        mentions.check(self.bag.evidence())
        reports = mentions.told_reports(self.bag.reports())
        self._note(log)
        files = sum(1 for path in self.bag.payload if path.startswith(("data/bukti/", "data/laporan/")))
        facts = self._facts(log, samples, reports)
        return PackageVerdict(True, log.sentence, "utuh", None, log.events, log.root, files, self.notes, facts)

    def _check_head(self, log: LogVerdict) -> None:
        newest, head = self.checkpoints[-1].point, self.about.newest
        if newest != head:
            raise Bad("paket", "paket.json menyebut checkpoint lain daripada yang ditandatangani")
        if log.events != newest.size:
            raise Bad("paket", f"log berisi {log.events} rekaman, checkpoint terbaru menandatangani {newest.size}")
        if log.epoch != head.epoch:
            raise Bad("paket", f"log berada pada epoch {log.epoch}, sedangkan paket.json menyebut {head.epoch}")

    def _note(self, log: LogVerdict) -> None:
        self.notes += log.notes
        if self.kept:
            newest = max((signed.point for signed in self.kept), key=lambda point: (point.epoch, point.size))
            told = f"Log melanjutkan checkpoint {newest.size} yang Anda simpan."
            if newest in log.lost:
                told = f"PERHATIAN: checkpoint {newest.size} yang Anda simpan menyangkut bagian log yang hilang."
            self.notes.append(told)
        if self.own:
            self.notes.append(check_own(self.own, self.witnesses, self.testimonies))

    def _facts(self, log: LogVerdict, samples: Samples, reports: list[tuple[str, str]]) -> Facts:
        return Facts(
            log=self.about.log,
            epoch=log.epoch,
            scope=self.about.scope.told(),
            checkpoints=len(self.checkpoints),
            newest=self.checkpoints[-1],
            witnesses=self.witnesses,
            testimonies=self.testimonies,
            samples=samples.agreed,
            stamps=self.bag.count(STAMP),
            reports=reports,
            lost=log.lost,
        )


def _own_key(path: Path) -> Key:
    text = _outside(path, f"kunci publik Anda ({path}) tidak dapat dibaca")
    keys = read_witness_keys(text if text.endswith("\n") else text + "\n")
    if len(keys) != 1:
        raise Bad("saksi", f"{path} harus berisi satu kunci publik")
    return keys[0]


def _outside(path: Path, why: str) -> str:
    """A text that the inspector keeps himself; a notepad may have given its lines another end."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_KEY)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        raise Bad("tanda-tangan", why) from None
