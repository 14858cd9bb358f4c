"""What a new finding may begin with: the run it is about, and of a deviation what the log and the SOP say."""

from __future__ import annotations

from typing import Any

from app.inspection.chronology.deviation import Deviation
from app.inspection.chronology.deviations import deviations
from app.inspection.chronology.reading import Case, case_of, sop_of
from app.runs.errors import RunNotFound


def prefilled(*, run_id: int, seq: int = 0, step: int = 0) -> dict[str, Any]:
    """Fields of the form: Kondisi and Kriteria of the deviation at record `seq`, or of those of a step.

    Sebab and Akibat are never among them: they are the auditor's judgement. Nonsense gives an empty form.
    """
    try:
        case = case_of(run_id)
    except RunNotFound:
        return {}
    chosen = [one for one in deviations(case.acts, sop_of(case)) if _meant(one, case, seq=seq, step=step)]
    if not chosen:
        return {"run": run_id}
    return {
        "run": run_id,
        "title": chosen[0].title,
        "kondisi": "\n".join(fact.quoted for one in chosen for fact in one.kondisi),
        "kriteria": "\n".join(dict.fromkeys(f"{one.kriteria}." for one in chosen)),
    }


def _meant(deviation: Deviation, case: Case, *, seq: int, step: int) -> bool:
    if seq:
        return deviation.seq == seq
    about = next((act.about for act in case.acts if act.seq == deviation.seq), {})
    return bool(step) and about.get("step") == str(step)
