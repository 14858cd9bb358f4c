"""The office's ways of writing dates, times, amounts and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.words import (
    MONTHS,
    WITA,
    angka,
    durasi,
    jam,
    lewat,
    nip,
    rupiah,
    tanggal,
    tanggal_hari,
    tanggal_pendek,
    ukuran,
    waktu,
    waktu_pendek,
)

TUESDAY = datetime(2026, 11, 24, 2, 21, tzinfo=UTC)
"""Tuesday 24 November 2026, 10.21 in Paringin."""

MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip


class TestDatesAndTimes:
    def test_each_way_of_writing_one_moment(self) -> None:
        assert tanggal(TUESDAY) == "24 November 2026"
        assert tanggal_hari(TUESDAY) == "Selasa, 24 November 2026"
        assert tanggal_pendek(TUESDAY) == "Sel 24 Nov"
        assert jam(TUESDAY) == "10.21"
        assert waktu(TUESDAY) == "Sel 24 Nov 2026, 10.21 WITA"
        assert waktu_pendek(TUESDAY) == "Sel 24 Nov, 10.21"

    def test_a_plain_date_is_not_moved_by_any_zone(self) -> None:
        assert tanggal(date(2026, 1, 1)) == "1 Januari 2026"
        assert tanggal_hari(date(2026, 11, 22)) == "Minggu, 22 November 2026"

    def test_late_evening_in_utc_is_the_next_day_in_the_office(self) -> None:
        assert tanggal(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "1 Januari 2027"
        assert waktu(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == "Kam 31 Des 2026, 23.59 WITA"

    @pytest.mark.parametrize("write", [tanggal, tanggal_hari, tanggal_pendek, waktu, waktu_pendek])
    def test_what_has_not_happened_is_a_dash(self, write) -> None:
        assert write(None) == "–"

    @given(MOMENTS)
    def test_what_is_written_can_be_read_back(self, moment: datetime) -> None:
        day, month, year = tanggal(moment).split()
        hour, minute = jam(moment).split(".")
        read = datetime(int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=WITA)
        assert timedelta() <= moment - read < timedelta(minutes=1)

    @given(MOMENTS, st.sampled_from([-11, -5, 0, 7, 9, 13]))
    def test_the_zone_a_moment_came_in_changes_nothing(self, moment: datetime, hours: int) -> None:
        from datetime import timezone

        assert waktu(moment.astimezone(timezone(timedelta(hours=hours)))) == waktu(moment)


class TestDurations:
    @pytest.mark.parametrize(
        ("minutes", "said"),
        [
            (0, "0 menit"),
            (1, "1 menit"),
            (59, "59 menit"),
            (60, "1 jam"),
            (171, "2 jam 51 menit"),
            (600, "10 jam"),
            (59.99, "59 menit"),
            (Fraction(1199, 20), "59 menit"),
            (None, "–"),
        ],
    )
    def test_whole_minutes_rounded_down(self, minutes, said: str) -> None:
        assert durasi(minutes) == said

    def test_a_late_step_is_never_late_by_nothing(self) -> None:
        assert (lewat(0), lewat(1), lewat(255)) == ("kurang dari 1 menit", "1 menit", "4 jam 15 menit")

    @given(st.integers(0, 10_000))
    def test_hours_and_minutes_add_up(self, minutes: int) -> None:
        said = durasi(minutes).split()
        parts = dict(zip(said[1::2], map(int, said[::2]), strict=True))
        assert parts.get("jam", 0) * 60 + parts.get("menit", 0) == minutes
        assert parts.get("menit", 0) < 60


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "places", "said"),
        [
            (Decimal("86.52"), 2, "86,52"),
            (Decimal("86.525"), 2, "86,53"),
            (Decimal("-86.525"), 2, "-86,53"),
            (Fraction(250, 3), 2, "83,33"),
            (1234567, 0, "1.234.567"),
            (1234.5, 2, "1.234,50"),
            (0, 2, "0,00"),
            (None, 2, "n/a"),
        ],
    )
    def test_comma_for_decimals_point_for_thousands_half_up(self, value, places: int, said: str) -> None:
        assert angka(value, places) == said

    @given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
    def test_a_number_read_back_is_off_by_half_a_hundredth_at_most(self, value: Decimal) -> None:
        read = Decimal(angka(value).replace(".", "").replace(",", "."))
        assert abs(read - value) <= Decimal("0.005")

    @pytest.mark.parametrize(
        ("amount", "said"),
        [
            (28_450_000_000, "Rp28.450.000.000"),
            (0, "Rp0"),
            (-2_500, "-Rp2.500"),
            (None, "n/a"),
            (Decimal(999), "Rp999"),
        ],
    )
    def test_rupiah_has_no_cents_and_its_sign_stands_first(self, amount, said: str) -> None:
        assert rupiah(amount) == said

    @given(st.integers(-(10**15), 10**15))
    def test_rupiah_can_be_read_back(self, amount: int) -> None:
        assert int(rupiah(amount).replace("Rp", "").replace(".", "")) == amount

    @pytest.mark.parametrize(
        ("size", "said"),
        [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (214_300, "214 kB"), (26_214_400, "26,2 MB")],
    )
    def test_sizes_of_files(self, size: int, said: str) -> None:
        assert ukuran(size) == said


class TestNip:
    def test_printed_in_its_groups(self) -> None:
        assert nip("197503122000031000") == "19750312 200003 1 000"

    @pytest.mark.parametrize("odd", ["", None])
    def test_nothing_is_a_dash(self, odd) -> None:
        assert nip(odd) == "–"

    @given(st.from_regex(r"[0-9]{18}", fullmatch=True))
    def test_the_groups_hold_the_same_digits(self, digits: str) -> None:
        assert nip(digits).replace(" ", "") == digits
        assert [len(group) for group in nip(digits).split()] == [8, 6, 1, 3]

    @given(st.text("0123456789", min_size=1).filter(lambda text: len(text) != 18))
    def test_what_is_no_nip_is_left_as_it_is(self, digits: str) -> None:
        assert nip(digits) == digits
