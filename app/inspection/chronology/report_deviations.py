"""Deviations of a run's report: paraf that lacked at the signature, a thawed version, a replaced one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.inspection.chronology.deviation import Deviation
from app.inspection.chronology.facts import Cited, SopFacts, on_day
from app.inspection.chronology.sentences import dated
from app.inspection.fold.acts import Act

SIGNED, GIVEN, WITHDRAWN = "report:signed", "report:paraf-given", "report:paraf-withdrawn"


def of_reports(acts: Sequence[Act], sop: SopFacts) -> Iterator[Deviation]:
    """The report is the last step's keluaran, so that step is what it is measured by."""
    kriteria = sop.wording(max(sop.steps)) if sop.steps else sop.cited
    for place, act in enumerate(acts):
        if act.tag == SIGNED:
            yield from _signed(acts[:place], act, kriteria)
        elif act.tag == "report:thawed":
            yield from _thawed(acts[:place], act, kriteria)
        elif act.tag == "report:superseded":
            yield from _superseded(acts[:place], act, kriteria)


def standing_paraf(before: Sequence[Act], version: str) -> list[Act]:
    """The paraf on this version ("report:1/version:2") that nobody has taken back, oldest first."""
    standing: dict[int | None, Act] = {}
    for act in before:
        if act.object == version and act.tag == GIVEN:
            standing[act.by] = act
        elif act.object == version and act.tag == WITHDRAWN:
            standing.pop(act.by, None)
    return list(standing.values())


def _signed(before: Sequence[Act], signed: Act, kriteria: str) -> Iterator[Deviation]:
    standing = standing_paraf(before, signed.object)
    given = {act.data["unit"] for act in standing}
    missing = [act for act in _reporting_units(before) if act.data["unit_id"] not in given]
    facts = [Cited(dated(act), act.seq) for act in before if act.object == signed.object and act.tag == WITHDRAWN]
    if standing and not missing and not facts:
        return
    facts += [
        Cited(f"{act.data['unit']} mengesahkan laporannya pada {on_day(act.when.latest)}; parafnya tidak ada", act.seq)
        for act in missing
    ]
    count = f"dengan {len(standing)} paraf yang berlaku" if standing else "tanpa paraf yang berlaku"
    facts.append(Cited(f"{dated(signed)}, {count} pada versi itu", signed.seq))
    title = "Laporan ditandatangani tanpa paraf" if not standing else "Laporan ditandatangani tanpa sebagian paraf"
    if standing and not missing:
        title = "Paraf ditarik sebelum laporan ditandatangani"
    yield Deviation(title, kriteria, tuple(facts))


def _thawed(before: Sequence[Act], thawed: Act, kriteria: str) -> Iterator[Deviation]:
    facts = [Cited(dated(act), act.seq) for act in before if act.object == thawed.object and act.tag == "report:frozen"]
    void = len(standing_paraf(before, thawed.object))
    with_paraf = f"; {void} paraf padanya gugur" if void else ""
    facts.append(Cited(f"{dated(thawed)}{with_paraf}", thawed.seq))
    yield Deviation("Bekuan laporan dibuka kembali", kriteria, tuple(facts))


def _superseded(before: Sequence[Act], superseded: Act, kriteria: str) -> Iterator[Deviation]:
    facts = [Cited(dated(act), act.seq) for act in before if act.object == superseded.object and act.tag == SIGNED]
    facts.append(Cited(dated(superseded), superseded.seq))
    yield Deviation("Laporan diganti sesudah ditandatangani", kriteria, tuple(facts))


def _reporting_units(before: Sequence[Act]) -> list[Act]:
    """The newest report of each bagian, in the order in which they first came."""
    newest = {act.data["unit_id"]: act for act in before if act.tag == "step:unit-reported"}
    return list(newest.values())
