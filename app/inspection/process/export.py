"""The exports of the process view, written to a stream one run after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from app.audit.demo import is_demo
from app.audit.queries import head
from app.inspection.chronology.reading import Case
from app.inspection.process import rows, xes
from app.inspection.process.events import Value, events_of


def as_xes(cases: Iterable[Case], *, office: str) -> Iterator[str]:
    """Valid against the schema of IEEE 1849-2016, whose grammar the edition of 2023 keeps for such logs."""
    opened = head()
    facts: list[tuple[str, Value]] = [("kantor", office), ("data_contoh", is_demo())]
    if opened is not None:
        facts += [("log", opened.log), ("sampai_rekaman", opened.size), ("akar_log", opened.root)]
    yield xes.header(name="Pelaksanaan SOP", facts=facts)
    for case in cases:
        yield from xes.trace(f"run:{case.run_id}", events_of(case.acts), facts=_about(case))
    yield xes.FOOTER


def as_csv(cases: Iterable[Case]) -> Iterator[str]:
    yield rows.head()
    for case in cases:
        yield from rows.lines(f"run:{case.run_id}", case.title, events_of(case.acts))


def write(pieces: Iterable[str], out: IO[bytes]) -> None:
    for piece in pieces:
        out.write(piece.encode())


def _about(case: Case) -> list[tuple[str, Value]]:
    data = case.started.data
    return [
        ("judul", case.title),
        ("periode", data["period"]),
        ("sop", data["sop"]),
        ("sop_versi", data["sop_version"]),
        ("kalender_versi", data["calendar_version"]),
    ]
