"""Where a run left its SOP, found in its acts alone: facts with their records, and never a cause. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.audit.codes import role_words
from app.inspection.chronology.attempts import Attempt, attempts_of
from app.inspection.chronology.deviation import Deviation
from app.inspection.chronology.facts import Cited, SopFacts, on_day
from app.inspection.chronology.report_deviations import of_reports
from app.inspection.chronology.sentences import dated, late_by, used_words
from app.inspection.fold.acts import Act
from app.web.words import lewat


def deviations(acts: Sequence[Act], sop: SopFacts) -> list[Deviation]:
    """Every deviation, in the order of the records at which they came to be."""
    found = [one for rule in RULES for one in rule(acts, sop)]
    return sorted(found, key=lambda deviation: deviation.seq)


def late_steps(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    for attempt in attempts_of(acts):
        done = attempt.ended_by
        if done is None or not attempt.completed or done.data["verdict"] != "late":
            continue
        data, no = done.data, attempt.step
        again = f" (pengerjaan ke-{attempt.no})" if attempt.no > 1 else ""
        handed = f"Langkah {no}{again} diserahkan pada {on_day(attempt.handed_over_at)}"
        facts = [
            Cited(handed, attempt.opened_by.seq),
            Cited(f"{_deadline(attempt, done)} mengesahkannya pada {on_day(done.when.latest)}", done.seq),
            Cited(f"Terpakai {used_words(data)}, {_over(done)}", done.seq),
        ]
        if data["late_reason"]:
            facts.append(Cited(f"Alasan yang dicatat saat pengesahan: “{data['late_reason'].rstrip('.')}”", done.seq))
        yield Deviation(f"Langkah {no}{again} terlambat", sop.kriteria(no, allowance=data["allowance"]), tuple(facts))


def _over(done: Act) -> str:
    if done.data["over_minutes"]:
        return f"melewati tenggat selama {lewat(done.data['over_minutes'])} kerja"
    rested = done.when.latest - done.moment("due_at") >= timedelta(minutes=1)
    return "melewati tenggat kurang dari 1 menit kerja" + "; waktu di luar jam kerja tidak dihitung" * rested


def _deadline(attempt: Attempt, done: Act) -> str:
    """Attempts share one allowance, so the time to be done by may lie before the last hand-over."""
    due = on_day(done.moment("due_at"))
    if attempt.no == 1:
        return f"Tenggatnya {due}; {done.name}"
    return (
        f"Tenggat langkah {attempt.step} sejak penyerahan pertama ialah {due}, karena waktu pengerjaan sebelumnya "
        f"ikut dihitung; {done.name}"
    )


def returns(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    for act in acts:
        if act.tag == "step:returned":
            no, to = act.number("step"), act.data["to"]
            order = " → ".join(str(step) for step in _between(sop, to, no))
            yield Deviation(
                f"Langkah {no} dikembalikan ke langkah {to}", f"{sop.cited} urutan langkah: {order}",
                (Cited(dated(act), act.seq),),
            )  # fmt: skip


def out_of_order(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    """A step that was completed while an earlier one of the SOP was not, or not any more."""
    done: set[int] = set()
    for act in acts:
        if act.tag == "step:returned":
            done = {no for no in done if no < act.data["to"]}
        if act.tag != "step:completed":
            continue
        no = act.number("step")
        missing = [before for before in sorted(sop.steps) if before < no and before not in done]
        if missing:
            order = " → ".join(str(step) for step in _between(sop, missing[0], no))
            which = ", ".join(map(str, missing))
            facts = (Cited(f"{dated(act)}, sedangkan langkah {which} belum disahkan", act.seq),)
            yield Deviation(
                f"Langkah {no} disahkan sebelum langkah {which}", f"{sop.cited} urutan langkah: {order}", facts
            )
        done.add(no)


def exemptions(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    """Items that a person exempted, with what became of them in the same attempt."""
    for place, act in enumerate(acts):
        if act.tag != "step:item-exempted":
            continue
        no, later = act.number("step"), _next_about_item(acts[place + 1 :], act)
        facts = [Cited(dated(act), act.seq)]
        if later is not None:
            facts.append(Cited(dated(later), later.seq))
        ended = ", kemudian berubah" if later is not None else ""
        kind = _kind_of(acts, no, act.data["item"])
        kriteria = f"{sop.cite(no)}: {kind} “{act.data['label']}”"
        yield Deviation(f"Langkah {no}: {kind} dikecualikan{ended}", kriteria, tuple(facts))


def recorded_late(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    for act in acts:
        if act.occurred is not None and "step" in act.about:
            no = act.number("step")
            yield Deviation(
                f"Langkah {no} dicatat belakangan {late_by(act)}",
                sop.kriteria(no, allowance=act.data.get("allowance", "")), (Cited(dated(act), act.seq),),
            )  # fmt: skip


def corrections(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    for act in acts:
        if act.tag == "step:corrected":
            no = act.number("step")
            facts = (Cited(dated(act), act.seq),)
            yield Deviation(f"Catatan langkah {no} diperbaiki sesudah disahkan", sop.wording(no), facts)


def other_hands(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    """A step that somebody else sahkan than its pelaksana: an acting official, or who has no such role."""
    for act in acts:
        step = sop.steps.get(act.number("step")) if act.tag == "step:completed" else None
        if step is None or not step.completes:
            continue
        held = set(filter(None, act.role.split(",")))
        if held & step.completes:
            continue
        acting = sorted(role for role in held if role.partition(":")[2] in step.completes)
        who = "pejabat pengganti" if acting else "bukan pelaksananya"
        facts = (
            Cited(dated(act), act.seq),
            Cited(f"Peran {act.name} pada saat itu: {role_words(act.role) or 'tidak ada'}", act.seq),
        )
        yield Deviation(
            f"Langkah {step.no} disahkan oleh {who}", f"{sop.cite(step.no)}: pelaksana {step.completes_words}", facts
        )


def cancellation(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    for act in acts:
        if act.tag == "run:cancelled":
            last = max(sop.steps, default=0)
            kriteria = f"{sop.cited}: langkah 1 sampai {last}" if last else sop.cited
            yield Deviation("Pelaksanaan dibatalkan", kriteria, (Cited(dated(act), act.seq),))


RULES = (
    late_steps,
    returns,
    out_of_order,
    exemptions,
    recorded_late,
    corrections,
    other_hands,
    cancellation,
    of_reports,
)


def _between(sop: SopFacts, first: int, last: int) -> list[int]:
    """The SOP's own numbers from first to last; where it is not known, all of them."""
    return [no for no in sorted(sop.steps) if first <= no <= last] or list(range(first, last + 1))


def _next_about_item(later: Sequence[Act], exempted: Act) -> Act | None:
    """What filled, cleared or exempted the item again before its attempt ended."""
    for act in later:
        if "step" not in act.about or act.number("step") != exempted.number("step"):
            continue
        if act.tag in ("step:completed", "step:returned"):
            return None
        if act.data.get("item") == exempted.data["item"]:
            return act
    return None


def _kind_of(acts: Sequence[Act], no: int, item: int) -> str:
    """kelengkapan, or keluaran, as the order of the run lists it."""
    for act in acts:
        if act.tag == "run:started":
            listed = {known["item"]: known["kind"] for step in act.data["steps"] for known in step["items"]}
            kind: str = listed.get(item, "kelengkapan")
            return kind
    return "kelengkapan"
