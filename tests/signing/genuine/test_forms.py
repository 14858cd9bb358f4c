"""Forms as honest software fills them, and what other producers write behind a signature: nothing of it is broken."""

from __future__ import annotations

import pytest

from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import container
from tests.signing.attacks.forms import (
    OFF,
    ON,
    SMALL,
    VALUE,
    catalog,
    drawing,
    kid,
    page,
    parent,
    placeholder,
    signed,
    stream,
    text_field,
    tick_box,
    words,
)
from tests.signing.attacks.handmade import signed_by_hand, update, written
from tests.signing.attacks.people import judged, noor
from tests.signing.attacks.test_shadow import EMPTY_FIELD, second_signature, with_validation_data

LISTED = Verdict.INTACT_WITH_ADDITIONS
SIGNED_FIELD = EMPTY_FIELD[:-2] + b"/V 50 0 R>>"


@pytest.mark.parametrize("permits", [0, 1, 2])
@pytest.mark.parametrize("flags", [4, 2])
def test_a_value_kept_apart_from_its_widget_may_get_validation_data(permits: int, flags: int) -> None:
    """Once a widget was compared with the field above it, which has its name and no picture."""
    fields = b"7 0 R 14 0 R"
    paper = signed(
        {
            1: catalog(),
            3: page(fields),
            10: parent(b"14 0 R", b"Rahmadi"),
            14: kid(11, flags=flags),
            11: drawing(VALUE % b"Rahmadi"),
        },
        permits=permits,
    )
    assert judged(with_validation_data(paper)).verdict is LISTED


def test_two_widgets_of_one_field_may_look_different() -> None:
    paper = signed(
        {
            1: catalog(),
            3: page(b"7 0 R 14 0 R 15 0 R"),
            10: parent(b"14 0 R 15 0 R", b"Rahmadi"),
            14: kid(11),
            15: kid(12, rect=b"60 500 260 520"),
            11: drawing(VALUE % b"Rahmadi"),
            12: drawing(b"BT /F1 8 Tf 2 5 Td (Rahmadi) Tj ET"),
        }
    )
    assert judged(with_validation_data(paper)).verdict is LISTED


def test_a_field_over_a_dotted_line_in_a_frame_may_be_filled() -> None:
    dotted = b"BT /F1 12 Tf 60 602 Td (............................................) Tj ET 59 599 202 22 re S"
    label = b" BT /F1 12 Tf 60 630 Td (Catatan:) Tj ET"
    paper = signed(
        {1: catalog(), 3: page(), 4: stream(dotted + label), 10: text_field(b""), 11: drawing(b"")}, permits=2
    )
    filled = update(paper, {10: text_field(b"setuju", look=20), 20: drawing(VALUE % b"setuju")})
    assert judged(filled).verdict is LISTED


def test_a_box_may_be_ticked() -> None:
    base = {1: catalog(), 3: page(), 11: drawing(ON, SMALL), 12: drawing(OFF, SMALL)}
    paper = signed({**base, 10: tick_box(b"Off", b"Off")}, permits=2)
    assert judged(update(paper, {10: tick_box(b"Yes", b"Yes")})).verdict is LISTED


def test_a_value_kept_apart_from_its_widget_may_be_filled() -> None:
    base = {1: catalog(), 3: page(b"7 0 R 14 0 R"), 14: kid(11), 11: drawing(b"")}
    paper = signed({**base, 10: parent(b"14 0 R")}, permits=2)
    late = {10: parent(b"14 0 R", b"Rahmadi"), 14: kid(20), 20: drawing(VALUE % b"Rahmadi")}
    answer = judged(update(paper, late))
    assert answer.verdict is LISTED
    assert any("isian formulir “nama”" in line for line in answer.additions)


def radio(value: bytes) -> bytes:
    return b"<</FT/Btn/Ff 49152/T(pilih)/V/%b/Kids[14 0 R 15 0 R]>>" % value


def choice(name: bytes, state: bytes, rect: bytes) -> bytes:
    return (
        b"<</Type/Annot/Subtype/Widget/Parent 10 0 R/F 4/Rect[%b]/P 3 0 R/AS/%b/AP<</N<</%b 11 0 R/Off 12 0 R>>>>>>"
        % (rect, state, name)
    )


HERE, THERE = b"60 600 80 620", b"90 600 110 620"
RADIO = {
    1: catalog(),
    3: page(b"7 0 R 14 0 R 15 0 R"),
    15: choice(b"B", b"Off", THERE),
    11: drawing(ON, SMALL),
    12: drawing(OFF, SMALL),
}


def test_one_of_several_may_be_chosen() -> None:
    paper = signed({**RADIO, 10: radio(b"Off"), 14: choice(b"A", b"Off", HERE)}, permits=2)
    answer = judged(update(paper, {10: radio(b"A"), 14: choice(b"A", b"A", HERE)}))
    assert answer.verdict is LISTED
    assert any("isian formulir “pilih”" in line for line in answer.additions)


def test_what_was_chosen_stays() -> None:
    paper = signed({**RADIO, 10: radio(b"A"), 14: choice(b"A", b"A", HERE)}, permits=2)
    moved = {14: choice(b"A", b"Off", HERE), 15: choice(b"B", b"B", THERE)}
    assert judged(update(paper, moved)).verdict is Verdict.ALTERED
    assert judged(update(paper, moved | {10: radio(b"B")})).verdict is Verdict.ALTERED


def test_a_placeholder_s_own_words_make_room_for_the_signature() -> None:
    fields, rect = b"7 0 R 13 0 R", b"60 60 260 80"
    paper = signed(
        {
            1: catalog(fields),
            3: page(fields),
            11: drawing(VALUE % b"Tanda tangan di sini"),
            13: placeholder(rect, look=11),
        }
    )
    shown = drawing(b"1 1 1 rg 0 0 200 20 re f 0 g " + VALUE % b"Rahmadi")
    both = second_signature(paper, {13: placeholder(rect, look=20, more=b"/V 50 0 R"), 20: shown})
    assert judged(both).verdict is LISTED


@pytest.mark.parametrize("beforehand", [True, False])
def test_a_mark_for_the_place_of_a_signature_may_be_covered_by_it(beforehand: bool) -> None:
    """The esign service finds the place of a visible signature by a mark such as “#” in the text."""
    fields, rect = b"7 0 R 13 0 R", b"290 690 390 720"
    first = fields if beforehand else b"7 0 R"
    base = {1: catalog(first), 3: page(first), 4: words(b"#")}
    if beforehand:
        base[13] = EMPTY_FIELD.replace(b"60 60 260 80", rect)
    late = {13: placeholder(rect, look=20, more=b"/V 50 0 R"), 20: drawing(b"0.9 g 0 0 100 30 re f", b"0 0 100 30")}
    if not beforehand:
        late |= {1: catalog(fields), 3: page(fields)}
    assert judged(second_signature(signed(base), late)).verdict is LISTED


def with_itext_line(pdf: bytes) -> bytes:
    end = pdf.rindex(b"startxref")
    return pdf[:end] + b"%iText-7.2.3\n" + pdf[end:]


def test_itext_names_itself_before_each_pointer() -> None:
    paper = signed_by_hand(with_itext_line(written()), container(noor()))
    assert judged(with_itext_line(with_validation_data(paper))).verdict is LISTED


def test_no_other_comment_stands_there() -> None:
    paper = with_validation_data(signed_by_hand(written(), container(noor())))
    end = paper.rindex(b"startxref")
    for comment in (b"%selesai\n", b"%iText-7\n%lain\n", b"%iText " + b"x" * 90 + b"\n"):
        assert judged(paper[:end] + comment + paper[end:]).verdict is Verdict.ALTERED


def test_an_empty_part_of_a_list_is_legal() -> None:
    paper = with_validation_data(signed_by_hand(written(), container(noor())))
    update_of_it = update(paper, {})
    assert update_of_it.startswith(paper)
    plain = signed({1: catalog(b"7 0 R 13 0 R"), 3: page(b"7 0 R 13 0 R"), 13: EMPTY_FIELD})
    both = second_signature(plain, {13: SIGNED_FIELD})
    assert judged(both).verdict is LISTED
