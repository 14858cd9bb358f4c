"""What may be done with a run and its steps, by whom and in which state. Pure: plain objects in, a sentence out.

Each check raises a Refusal whose sentence is also what the page shows in place of the button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from app.runs.duties import duties_of, in_words, return_targets
from app.runs.errors import AlreadyDone, Incomplete, NotYourStep, RunEnded, StepNotOpen
from app.web.refusals import Invalid, Refusal
from app.web.words import waktu


class Person(Protocol):
    id: int
    unit_id: int | None

    @property
    def roles(self) -> Iterable[str]: ...

    def outside_window(self, roles: Iterable[str]) -> str:
        """Names the window of a Plt./Plh. who acts too early or too late."""


def allows(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """The bool twin of a check."""
    return why_not(check, *args, **kwargs) == ""


def why_not(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """The sentence of a refusal, "" where the check passes."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return refusal.message
    return ""


def check_run_open(run: Any) -> None:
    if run.cancelled_at:
        raise RunEnded(f"Pelaksanaan ini dibatalkan pada {waktu(run.cancelled_at)}.")
    if run.closed_at:
        raise RunEnded(f"Pelaksanaan ini sudah ditutup pada {waktu(run.closed_at)}.")


def check_step_open(step: Any) -> None:
    """The run goes on and the step is the one that is on."""
    check_run_open(step.run)
    if step.completion is not None:
        who, when = step.completion.completed_by.name, waktu(step.completion.completed_at)
        raise AlreadyDone(f"Langkah {step.no} sudah disahkan oleh {who} pada {when}.")
    if not step.is_open:
        raise StepNotOpen(f"Langkah {step.no} belum terbuka: langkah sebelumnya belum disahkan.")


def check_can_contribute(step: Any, person: Person) -> None:
    """Press "mulai" and work on what the step asks for."""
    check_step_open(step)
    _check_role(step, person, duties_of(step.sop_step).contributes, "melengkapi")


def check_can_fill(step: Any, person: Person) -> None:
    """Put evidence into items, exempt them, take them out again; the last step's are the report itself."""
    check_can_contribute(step, person)
    if duties_of(step.sop_step).by_signature:
        raise StepNotOpen(f"Dokumen langkah {step.no} diisi oleh laporan yang dibekukan dan ditandatangani.")


def check_can_complete(step: Any, person: Person) -> None:
    """Sahkan the step by form. The last step is completed by the signature instead."""
    check_step_open(step)
    duties = duties_of(step.sop_step)
    _check_role(step, person, duties.completes, "mengesahkan")
    if duties.by_signature:
        raise StepNotOpen(f"Langkah {step.no} selesai saat laporan ditandatangani, bukan dengan formulir.")


def check_can_sign(step: Any, person: Person) -> None:
    """Complete the last step by signing the report."""
    check_step_open(step)
    check_signs(step, person)


def check_signs(step: Any, person: Person) -> None:
    """Whose signature the last step takes, whether or not it is still on."""
    duties = duties_of(step.sop_step)
    _check_role(step, person, duties.completes, "menandatangani laporan pada")
    if not duties.by_signature:
        raise StepNotOpen(f"Langkah {step.no} tidak diselesaikan dengan tanda tangan.")


def check_complete_enough(step: Any, *, filled: Iterable[int], exempted: Iterable[int], units: Iterable[Any]) -> None:
    """Every kelengkapan ticked or exempted, the keluaran attached, one report from each of `units`."""
    files, exemptions = set(filled), set(exempted)
    missing = [item.label for item in step.items if item.id not in files | exemptions]
    if missing:
        raise Incomplete(f"Belum lengkap: {', '.join(missing)}. Lampirkan berkas, atau kecualikan dengan alasan.")
    keluaran = [item for item in step.items if item.kind == "keluaran"]
    if keluaran and not any(item.id in files for item in keluaran):
        raise Incomplete("Lampirkan sekurang-kurangnya satu keluaran; keluaran tidak dapat dikecualikan semuanya.")
    waiting = missing_units(step, units)
    if waiting:
        raise Incomplete(f"Laporan bagian belum masuk: {', '.join(unit.name for unit in waiting)}.")


def missing_units(step: Any, units: Iterable[Any]) -> list[Any]:
    """The bagian whose report the open attempt still lacks; none where the step takes none."""
    if not duties_of(step.sop_step).per_unit or step.attempt is None:
        return []
    reported = {report.unit_id for report in step.attempt.unit_reports}
    return [unit for unit in units if unit.id not in reported]


def check_can_report_unit(step: Any, person: Person) -> None:
    """A Kabag/Kasubag hands in the report of his own bagian, once an attempt."""
    check_step_open(step)
    duties = duties_of(step.sop_step)
    if not duties.per_unit:
        raise Invalid(f"Langkah {step.no} tidak meminta laporan per bagian.")
    _check_role(step, person, duties.answers, "mengesahkan laporan bagian pada")
    if person.unit_id is None:
        raise NotYourStep("Anda belum tercatat pada satu bagian. Minta admin melengkapinya.")
    for report in step.attempt.unit_reports:
        if report.unit_id == person.unit_id:
            who, when = report.submitted_by.name, waktu(report.submitted_at)
            raise AlreadyDone(f"Laporan {report.unit.name} sudah disahkan oleh {who} pada {when}.")


def check_can_return(step: Any, person: Person) -> None:
    """Send work back: who decides at a diamond, who answers for a meeting."""
    check_step_open(step)
    if not targets_of(step):
        raise Invalid(f"Dari langkah {step.no} tidak ada jalan kembali menurut SOP.")
    _check_role(step, person, duties_of(step.sop_step).completes, "mengembalikan")


def check_return_target(step: Any, to_no: int) -> None:
    targets = targets_of(step)
    if to_no not in targets:
        allowed = " atau ".join(str(no) for no in targets)
        raise Invalid(f"Langkah {step.no} hanya dapat dikembalikan ke langkah {allowed}.", field="to")


def targets_of(step: Any) -> tuple[int, ...]:
    return return_targets(step.sop_step, [other.sop_step for other in step.run.steps])


def check_can_cancel(run: Any, person: Person) -> None:
    check_run_open(run)
    if "sekretaris" not in set(person.roles):
        only = "Hanya Sekretaris DPRD yang dapat membatalkan pelaksanaan."
        raise NotYourStep(person.outside_window({"sekretaris"}) or only)


def check_can_correct(step: Any, person: Person) -> None:
    """Put a wrong entry of a completed step right: whoever answers for it, while the run is not cancelled."""
    if step.run.cancelled_at:
        raise RunEnded(f"Pelaksanaan ini dibatalkan pada {waktu(step.run.cancelled_at)}.")
    if step.completion is None:
        raise StepNotOpen(f"Langkah {step.no} belum disahkan; isiannya masih dapat diubah langsung.")
    duties = duties_of(step.sop_step)
    _check_role(step, person, duties.answers | duties.decides, "memperbaiki catatan")


def _check_role(step: Any, person: Person, wanted: frozenset[str], verb: str) -> None:
    if wanted.isdisjoint(str(role) for role in person.roles):
        raise NotYourStep(person.outside_window(wanted) or f"Yang dapat {verb} langkah {step.no}: {in_words(wanted)}.")
