"""The order of the steps against the SOP, and the same step over several runs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.inspection.chronology.attempts import attempts_of
from app.inspection.process.order import AGAIN, AS_SET, BACK, NOT_YET, SKIPPED, passages, path
from app.inspection.process.summary import Done, completions, summary
from tests.inspection.chronology.acted import SOP, Log


def verdicts(log: Log) -> dict[tuple[int, int], str]:
    return {(one.first, one.then): one.verdict for one in passages(attempts_of(log.acts), SOP.steps)}


def test_a_straight_run_is_as_the_sop_says() -> None:
    log = Log().start().complete(1, "09.10").complete(2, "10.00").complete(3, "10.30")

    assert verdicts(log) == {(1, 2): AS_SET, (2, 3): AS_SET}
    assert path(attempts_of(log.acts)) == "1 → 2 → 3"


def test_what_has_not_come_yet_is_no_deviation() -> None:
    found = passages(attempts_of(Log().start().acts), SOP.steps)

    assert [(one.verdict, one.deviates) for one in found] == [(NOT_YET, False), (NOT_YET, False)]


def test_a_return_and_what_is_repeated_behind_it_are_told_with_their_records() -> None:
    log = Log().start().complete(1, "09.10").complete(2, "10.00").send_back(3, 2, "10.20").complete(2, "11.00")

    assert verdicts(log) == {(1, 2): AS_SET, (2, 3): AGAIN, (3, 2): BACK}
    found = {(one.first, one.then): one.seqs for one in passages(attempts_of(log.acts), SOP.steps)}
    assert found == {(1, 2): [11], (2, 3): [12, 14], (3, 2): [13]}
    assert path(attempts_of(log.acts)) == "1 → 2 → 3 → 2 → 3"


def test_a_step_that_was_leapt_over_is_told() -> None:
    log = Log().start().complete(1, "09.10", opens=3)

    assert verdicts(log)[(1, 3)] == SKIPPED


def done(run_id: int, minutes: int, *, late: bool = False, allowance: str = "1 jam", sop: str = "A versi 1") -> Done:
    return Done(run_id, f"Pelaksanaan {run_id}", sop, 2, allowance, minutes, Fraction(minutes, 450), late, 10)


def test_a_step_over_several_runs_has_its_middle_its_longest_and_its_share_of_late_ones() -> None:
    (step,) = summary([done(1, 30), done(2, 90, late=True), done(3, 50)])

    assert (step.count, step.median_words, step.longest.run_id, step.late_share) == (3, "50 menit", 2, Fraction(1, 3))
    assert [one.run_id for one in step.late] == [2]


def test_an_even_number_of_runs_has_its_middle_between_the_two() -> None:
    (step,) = summary([done(1, 30), done(2, 61)])

    assert step.median_words == "45 menit"


def test_a_standard_in_days_is_summed_up_in_days() -> None:
    (step,) = summary([done(1, 675, allowance="2 hari")])

    assert step.median_words == "1,5 hari"


@pytest.mark.parametrize("other", [{"sop": "A versi 2"}, {"allowance": "2 jam"}])
def test_versions_and_standards_are_never_mixed(other: dict[str, str]) -> None:
    assert len(summary([done(1, 30), done(2, 40, **other)])) == 2


def test_of_a_step_that_was_sent_back_the_last_completion_counts() -> None:
    log = Log().start().complete(1, "09.10").complete(2, "10.00", used_minutes=20).send_back(3, 2, "10.20")
    log.complete(2, "11.00", used_minutes=60, late=True)

    found = completions(1, log.acts)

    assert [(one.step, one.minutes, one.late) for one in found] == [(1, 30, False), (2, 60, True)]


def test_without_runs_there_is_nothing_to_sum_up() -> None:
    assert summary([]) == []
