"""Runs, steps and documents as their tables hold them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from app.calendars.models import CalendarVersion
from app.evidence.models import EvidenceFile
from app.inspection.tables.table import Query, table
from app.runs.documents import ItemFill, StepCorrection, StepItem, UnitReport
from app.runs.models import Run, RunStep, StepAttempt, StepCompletion, StepReturn, explanation_digest
from app.sop.models import Sop, SopStep, SopVersion

STEP, ATTEMPT = "run:{0}/step:{1}", "run:{0}/step:{1}/attempt:{2}"
OF_STEP, OF_ATTEMPT = "langkah {1} pelaksanaan {0}", "langkah {1} percobaan {2} pelaksanaan {0}"
FILE_COLUMNS = {"sha256": "SHA-256 berkas", "size": "ukuran berkas", "name": "nama berkas"}


def _runs() -> Query:
    return (
        select(
            Run.id, Sop.number.label("sop"), SopVersion.no.label("sop_version"),
            CalendarVersion.no.label("calendar_version"), Run.year, Run.quarter_no, Run.hari_reading.label("hari"),
            Run.started_at, Run.started_by_id.label("started_by"), Run.closed_at, Run.closed_by_id.label("closed_by"),
            Run.cancelled_at, Run.cancelled_by_id.label("cancelled_by"), Run.cancel_reason,
        )
        .join(SopVersion, SopVersion.id == Run.sop_version_id)
        .join(Sop, Sop.id == SopVersion.sop_id)
        .join(CalendarVersion, CalendarVersion.id == Run.calendar_version_id)
    )  # fmt: skip


def _period(values: dict[str, Any]) -> None:
    quarter = values["quarter_no"]
    values["period"] = f"{values['year']}-Q{quarter}" if quarter else str(values["year"])


def _steps() -> Query:
    """With the step of the run's own SOP version by whose mutu baku it is judged; none where it is another's."""
    standard = case((SopStep.version_id == Run.sop_version_id, SopStep.no))
    return (
        select(RunStep.run_id, RunStep.no, RunStep.state, standard.label("standard"))
        .outerjoin(RunStep.run)
        .outerjoin(RunStep.sop_step)
    )


def _items() -> Query:
    row = StepItem
    return select(RunStep.run_id, RunStep.no, row.id, row.kind, row.label, row.position).join(row.step)


def _attempts() -> Query:
    return select(
        RunStep.run_id, RunStep.no, StepAttempt.no.label("attempt"), StepAttempt.handed_over_at,
        StepAttempt.started_at, StepAttempt.started_by_id.label("started_by"), StepAttempt.ended_at,
    ).join(StepAttempt.step)  # fmt: skip


def _completions() -> Query:
    done = StepCompletion
    return (
        select(
            RunStep.run_id, RunStep.no, StepAttempt.no.label("attempt"), done.completed_at,
            done.completed_by_id.label("completed_by"), done.completed_as, done.verdict, done.used_minutes,
            done.used_days, done.due_at, done.over_minutes, done.text, done.explanation, done.late_reason,
            done.occurred_at, done.stated_reason,
        )
        .join(done.attempt)
        .join(StepAttempt.step)
    )  # fmt: skip


def _explained(values: dict[str, Any]) -> None:
    values["explanation"] = explanation_digest(values["text"], values["explanation"])


def _fills() -> Query:
    ordinal = func.row_number().over(partition_by=ItemFill.item_id, order_by=ItemFill.id)
    attempt = case((StepAttempt.step_id == StepItem.step_id, StepAttempt.no))
    return (
        select(
            RunStep.run_id, RunStep.no, ItemFill.item_id, ordinal.label("ordinal"), attempt.label("attempt"),
            EvidenceFile.sha256, EvidenceFile.size, ItemFill.name, ItemFill.document, ItemFill.exempt_reason,
            ItemFill.filled_at, ItemFill.filled_by_id.label("filled_by"), ItemFill.cleared_at,
            ItemFill.cleared_by_id.label("cleared_by"), ItemFill.clear_reason,
        )
        .join(ItemFill.item)
        .join(StepItem.step)
        .outerjoin(StepAttempt, StepAttempt.id == ItemFill.attempt_id)
        .outerjoin(ItemFill.evidence)
    )  # fmt: skip


def _unit_reports() -> Query:
    return (
        select(
            RunStep.run_id, RunStep.no, StepAttempt.no.label("attempt"), UnitReport.unit_id, EvidenceFile.sha256,
            EvidenceFile.size, UnitReport.name, UnitReport.submitted_at,
            UnitReport.submitted_by_id.label("submitted_by"),
        )
        .join(UnitReport.attempt)
        .join(StepAttempt.step)
        .join(UnitReport.evidence)
    )  # fmt: skip


def _returns() -> Query:
    """An attempt of another step than the one sent back from is attempt 0, which no event tells of."""
    own = (RunStep.run_id == StepReturn.run_id) & (RunStep.no == StepReturn.from_no)
    attempt = case((own, StepAttempt.no), else_=0)
    return (
        select(
            StepReturn.run_id, StepReturn.from_no, attempt.label("attempt"), StepReturn.to_no.label("to"),
            StepReturn.returned_at, StepReturn.returned_by_id.label("returned_by"), StepReturn.reason,
        )
        .outerjoin(StepAttempt, StepAttempt.id == StepReturn.attempt_id)
        .outerjoin(RunStep, RunStep.id == StepAttempt.step_id)
    )  # fmt: skip


def _corrections() -> Query:
    made = StepCorrection
    ordinal = func.row_number().over(partition_by=made.step_id, order_by=made.id)
    return (
        select(
            RunStep.run_id, RunStep.no, ordinal.label("ordinal"), made.what, made.before, made.after, made.reason,
            made.name, EvidenceFile.sha256, made.corrected_at, made.corrected_by_id.label("corrected_by"),
        )
        .join(made.step)
        .outerjoin(made.evidence)
    )  # fmt: skip


TABLES = (
    table("run", ref="run:{0}", words="pelaksanaan {0}", query=_runs, derive=_period, columns={
        "sop": "nomor SOP", "sop_version": "versi SOP", "calendar_version": "versi kalender", "period": "periode",
        "hari": "cara membaca hari", "started_at": "waktu perintah", "started_by": "yang memerintahkan",
        "closed_at": "waktu ditutup", "closed_by": "yang menutup", "cancelled_at": "waktu dibatalkan",
        "cancelled_by": "yang membatalkan", "cancel_reason": "alasan pembatalan",
    }),
    table("run_step", ref=STEP, words=OF_STEP, query=_steps, columns={
        "state": "keadaan", "standard": "langkah SOP yang menjadi ukurannya",
    }),
    table("step_item", ref=STEP + "/item:{2}", words="isian {2} " + OF_STEP, query=_items, columns={
        "kind": "jenis isian", "label": "sebutan isian", "position": "urutan isian",
    }),
    table("step_attempt", ref=ATTEMPT, words=OF_ATTEMPT, query=_attempts, columns={
        "handed_over_at": "waktu diserahkan", "started_at": "waktu mulai", "started_by": "yang memulai",
        "ended_at": "waktu berakhir",
    }),
    table("step_completion", ref=ATTEMPT, words="pengesahan " + OF_ATTEMPT, query=_completions, derive=_explained,
          columns={
        "completed_at": "waktu pengesahan", "completed_by": "yang mengesahkan", "completed_as": "jabatan pengesah",
        "verdict": "penilaian waktu", "used_minutes": "menit terpakai", "used_days": "hari terpakai",
        "due_at": "tenggat", "over_minutes": "menit kelebihan", "explanation": "sidik uraian penilaian",
        "late_reason": "alasan terlambat", "occurred_at": "waktu kejadian", "stated_reason": "alasan pencatatan",
    }),
    table("item_fill", ref=STEP + "/item:{2}/fill:{3}", words="isi ke-{3} pada isian {2} " + OF_STEP, query=_fills,
          columns=FILE_COLUMNS | {
        "attempt": "percobaan", "document": "dokumen", "exempt_reason": "alasan pengecualian",
        "filled_at": "waktu diisi", "filled_by": "yang mengisi", "cleared_at": "waktu dikosongkan",
        "cleared_by": "yang mengosongkan", "clear_reason": "alasan pengosongan",
    }),
    table("unit_report", ref=ATTEMPT + "/unit:{3}", words="laporan bagian {3} pada " + OF_ATTEMPT,
          query=_unit_reports, columns=FILE_COLUMNS | {
        "submitted_at": "waktu disahkan", "submitted_by": "yang mengesahkan",
    }),
    table("step_return", ref=ATTEMPT, words="pengembalian dari " + OF_ATTEMPT, query=_returns, columns={
        "to": "langkah tujuan", "returned_at": "waktu dikembalikan", "returned_by": "yang mengembalikan",
        "reason": "alasan",
    }),
    table("step_correction", ref=STEP + "/correction:{2}", words="perbaikan ke-{2} pada " + OF_STEP,
          query=_corrections, columns={
        "what": "yang diperbaiki", "before": "semula", "after": "menjadi", "reason": "alasan", "name": "nama berkas",
        "sha256": "SHA-256 berkas", "corrected_at": "waktu diperbaiki", "corrected_by": "yang memperbaiki",
    }),
)  # fmt: skip
