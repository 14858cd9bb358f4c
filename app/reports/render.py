"""From a report's context to its finished PDF: Jinja, WeasyPrint, finisher; the same input gives the same bytes."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.reports import words
from app.reports.attachments import attachments_of, budget_lines
from app.reports.bars import bar, scale_of
from app.reports.context import SIGNATURE_FIELD, RenderedReport, ReportContext
from app.reports.letters import printable
from app.reports.outline import outline
from app.reports.prose import prose
from app.reports.qr import qr_svg
from app.reports.sop_rows import flow_cell
from app.settings import ROOT
from app.web import words as office_words

TEMPLATES = ROOT / "templates"
OFFICE_FILTERS = ("tanggal", "waktu", "waktu_pendek", "angka", "nip", "ukuran")


def render_report(context: ReportContext, *, watermark: bool) -> RenderedReport:
    """Render the whole report; with `watermark` every page says DRAF.

    Raises ForbiddenResource where the page asks for anything but the app's own files. Takes about 0.2 s
    a page, so requests leave it to the worker.
    """
    from app.reports.pdf import write_pdf

    pdf, pages = write_pdf(
        report_html(context, watermark=watermark),
        attachments=attachments_of(context),
        dated_at=context.dated_at,
    )
    return RenderedReport(pdf, hashlib.sha256(pdf).hexdigest(), pages)


def report_html(context: ReportContext, *, watermark: bool) -> str:
    """The page before layout, for print only."""
    template = _environment().get_template("reports/report.html")
    return template.render(
        report=context,
        told=context.narrative,
        outline=outline(context),
        watermark=watermark,
        scale=scale_of(row.capaian for row in context.measurement.rows),
        signature_field=SIGNATURE_FIELD,
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """An environment of its own: print pages know no request, no session and no user."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_say,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {name: getattr(office_words, name) for name in OFFICE_FILTERS}
    environment.filters |= {name: getattr(words, name) for name in words.FILTERS}
    environment.filters["prose"] = prose
    environment.globals |= {
        "bar": bar, "qr_svg": qr_svg,
        "flow_cell": flow_cell, "budget_lines": budget_lines,
        "rating_counts": words.rating_counts, "has_missing": words.has_missing,
    }  # fmt: skip
    return environment


def _say(value: Any) -> Any:
    """Every printed value passes here: letters without a glyph are spelled out, and None never gets out."""
    if value is None:
        raise ValueError("a template printed a missing value; say what is missing instead")
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)
