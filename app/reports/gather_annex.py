"""The annex "Jejak SOP": the SOP's table with who, when, how long and the verdict of every step."""

from __future__ import annotations

from datetime import datetime

from app.clock.explanation import from_records
from app.clock.worktime import Interval as Counted
from app.reports.context import AnnexCell, AnnexStep, EvidenceItem, Interval, ReturnNote, SopAnnex
from app.runs.documents import ItemFill
from app.runs.duties import duties_of
from app.runs.models import Run, RunStep
from app.runs.queries import returns_of
from app.runs.views import step_clock
from app.sop.drawing import cell_words
from app.sop.flow import DrawnRow
from app.sop.queries import drawn_rows
from app.web.words import durasi, lewat

MARKS = {"answers": "●", "helps": "○"}
UNCONFIRMED = "Simbol disusun ulang; belum dikonfirmasi."
DUTIES = "● bertanggung jawab dan mengesahkan, ○ membantu."


def annex_of(run: Run, *, at: datetime) -> SopAnnex:
    """The run's own history. The step that the signature completes says so instead of a time."""
    rows = drawn_rows(run.sop_version)
    return SopAnnex(
        columns=tuple(column.label for column in run.sop_version.columns),
        steps=tuple(_step(step, row, at) for step, row in zip(run.steps, rows, strict=True)),
        returns=tuple(
            ReturnNote(
                at=back.returned_at,
                by=back.returned_by.name,
                from_no=back.from_no,
                to_no=back.to_no,
                reason=back.reason,
            )
            for back in returns_of(run)
        ),
        footnotes=(DUTIES, UNCONFIRMED) if run.sop_version.unconfirmed else (DUTIES,),
    )


def _step(step: RunStep, row: DrawnRow, at: datetime) -> AnnexStep:
    standard, done, clock = step.sop_step, step.completion, step_clock(step, at)
    by_signature = duties_of(standard).by_signature and done is None
    return AnnexStep(
        no=step.no, uraian=standard.uraian, cells=_cells(step, row), flow=row, kelengkapan=standard.kelengkapan,
        waktu=standard.waktu, output=standard.output, ket=standard.ket,
        who=done.completed_by.name if done else "",
        handed_over_at=step.attempts[0].handed_over_at if step.attempts else None,
        completed_at=done.completed_at if done else None,
        due_at=clock.due_at if clock else None,
        used=clock.used.against(step.allowance, late=clock.late) if clock and not by_signature else "",
        on_time=done.on_time if done else None,
        verdict=_verdict(step),
        late_reason=done.late_reason if done else "",
        at_signature=by_signature,
        parts=_parts(step, at) if done else (),
        intervals=tuple(_interval(found) for found in from_records(done.explanation)) if done else (),
        items=_items(step),
    )  # fmt: skip


def _verdict(step: RunStep) -> str:
    done = step.completion
    if done is None:
        return ""
    return "Tepat waktu" if done.on_time else f"Terlambat {lewat(done.over_minutes)}"


def _parts(step: RunStep, at: datetime) -> tuple[tuple[str, str], ...]:
    clock = step_clock(step, at)
    if clock is None:
        return ()
    parts = (("menunggu", clock.waiting), ("dikerjakan", clock.working), ("dikerjakan ulang", clock.rework))
    return tuple((what, durasi(part.minutes)) for what, part in parts if part.minutes or what != "dikerjakan ulang")


def _cells(step: RunStep, row: DrawnRow) -> tuple[AnnexCell, ...]:
    duties = {cell.column_id: cell for cell in step.sop_step.cells}
    columns = step.run.sop_version.columns
    return tuple(
        AnnexCell(
            alt=cell_words(drawn),
            duty=MARKS.get(duties[column.id].duty, "") if column.id in duties else "",
        )
        for column, drawn in zip(columns, row.cells, strict=True)
    )


def _interval(found: Counted) -> Interval:
    return Interval(start=found.start, end=found.end, minutes=found.minutes, counted=found.counted, reason=found.reason)


def _items(step: RunStep) -> tuple[EvidenceItem, ...]:
    if step.attempt is None:
        return ()
    fills = {fill.item_id: fill for fill in step.attempt.fills if fill.stands}
    listed = [_item(item.kind.capitalize(), item.label, fills[item.id]) for item in step.items if item.id in fills]
    listed += [
        EvidenceItem(
            kind="Laporan bagian", label=report.unit.name, name=report.name, sha256=report.evidence.sha256,
            size=report.evidence.size, by=report.submitted_by.name, at=report.submitted_at,
        )
        for report in step.attempt.unit_reports
    ]  # fmt: skip
    return tuple(listed)


def _item(kind: str, label: str, fill: ItemFill) -> EvidenceItem:
    file = fill.evidence
    return EvidenceItem(
        kind=kind, label=label, name=fill.name, sha256=file.sha256 if file else "", size=file.size if file else None,
        by=fill.filled_by.name, at=fill.filled_at, exempt_reason=fill.exempt_reason,
    )  # fmt: skip
