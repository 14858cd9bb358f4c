"""The process-mining log as CSV (RFC 4180): one line an event, safe to open in a spreadsheet. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO

from app.inspection.process.events import ProcessEvent, Value
from app.inspection.process.xes import KEYS
from app.web.words import WITA

CSV = "text/csv"
BOM = "\ufeff"
"""Excel takes a CSV without it for the machine's old code page; process-mining tools skip it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
DETAILS = tuple(KEYS)
HEAD = (
    "case_id", "judul", "aktivitas", "transisi", "waktu_utc", "waktu_wita", "rekaman", "pelaku", "peran", "langkah",
    "pengerjaan", "kejadian_dinyatakan_utc", *KEYS.values(),
)  # fmt: skip


def head() -> str:
    return BOM + line(HEAD)


def lines(case: str, title: str, events: Iterable[ProcessEvent]) -> Iterator[str]:
    for event in events:
        yield line(_row(case, title, event))


def line(values: Iterable[Value]) -> str:
    """One record with CRLF; a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = StringIO()
    csv.writer(out).writerow([_safe(value) for value in values])
    return out.getvalue()


def _row(case: str, title: str, event: ProcessEvent) -> list[Value]:
    wita = event.at.astimezone(WITA).strftime("%Y-%m-%d %H:%M:%S")
    return [
        case, title, event.activity, event.transition, _utc(event.at), wita, event.seq, event.who, event.role,
        event.step or "", event.attempt or "", _utc(event.stated) if event.stated else "",
        *(event.details.get(key, "") for key in DETAILS),
    ]  # fmt: skip


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _safe(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
