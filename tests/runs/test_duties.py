"""Who answers, helps and decides is read from the SOP's cells; turns follow from it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.runs.duties import Duties, duties_of, in_words, return_targets
from app.runs.turns import Turn, turn_of
from app.sop.queries import active_version_or_refuse


def cell(role: str, symbol: str = "none", duty: str = "", no_to: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(column=SimpleNamespace(role=role), symbol=symbol, duty=duty, no_to=no_to)


def step(*cells: SimpleNamespace, no: int = 1, meeting: bool = False, per_unit: bool = False) -> SimpleNamespace:
    return SimpleNamespace(no=no, meeting=meeting, per_unit=per_unit, cells=cells)


def turn(duties: Duties, role: str, *, unit: int | None = 1, waiting: tuple[int, ...] = (), prepared: bool = False):
    return turn_of(duties, roles=[role], unit_id=unit, waiting_units=waiting, prepared=prepared)


@pytest.fixture
def sop(app):
    """The office's own SOP, by step number."""
    return {row.no: row for row in active_version_or_refuse().steps}


@pytest.mark.parametrize(
    "no, completes, contributes",
    [
        (1, {"sekretaris"}, {"sekretaris"}),
        (2, {"kabag"}, {"kabag"}),
        (3, {"tim"}, {"tim"}),
        (4, {"tim"}, {"tim", "staf"}),
        (5, {"sekretaris"}, {"sekretaris", "kabag"}),
        (6, {"kabag"}, {"kabag", "staf"}),
        (7, {"sekretaris"}, {"sekretaris", "kabag", "tim"}),
    ],
)
def test_the_duties_of_the_office_s_sop(sop, no, completes, contributes):
    duties = duties_of(sop[no])
    assert (duties.completes, duties.contributes) == (completes, contributes)


def test_only_step_5_takes_reports_and_only_step_7_ends_with_the_signature(sop):
    assert [no for no, row in sop.items() if duties_of(row).per_unit] == [5]
    assert [no for no, row in sop.items() if duties_of(row).by_signature] == [7]


def test_work_goes_back_from_5_to_4_and_from_6_to_3_or_4(sop):
    targets = {no: return_targets(row, sop.values()) for no, row in sop.items()}
    assert targets == {1: (), 2: (), 3: (), 4: (), 5: (4,), 6: (3, 4), 7: ()}


def test_where_there_is_a_diamond_who_decides_completes():
    duties = duties_of(step(cell("sekretaris", "decision", no_to=1), cell("kabag", "box", "answers")))
    assert duties.completes == {"sekretaris"}
    assert duties.answers == {"kabag"}
    assert duties.no_to == (1,)


def test_an_end_that_nobody_answers_for_is_no_signature():
    assert not duties_of(step(cell("sekretaris", "end"), cell("tim", "box", "answers"))).by_signature


def test_roles_are_named_in_the_order_of_the_table():
    assert in_words({"staf", "sekretaris", "tim"}) == "Sekretaris DPRD atau Tim Penyusun atau Staf"
    assert in_words(set()) == ""


# --- Whose turn --------------------------------------------------------------------------------------

PLAIN = duties_of(step(cell("tim", "box", "answers"), cell("staf", "box", "helps"), cell("kabag")))
REPORTS = duties_of(step(cell("sekretaris", "decision"), cell("kabag", "box", "answers"), per_unit=True))
LAST = duties_of(step(cell("sekretaris", "end", "answers"), cell("kabag", "", "helps"), cell("tim", "box", "helps")))


def test_who_answers_completes_who_helps_helps_and_the_others_wait():
    assert turn(PLAIN, "tim") is Turn.COMPLETE
    assert turn(PLAIN, "staf") is Turn.HELP
    assert turn(PLAIN, "kabag") is None


def test_a_kabag_reports_while_his_bagian_is_missing():
    assert turn(REPORTS, "kabag", unit=1, waiting=(1, 2)) is Turn.REPORT
    assert turn(REPORTS, "kabag", unit=3, waiting=(1, 2)) is None
    assert turn(REPORTS, "kabag", unit=None, waiting=(1,)) is None


def test_who_decides_waits_for_the_last_report():
    assert turn(REPORTS, "sekretaris", waiting=(2,)) is None
    assert turn(REPORTS, "sekretaris") is Turn.COMPLETE


def test_the_tim_prepares_then_the_sekretaris_signs():
    assert (turn(LAST, "tim"), turn(LAST, "sekretaris"), turn(LAST, "kabag")) == (Turn.PREPARE, None, None)
    assert (turn(LAST, "tim", prepared=True), turn(LAST, "sekretaris", prepared=True)) == (None, Turn.SIGN)


def test_while_a_paraf_is_missing_who_signs_can_only_read():
    facts = {"unit_id": None, "waiting_units": (), "prepared": True, "ahead": "Paraf Umum"}
    assert turn_of(LAST, roles=["sekretaris"], **facts) is Turn.READ
    assert turn_of(LAST, roles=["tim"], **facts) is None


def test_a_person_of_several_roles_takes_the_strongest_turn():
    both = turn_of(PLAIN, roles=["staf", "tim"], unit_id=None, waiting_units=(), prepared=False)
    assert both is Turn.COMPLETE


def test_every_turn_has_words_for_its_button():
    assert [turn.action(4) for turn in Turn] == [
        "Baca dan tandatangani laporan", "Sahkan langkah 4", "Sahkan laporan bagian Anda", "Siapkan laporan",
        "Baca laporan", "Bantu lengkapi langkah 4",
    ]  # fmt: skip
