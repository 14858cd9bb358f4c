"""The one module that imports WeasyPrint; it is imported when something is rendered, not when the app starts."""

from __future__ import annotations

from datetime import UTC, datetime

from weasyprint import HTML, Attachment
from weasyprint.urls import FatalURLFetchingError

from app.reports.attachments import Embedded
from app.reports.errors import ForbiddenResource
from app.reports.fetcher import StaticOnlyFetcher
from app.reports.finisher import declare_pdf_ua, finish, resave
from app.settings import ROOT

STATIC = ROOT / "static"
VARIANT = "pdf/a-3a"


def write_pdf(html: str, *, attachments: tuple[Embedded, ...], dated_at: datetime) -> tuple[bytes, int]:
    """PDF/A-3a and PDF/UA-1 with its attachments, and the number of its pages."""
    fetcher = StaticOnlyFetcher(STATIC)
    try:
        document = HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=fetcher).render(pdf_variant=VARIANT)
        declare_pdf_ua(document)
        data = document.write_pdf(
            pdf_variant=VARIANT,
            attachments=[_attachment(found, dated_at) for found in attachments],
            finisher=finish,
        )
    except FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from error
    return resave(data)


def _attachment(found: Embedded, dated_at: datetime) -> Attachment:
    moment = dated_at.astimezone(UTC).replace(tzinfo=None)
    return Attachment(
        string=found.data,
        name=found.name,
        description=found.description,
        relationship=found.relationship,
        created=moment,
        modified=moment,
    )
