"""A paper of the Inspektorat as PDF: the report's faces, its locked fetcher, its PDF/A-3a with PDF/UA-1 tags."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.inspection.documents.pairs import held_together
from app.reports.letters import printable
from app.settings import ROOT
from app.web import words

PDF = "application/pdf"
FILTERS = ("angka", "durasi", "jam", "nip", "rupiah", "tanggal", "tanggal_hari", "ukuran", "waktu", "waktu_pendek")


def pdf_of(template: str, *, at: datetime, **context: Any) -> bytes:
    """Render a template that extends inspection/papers/paper.html; the same input gives the same bytes.

    The frame asks for `title`, `office` and `demo` (bool), and takes `subtitle`; `at` dates the file. Takes about
    0.2 s a page. Raises ForbiddenResource where the page asks for anything but the app's own files.
    """
    from app.reports.pdf import write_pdf

    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    html = _environment().get_template(template).render(at=at, moment=moment, **context)
    return write_pdf(html, attachments=(), dated_at=at)[0]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """An environment of its own: papers know no request, no session and no user."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_say,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {name: getattr(words, name) for name in FILTERS} | {"held_together": held_together}
    return environment


def _say(value: Any) -> Any:
    """Letters without a glyph are spelled out, and a missing value never gets out."""
    if value is None:
        raise ValueError("a paper printed a missing value; say what is missing instead")
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)
