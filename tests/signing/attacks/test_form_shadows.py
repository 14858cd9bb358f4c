"""Shadow attacks with the tools of forms: each leaves every signature valid and shows something else.

A field may be filled behind a signature. It may not cover what the page says, nor look otherwise while it
holds the same value.
"""

from __future__ import annotations

import pytest

from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import new_identity, token
from tests.signing.attacks.forms import (
    OFF,
    ON,
    SMALL,
    VALUE,
    catalog,
    certified,
    drawing,
    page,
    placeholder,
    push_button,
    signed,
    stream,
    text_field,
    tick_box,
    words,
)
from tests.signing.attacks.handmade import SIGNATURE_FORM, Spelling, fill, update
from tests.signing.attacks.people import ca, judged
from tests.signing.attacks.test_shadow import EMPTY_FIELD, second_signature, with_validation_data

FIELDS = b"7 0 R 10 0 R 13 0 R"
PAPER = {1: catalog(), 3: page()}
WHITE = b"1 1 1 rg 0 0 %b re f 0 g "
SCAN = stream(b"0 g 72 650 30 50 re f 120 650 10 60 re f 200 640 m 260 700 l 5 w S")
WHOLE = b"0 0 595 842"
EMPTY = drawing(b"")
NESTED = {name: drawing(b"/X Do", resources=b"<</XObject<</X %d 0 R>>>>" % name) for name in (12, 21)}
LINED = VALUE % b"Ya" + b" 100 0 m 200 20 l S"
BOX = {**PAPER, 11: drawing(ON, SMALL), 12: drawing(OFF, SMALL)}
BY_READER = b"/NeedAppearances true/DA(/F1 12 Tf)/DR<</Font<</F1 5 0 R>>>>"

Objects = dict[int, bytes]

SHADOWS: dict[str, tuple[Objects, Objects]] = {
    "a short figure is covered": (
        {**PAPER, 4: words(b"95"), 10: text_field(b"", rect=b"295 695 330 715"), 11: EMPTY},
        {
            10: text_field(b"103", rect=b"295 695 330 715", look=12),
            12: drawing(WHITE % b"35 20" + b"BT /F1 12 Tf 5 5 Td (103) Tj ET", b"0 0 35 20"),
        },
    ),
    "the first digit of a long figure is covered": (
        {**PAPER, 4: words(b"1.500.000.000,00"), 10: text_field(b"", rect=b"300 695 307 715"), 11: EMPTY},
        {
            10: text_field(b"9", rect=b"300 695 307 715", look=12),
            12: drawing(WHITE % b"7 20" + b"BT /F1 12 Tf 0 5 Td (9) Tj ET", b"0 0 7 20"),
        },
    ),
    "a page without a text layer is covered": (
        {**PAPER, 4: SCAN, 10: text_field(b"", rect=WHOLE), 11: drawing(b"", WHOLE)},
        {
            10: text_field(b"x", rect=WHOLE, look=12),
            12: drawing(WHITE % b"595 842" + b"BT /F1 40 Tf 72 600 Td (BAYAR 9 MILIAR) Tj ET", WHOLE),
        },
    ),
    "a picture inside a written field's picture is exchanged": (
        {**PAPER, 10: text_field(b"Ya"), 11: NESTED[12], 12: drawing(VALUE % b"Ya")},
        {10: text_field(b"Ya", look=20), 20: NESTED[21], 21: drawing(VALUE % b"XX")},
    ),
    "lines inside a written field's picture are exchanged": (
        {**PAPER, 10: text_field(b"103,00"), 11: NESTED[12], 12: drawing(b"0 0 m 100 20 l 3 w S")},
        {10: text_field(b"103,00", look=20), 20: NESTED[21], 21: drawing(b"1 0 0 rg 0 0 180 20 re f")},
    ),
    "a written value is moved out of sight": (
        {**PAPER, 10: text_field(b"103,00"), 11: drawing(LINED)},
        {10: text_field(b"103,00", look=20), 20: drawing(LINED, b"100 0 200 20")},
    ),
    "a ticked box shows no tick": ({**BOX, 10: tick_box(b"Yes", b"Yes")}, {10: tick_box(b"Yes", b"Off")}),
    "an empty box shows a tick": ({**BOX, 10: tick_box(b"Off", b"Off")}, {10: tick_box(b"Off", b"Yes")}),
    "the tick's picture is exchanged": (
        {**BOX, 10: tick_box(b"Yes", b"Yes")},
        {10: tick_box(b"Yes", b"Yes", looks=(20, 12)), 20: drawing(OFF, SMALL)},
    ),
    "the empty box's picture is exchanged": (
        {**BOX, 10: tick_box(b"Off", b"Off")},
        {10: tick_box(b"Off", b"Off", looks=(11, 20)), 20: drawing(ON, SMALL)},
    ),
    "a button's picture is exchanged": (
        {**PAPER, 10: push_button(11), 11: drawing(b"0 0 m 100 100 l 5 w S", b"0 0 100 100")},
        {10: push_button(20), 20: drawing(b"1 0 0 rg 0 0 100 100 re f", b"0 0 100 100")},
    ),
    "a field without a value shows other words": (
        {**PAPER, 10: text_field(), 11: drawing(VALUE % b"Ya")},
        {10: text_field(look=20), 20: drawing(VALUE % b"TIDAK")},
    ),
    "a field is no longer printed": (
        {**PAPER, 10: text_field(b"Ya"), 11: drawing(VALUE % b"Ya")},
        {10: text_field(b"Ya", flags=0)},
    ),
    "a reader that draws values itself draws it white": (
        {1: catalog(form=BY_READER), 3: page(), 10: text_field(b"Ya"), 11: drawing(VALUE % b"Ya")},
        {10: text_field(b"Ya").replace(b"/DA(/F1 12 Tf)", b"/DA(1 1 1 rg /F1 12 Tf)")},
    ),
}


@pytest.mark.parametrize("permits", [0, 2])
@pytest.mark.parametrize("name", SHADOWS)
def test_a_field_that_shows_something_else_than_was_signed_alters_the_file(name: str, permits: int) -> None:
    base, late = SHADOWS[name]
    paper = signed(base, permits=permits)
    assert judged(paper).verdict is Verdict.INTACT
    assert judged(update(paper, late)).verdict is Verdict.ALTERED


def test_what_a_field_covers_is_quoted() -> None:
    base, late = SHADOWS["a short figure is covered"]
    (change,) = judged(update(signed(base), late)).changes
    assert (change.before, change.after) == ("95", "95 103")


COVER = drawing(WHITE % b"340 30" + b"BT /F1 12 Tf 2 5 Td (Capaian 999,00) Tj ET", b"0 0 340 30")
OVER_WORDS = b"60 690 400 720"


def with_placeholder() -> bytes:
    return signed(
        {
            1: catalog(FIELDS),
            3: page(FIELDS),
            10: text_field(b"", rect=OVER_WORDS),
            11: EMPTY,
            13: placeholder(OVER_WORDS, look=11),
        },
        permits=2,
    )


def test_a_text_field_in_a_placeholder_s_place_covers_no_words() -> None:
    late = {10: text_field(b"x", rect=OVER_WORDS, look=20), 20: COVER}
    assert judged(update(with_placeholder(), late)).verdict is Verdict.ALTERED


def test_a_placeholder_over_words_can_not_be_signed_unseen() -> None:
    late = {13: placeholder(OVER_WORDS, look=20, more=b"/V 50 0 R"), 20: COVER}
    assert judged(second_signature(with_placeholder(), late)).verdict is Verdict.ALTERED


def test_a_placeholder_may_not_be_repainted_without_a_signature() -> None:
    beside = b"60 60 260 80"
    paper = signed({1: catalog(b"7 0 R 13 0 R"), 3: page(b"7 0 R 13 0 R"), 11: EMPTY, 13: placeholder(beside, look=11)})
    late = update(paper, {13: placeholder(beside, look=20), 20: drawing(VALUE % b"DISETUJUI")})
    assert judged(late).verdict is Verdict.ALTERED


def stamped_by_a_stranger(pdf: bytes, objects: Objects) -> bytes:
    stranger, spelling = new_identity("Cap Asing", stamps=True), Spelling(subfilter=b"ETSI.RFC3161")
    gap = b"<" + b"0" * spelling.room + b">"
    form = SIGNATURE_FORM.replace(b"/Type/Sig", b"/Type/DocTimeStamp").replace(b"/M(D:20261123010000Z)", b"")
    form = form.replace(b"@SUBFILTER@", spelling.subfilter).replace(b"@GAP@", gap)
    form = form.replace(b"@RANGE@", b"@" + b"R" * (spelling.width - 2) + b"@")
    return fill(update(pdf, objects | {50: form}), lambda data: token(data, stranger).dump(), spelling=spelling)


def stamp_field(rect: bytes) -> bytes:
    renamed = EMPTY_FIELD.replace(b"(kedua)", b"(cap)").replace(b"60 60 260 80", rect)
    return renamed[:-2] + b"/V 50 0 R/AP<</N 20 0 R>>>>"


WITH_STAMP = b"7 0 R 10 0 R 40 0 R"


def test_a_time_stamp_paints_nothing_on_a_page() -> None:
    paper = signed({**PAPER, 10: text_field(b""), 11: EMPTY})
    painted = {1: catalog(WITH_STAMP), 3: page(WITH_STAMP), 40: stamp_field(b"60 60 260 80")}
    answer = judged(stamped_by_a_stranger(paper, painted | {20: drawing(VALUE % b"DISETUJUI Rp 9 M")}))
    assert answer.verdict is Verdict.ALTERED
    assert any("menempelkan gambar pada halaman" in reason for reason in answer.reasons)


def test_a_field_filled_together_with_a_stamp_or_signature_is_listed() -> None:
    paper = signed({**PAPER, 10: text_field(b""), 11: EMPTY})
    filled = {10: text_field(b"Rp 9 M", look=22), 22: drawing(VALUE % b"Rp 9 M")}
    unseen = {1: catalog(WITH_STAMP), 3: page(WITH_STAMP), 40: stamp_field(b"0 0 0 0"), 20: EMPTY}
    answer = judged(stamped_by_a_stranger(paper, filled | unseen))
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert any("isian formulir “catatan”" in line for line in answer.additions)
    two = signed({1: catalog(FIELDS), 3: page(FIELDS), 10: text_field(b""), 11: EMPTY, 13: EMPTY_FIELD}, permits=2)
    answer = judged(second_signature(two, filled | {13: EMPTY_FIELD[:-2] + b"/V 50 0 R>>"}))
    assert any("isian formulir “catatan”" in line for line in answer.additions)


def packet(title: bytes) -> bytes:
    return stream(
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%b</rdf:li>'
        b'</rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>' % title,
        b"/Type/Metadata/Subtype/XML",
    )


@pytest.mark.parametrize("permits", [0, 1])
@pytest.mark.parametrize("had", [True, False])
def test_a_title_replaced_in_the_metadata_alone_alters_the_file(permits: int, had: bool) -> None:
    """A reader that shows the document's title in its window would show another one."""
    shown = b"/ViewerPreferences<</DisplayDocTitle true>>" + (b"/Metadata 30 0 R" if had else b"")
    root = catalog(b"7 0 R", more=shown)
    base = {1: root, 3: page(b"7 0 R")} | ({30: packet(b"Laporan")} if had else {})
    paper = signed(base, permits=permits)
    late = (certified(root) if permits else root)[:-2] + b"/DSS 60 0 R" + (b"" if had else b"/Metadata 30 0 R") + b">>"
    validation = {60: b"<</Certs[61 0 R]>>", 61: stream(ca().asn1.dump())}
    answer = judged(update(paper, validation | {1: late, 30: packet(b"SURAT PALSU")}))
    assert answer.verdict is Verdict.ALTERED
    assert any("judul" in reason for reason in answer.reasons)
    same = judged(update(paper, validation | {1: late, 30: packet(b"Laporan")}))
    assert same.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert judged(with_validation_data(paper)).verdict is Verdict.INTACT_WITH_ADDITIONS
