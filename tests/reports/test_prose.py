"""Narrative text becomes paragraphs, lists and subheadings, and loses no word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.prose import Block, Kind, prose


def test_blank_lines_part_paragraphs_and_single_breaks_do_not() -> None:
    assert prose("Satu\ndua.\n\n\nTiga.") == (
        Block(Kind.PARAGRAPH, ("Satu dua.",)),
        Block(Kind.PARAGRAPH, ("Tiga.",)),
    )


def test_bullets_follow_their_sentence_and_points_may_go_on() -> None:
    assert prose("Ada dua:\n- satu\n  lanjutan\n• dua") == (
        Block(Kind.PARAGRAPH, ("Ada dua:",)),
        Block(Kind.BULLETS, ("satu lanjutan", "dua")),
    )


def test_numbers_with_point_or_bracket_make_one_list() -> None:
    assert prose("1. satu\n2) dua") == (Block(Kind.NUMBERED, ("satu", "dua")),)


def test_a_year_at_the_start_of_a_line_is_no_list() -> None:
    assert prose("2025. Tahun itu") == (Block(Kind.PARAGRAPH, ("2025. Tahun itu",)),)


def test_a_heading_does_not_swallow_the_line_after_it() -> None:
    assert prose("# Latar belakang\nIsi.") == (
        Block(Kind.HEADING, ("Latar belakang",)),
        Block(Kind.PARAGRAPH, ("Isi.",)),
    )


@pytest.mark.parametrize("empty", ["", "   ", "\n\n \t\n"])
def test_nothing_written_is_nothing(empty: str) -> None:
    assert prose(empty) == ()


@given(st.text(alphabet="ab -#*\n1.)", max_size=80))
def test_no_word_is_lost(text: str) -> None:
    said = "".join(line for block in prose(text) for line in block.lines)
    assert [letter for letter in said if letter in "ab"] == [letter for letter in text if letter in "ab"]


@given(st.text(max_size=200))
def test_any_text_is_read_without_empty_lines(text: str) -> None:
    assert all(line.strip() for block in prose(text) for line in block.lines)
