"""Where a run's days went: every minute in exactly one column, and the clock's own verdicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.calendars.queries import calendar_of, current_version
from app.clock.worktime import Calendar, WorktimeError
from app.inspection.chronology.attempts import attempts_of
from app.inspection.chronology.reading import case_of, listed_runs, sop_of
from app.inspection.process.bars import bar
from app.inspection.process.times import KINDS, RunTimes, times_of
from app.inspection.process.view import view_of
from app.runs import queries
from tests.inspection.chronology.acted import SOP, Log, moment
from tests.inspection.stories import SIGNED_RUN


@pytest.fixture
def calendar(app: Flask) -> Calendar:
    return calendar_of(current_version())


def times(log: Log, calendar: Calendar, *, until: str = "16.00") -> RunTimes:
    return times_of(attempts_of(log.acts), SOP, calendar=calendar, until=moment(until))


def complete(log: Log, no: int, handed: str, when: str) -> Log:
    return log.complete(no, when, handed_over_at=moment(handed).isoformat())


def test_waiting_ends_with_mulai_and_lunch_counts_as_nothing(calendar: Calendar) -> None:
    log = Log().start("11.00")
    log.say("step:started", "11.30", about="run:1/step:1", attempt=1, started_at=moment("11.30").isoformat())

    (step,) = times(complete(log, 1, "11.00", "13.30"), calendar).steps[:1]

    assert step.parts == {"waiting": 30, "working": 60, "rework": 0, "outside": 60}


def test_without_mulai_the_work_begins_at_the_hand_over(calendar: Calendar) -> None:
    step = times(complete(Log().start("09.00"), 1, "09.00", "09.20"), calendar).steps[0]

    assert step.parts == {"waiting": 0, "working": 20, "rework": 0, "outside": 0}


def test_what_is_done_again_is_rework(calendar: Calendar) -> None:
    log = complete(complete(Log().start("09.00"), 1, "09.00", "09.10"), 2, "09.10", "10.00").send_back(3, 2, "10.30")

    step = times(complete(log, 2, "10.30", "11.00"), calendar).steps[1]

    assert (step.parts["working"], step.parts["rework"], step.attempts) == (50, 30, 2)


def test_a_run_that_goes_on_counts_to_now(calendar: Calendar) -> None:
    found = times(Log().start("09.00"), calendar, until="10.00")

    assert (found.whole, found.until, found.steps[0].done) == (60, moment("10.00"), False)


def test_a_cancelled_run_stops_counting(calendar: Calendar) -> None:
    log = Log().start("09.00").say("run:cancelled", "09.30", reason="salah periode")

    assert times(log, calendar, until="16.00").whole == 30


def test_beyond_the_calendar_nothing_is_guessed(calendar: Calendar) -> None:
    with pytest.raises(WorktimeError):
        times(Log().start("09.00"), calendar, until="2099-01-01 09.00")


def test_the_page_then_says_why(app: Flask) -> None:
    going = next(run for run in listed_runs() if run.state == "Berjalan")

    view = view_of(case_of(going.run_id), until=moment("2099-01-01 09.00"))

    assert view.times is None
    assert "Perbarui kalender kerja" in view.problem


def test_a_calendar_that_was_changed_by_sql_counts_nothing(app: Flask, insider: Callable[..., None]) -> None:
    insider("UPDATE calendar_version SET digest = 'lain'")

    view = view_of(case_of(SIGNED_RUN), until=moment("16.00"))

    assert view.times is None
    assert "tidak sama dengan yang diterbitkan" in view.problem
    assert view.path.startswith("1 → 2")


def test_an_sop_version_that_was_taken_away_counts_nothing(app: Flask, insider: Callable[..., None]) -> None:
    going = next(run for run in listed_runs() if run.state == "Berjalan")
    insider("UPDATE sop SET number = 'lain'")

    view = view_of(case_of(going.run_id), until=moment("2026-11-25 16.00"))

    assert view.times is None
    assert "Waktu kosong" in view.problem


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 3)), min_size=1, max_size=7))
def test_the_parts_add_up_to_the_whole(calendar: Calendar, gaps: list[tuple[int, int]]) -> None:
    """Whole hours apart or odd seconds: rounding never loses or finds a minute."""
    at, log, no = moment("09.00"), Log().start("09.00"), 1
    handed = at
    for minutes, kind in gaps:
        at += timedelta(minutes=minutes, seconds=minutes % 60)
        stamp = f"{at:%Y-%m-%d %H.%M}"
        at = moment(stamp)
        if kind == 0 and no > 1:
            log.send_back(no, 1, stamp)
            no = 1
        else:
            log.complete(no, stamp, handed_over_at=handed.isoformat())
            no = no + 1 if no < 3 else 4
        handed = at
        if no == 4:
            break

    found = times_of(attempts_of(log.acts), SOP, calendar=calendar, until=at)

    assert found.whole == (at - moment("09.00")) // timedelta(minutes=1)
    assert sum(found.of_kind(kind) for kind in KINDS) == found.whole
    assert all(part >= 0 for step in found.steps for part in step.parts.values())


def test_the_log_alone_gives_the_times_that_the_tables_give(app: Flask, calendar: Calendar) -> None:
    case = case_of(SIGNED_RUN)
    found = times_of(attempts_of(case.acts), sop_of(case), calendar=calendar, until=case.at)

    for step in queries.find_run(SIGNED_RUN).steps:
        done = step.attempts[-1].completion
        told = next(one for one in found.steps if one.no == step.no)
        assert done is not None
        assert (told.clock.used.whole_minutes, told.clock.due_at) == (done.used_minutes, local(done.due_at, calendar))


def local(at: datetime, calendar: Calendar) -> datetime:
    return calendar.local(at)


def test_the_longest_step_fills_the_bar_and_a_minute_is_still_seen(calendar: Calendar) -> None:
    log = complete(complete(Log().start("09.00"), 1, "09.00", "09.01"), 2, "09.01", "2026-11-27 09.00")
    found = times(log, calendar, until="2026-11-27 09.00")
    first, second = found.steps[:2]

    assert 'class="working" x="0.0" width="1.5"' in bar(first, longest=found.longest)
    assert "dikerjakan 1 menit" in bar(first, longest=found.longest)
    drawn = [float(part.partition('"')[0]) for part in bar(second, longest=found.longest).split('width="')[1:]]
    assert abs(sum(drawn) - 400) < 1
