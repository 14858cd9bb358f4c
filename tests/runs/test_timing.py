"""A step's clock: attempts share one allowance, stand still while they wait, and their parts sum to the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.library import library_calendar
from app.clock.allowance import parse_allowance
from app.runs.timing import clock_of, spans_of
from app.web.words import WITA

CALENDAR = library_calendar()
ONE_DAY, TWO_DAYS, HOUR = parse_allowance("1 hari"), parse_allowance("2 hari"), parse_allowance("1 jam")


def at(text: str) -> datetime:
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H.%M").replace(tzinfo=WITA)


@dataclass
class Attempt:
    handed_over_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None


def clock(attempts, allowance=ONE_DAY, *, until):
    return clock_of(attempts, allowance, calendar=CALENDAR, until=until)


def test_an_open_step_shows_what_is_left_and_when_it_is_due():
    shown = clock([Attempt(at("23 09.00"))], until=at("23 11.00"))
    assert shown.headline == "sisa 5 jam 30 menit"
    assert shown.due_at == at("24 09.00")
    assert shown.used_in_words == "0,26 hari"
    assert (shown.late, shown.tone) == (False, "brand")


def test_what_was_used_stands_in_the_unit_of_its_allowance():
    assert clock([Attempt(at("23 09.00"))], HOUR, until=at("23 11.00")).used_in_words == "2 jam"
    assert clock([Attempt(at("23 09.00"))], TWO_DAYS, until=at("26 11.00")).used_in_words == "3,26 hari"


def test_a_second_past_a_day_is_told_as_more_than_a_day():
    over = clock([Attempt(at("23 09.00"))], until=at("24 09.00") + timedelta(seconds=1))
    assert over.used_in_words == "lebih dari 1 hari"


def test_from_three_quarters_on_it_is_nearly_used_up():
    assert clock([Attempt(at("23 09.00"))], until=at("23 15.37")).tone == "brand"
    assert clock([Attempt(at("23 09.00"))], until=at("23 15.38")).tone == "soon"


def test_the_very_due_time_is_still_on_time():
    exactly = clock([Attempt(at("23 09.00"))], HOUR, until=at("23 10.00"))
    assert not exactly.late
    after = clock([Attempt(at("23 09.00"))], HOUR, until=at("23 10.00") + timedelta(seconds=1))
    assert after.late


def test_what_is_late_says_by_how_much():
    assert clock([Attempt(at("23 09.00"))], HOUR, until=at("23 11.10")).headline == "terlambat 1 jam 10 menit"
    assert clock([Attempt(at("23 09.00"))], HOUR, until=at("23 11.10")).share > 1


def test_waiting_and_working_are_told_apart_by_mulai():
    shown = clock([Attempt(at("23 09.00"), started_at=at("23 10.00"))], until=at("23 11.30"))
    assert (shown.waiting.minutes, shown.working.minutes) == (60, 90)


def test_where_nobody_pressed_mulai_all_of_it_is_work_or_waiting_but_never_lost():
    shown = clock([Attempt(at("23 09.00"))], until=at("23 11.30"))
    assert shown.waiting.minutes + shown.working.minutes == shown.used.minutes == 150


def test_attempts_share_the_allowance_and_the_clock_stands_still_between_them():
    first = Attempt(at("23 09.00"), ended_at=at("23 11.00"))
    second = Attempt(at("25 09.00"))
    shown = clock([first, second], until=at("25 10.00"))
    assert shown.used.minutes == 180
    assert (shown.working.minutes, shown.rework.minutes) == (120, 60)
    assert shown.headline == "sisa 4 jam 30 menit"
    assert shown.due_at == at("25 15.30")


def test_a_second_attempt_that_begins_over_the_allowance_is_late_from_its_start():
    first = Attempt(at("23 09.00"), ended_at=at("23 11.00"))
    shown = clock([first, Attempt(at("24 09.00"))], HOUR, until=at("24 09.01"))
    assert shown.late
    assert shown.headline == "terlambat 1 jam 1 menit"


def test_a_clock_that_went_back_counts_nothing():
    assert spans_of([Attempt(at("23 09.00"))], until=at("23 08.00")) == ((at("23 09.00"), at("23 09.00")),)


@pytest.mark.parametrize("allowance", ["20 menit", "1 jam", "1 hari", "1 minggu", "1 bulan"])
def test_the_share_runs_from_nothing_to_the_whole(allowance):
    allowed = parse_allowance(allowance)
    begun = clock([Attempt(at("23 09.00"))], allowed, until=at("23 09.00"))
    assert begun.share == 0
    due = clock([Attempt(at("23 09.00"))], allowed, until=begun.due_at)
    assert due.share == 1
    assert not due.late


MOMENTS = st.integers(0, 14 * 24 * 3600).map(lambda seconds: at("02 00.00") + timedelta(seconds=seconds))


@settings(max_examples=60, deadline=None)
@given(st.lists(MOMENTS, min_size=3, max_size=9, unique=True).map(sorted), st.sampled_from([HOUR, ONE_DAY, TWO_DAYS]))
def test_waiting_work_and_rework_sum_to_what_was_used(moments, allowance):
    trios = [moments[index : index + 3] for index in range(0, len(moments) - len(moments) % 3, 3)]
    attempts = [Attempt(start, started, end) for start, started, end in trios]
    shown = clock(attempts, allowance, until=moments[-1])
    parts = (shown.waiting, shown.working, shown.rework)
    assert sum(part.minutes for part in parts) == shown.used.minutes
    assert sum(part.days for part in parts) == shown.used.days
    assert sum(part.minutes for part in shown.used.intervals if part.counted) == int(shown.used.minutes)
    assert shown.late == (shown.remaining is None)
