"""Who does what: data with a source for each cell, and nothing inherited by a table that is another one."""

import pytest

from app.sop.document import ParsedSop
from app.sop.parser import parse
from app.sop.pelaksana import CellDraft, Duty, Source, Symbol, plan_for, role_of


def test_every_step_has_one_who_answers(parsed: ParsedSop):
    plan = plan_for(parsed)
    for step in parsed.steps:
        assert any(plan.cell(step.no, role).duty is Duty.ANSWERS for role in plan.roles)


def test_only_the_words_of_steps_five_and_six_name_their_actor(parsed: ParsedSop):
    explicit = {place for place, cell in plan_for(parsed).cells.items() if cell.source is Source.EKSPLISIT}
    assert explicit == {(5, "sekretaris"), (5, "kabag"), (6, "tim")}


def test_the_symbols_are_those_of_the_domain(parsed: ParsedSop):
    plan = plan_for(parsed)
    drawn = [[plan.cell(step.no, role).symbol.value for role in plan.roles] for step in parsed.steps]
    assert drawn == [
        ["start", "none", "none", "none"],
        ["none", "box", "none", "none"],
        ["none", "none", "box", "none"],
        ["none", "none", "box", "box"],
        ["decision", "box", "none", "none"],
        ["box", "box", "box", "box"],
        ["end", "none", "box", "none"],
    ]


def test_the_duties_are_those_of_the_domain(parsed: ParsedSop):
    plan = plan_for(parsed)
    duties = {place: cell.duty for place, cell in plan.cells.items()}
    answering = {place for place, duty in duties.items() if duty is Duty.ANSWERS}
    helping = {place for place, duty in duties.items() if duty is Duty.HELPS}
    assert answering == {
        (1, "sekretaris"), (2, "kabag"), (3, "tim"), (4, "tim"), (5, "kabag"), (6, "kabag"), (7, "sekretaris"),
    }  # fmt: skip
    assert helping == {(4, "staf"), (6, "staf"), (7, "kabag"), (7, "tim")}


def test_step_five_goes_back_to_four_and_is_one_report_a_bagian(parsed: ParsedSop):
    plan = plan_for(parsed)
    assert plan.cell(5, "sekretaris").no_to == 4
    assert plan.per_unit == {5}
    assert plan.meetings == {6}


def test_an_sop_with_another_number_inherits_nothing(text: str):
    plan = plan_for(parse(text.replace("175 / 188", "176 / 188")))
    assert plan.cells == {}
    assert plan.roles == ("sekretaris", "kabag", "tim", "staf")


def test_a_table_with_other_steps_inherits_nothing(text: str):
    assert plan_for(parse(text[: text.index("7.\tHasil")])).cells == {}


def test_the_number_s_spaces_do_not_matter(text: str):
    assert plan_for(parse(text.replace("175 / 188 / SETWAN", "175/188/SETWAN"))).cells


def test_a_cell_without_data_says_nothing(parsed: ParsedSop):
    assert plan_for(parsed).cell(3, "staf") == CellDraft(Symbol.NONE, Duty.NOTHING, Source.SIMPULAN)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Sekretaris DPRD", "sekretaris"),
        ("Kabag/ Kasubag", "kabag"),
        ("KEPALA SUB BAGIAN", "kabag"),
        ("Tim Penyusun SAKIP/LAKIP", "tim"),
        ("Staf", "staf"),
        ("Bendahara", ""),
        ("Staf Sekretaris", ""),
        ("", ""),
    ],
)
def test_a_role_is_read_only_where_one_is_named(label: str, role: str):
    assert role_of(label) == role
