"""How far the log is witnessed from outside, told honestly: the newest witness of each kind, and what came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.audit.models import AuditCheckpoint
from app.audit.queries import newest_checkpoint
from app.inspection.witnesses import ours, queries
from app.inspection.witnesses.models import LogTimestamp
from app.inspection.witnesses.printed import PrintedHead, printed_heads
from app.inspection.witnesses.stamping import known_authority

REPORTS_SHOWN = 3
CLOCKS_APART_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest statement of one kind. `holds` is whether our log still gives what was stated.

    `outside` is not said of a report: the office signed it, and only the inspector knows whether he holds a copy.
    """

    kind: str
    who: str
    size: int
    root: str
    at: datetime
    holds: bool
    caveat: str
    outside: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole picture. `unwitnessed` is how many records came after the newest outside witness that holds."""

    size: int
    checkpoint: AuditCheckpoint | None
    seen: tuple[Seen, ...]
    reports: tuple[PrintedHead, ...]
    stamp: StampState

    @property
    def farthest(self) -> Seen | None:
        return max((one for one in self.seen if one.outside and one.holds), key=lambda one: one.size, default=None)

    @property
    def report(self) -> Seen | None:
        """The signed report that reaches farthest and still fits: evidence only in the hand of who keeps a copy."""
        return next((one for one in self.seen if not one.outside and one.holds), None)

    @property
    def reached(self) -> int:
        return self.farthest.size if self.farthest else 0

    @property
    def unwitnessed(self) -> int:
        return self.size - self.reached

    @property
    def contradicted(self) -> tuple[Seen, ...]:
        """Witnesses that our log does not give any more: it was rewritten or cut."""
        return tuple(one for one in self.seen if not one.holds)


@dataclass(frozen=True, slots=True)
class StampState:
    """How it stands with the time stamp authority."""

    wanted: bool
    newest: LogTimestamp | None
    under: str = ""
    """The trusted root above the newest stamp; empty where the office trusts none."""
    failing_since: datetime | None = None
    problem: str = ""

    @property
    def minutes_apart(self) -> int:
        """How far our clock was from the authority's; 0 where it hardly was."""
        if self.newest is None:
            return 0
        minutes = abs((self.newest.received_at - self.newest.stamped_at).total_seconds()) / 60
        return round(minutes) if minutes > CLOCKS_APART_MINUTES else 0


def standing() -> Standing:
    reports = tuple(printed_heads(newest=REPORTS_SHOWN))
    stamp = _stamp_state()
    found = (_cosigned(), _stamped(stamp), _printed(reports))
    return Standing(
        size=ours.log_size(), checkpoint=newest_checkpoint(), seen=tuple(one for one in found if one), reports=reports,
        stamp=stamp,
    )  # fmt: skip


def _cosigned() -> Seen | None:
    newest = next(iter(queries.cosignatures(newest=1)), None)
    if newest is None:
        return None
    return Seen(
        "Kesaksian pemeriksa", newest.witness.name, newest.size, newest.root, newest.signed_at,
        _holds(newest.size, newest.root), "Berlaku selama saksi masih menyimpan kesaksiannya di luar kantor.",
    )  # fmt: skip


def _stamped(stamp: StampState) -> Seen | None:
    if stamp.newest is None:
        return None
    row = stamp.newest
    caveat = "Membuktikan kapan log berisi ini, selama cap waktunya masih disimpan; salinannya ada di setiap paket."
    return Seen("Cap waktu", row.authority, row.size, row.root, row.stamped_at, _holds(row.size, row.root), caveat)


def _printed(reports: tuple[PrintedHead, ...]) -> Seen | None:
    """The report that reaches farthest, which need not be the one that was signed last."""
    newest = max(reports, key=lambda one: one.size, default=None)
    if newest is None:
        return None
    caveat = "Ditandatangani kantor sendiri; menjadi bukti hanya bila salinannya Anda pegang sendiri."
    return Seen(
        "Laporan bertanda tangan", newest.title, newest.size, newest.root, newest.signed_at, newest.agrees, caveat,
        outside=False,
    )  # fmt: skip


def _holds(size: int, root: str) -> bool:
    return size <= ours.log_size() and ours.root_at(size).hex() == root


def _stamp_state() -> StampState:
    newest, trial = queries.newest_timestamp(), queries.timestamp_trial()
    return StampState(
        wanted=bool(current_app.config["SETTINGS"].tsa_url),
        newest=newest,
        under=known_authority(newest) if newest else "",
        failing_since=trial.failing_since if trial else None,
        problem=trial.problem if trial else "",
    )
