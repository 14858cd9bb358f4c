"""A run's acts as events of a process-mining log: activity, life-cycle transition, who, when, record. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.inspection.chronology.attempts import instant_of, opened_by
from app.inspection.fold.acts import Act

Value = str | int | float | bool | datetime

ACTIVITIES = {
    "report:frozen": "Pembekuan laporan",
    "report:paraf-given": "Paraf",
    "report:paraf-signed": "Penandatanganan paraf",
    "report:paraf-withdrawn": "Penarikan paraf",
    "report:revision-cancelled": "Pembatalan penggantian laporan",
    "report:revision-opened": "Pembukaan penggantian laporan",
    "report:sealed": "Penyegelan laporan",
    "report:signed": "Penandatanganan laporan",
    "report:superseded": "Penggantian laporan",
    "report:thawed": "Pembukaan bekuan laporan",
    "report:timestamped": "Pembubuhan cap waktu",
    "run:cancelled": "Pembatalan pelaksanaan",
    "run:closed": "Penutupan pelaksanaan",
    "run:started": "Perintah pelaksanaan",
    "step:corrected": "Perbaikan catatan",
    "step:item-exempted": "Pengecualian kelengkapan",
    "step:unit-reported": "Laporan bagian",
}
"""Acts that are an activity of their own and are over at once; filling and clearing items is no activity here."""

STEPS = {"step:completed": "complete", "step:returned": "ate_abort", "step:started": "start"}
"""The transitions of the standard life cycle of XES; a hand-over is "schedule", sent back is an aborted attempt."""

DETAILS = {
    "step:completed": ("verdict", "allowance", "used_minutes", "over_minutes", "late_reason"),
    "step:corrected": ("what", "reason"),
    "step:item-exempted": ("label", "reason"),
    "step:returned": ("to", "reason"),
    "step:unit-reported": ("unit",),
    "report:paraf-given": ("jabatan",),
    "report:signed": ("level", "trust"),
    "report:superseded": ("reason",),
    "report:thawed": ("reason",),
    "run:cancelled": ("reason",),
}


@dataclass(frozen=True, slots=True)
class ProcessEvent:
    """`step` is 0 where the activity belongs to none; `who` is empty where a hand-over follows by itself."""

    activity: str
    transition: str
    at: datetime
    seq: int
    who: str = ""
    role: str = ""
    step: int = 0
    attempt: int = 0
    stated: datetime | None = None
    details: Mapping[str, Value] = field(default_factory=dict)


def events_of(acts: Iterable[Act]) -> Iterator[ProcessEvent]:
    """In the order of the log; a hand-over follows the act that brought it, under the same record."""
    attempts: dict[int, int] = {}
    for act in acts:
        step = int(act.about.get("step", 0))
        if act.tag in STEPS:
            yield _event(act, f"Langkah {step}", STEPS[act.tag], step=step, attempt=attempts.get(step, 0))
        elif act.tag in ACTIVITIES:
            yield _event(act, ACTIVITIES[act.tag], "complete", step=step, attempt=attempts.get(step, 0))
        opened = opened_by(act)
        if opened is not None:
            attempts[opened] = attempts.get(opened, 0) + 1
            yield ProcessEvent(
                f"Langkah {opened}", "schedule", instant_of(act), act.seq, step=opened, attempt=attempts[opened]
            )


def _event(act: Act, activity: str, transition: str, *, step: int, attempt: int) -> ProcessEvent:
    details = {key: act.data[key] for key in DETAILS.get(act.tag, ()) if act.data.get(key) not in (None, "")}
    if "verdict" in details:
        details["verdict"] = "tepat waktu" if details["verdict"] == "on_time" else "terlambat"
    return ProcessEvent(
        activity, transition, instant_of(act), act.seq, who=act.name, role=act.role, step=step, attempt=attempt,
        stated=act.occurred, details=details,
    )  # fmt: skip
