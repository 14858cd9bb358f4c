"""Where state and log disagree: one value, a row too few or a row too many, each with its sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.inspection.fold.acts import Span
from app.inspection.fold.state import Columns, Key, Row, Value
from app.web.words import WITA

PRESENT, ABSENT = "ada", "tidak ada"


@dataclass(frozen=True, slots=True)
class Difference:
    """`place` is table and row ("step_completion run:3/step:4/attempt:1"); `column` is empty for a whole row."""

    place: str
    column: str
    in_log: str
    in_table: str
    sentence: str

    def record(self) -> dict[str, str]:
        return {
            "place": self.place,
            "column": self.column,
            "in_log": self.in_log,
            "in_table": self.in_table,
            "sentence": self.sentence,
        }

    @property
    def name(self) -> str:
        return f"{self.place} {self.column}".strip()


@dataclass(frozen=True, slots=True)
class Shape:
    """A table for people: its rows by key ("run:{0}/step:{1}"), in words, and its columns in words."""

    table: str
    ref: str
    words: str
    columns: Mapping[str, str]

    def place(self, key: Key) -> str:
        return f"{self.table} {self.ref.format(*key)}"

    def row_words(self, key: Key) -> str:
        said = self.words.format(*key)
        return said[:1].upper() + said[1:]


def compare(shape: Shape, expected: dict[Key, Row], actual: Iterable[tuple[Key, Columns]]) -> Iterator[Difference]:
    """Every difference of one table. Consumes `expected`; `actual` is read once, row by row."""
    for key, columns in actual:
        row = expected.pop(key, None)
        if row is None:
            yield _extra(shape, key)
        else:
            yield from _values(shape, key, row, columns)
    for key, row in expected.items():
        yield _missing(shape, key, row)


def unreadable(shape: Shape, error: Exception) -> Difference:
    """A value that the table can't hold by itself, such as a time that is none."""
    sentence = f"Tabel {shape.table} tidak dapat dibaca sampai akhir: {_one_line(error)}."
    return Difference(shape.table, "", "", "tidak dapat dibaca", sentence)


def unfoldable(seq: int, tag: str, why: str) -> Difference:
    """An event that contradicts the events before it."""
    sentence = f"Rekaman {seq} ({tag}) tidak dapat diterapkan pada rekaman-rekaman sebelumnya: {why}."
    return Difference(f"audit_event {seq}", "", tag, "", sentence)


def _values(shape: Shape, key: Key, row: Row, columns: Columns) -> Iterator[Difference]:
    for column, words in shape.columns.items():
        if column not in row.columns or _agrees(row.columns[column], columns[column]):
            continue
        in_log, in_table = row.columns[column], columns[column]
        told, kept = printed(in_log), printed(in_table)
        if told == kept:
            told, kept = exact(in_log), exact(in_table)
        sentence = f"{shape.row_words(key)}: {words} di tabel {kept}, menurut log (rekaman {row.seq}) {told}."
        yield Difference(shape.place(key), column, exact(in_log), exact(in_table), sentence)


def _missing(shape: Shape, key: Key, row: Row) -> Difference:
    said = f"{shape.row_words(key)} tercatat dalam log (rekaman {row.seq}), tetapi tidak ada di tabel {shape.table}."
    return Difference(shape.place(key), "", PRESENT, ABSENT, said)


def _extra(shape: Shape, key: Key) -> Difference:
    said = f"{shape.row_words(key)} ada di tabel {shape.table}, tetapi tidak pernah tercatat dalam log."
    return Difference(shape.place(key), "", ABSENT, PRESENT, said)


def _agrees(in_log: Value, in_table: Value) -> bool:
    return in_log.admits(in_table) if isinstance(in_log, Span) else in_log == in_table


def printed(value: Value) -> str:
    """The value as a person reads it: times to the second in WITA."""
    if isinstance(value, Span):
        return printed(value.latest)
    if isinstance(value, datetime):
        return f"{value.astimezone(WITA):%d-%m-%Y %H.%M.%S} WITA"
    return "kosong" if value is None or value == "" else f"“{value}”"


def exact(value: Value) -> str:
    """The value as it is stored: times in UTC with microseconds, empty for nothing."""
    if isinstance(value, Span):
        return exact(value.latest)
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return "" if value is None else str(value)


def _one_line(error: Any) -> str:
    return " ".join(str(error).split())[:200]
