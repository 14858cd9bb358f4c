"""What the application knows of each criterion: facts with their sources, gaps said plainly, never a judgement."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.demo.people import Office
from app.demo.story import wita
from app.extensions import db
from app.inspection.packages.gather import files_of, reports_of
from app.inspection.review.criteria import LKE_ITEMS, REVIU_LKJ
from app.inspection.review.evidence import REVIU, Fact, gather, lke
from app.inspection.review.evidence.facts import log_words, read_fact
from app.inspection.review.evidence.subject import subject_of
from app.inspection.review.models import Review
from app.performance import actions as figures
from app.performance.models import Indicator
from app.performance.period import Period
from app.web.transaction import writing
from tests.inspection.review.story import LKE, SIGNED_RUN
from tests.inspection.review.story import REVIU as PAPER

GOING_RUN = 3
"""Of a quarter without any figure, without a frozen report."""
JUDGING = re.compile(r"\b(memadai|sesuai|baik|buruk|cukup|kurang|memenuhi|andal|wajar|selaras)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def in_the_office(app: Flask) -> None:
    """Every question is asked of the office in which everything happened."""


def facts(code: str, paper: int = PAPER) -> list[Fact]:
    return gather(db.session.get_one(Review, paper), code)[code]


def texts(code: str, paper: int = PAPER) -> str:
    return "\n".join(fact.text for fact in facts(code, paper))


def is_told_as_gap(fact: Fact) -> bool:
    return "belum" in fact.text or fact.text.startswith("0 ")


def acts(fact: Fact) -> set[str]:
    return {db.session.get_one(AuditEvent, seq).act for seq in fact.log}


def test_every_criterion_has_its_function_and_every_function_a_criterion() -> None:
    assert set(REVIU) == {one.code for one in REVIU_LKJ}
    assert set(lke.GATHER) == {one.code for one in LKE_ITEMS}


@pytest.mark.parametrize("code", sorted(REVIU))
def test_each_says_something_and_judges_nothing(code: str) -> None:
    found = facts(code)
    assert found
    for fact in found:
        assert not fact.missing or is_told_as_gap(fact), fact.text
        assert fact.text.startswith("Rumus: ") or not JUDGING.search(fact.text), fact.text
        assert fact.text.endswith("."), fact.text
        assert len(fact.sha256) in (0, 64)


@pytest.mark.parametrize("code", [one.code for one in LKE_ITEMS])
def test_each_item_of_the_lke_says_what_exists_and_what_does_not(code: str) -> None:
    assert facts(code, LKE)
    assert all(is_told_as_gap(fact) for fact in facts(code, LKE) if fact.missing)


def test_targets_are_counted_and_the_missing_ones_named() -> None:
    assert "1 dari 8 indikator mempunyai target Triwulan III 2026." in texts("F2")
    missing = next(fact for fact in facts("F2") if fact.missing)
    assert missing.text.startswith("Target ") and "1.2" in missing.text
    assert acts(facts("F2")[0]) == {"target:set"}


@pytest.mark.parametrize("code", ["F2", "F3", "S1", "F5"])
def test_that_there_is_none_counts_as_a_gap_and_not_as_evidence(code: str) -> None:
    about = {"F2": "mempunyai target", "F3": "mempunyai realisasi", "S1": "mempunyai target", "F5": "Capaian "}[code]
    none = next(fact for fact in REVIU[code](subject_of(GOING_RUN)) if about in fact.text)
    assert none.missing and is_told_as_gap(none)


@pytest.mark.parametrize("code", sorted(REVIU))
def test_what_is_not_there_is_never_told_as_a_value(code: str) -> None:
    assert "n/a" not in "\n".join(fact.text for fact in REVIU[code](subject_of(GOING_RUN)))


def test_an_indikator_that_is_set_is_not_said_to_be_measured() -> None:
    for code in ("S4", "S5"):
        said = REVIU[code](subject_of(GOING_RUN))[0].text
        assert said == "8 indikator ditetapkan untuk Triwulan IV 2026."


def test_an_indikator_beside_its_plan_without_realisasi_is_a_gap() -> None:
    beside = [fact for fact in facts("S2") if "target Renstra 2026" in fact.text]
    assert len(beside) == 7 and all(fact.missing for fact in beside)


def test_the_frozen_and_the_signed_report_stand_with_record_and_digest() -> None:
    frozen, signed = facts("F1")[:2]
    assert acts(frozen) == {"report:frozen"} and len(frozen.sha256) == 64
    assert acts(signed) == {"report:signed"} and "Ditandatangani" in signed.text
    assert signed.text.endswith("(tingkat B-B, tidak tersertifikasi).")
    assert frozen.href == "/runs/2/report"


def test_files_stand_with_their_step_their_record_and_their_digest() -> None:
    kept = [fact for fact in facts("F4") if fact.text.startswith("Langkah ")]
    assert kept
    assert all(fact.sha256 in fact.href and acts(fact) == {"step:item-filled"} for fact in kept)


def test_a_budget_that_was_not_entered_is_said_so_once() -> None:
    assert "Anggaran Triwulan III 2026: belum ada." in texts("F6")


def test_who_sahkan_each_step_stands_with_his_post() -> None:
    step = next(fact for fact in facts("M1") if fact.text.startswith("Langkah 1"))
    assert "Sekretaris" in step.text and acts(step) == {"step:completed"}


def test_the_sop_is_named_with_its_number() -> None:
    sop = facts("M3")[0]
    assert "175/188/SETWAN-BLG/2023" in sop.text and sop.href == "/sop/1"


def test_a_figure_that_was_entered_twice_says_so_with_both_records() -> None:
    entered = next(fact for fact in facts("M5") if "diisi 2 kali" in fact.text)
    assert len(entered.log) == 2 and acts(entered) == {"realisasi:entered"}
    assert "22,5" in entered.text


def test_a_step_that_was_recorded_later_is_told() -> None:
    assert "Langkah 2 dicatat belakangan" in texts("M5")


def test_paraf_and_reports_stand_for_each_bagian() -> None:
    assert texts("M6").count("Paraf Bagian") >= 3
    reports = [fact for fact in facts("M7") if fact.sha256]
    assert len(reports) == 3
    assert all(acts(fact) == {"step:unit-reported"} for fact in reports)
    assert "2 kali langkah dikembalikan untuk diperbaiki." in texts("M7")


def test_what_the_application_has_no_place_for_is_said_plainly() -> None:
    assert "Standar nasional sebagai pembanding: belum ada." in texts("S7")
    assert "Penanda IKU pada indikator: belum ada." in texts("S5")
    assert "Naskah perjanjian kinerja (PK): belum ada." in texts("S1")


def test_the_renstra_is_beside_each_realisasi() -> None:
    assert "indikator mempunyai target akhir Renstra" in texts("S2")
    assert "1.2: realisasi belum ada, target Renstra 2026 95,00." in texts("S2")
    assert "Naskah Renstra: belum ada." in texts("S2")


def test_a_fact_follows_what_the_office_does(office: Office) -> None:
    before = facts("F2")[0].text
    with writing():
        second = db.session.get_one(Indicator, 2)
        at = wita("2026-11-25 15.00")
        figures.set_target(second, period=Period(2026, 3), value="80", by=office.sekretaris, at=at)
    assert before.startswith("1 dari") and facts("F2")[0].text.startswith("2 dari")


def test_a_year_without_an_annual_run_says_so() -> None:
    assert "Pelaksanaan dan laporan tahunan: belum ada." in texts("3.a", LKE)
    assert "Bukti pemanfaatan di luar aplikasi: belum ada." in texts("2.c-1", LKE)
    assert "Pengukuran Kinerja Triwulan III 2026: mulai" in texts("2.b-5", LKE)
    assert "Tahun 2025" not in texts("2.b-5", LKE), "the cancelled run counts for nothing"


def test_a_period_is_told_once_in_each_line_of_a_year() -> None:
    several = lke.quality([subject_of(SIGNED_RUN), subject_of(GOING_RUN)])
    assert all("Triwulan III 2026" in fact.text or "Triwulan IV 2026" in fact.text for fact in several)
    assert not [fact.text for fact in several if fact.text.count("Triwulan III 2026") > 1]
    assert not [fact.text for fact in lke.quality([subject_of(SIGNED_RUN)]) if fact.text.startswith("Triwulan III")]


def test_a_year_with_nothing_is_all_gaps() -> None:
    assert [fact.missing for fact in lke.by_application([])][:1] == [True]
    assert all(fact.missing for gather_one in (lke.made_use_of, lke.documents, lke.quality) for fact in gather_one([]))


def test_a_kept_fact_reads_back_as_it_was() -> None:
    fact = Fact("Ada.", "/runs/2", (3, 5, 6, 7), "0" * 64)
    assert read_fact(fact.record()) == fact


@pytest.mark.parametrize(
    ("log", "said"), [((3,), "rekaman 3"), ((7, 3, 5, 6), "rekaman 3, 5–7"), ((2, 2), "rekaman 2")]
)
def test_records_are_told_in_runs(log: tuple[int, ...], said: str) -> None:
    assert log_words(log) == said


def test_files_of_steps_and_reports_are_in_the_package_of_the_run() -> None:
    packed = files_of(["run:2"], reports_of(["run:2"]))
    named = {fact.sha256 for code in ("F1", "F4", "M1", "M6", "M7") for fact in facts(code) if fact.sha256}
    named |= {fact.sha256 for fact in facts("3.a", LKE) if fact.sha256}
    assert named and named <= set(packed)
