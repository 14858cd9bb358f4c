"""What people do with a report: write, freeze, thaw, sign."""

from app.reports.actions.freezing import freeze_report, thaw_report
from app.reports.actions.narrative import keep, write_section
from app.reports.actions.signing import sign_report

__all__ = ["freeze_report", "keep", "sign_report", "thaw_report", "write_section"]
