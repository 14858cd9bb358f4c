"""What happened to one step, in the order in which it happened, as lines for its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.runs.documents import StepCorrection
from app.runs.models import RunStep, StepAttempt, StepReturn


@dataclass(frozen=True, slots=True)
class Line:
    """One happening; tones as in components/marks: brand, ok, soon, late, or none."""

    at: datetime
    text: str
    tone: str = ""


def history_of(step: RunStep, *, returns: Sequence[StepReturn], corrections: Sequence[StepCorrection]) -> list[Line]:
    """Hand-overs, "mulai", reports of bagian, what was taken out, pengesahan, returns and corrections."""
    # The order of what happened at the same instant: work is sent back, then handed over anew.
    lines = [_of_return(back) for back in returns if step.no in (back.from_no, back.to_no)]
    lines += [line for attempt in step.attempts for line in _of_attempt(attempt)]
    lines += [_of_correction(fix) for fix in corrections]
    return sorted(lines, key=lambda line: line.at)


def _of_attempt(attempt: StepAttempt) -> Iterator[Line]:
    again = f", pengerjaan ke-{attempt.no}" if attempt.no > 1 else ""
    yield Line(attempt.handed_over_at, f"Diserahkan{again}", "brand")
    if attempt.started_at is not None and attempt.started_by is not None:
        yield Line(attempt.started_at, f"{attempt.started_by.name} menandai mulai dikerjakan", "brand")
    for report in attempt.unit_reports:
        words = f"{report.submitted_by.name} mengesahkan laporan {report.unit.name}"
        yield Line(report.submitted_at, words, "ok")
    for fill in attempt.fills:
        if fill.cleared_at is not None:
            words = f"{fill.item.label}: {fill.name or 'pengecualian'} dikeluarkan ({fill.clear_reason})"
            yield Line(fill.cleared_at, words)
    done = attempt.completion
    if done is not None:
        words = "tepat waktu" if done.on_time else "terlambat"
        yield Line(
            done.completed_at, f"{done.completed_by.name} mengesahkan, {words}", "ok" if done.on_time else "late"
        )


def _of_return(back: StepReturn) -> Line:
    words = f"{back.returned_by.name} mengembalikan langkah {back.from_no} ke langkah {back.to_no}: {back.reason}"
    return Line(back.returned_at, words, "soon")


def _of_correction(fix: StepCorrection) -> Line:
    right = fix.after or fix.name
    words = f"{fix.corrected_by.name} memperbaiki catatan: {fix.before or '–'} menjadi {right} ({fix.reason})"
    return Line(fix.corrected_at, words, "soon")
