"""The Waktu of an SOP is read exactly, or refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock.allowance import Unit, UnreadableAllowance, parse_allowance


@pytest.mark.parametrize(
    ("text", "amount", "unit", "at_least"),
    [
        ("20 Menit", 20, Unit.MENIT, None),
        ("1 jam", 1, Unit.JAM, None),
        ("5 Hari", 5, Unit.HARI, None),
        ("2 HARI KERJA", 2, Unit.HARI, None),
        ("1 – 20 Hari Kerja", 20, Unit.HARI, 1),
        ("1-10 Hari", 10, Unit.HARI, 1),
        ("3 minggu", 3, Unit.MINGGU, None),
        ("1 Bulan", 1, Unit.BULAN, None),
        ("  30\u00a0Menit\n", 30, Unit.MENIT, None),
        ("20menit", 20, Unit.MENIT, None),
        ("2 — 2 jam", 2, Unit.JAM, 2),
    ],
)
def test_the_forms_of_real_sops_are_read(text: str, amount: int, unit: Unit, at_least: int | None) -> None:
    allowance = parse_allowance(text)

    assert (allowance.amount, allowance.unit, allowance.at_least) == (amount, unit, at_least)
    assert allowance.text == text


@pytest.mark.parametrize(
    "text",
    [
        "kira-kira 2 hari", "2 hari 3 jam", "2,5 jam", "½ hari", "dua hari", "2 (dua) hari", "20", "hari",
        "2 tahun", "2 detik", "5 hari kalender", "3 jam kerja", "-5 menit", "1-2-3 hari", "١ hari", "1e3 menit",
        "1 hari; DROP TABLE", "123456 hari", "2 harian",
    ],
)  # fmt: skip
def test_the_rest_is_refused_and_named(text: str) -> None:
    with pytest.raises(UnreadableAllowance, match="tidak dapat dibaca") as refusal:
        parse_allowance(text)

    assert text in str(refusal.value)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_cell_is_refused(text: str) -> None:
    with pytest.raises(UnreadableAllowance, match="Waktu kosong"):
        parse_allowance(text)


@pytest.mark.parametrize("text", ["0 menit", "0-3 hari"])
def test_nothing_is_not_an_allowance(text: str) -> None:
    with pytest.raises(UnreadableAllowance, match="lebih dari 0"):
        parse_allowance(text)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(UnreadableAllowance, match="batas bawah melebihi batas atas"):
        parse_allowance("10-1 hari")


def test_a_long_text_is_not_echoed_whole() -> None:
    with pytest.raises(UnreadableAllowance) as refusal:
        parse_allowance("x" * 5000)

    assert len(str(refusal.value)) < 300


def test_each_unit_is_either_minutes_or_days_or_months() -> None:
    assert (parse_allowance("2 jam").minutes, parse_allowance("2 jam").days) == (120, None)
    assert (parse_allowance("2 minggu").minutes, parse_allowance("2 minggu").days) == (None, 10)
    assert (parse_allowance("2 bulan").months, parse_allowance("2 bulan").days) == (2, None)


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{0,6} ?[-–]? ?[0-9]{0,3} ?(menit|Jam|hari|x)?", fullmatch=True))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    try:
        allowance = parse_allowance(text)
    except UnreadableAllowance:
        return
    assert allowance.amount > 0
    assert str(allowance.amount) in text
