"""The log's JSON has one byte form, and it is RFC 8785's."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.audit.canonical import LARGEST_INTEGER, NotCanonical, canonical
from app.audit.verify.log import decode_json, encode_json, is_plain

no_surrogates = st.characters(exclude_categories=["Cs"])
texts = st.text(no_surrogates, max_size=20)
keys = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=8)
integers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_bytes_are_those_of_a_full_rfc_8785_encoder(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_the_verifiers_own_encoder_gives_the_same_bytes(value: Any) -> None:
    assert encode_json(decode_json(canonical(value))) == canonical(value)
    assert is_plain(value)


def test_control_characters_and_separators_are_written_as_the_standard_says() -> None:
    awkward = '\x00\x08\t\n\x0b\x0c\r\x1f"\\/\x7f\u2028é'
    assert canonical(awkward) == rfc8785.dumps(awkward) == encode_json(awkward)


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53, -(2**53), Decimal("1.5"), datetime(2026, 11, 23, tzinfo=UTC), b"bytes", {1, 2}],
)
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({"nilai": [value]})


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(NotCanonical, match=r"\$\.data\.nilai\[1\]: float"):
        canonical({"data": {"nilai": [1, 1.5]}})


@pytest.mark.parametrize("key", ["𝄞", 1, None, True])
def test_a_key_that_encoders_sort_differently_is_refused(key: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({key: 1})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(NotCanonical):
        canonical("\ud800")


def test_a_boolean_is_no_integer_and_the_largest_integers_pass() -> None:
    assert canonical([True, LARGEST_INTEGER, -LARGEST_INTEGER]) == b"[true,9007199254740991,-9007199254740991]"
