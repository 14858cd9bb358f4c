"""What people do with a run: each verb changes state, names its event, and flushes; the route commits."""

from app.runs.actions.cancel import cancel_run
from app.runs.actions.complete import complete_by_signature, complete_step
from app.runs.actions.correct import correct_step
from app.runs.actions.documents import clear_document, clear_item, exempt_item, fill_item, fill_with_document
from app.runs.actions.report_unit import report_unit
from app.runs.actions.send_back import return_step
from app.runs.actions.start import start_run, start_step

__all__ = [
    "cancel_run",
    "clear_document",
    "clear_item",
    "complete_by_signature",
    "complete_step",
    "correct_step",
    "exempt_item",
    "fill_item",
    "fill_with_document",
    "report_unit",
    "return_step",
    "start_run",
    "start_step",
]
