"""What the Inspektorat comes for: where the log stands, and which reports there are to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for

from app.audit.queries import head, newest_checkpoint
from app.reports.models import ReportVersion
from app.reports.queries import current_versions

LOG, PACKAGE = "inspection.log", "inspection.packages"


@dataclass(frozen=True, slots=True)
class LogState:
    """How far the log reaches, and up to where its keeper has sealed it."""

    events: int
    root: str
    at: datetime | None
    sealed: int
    sealed_at: datetime | None
    url: str

    @property
    def unsealed(self) -> int:
        """Records that came after the newest checkpoint."""
        return self.events - self.sealed


@dataclass(frozen=True, slots=True)
class SignedReport:
    """The signed version of a report that counts now, where to read it, and where its run's package is made."""

    version: ReportVersion
    url: str
    package_url: str


def log_state() -> LogState:
    newest, checkpoint = head(), newest_checkpoint()
    return LogState(
        events=newest.size if newest else 0,
        root=newest.root if newest else "",
        at=newest.at if newest else None,
        sealed=checkpoint.size if checkpoint else 0,
        sealed_at=checkpoint.at if checkpoint else None,
        url=url_for(LOG) if LOG in current_app.view_functions else "",
    )


def signed_reports() -> list[SignedReport]:
    """The newest first; a few a year."""
    dated = [(version.signed_at, version) for version in current_versions() if version.signed_at is not None]
    return [_signed(version) for _at, version in sorted(dated, key=lambda entry: entry[0], reverse=True)]


def _signed(version: ReportVersion) -> SignedReport:
    run_id = version.report.run_id
    package = url_for(PACKAGE, run_id=run_id) if PACKAGE in current_app.view_functions else ""
    url = url_for("reports.download", run_id=run_id, no=version.no, kind=version.newest.kind)
    return SignedReport(version, url, package)
