"""Whole-day events of an .ics become days off; the rest is named by its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.ics import UnreadableCalendar, read_ics


def ics(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def test_a_whole_day_event_is_a_day_off() -> None:
    reading = read_ics(ics(*event("DTSTART;VALUE=DATE:20260408", "SUMMARY:Hari Jadi Kabupaten Balangan")))

    assert reading.days == {date(2026, 4, 8): "Hari Jadi Kabupaten Balangan"}
    assert reading.problems == ()


def test_the_end_of_an_event_is_the_day_after_it() -> None:
    reading = read_ics(ics(*event("DTSTART:20261224", "DTEND:20261226", "SUMMARY:Natal")))

    assert list(reading.days) == [date(2026, 12, 24), date(2026, 12, 25)]


def test_folded_lines_and_escapes_are_undone() -> None:
    reading = read_ics(ics(*event("DTSTART:20260408", "SUMMARY:Hari Jadi\\, Kabu", " paten\\nBalangan\\\\")))

    assert reading.days[date(2026, 4, 8)] == "Hari Jadi, Kabupaten Balangan\\"


def test_two_events_on_one_day_are_named_together() -> None:
    reading = read_ics(ics(*event("DTSTART:20260408", "SUMMARY:A"), *event("DTSTART:20260408", "SUMMARY:B")))

    assert reading.days == {date(2026, 4, 8): "A; B"}


@pytest.mark.parametrize("start", ["20260408T000000", "20260407T160000Z"])
def test_a_local_midnight_is_a_whole_day(start: str) -> None:
    assert list(read_ics(ics(*event(f"DTSTART:{start}", "SUMMARY:Libur"))).days) == [date(2026, 4, 8)]


def test_a_cancelled_event_and_an_alarm_inside_an_event_are_passed_over() -> None:
    alarm = ["BEGIN:VALARM", "SUMMARY:Bangun", "END:VALARM"]
    reading = read_ics(
        ics(
            *event("DTSTART:20260408", "STATUS:CANCELLED", "SUMMARY:Batal"),
            *event("DTSTART:20260409", *alarm, "SUMMARY:Libur"),
        )
    )

    assert reading.days == {date(2026, 4, 9): "Libur"}


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["SUMMARY:Tanpa tanggal"], "DTSTART kosong bukan tanggal"),
        (["DTSTART:20260230", "SUMMARY:X"], "20260230 bukan tanggal"),
        (["DTSTART:20260408T250000", "SUMMARY:X"], "bukan tanggal"),
        (["DTSTART:99991231", "SUMMARY:X"], "di luar jangkauan"),
        (["DTSTART:besok", "SUMMARY:X"], "DTSTART besok bukan tanggal"),
        (["DTSTART:20260408"], "tanpa nama"),
        (["DTSTART:20260408", "RRULE:FREQ=YEARLY", "SUMMARY:X"], "acara berulang"),
        (["DTSTART:20260408T090000", "SUMMARY:Rapat"], "acara berjam"),
        (["DTSTART:20260408", "DTEND:20260408", "SUMMARY:X"], "sesudah DTSTART"),
        (["DTSTART:20260101", "DTEND:20270101", "SUMMARY:X"], "lebih panjang dari 31 hari"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line_and_the_rest_is_kept(lines: list[str], complaint: str) -> None:
    reading = read_ics(ics(*event(*lines), *event("DTSTART:20260501", "SUMMARY:Hari Buruh")))

    assert reading.days == {date(2026, 5, 1): "Hari Buruh"}
    assert len(reading.problems) == 1
    assert reading.problems[0].startswith("Baris 3: ")
    assert complaint in reading.problems[0]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"%PDF-1.7 ...", "BEGIN:VCALENDAR"),
        (b"", "BEGIN:VCALENDAR"),
        (b"\xff\xfe\x00", "bukan teks UTF-8"),
        (b"BEGIN:VCALENDAR" + b"\n" * 1_000_001, "melebihi 1 MB"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(UnreadableCalendar, match=complaint):
        read_ics(data)


@given(st.lists(st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "DTSTART:20260408", "SUMMARY:X", " y", "DTEND:2", ""])))
def test_no_order_of_lines_breaks_the_reader(lines: list[str]) -> None:
    reading = read_ics(ics(*lines))

    assert set(reading.days) <= {date(2026, 4, 8)}
