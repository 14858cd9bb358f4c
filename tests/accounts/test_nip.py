"""An NIP is 18 digits; what can be nobody's is refused, what is only unusual is noted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.nip import check_nip, nip_note, read_nip
from app.demo.people import PEOPLE
from app.web.formats import nip as printed
from app.web.refusals import Invalid

TODAY = date(2026, 11, 23)
PNS = "198806032012012000"
PPPK = "199001012022211000"


def test_spaces_between_the_groups_are_accepted():
    assert read_nip(" 19880603 201201 2 000 ") == PNS


@given(st.text(alphabet="0123456789", min_size=18, max_size=18))
def test_what_is_printed_can_be_typed_back(digits):
    assert read_nip(printed(digits)) == digits


@pytest.mark.parametrize(
    "typed", ["", "1988060320120120", "1988060320120120001", "19880603201201200A", "NIP", "١٩٨٨٠٦٠٣٢٠١٢٠١٢٠٠٠"]
)
def test_anything_but_eighteen_digits_is_refused_with_an_example(typed):
    with pytest.raises(Invalid, match="18 angka, misalnya") as refused:
        read_nip(typed)
    assert refused.value.field == "nip"


@pytest.mark.parametrize("row", PEOPLE.values(), ids=PEOPLE)
def test_everybody_of_the_demo_office_has_a_plausible_nip(row):
    check_nip(row[0], today=TODAY)
    assert nip_note(row[0]) == ""


@pytest.mark.parametrize("born", ["19881303", "19880230", "00000000"])
def test_a_birth_date_that_does_not_exist_is_refused(born):
    with pytest.raises(Invalid, match=f"{born} bukan tanggal"):
        check_nip(born + PNS[8:], today=TODAY)


def test_somebody_who_would_be_a_child_is_refused():
    with pytest.raises(Invalid, match="lahir tahun 2019"):
        check_nip("20190603" + PNS[8:], today=TODAY)


@pytest.mark.parametrize("sex", "03456789")
def test_a_sex_that_is_neither_one_nor_two_is_refused(sex):
    with pytest.raises(Invalid, match=f"bukan {sex}"):
        check_nip(PNS[:14] + sex + PNS[15:], today=TODAY)


def test_a_pppk_number_is_accepted_with_a_note():
    check_nip(PPPK, today=TODAY)
    assert "202221" in nip_note(PPPK)
    assert "PPPK" in nip_note(PPPK)


def test_an_appointment_before_the_sixteenth_birthday_is_noted():
    assert "199901" in nip_note("198806031999012000")
