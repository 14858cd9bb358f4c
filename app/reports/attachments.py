"""What a machine finds inside the PDF: the figures, the run and the head of the log, in canonical form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import rfc8785

from app.reports.context import BudgetLine, Figure, ReportContext

SCHEMA = "papan-kinerja/laporan/1"
LEFT_OUT = {"flow", "checkpoint"}
"""Drawings are not data; the checkpoint is a file of its own."""
LARGEST_EXACT_INTEGER = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file for the PDF; `relationship` is its AFRelationship."""

    name: str
    description: str
    data: bytes
    relationship: str


def attachments_of(context: ReportContext) -> tuple[Embedded, ...]:
    """In the order of their names, as the name tree of a PDF wants them."""
    found = [
        Embedded("audit-head.json", "Kepala log audit saat laporan disusun", audit_head(context), "Supplement"),
        Embedded("data.json", "Angka kinerja, anggaran, dan jejak SOP", data_json(context), "Data"),
        Embedded("figures.csv", "Tabel pengukuran kinerja", figures_csv(context), "Data"),
    ]
    if context.audit.checkpoint:
        checkpoint = context.audit.checkpoint.encode()
        found.insert(1, Embedded("checkpoint.txt", "Checkpoint log audit bertanda tangan", checkpoint, "Supplement"))
    return tuple(found)


def data_json(context: ReportContext) -> bytes:
    """RFC 8785: equal figures are equal bytes. Instants are UTC, numbers with decimals are strings."""
    return rfc8785.dumps({"schema": SCHEMA, "report": _plain(context)})


def audit_head(context: ReportContext) -> bytes:
    head = context.audit
    return rfc8785.dumps({"log": head.log, "root": head.root, "size": head.size})


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value) if part.name not in LEFT_OUT}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, int) and abs(value) > LARGEST_EXACT_INTEGER:
        return str(value)
    return str(value) if isinstance(value, str) else value


COLUMNS = (
    "sasaran", "kode", "indikator", "satuan", "rumus", "target", "realisasi", "capaian", "peringkat",
    "catatan", "tahun_sebelumnya", "target_renstra", "sumber", "sumber_sha256",
)  # fmt: skip


def figures_csv(context: ReportContext) -> bytes:
    """One line for each indicator, decimal points, UTF-8; then nothing: budget lines are in data.json."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in _indicator_lines(context):
        writer.writerow([_cell(value) for value in line])
    return table.getvalue().encode()


def _indicator_lines(context: ReportContext) -> Iterator[list[Figure]]:
    for block in context.measurement.sasaran:
        for row in block.rows:
            yield [
                block.code, row.code, row.name, row.satuan, row.formula, row.target, row.realisasi,
                row.capaian, row.rating, row.note, row.previous, row.renstra_target,
                "; ".join(source.document for source in row.sources),
                "; ".join(source.sha256 for source in row.sources if source.sha256),
            ]  # fmt: skip


def _cell(value: Figure) -> str:
    """A spreadsheet runs a text that begins like a formula, so such a text gets an apostrophe in front."""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def budget_lines(lines: tuple[BudgetLine, ...], level: int = 0) -> Iterator[tuple[int, BudgetLine]]:
    """The tree from top to bottom with its depth, as a table prints it."""
    for line in lines:
        yield level, line
        yield from budget_lines(line.children, level + 1)
