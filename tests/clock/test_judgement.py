"""A verdict is fair at the edges, adds attempts up, and its printed parts give its printed whole."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.calendars.library import library_calendar
from app.clock.explanation import day_lines, from_records, to_records
from app.clock.workdays import WorktimeError
from app.clock.worktime import due, elapsed, judge, spent, whole_minutes
from tests.clock.week import bulan, hari, menit, wita

OFFICE = library_calendar()
TUESDAY_TEN = wita("2023-07-18T10:00")
THURSDAY_TEN = wita("2023-07-20T10:00")


def test_finishing_at_the_due_instant_is_on_time() -> None:
    verdict = judge([(TUESDAY_TEN, THURSDAY_TEN)], hari(1), calendar=OFFICE)

    assert verdict.on_time
    assert (verdict.due_at, verdict.over_minutes) == (THURSDAY_TEN, 0)
    assert verdict.text == "Tepat waktu: 1 hari (450 menit kerja) dari 1 hari, tenggat Kamis 20 Juli 2023, 10.00 WITA."


def test_one_second_after_the_due_instant_is_late() -> None:
    verdict = judge([(TUESDAY_TEN, THURSDAY_TEN + timedelta(seconds=1))], hari(1), calendar=OFFICE)

    assert not verdict.on_time
    assert verdict.text.startswith("Terlambat kurang dari 1 menit dari 1 hari: lebih dari 1 hari (450 menit kerja)")


def test_lateness_is_told_in_working_time() -> None:
    verdict = judge([(TUESDAY_TEN, wita("2023-07-20T14:10"))], hari(1), calendar=OFFICE)

    assert verdict.over_minutes == 190
    assert verdict.text.startswith("Terlambat 3 jam 10 menit dari 1 hari: 1,42 hari (640 menit kerja)")


def test_finishing_in_the_evening_after_the_due_instant_is_late_by_no_working_time() -> None:
    verdict = judge([(wita("2023-07-17T07:30"), wita("2023-07-17T19:00"))], hari(1), calendar=OFFICE)

    assert not verdict.on_time
    assert verdict.over_minutes == 0
    assert "selesai di luar jam kerja sesudah tenggat Senin 17 Juli 2023, 16.00 WITA" in verdict.text


def test_attempts_share_one_allowance_and_the_clock_stands_still_between_them() -> None:
    first = (wita("2023-07-17T08:00"), wita("2023-07-17T08:15"))
    second = (wita("2023-07-20T09:00"), wita("2023-07-20T09:05"))

    verdict = judge([first, second], menit(20), calendar=OFFICE)

    assert verdict.on_time
    assert verdict.used.minutes == 20
    assert verdict.due_at == wita("2023-07-20T09:05")


def test_an_allowance_used_up_by_the_first_attempt_was_due_in_it() -> None:
    first = (wita("2023-07-17T08:00"), wita("2023-07-17T08:30"))
    second = (wita("2023-07-20T09:00"), wita("2023-07-20T09:05"))

    verdict = judge([first, second], menit(20), calendar=OFFICE)

    assert verdict.due_at == wita("2023-07-17T08:20")
    assert verdict.over_minutes == 15


def test_what_is_left_after_earlier_attempts_sets_the_new_due_time() -> None:
    already = spent([(wita("2023-07-17T07:30"), wita("2023-07-17T11:15"))], calendar=OFFICE)

    assert already.days == Fraction(1, 2)
    assert due(TUESDAY_TEN, hari(1), calendar=OFFICE, already=already).at == wita("2023-07-18T14:45")


def test_a_used_up_allowance_is_due_at_once() -> None:
    already = elapsed(wita("2023-07-17T08:00"), wita("2023-07-17T09:00"), calendar=OFFICE)

    answer = due(TUESDAY_TEN, menit(20), calendar=OFFICE, already=already)

    assert (answer.at, answer.intervals) == (TUESDAY_TEN, ())


def test_a_month_in_two_attempts_stands_still_between_them() -> None:
    first = (wita("2023-07-03T08:00"), wita("2023-07-13T08:00"))
    second = (wita("2023-08-01T08:00"), wita("2023-08-22T08:00"))

    verdict = judge([first, second], bulan(1), calendar=OFFICE)

    assert verdict.due_at == wita("2023-08-22T08:00")
    assert verdict.on_time


def test_nothing_done_cannot_be_judged() -> None:
    with pytest.raises(WorktimeError, match="Belum ada waktu"):
        judge([], hari(1), calendar=OFFICE)


def test_the_strip_names_each_excluded_day() -> None:
    lines = day_lines(elapsed(TUESDAY_TEN, THURSDAY_TEN, calendar=OFFICE).intervals)

    assert [line.sentence for line in lines] == [
        "Selasa 18 Juli 2023: 10.00–12.00, 13.00–16.00, 300 menit"
        " (tidak dihitung: Istirahat 12.00–13.00, Di luar jam kerja 16.00–24.00)",
        "Rabu 19 Juli 2023: Tahun Baru Islam, 0 menit",
        "Kamis 20 Juli 2023: 07.30–10.00, 150 menit (tidak dihitung: Di luar jam kerja 00.00–07.30)",
    ]


def test_the_strip_joins_an_evening_with_the_next_morning() -> None:
    used = elapsed(wita("2023-07-17T15:50"), wita("2023-07-18T07:40"), calendar=OFFICE)

    assert [(i.reason, i.minutes) for i in used.intervals] == [
        ("Jam kerja", 10), ("Di luar jam kerja", 0), ("Jam kerja", 10),
    ]  # fmt: skip


def test_a_weekend_is_called_one() -> None:
    lines = day_lines(elapsed(wita("2023-07-21T16:28"), wita("2023-07-24T07:45"), calendar=OFFICE).intervals)

    assert [line.sentence for line in lines][1:3] == [
        "Sabtu 22 Juli 2023: akhir pekan, 0 menit",
        "Minggu 23 Juli 2023: akhir pekan, 0 menit",
    ]
    assert sum(line.minutes for line in lines) == 17


def test_odd_seconds_are_rounded_so_that_the_printed_minutes_still_add_up() -> None:
    used = elapsed(wita("2023-07-17T11:59:20"), wita("2023-07-17T13:00:40"), calendar=OFFICE)

    assert used.minutes == Fraction(80, 60)
    assert [interval.minutes for interval in used.intervals] == [0, 0, 1]
    assert used.whole_minutes == 1
    assert whole_minutes([Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)]) == [0, 1, 0]


def test_a_stored_explanation_reads_back_as_it_was() -> None:
    intervals = elapsed(TUESDAY_TEN, THURSDAY_TEN, calendar=OFFICE).intervals

    assert from_records(to_records(intervals)) == intervals
    assert {type(value) for record in to_records(intervals) for value in record.values()} == {str, int, bool}


def test_the_drawn_strip_has_each_stretch_in_minutes_of_its_date() -> None:
    line = day_lines(elapsed(wita("2023-07-17T11:30"), wita("2023-07-18T07:00"), calendar=OFFICE).intervals)[0]

    assert [(stretch.start, stretch.end, stretch.counted) for stretch in line.spans] == [
        (690, 720, True), (720, 780, False), (780, 960, True), (960, 1440, False),
    ]  # fmt: skip
    assert line.reason == "Istirahat 12.00–13.00, Di luar jam kerja 16.00–07.00"
