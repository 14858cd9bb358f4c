"""From where a sample is drawn: a run, a period or the whole log, as the log writes it and as people say it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.web.words import WITA, tanggal

KINDS = {"steps": "langkah yang disahkan", "evidence": "berkas bukti", "figures": "angka realisasi"}
LOG, RUN, PERIOD = "log", "run", "period"


@dataclass(frozen=True, slots=True)
class Scope:
    """Both days of a period are included, in WITA."""

    run_id: int | None = None
    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        if self.run_id is not None:
            return f"run:{self.run_id}"
        if self.first is not None and self.last is not None:
            return f"period:{self.first.isoformat()}..{self.last.isoformat()}"
        return LOG

    @property
    def since(self) -> datetime | None:
        return datetime.combine(self.first, time(0), WITA) if self.first else None

    @property
    def until(self) -> datetime | None:
        """The end of the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(0), WITA) if self.last else None

    def words(self, titles: dict[str, str]) -> str:
        if self.run_id is not None:
            return titles.get(str(self), f"pelaksanaan {self.run_id}")
        if self.first and self.last:
            return f"{tanggal(self.first)} sampai {tanggal(self.last)}"
        return "seluruh log"


def read_scope(text: str) -> Scope:
    """The scope as an event holds it. Raises ValueError."""
    kind, _, name = text.partition(":")
    if kind == RUN:
        return Scope(run_id=int(name))
    if kind == PERIOD:
        first, _, last = name.partition("..")
        return Scope(first=date.fromisoformat(first), last=date.fromisoformat(last))
    if text != LOG:
        raise ValueError(f"Not the scope of a sample: {text!r}")
    return Scope()
