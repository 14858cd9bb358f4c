"""The budget is a tree whose children sum to their parents, or it says where not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import db
from app.performance.budget import BudgetRow, efficiency, summarise
from app.performance.budget_actions import add_budget_line, change_pagu, enter_spending
from app.performance.capaian import Capaian, average, capaian
from app.performance.errors import CodeTaken, FigureNotAllowed, UnusableFigure
from app.performance.models import BudgetLine
from app.performance.period import Period
from app.performance.queries import budget, measurement
from app.web.transaction import writing
from tests.performance.conftest import EARLIER
from tests.performance.test_actions import last_event

YEAR = Period(2025)
amounts = st.integers(min_value=0, max_value=10**13)


def row(pagu: int, realisasi: int | None, *children: BudgetRow, code: str = "4.02.01", level: int = 0) -> BudgetRow:
    return BudgetRow(1, level, code, "Penunjang", pagu, realisasi, "LRA", "Rina", EARLIER, children)


def line(name: str) -> BudgetLine:
    return db.session.scalars(select(BudgetLine).where(BudgetLine.name == name)).one()


def test_the_demo_budget_sums_and_spends_as_the_office_says(figures):
    summary = budget(2025)
    assert (summary.pagu, summary.realisasi) == (48_325_000_000, 44_233_000_000)
    assert summary.absorption == Decimal("91.53")
    assert (summary.problems, summary.missing) == ((), ())
    assert [found.absorption for found in summary.programs] == [Decimal("94.00"), Decimal("88.00")]
    assert [found.level_name for found in summary.rows[:3]] == ["Program", "Kegiatan", "Kegiatan"]


def test_the_year_was_reached_with_relatively_less_money(figures):
    found = efficiency(measurement(2025).average, budget(2025))
    assert found.difference == Decimal("3.64")
    assert found.sentence == (
        "Rata-rata capaian 95,17% lebih tinggi dari penyerapan anggaran 91,53%, selisih 3,64 poin."
    )


def test_children_that_do_not_sum_are_told_with_the_difference():
    program = row(1000, 900, row(600, 500, level=1), row(300, 400, level=1))
    problems = summarise(YEAR, [program]).problems
    assert problems[0] == (
        "4.02.01 Penunjang: jumlah pagu rinciannya Rp900, sedangkan pagu program Rp1.000; selisih Rp100."
    )
    assert problems[1].endswith("realisasi Rp400 melebihi pagu Rp300.")
    assert len(problems) == 2


def test_a_missing_realisasi_is_missing_in_the_sum_too():
    summary = summarise(YEAR, [row(1000, None, row(1000, 10, level=1)), row(500, 500, code="4.02.02")])
    assert (summary.realisasi, summary.absorption) == (None, None)
    assert summary.missing == ("4.02.01 Penunjang: realisasi anggaran belum diisi.",)
    assert summary.problems == ()


def test_a_pagu_of_zero_has_no_share():
    assert row(0, 0).absorption is None
    assert summarise(YEAR, [row(0, 0)]).absorption is None


def test_efficiency_without_figures_says_so():
    found = efficiency(Capaian(None), summarise(YEAR, []))
    assert found.difference is None
    assert "belum dapat dihitung" in found.sentence


def test_efficiency_may_be_negative_or_nil():
    spent_all = summarise(YEAR, [row(100, 100)])
    assert efficiency(average([capaian("higher", 100, 80)]), spent_all).difference == Decimal("-20.00")
    equal = efficiency(average([capaian("higher", 100, 100)]), spent_all)
    assert (equal.difference, "sama dengan" in equal.sentence) == (Decimal("0.00"), True)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
def test_a_parent_that_is_the_sum_of_its_children_has_no_sum_problem(parts):
    children = [row(pagu, min(spent, pagu), level=1) for pagu, spent in parts]
    parent = row(sum(c.pagu for c in children), sum(c.realisasi or 0 for c in children), *children)
    assert summarise(YEAR, [parent]).problems == ()


@given(st.lists(amounts, min_size=1, max_size=6), st.integers(min_value=1, max_value=10**9))
def test_any_other_parent_has_one(parts, surplus):
    parent = row(sum(parts) + surplus, None, *[row(pagu, None, level=1) for pagu in parts])
    assert len(summarise(YEAR, [parent]).problems) == 1


def test_the_kabag_enters_spending_and_the_log_keeps_what_stood_before(figures):
    kept = line("Fasilitasi Tugas DPRD")
    with writing():
        enter_spending(kept, realisasi="8.500.000.000", source="LRA final", by=figures.kabag_umum, at=EARLIER)
    data = last_event()["data"]
    assert (data["realisasi"], data["before"]["realisasi"]) == (8_500_000_000, 8_478_000_000)
    problem = budget(2025).problems[0]
    assert "4.02.02" in problem
    assert problem.endswith("selisih Rp22.000.000.")


@pytest.mark.parametrize("who", ["sekretaris", "staf", "inspektur", "admin"])
def test_who_does_not_measure_enters_no_spending(figures, who):
    with pytest.raises(FigureNotAllowed), writing():
        enter_spending(line("Fasilitasi Tugas DPRD"), realisasi="1", source="x", by=getattr(figures, who), at=EARLIER)


@pytest.mark.parametrize("who", ["kabag_umum", "staf", "inspektur", "admin"])
def test_who_does_not_plan_changes_no_pagu(figures, who):
    person = getattr(figures, who)
    with pytest.raises(FigureNotAllowed), writing():
        add_budget_line(period=YEAR, code="4.02.03", name="Baru", pagu="1", by=person, at=EARLIER)
    with pytest.raises(FigureNotAllowed), writing():
        change_pagu(line("Fasilitasi Tugas DPRD"), code="", name="x", pagu="1", by=person, at=EARLIER)


def test_the_pagu_and_name_of_a_line_change_with_their_event(figures):
    with writing():
        change_pagu(
            line("Fasilitasi Tugas DPRD"), code="4.02.02.2.08", name="Fasilitasi Tugas DPRD", pagu="9.500.000.000",
            by=figures.sekretaris, at=EARLIER,
        )  # fmt: skip
    assert last_event()["data"]["before"] == {"pagu": 9_420_000_000, "kode": ""}


@pytest.mark.parametrize(
    ("given_line", "field"),
    [
        ({"code": "", "name": "Program baru", "pagu": "1"}, "code"),
        ({"code": "4.02.03", "name": " ", "pagu": "1"}, "name"),
        ({"code": "4.02.03", "name": "Baru", "pagu": "28,5 miliar"}, "pagu"),
        ({"code": "4.02.03", "name": "Baru", "pagu": "-1"}, "pagu"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(figures, given_line, field):
    with pytest.raises(UnusableFigure) as caught, writing():
        add_budget_line(period=YEAR, by=figures.tim, at=EARLIER, **given_line)
    assert caught.value.field == field


def test_a_code_is_used_once_a_period_but_again_in_another(figures):
    with pytest.raises(CodeTaken), writing():
        add_budget_line(period=YEAR, code="4.02.01", name="Lagi", pagu="1", by=figures.tim, at=EARLIER)
    with writing():
        add_budget_line(period=Period(2026), code="4.02.01", name="Lagi", pagu="1", by=figures.tim, at=EARLIER)


def test_the_tree_has_three_levels_of_one_period(figures):
    with writing():
        sub = add_budget_line(
            period=YEAR, code="4.02.01.2.01.01", name="Sub", pagu="1", by=figures.tim, at=EARLIER,
            parent=line("Perencanaan, Penganggaran, dan Evaluasi Kinerja"),
        )  # fmt: skip
    with pytest.raises(UnusableFigure, match="tidak dapat dirinci lagi"), writing():
        add_budget_line(period=YEAR, code="x", name="x", pagu="1", parent=sub, by=figures.tim, at=EARLIER)
    with pytest.raises(UnusableFigure, match="bukan dari Tahun 2026"), writing():
        add_budget_line(period=Period(2026), code="x", name="x", pagu="1", parent=sub, by=figures.tim, at=EARLIER)
