"""A timetable reads back as it was written, and its differences can be told and folded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.checks import problems
from app.calendars.library import library_timetable
from app.calendars.timetable import RamadanPeriod, Timetable, change_sentence, changes, facts, fold, from_record
from app.clock.workdays import Hours

SEED = library_timetable()
CHRISTMAS_EVE = date(2027, 12, 24)
LOCAL_DAY = date(2026, 4, 8)


def with_monday(**changed: object) -> Timetable:
    monday = Hours(0, time(7, 30), time(16), date(2022, 1, 1), time(12), time(13))
    return replace(SEED, hours=(replace(monday, **changed),), ramadan=())  # type: ignore[arg-type]


def test_a_record_reads_back_as_the_same_timetable() -> None:
    record = json.loads(json.dumps(SEED.record()))

    assert from_record(record).digest == SEED.digest
    assert from_record(record).record() == SEED.record()


def test_the_digest_is_of_the_content_and_not_of_its_order() -> None:
    reordered = replace(SEED, hours=SEED.hours[::-1], holidays=dict(reversed(SEED.holidays.items())))

    assert reordered.digest == SEED.digest
    assert SEED.with_holiday(LOCAL_DAY, "Hari Jadi Kabupaten Balangan").digest != SEED.digest


def test_an_added_a_renamed_and_a_removed_holiday_are_three_changes() -> None:
    after = SEED.with_holiday(LOCAL_DAY, "Hari Jadi Kabupaten Balangan")
    after = after.with_holiday(date(2026, 1, 1), "Tahun Baru 2026").without_holiday(CHRISTMAS_EVE)

    assert [change_sentence(change) for change in changes(SEED, after)] == [
        "Hari libur Kamis 1 Januari 2026: Tahun Baru Masehi menjadi Tahun Baru 2026",
        "Hari libur Rabu 8 April 2026: ditambahkan, Hari Jadi Kabupaten Balangan",
        "Hari libur Jumat 24 Desember 2027: dihapus, sebelumnya Cuti Bersama Hari Raya Natal",
    ]


def test_confirming_ramadan_is_a_change() -> None:
    after = SEED.with_ramadan(RamadanPeriod(date(2026, 2, 19), date(2026, 3, 20), True, "Sidang isbat"))

    assert [change_sentence(change) for change in changes(SEED, after)] == [
        "Ramadan Kamis 19 Februari 2026: sampai 2026-03-20, belum dikonfirmasi, perkiraan awal, belum dikonfirmasi"
        " menjadi sampai 2026-03-20, terkonfirmasi, Sidang isbat"
    ]


def test_changed_hours_name_the_day_and_both_hours() -> None:
    after = with_monday(closes=time(15, 30))

    assert [change_sentence(change) for change in changes(with_monday(), after)] == [
        "Jam kerja Senin sejak 2022-01-01: 07.30–16.00, istirahat 12.00–13.00"
        " menjadi 07.30–15.30, istirahat 12.00–13.00"
    ]


def test_a_first_version_is_all_additions() -> None:
    first = changes(None, SEED)

    assert all(change["before"] == "" and change["after"] for change in first)
    assert fold({}, first) == facts(SEED)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.dates(SEED.first, SEED.last), st.text(min_size=1, max_size=20), max_size=8),
    st.sets(st.sampled_from(sorted(SEED.holidays)), max_size=8),
)
def test_folding_the_recorded_changes_gives_the_published_content(added: dict[date, str], removed: set[date]) -> None:
    after = SEED
    for day in removed:
        after = after.without_holiday(day)
    for day, name in added.items():
        after = after.with_holiday(day, name)

    assert fold(facts(SEED), changes(SEED, after)) == facts(after)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"closes": time(7)}, "Jam pulang harus sesudah jam masuk"),
        ({"break_until": None}, "Isi awal dan akhir istirahat"),
        ({"break_from": time(7)}, "Istirahat harus berada di antara"),
        ({"break_until": time(16)}, "Istirahat harus berada di antara"),
        ({"valid_until": date(2021, 1, 1)}, "mendahului tanggal mulai"),
    ],
)
def test_hours_that_contradict_themselves_are_named(changed: dict[str, object], complaint: str) -> None:
    assert [complaint in problem for problem in problems(with_monday(**changed))] == [True]


def test_two_rows_for_the_same_day_and_date_are_named() -> None:
    twice = replace(SEED, hours=(*SEED.hours, replace(SEED.hours[0], opens=time(9))))

    assert problems(twice) == ["Senin: ada 2 baris jam kerja yang berlaku sejak 1 Januari 2022."]


def test_a_calendar_without_working_days_is_named() -> None:
    assert "Belum ada satu pun hari kerja." in problems(replace(SEED, hours=(), ramadan=()))


def test_ramadan_without_hours_would_silently_be_a_month_off_so_it_is_named() -> None:
    without = replace(SEED, hours=tuple(row for row in SEED.hours if not row.ramadan or row.weekday != 4))

    assert "jam kerja Ramadan belum ada untuk Jumat" in problems(without)[0]


@pytest.mark.parametrize(
    ("first", "last", "complaint"),
    [
        (date(2027, 2, 8), date(2027, 2, 7), "mendahului hari pertamanya"),
        (date(2027, 2, 8), date(2027, 3, 10), "paling lama 30 hari"),
        (date(2026, 3, 10), date(2026, 3, 30), "bertumpuk"),
    ],
)
def test_an_impossible_ramadan_is_named(first: date, last: date, complaint: str) -> None:
    found = problems(SEED.with_ramadan(RamadanPeriod(first, last)))

    assert any(complaint in problem for problem in found)


def test_holidays_outside_the_calendar_or_without_a_name_are_named() -> None:
    found = problems(SEED.with_holiday(SEED.last + timedelta(days=1), "Libur").with_holiday(LOCAL_DAY, " "))

    assert sorted(found) == [
        "Hari libur 1 Januari 2029 di luar cakupan kalender.",
        "Hari libur 8 April 2026 belum bernama.",
    ]
