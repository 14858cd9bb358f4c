"""What people do with a report: write, freeze, thaw, sign, replace, add proof of time."""

from app.reports.actions.files import add_file
from app.reports.actions.freezing import freeze_report, thaw_report
from app.reports.actions.narrative import keep, write_section
from app.reports.actions.paraf import give_paraf, withdraw_paraf
from app.reports.actions.revisions import cancel_revision, open_revision
from app.reports.actions.signing import sign_report
from app.reports.actions.timestamps import keep_timestamped

__all__ = [
    "add_file",
    "cancel_revision",
    "freeze_report",
    "give_paraf",
    "keep",
    "keep_timestamped",
    "open_revision",
    "sign_report",
    "thaw_report",
    "withdraw_paraf",
    "write_section",
]
