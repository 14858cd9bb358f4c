"""Papers with form fields, written byte by byte: what was signed, and what came behind the signature."""

from __future__ import annotations

from collections.abc import Mapping

from tests.signing.attacks.containers import container
from tests.signing.attacks.handmade import OBJECTS, PAGE, SIGNATURE_FORM, Spelling, signed_by_hand, written
from tests.signing.attacks.people import noor
from tests.signing.attacks.test_shadow import EMPTY_FIELD

WRITTEN_BY_READER = b"/DA(/F1 12 Tf)/DR<</Font<</F1 5 0 R>>>>"
VALUE = b"BT /F1 12 Tf 2 5 Td (%b) Tj ET"
ON = b"0 0 20 20 re S 2 2 m 18 18 l 2 18 m 18 2 l 3 w S"
OFF = b"0 0 20 20 re S"
SMALL = b"0 0 20 20"


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data)


def drawing(draw: bytes, box: bytes = b"0 0 200 20", resources: bytes = b"<</Font<</F1 5 0 R>>>>") -> bytes:
    return stream(draw, b"/Type/XObject/Subtype/Form/BBox[%b]/Resources%b" % (box, resources))


def catalog(fields: bytes = b"7 0 R 10 0 R", *, form: bytes = WRITTEN_BY_READER, more: bytes = b"") -> bytes:
    return b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%b]/SigFlags 3%b>>%b>>" % (fields, form, more)


def page(fields: bytes = b"7 0 R 10 0 R") -> bytes:
    return OBJECTS[PAGE][:-2] + b"/Annots[%b]>>" % fields


def words(text: bytes, at: bytes = b"300 700") -> bytes:
    return stream(b"BT /F1 12 Tf %b Td (%b) Tj ET" % (at, text))


def text_field(
    value: bytes | None = None, *, rect: bytes = b"60 600 260 620", look: int = 11, flags: int = 4, more: bytes = b""
) -> bytes:
    written_value = b"" if value is None else b"/V(%b)" % value
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(catatan)/F %d/Rect[%b]/P 3 0 R%b/DA(/F1 12 Tf)/AP<</N %d 0 R>>%b>>"
        % (flags, rect, written_value, look, more)
    )


def tick_box(value: bytes, state: bytes, *, looks: tuple[int, int] = (11, 12)) -> bytes:
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(setuju)/F 4/Rect[60 600 80 620]/P 3 0 R/V/%b/AS/%b"
        b"/AP<</N<</Yes %d 0 R/Off %d 0 R>>>>>>" % (value, state, *looks)
    )


def push_button(look: int) -> bytes:
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Btn/Ff 65536/T(gambar)/F 4/Rect[60 600 160 700]/P 3 0 R/AP<</N %d 0 R>>>>"
        % look
    )


def placeholder(rect: bytes, *, look: int, more: bytes = b"") -> bytes:
    """An empty signature field that shows something of its own."""
    return EMPTY_FIELD.replace(b"60 60 260 80", rect)[:-2] + b"/AP<</N %d 0 R>>%b>>" % (look, more)


def parent(kids: bytes, value: bytes = b"") -> bytes:
    return b"<</FT/Tx/T(nama)/V(%b)/DA(/F1 12 Tf)/Kids[%b]>>" % (value, kids)


def kid(look: int, *, rect: bytes = b"60 600 260 620", flags: int = 4) -> bytes:
    """A widget without a name, apart from the field that it shows."""
    return b"<</Type/Annot/Subtype/Widget/Parent 10 0 R/F %d/Rect[%b]/P 3 0 R/AP<</N %d 0 R>>>>" % (flags, rect, look)


def signed(objects: Mapping[int, bytes], *, permits: int = 0) -> bytes:
    """The paper with these objects, approved, or certified with what it permits."""
    form, made = SIGNATURE_FORM, dict(objects)
    if permits:
        transform = b"/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P %d/V/1.2>>" % permits
        form = form.replace(b">>", b"/Reference[<</Type/SigRef%b>>]>>" % transform)
        made[1] = certified(made[1])
    return signed_by_hand(written(), container(noor()), objects=made, spelling=Spelling(form=form))


def certified(root: bytes) -> bytes:
    return root[:-2] + b"/Perms<</DocMDP 8 0 R>>>>"
