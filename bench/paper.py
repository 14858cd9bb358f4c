"""The report: rendering it; what comes after stands in signing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Flask

from app.audit.models import AuditCheckpoint
from app.audit.queries import newest_checkpoint
from app.evidence import store
from app.extensions import db
from app.reports.gather import context_of
from app.reports.models import ReportVersion
from app.reports.queries import report_of
from app.reports.render import render_report
from bench import signing
from bench.measure import Cost, Figure, figure
from bench.naive import naive_report
from bench.office import YEARLY

FEW = 3
"""Rounds where one takes seconds."""


def figures(app: Flask) -> Iterator[Figure]:
    with app.app_context():
        yield report()
        frozen = frozen_report()
        db.session.remove()
    yield from signing.figures(frozen)


def report() -> Figure:
    """Both by the page, since the naive one has other content; warm, as in the worker."""
    report_row, at = report_of(YEARLY), datetime.now(UTC)
    newest = newest_checkpoint()
    assert newest is not None
    checkpoint = db.session.get_one(AuditCheckpoint, newest.size)
    context = context_of(report_row, version=9, code="bench-0000", checkpoint=checkpoint, at=at)
    rendered = render_report(context, watermark=False)
    html, pages = naive_report()

    from weasyprint import HTML

    found = figure(
        "Laporan, tiap halaman",
        Cost(lambda: render_report(context, watermark=False), 1),
        Cost(lambda: HTML(string=html).write_pdf(), 1),
        goal=0.7, against="WeasyPrint, tabel enam kolom", rounds=FEW,
    )  # fmt: skip
    return Figure(found.name, found.ours / rendered.pages, found.floor / pages, found.goal, found.against)


def frozen_report() -> bytes:
    version: ReportVersion | None = report_of(YEARLY).standing
    assert version is not None
    from app.evidence.uploads import files_folder

    return store.read(version.frozen_sha256, folder=files_folder())
