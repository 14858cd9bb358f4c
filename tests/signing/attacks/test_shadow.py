"""Shadow and certification attacks: prepared before the signature, or permitted by it, and showing something else."""

from __future__ import annotations

import io
from functools import cache

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore

from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import as_asn1, container
from tests.signing.attacks.handmade import (
    CONTENT,
    FONT,
    INFO,
    OBJECTS,
    PAGE,
    SIGNATURE_FORM,
    Spelling,
    fill,
    signed_by_hand,
    update,
    written,
)
from tests.signing.attacks.people import EVERYTHING, accepted, ca, judged, noor, rahmadi

FORM = (
    b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R 10 0 R 13 0 R]/SigFlags 3"
    b"/DA(/F1 12 Tf)/DR<</Font<</F1 5 0 R>>>>>>@PERMS@>>"
)
PAGE_WITH_FIELDS = OBJECTS[PAGE][:-2] + b"/Annots[7 0 R 10 0 R 13 0 R]>>"
BLANK = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Length 0>>\nstream\n\nendstream"


def look(text: bytes) -> bytes:
    drawing = b"1 1 1 rg 0 0 200 20 re f 0 g BT /F1 12 Tf 2 5 Td (%b) Tj ET" % text
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 5 0 R>>>>/Length %d>>" % len(drawing)
    return head + b"\nstream\n" + drawing + b"\nendstream"


def text_field(*, value: bytes = b"", flags: int = 4, rect: bytes = b"60 600 260 620", appearance: int = 11) -> bytes:
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(catatan)/F %d/Rect[%b]/P 3 0 R/V(%b)/DA(/F1 12 Tf)/AP<</N %d 0 R>>>>"
        % (flags, rect, value, appearance)
    )


EMPTY_FIELD = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(kedua)/F 132/Rect[60 60 260 80]/P 3 0 R>>"


@cache
def signed(permits: int = 0, *, value: bytes = b"", flags: int = 4, rect: bytes = b"60 600 260 620") -> bytes:
    """An approval, or a certification that permits `permits`, over a form with a text field and an empty signature."""
    form, perms = SIGNATURE_FORM, b""
    if permits:
        transform = b"/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P %d/V/1.2>>" % permits
        form = form.replace(b">>", b"/Reference[<</Type/SigRef%b>>]>>" % transform)
        perms = b"/Perms<</DocMDP 8 0 R>>"
    extra = {
        1: FORM.replace(b"@PERMS@", perms),
        PAGE: PAGE_WITH_FIELDS,
        10: text_field(value=value, flags=flags, rect=rect),
        11: look(value) if value else BLANK,
        13: EMPTY_FIELD,
    }
    return signed_by_hand(written(), container(noor()), objects=extra, spelling=Spelling(form=form))


def catalog(permits: int = 0) -> bytes:
    return FORM.replace(b"@PERMS@", b"/Perms<</DocMDP 8 0 R>>" if permits else b"")


def annotation(kind: bytes, extra: bytes = b"") -> dict[int, bytes]:
    note = b"<</Type/Annot/Subtype/%b/Rect[60 690 400 720]/F 4/Contents(999,00)/AP<</N 41 0 R>>/P 3 0 R%b>>" % (
        kind,
        extra,
    )
    return {PAGE: PAGE_WITH_FIELDS.replace(b"13 0 R]", b"13 0 R 40 0 R]"), 40: note, 41: look(b"999,00")}


def with_validation_data(pdf: bytes) -> bytes:
    out = io.BytesIO(pdf)
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, certs=[as_asn1(ca().certificate)])
    return out.getvalue()


def second_signature(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    spelling = Spelling()
    gap = b"<" + b"0" * spelling.room + b">"
    body = SIGNATURE_FORM.replace(b"@SUBFILTER@", spelling.subfilter).replace(b"@GAP@", gap)
    body = body.replace(b"@RANGE@", b"@" + b"R" * (spelling.width - 2) + b"@")
    return fill(update(pdf, objects | {50: body}), container(rahmadi()), spelling=spelling)


def test_the_papers_of_these_tests_are_sound() -> None:
    for permits in (0, 1, 2, 3):
        assert judged(signed(permits)).verdict is Verdict.INTACT


@pytest.mark.parametrize("permits", [0, 2, 3])
def test_filling_an_empty_field_is_a_listed_addition(permits: int) -> None:
    filled = update(signed(permits), {10: text_field(value=b"setuju", appearance=12), 12: look(b"setuju")})
    answer = judged(filled)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert any("catatan" in line for line in answer.additions)


@pytest.mark.parametrize("permits", [0, 2, 3])
def test_a_second_signature_in_its_waiting_field_is_a_listed_addition(permits: int) -> None:
    answer = judged(second_signature(signed(permits), {13: EMPTY_FIELD[:-2] + b"/V 50 0 R>>"}))
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [one.valid for one in answer.signatures] == [True, True]


def test_where_nothing_is_permitted_a_filled_field_alters_the_file() -> None:
    assert judged(update(signed(1), {10: text_field(value=b"setuju")})).verdict is Verdict.ALTERED
    late = second_signature(signed(1), {13: EMPTY_FIELD[:-2] + b"/V 50 0 R>>"})
    assert judged(late).verdict is Verdict.ALTERED


SHADOWS: dict[str, tuple[dict[str, bytes | int], dict[int, bytes]]] = {
    "replace: a field over the text is filled": (
        {"rect": b"60 690 400 720"},
        {10: text_field(value=b"999,00", rect=b"60 690 400 720", appearance=12), 12: look(b"Capaian 999,00")},
    ),
    "replace: a written field is overwritten": (
        {"value": b"103,00"},
        {10: text_field(value=b"999,00", appearance=12), 12: look(b"999,00")},
    ),
    "replace: a written field shows something else": ({"value": b"103,00"}, {11: look(b"999,00")}),
    "hide: a hidden field is shown": (
        {"flags": 2, "value": b"999,00"},
        {10: text_field(flags=4, value=b"999,00")},
    ),
    "hide: a shown field is hidden": ({"value": b"103,00"}, {10: text_field(flags=2, value=b"103,00")}),
    "replace: the font of the page": ({}, {FONT: b"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"}),
    "replace: the font of the form": (
        {},
        {1: catalog().replace(b"/F1 5 0 R", b"/F1 42 0 R"), 42: b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"},
    ),
    "replace: appearances made by the reader": (
        {},
        {1: catalog().replace(b"/SigFlags", b"/NeedAppearances true/SigFlags")},
    ),
    "hide and replace: the page swaps its content": (
        {},
        {PAGE: PAGE_WITH_FIELDS.replace(b"/Contents 4 0 R", b"/Contents 11 0 R")},
    ),
    "sneaky: an empty signature field is painted": (
        {},
        {13: EMPTY_FIELD[:-2] + b"/AP<</N 41 0 R>>>>", 41: look(b"999,00")},
    ),
    "sneaky: a new painted field without a signature": (
        {},
        {
            1: catalog().replace(b"13 0 R]", b"13 0 R 40 0 R]"),
            PAGE: PAGE_WITH_FIELDS.replace(b"13 0 R]", b"13 0 R 40 0 R]"),
            40: EMPTY_FIELD.replace(b"(kedua)", b"(ketiga)")[:-2] + b"/AP<</N 41 0 R>>>>",
            41: look(b"999,00"),
        },
    ),
    "field moved": ({}, {10: text_field(rect=b"60 690 400 720")}),
    "action on a field": ({}, {10: text_field()[:-2] + b"/AA<</E<</S/JavaScript/JS(app.alert\\(1\\))>>>>>>"}),
    "action at the start": ({}, {1: catalog()[:-2] + b"/OpenAction<</S/JavaScript/JS(x)>>>>"}),
    "launch": ({}, {1: catalog()[:-2] + b"/OpenAction<</S/Launch/F(x.exe)>>>>"}),
    "xfa": ({}, {1: catalog().replace(b"/SigFlags", b"/XFA 43 0 R/SigFlags"), 43: BLANK}),
    "embedded file": ({}, {1: catalog()[:-2] + b"/Names<</EmbeddedFiles<</Names[(a) 44 0 R]>>>>>>", 44: b"<</F(a)>>"}),
    "layer": ({}, {1: catalog()[:-2] + b"/OCProperties<</OCGs[]/D<<>>>>>>"}),
    "title": ({}, {INFO: b"<</Title(Laporan palsu)>>"}),
    "text of the page": ({}, {CONTENT: look(b"999,00")}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "permits"),
    [(name, permits) for name in SHADOWS for permits in range(4) if EVERYTHING or permits == 3 * (len(name) % 2)],
)
def test_a_shadow_is_not_accepted(name: str, permits: int) -> None:
    prepared, late = SHADOWS[name]
    perms = b"/Perms<</DocMDP 8 0 R>>" if permits else b""
    objects = dict(late)
    if 1 in objects and permits:
        objects[1] = objects[1][:-2] + perms + b">>"
    base = signed(permits, **prepared)
    assert judged(base).verdict is Verdict.INTACT
    assert not accepted(update(base, objects))
    assert not accepted(with_validation_data(update(base, objects)))
    if EVERYTHING:
        assert not accepted(update(with_validation_data(base), objects))


@pytest.mark.parametrize("permits", [0, 1, 2, 3] if EVERYTHING else [3])
@pytest.mark.parametrize(
    "kind", [b"FreeText", b"Stamp", b"Redact", b"Square", b"Ink", b"Highlight", b"Link", b"Watermark"]
)
def test_an_annotation_over_the_text_is_never_green(kind: bytes, permits: int) -> None:
    """P=3 permits annotations by the letter; one that covers what was signed still shows something else."""
    assert judged(update(signed(permits), annotation(kind))).verdict is Verdict.ALTERED


@pytest.mark.parametrize("permits", [0, 2, 3])
def test_a_sneaky_signature_over_the_text_is_not_accepted(permits: int) -> None:
    """A sound second signature whose picture covers what the first one signed."""
    field = EMPTY_FIELD.replace(b"(kedua)", b"(ketiga)").replace(b"60 60 260 80", b"60 690 400 720")
    objects = {
        1: catalog(permits).replace(b"13 0 R]", b"13 0 R 40 0 R]"),
        PAGE: PAGE_WITH_FIELDS.replace(b"13 0 R]", b"13 0 R 40 0 R]"),
        40: field[:-2] + b"/V 50 0 R/AP<</N 41 0 R>>>>",
        41: look(b"Capaian 999,00"),
    }
    assert not accepted(second_signature(signed(permits), objects))


def test_a_drawn_stamp_is_no_signature() -> None:
    stamped = written({**OBJECTS, **annotation(b"Stamp"), PAGE: OBJECTS[PAGE][:-2] + b"/Annots[40 0 R]>>"})
    assert judged(stamped).verdict is Verdict.UNSIGNED
    empty = {1: FORM.replace(b"@PERMS@", b"").replace(b"7 0 R 10 0 R 13 0 R", b"13 0 R"), 13: EMPTY_FIELD}
    assert judged(written({**OBJECTS, **empty})).verdict is Verdict.UNSIGNED
