"""PDFs written byte by byte, so that a test decides every blank, number and key that a library would decide."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

TEXT = b"BT /F1 12 Tf 72 700 Td (Capaian indikator 1.1: 103,00) Tj ET"
CATALOG, PAGES, PAGE, CONTENT, FONT, INFO = range(1, 7)
FIELD, SIGNATURE = 7, 8

OBJECTS: dict[int, bytes] = {
    CATALOG: b"<</Type/Catalog/Pages 2 0 R>>",
    PAGES: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    PAGE: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    CONTENT: b"<</Length %d>>\nstream\n%b\nendstream" % (len(TEXT), TEXT),
    FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    INFO: b"<</Title(Laporan)>>",
}
SIGNED_CATALOG = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 3>>>>"
SIGNED_PAGE = OBJECTS[PAGE][:-2] + b"/Annots[7 0 R]>>"
SIGNATURE_FIELD = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(ttd)/F 132/Rect[0 0 0 0]/P 3 0 R/V 8 0 R>>"
SIGNATURE_FORM = (
    b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/@SUBFILTER@/M(D:20261123010000Z)/ByteRange @RANGE@/Contents @GAP@>>"
)

Cms = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Spelling:
    """How a producer writes its signature: order of keys, blanks, width and case of numbers and digits."""

    form: bytes = SIGNATURE_FORM
    numbers: str = "[0 {} {} {}]"
    width: int = 48
    pad_inside: bool = False
    lower: bool = False
    room: int = 16000
    subfilter: bytes = b"ETSI.CAdES.detached"
    eol: bytes = b"\n"
    last_eol: bytes = b"\n"


def written(
    objects: Mapping[int, bytes] = OBJECTS,
    *,
    header: bytes = b"%PDF-1.7",
    eol: bytes = b"\n",
    last_eol: bytes = b"\n",
    trailer: bytes = b"/Root 1 0 R/Info 6 0 R",
) -> bytes:
    """A file with a classic cross-reference table."""
    out = bytearray(header + eol + b"%\xe2\xe3\xcf\xd3" + eol)
    return bytes(out + _section(bytes(out), objects, trailer=trailer, eol=eol, last_eol=last_eol))


def with_streams(objects: Mapping[int, bytes] = OBJECTS, *, trailer: bytes = b"/Root 1 0 R/Info 6 0 R") -> bytes:
    """A file whose objects lie in an object stream and whose list is a cross-reference stream."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    loose = {number: body for number, body in objects.items() if b"stream" in body}
    packed = {number: body for number, body in objects.items() if number not in loose}
    container, table = 20, 21
    rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    heads, bodies = b"", b""
    for place, (number, body) in enumerate(packed.items()):
        heads += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
        rows[number] = (2, container, place)
    loose[container] = _stream(b"/Type/ObjStm/N %d/First %d" % (len(packed), len(heads)), heads + bodies)
    for number, body in loose.items():
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return bytes(out) + xref_stream(table, rows, start=len(out), trailer=trailer)


def xref_stream(number: int, rows: dict[int, tuple[int, int, int]], *, start: int, trailer: bytes = b"") -> bytes:
    """A cross-reference stream object as number `number`, and the end of the file behind it."""
    rows = rows | {number: (1, start, 0)}
    index = b" ".join(b"%d 1" % one for one in sorted(rows))
    data = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + third.to_bytes(2, "big")
        for _, (kind, place, third) in sorted(rows.items())
    )
    head = b"/Type/XRef/W[1 4 2]/Index[%b]/Size %d%b" % (index, max(rows) + 1, trailer)
    return b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(head, data), start)


def hybrid(objects: Mapping[int, bytes] = OBJECTS) -> bytes:
    """A file as some office software writes it: a table for old readers, a stream with what they can't read."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    extra = 20
    offsets = {}
    packed = b"<</Note(tersembunyi)>>"
    container, table = extra + 1, extra + 2
    body = b"%d 0 " % extra
    loose = dict(objects) | {container: _stream(b"/Type/ObjStm/N 1/First %d" % len(body), body + packed)}
    for number, content in loose.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    hidden = len(out)
    out += xref_stream(table, {extra: (2, container, 0)}, start=hidden).split(b"startxref")[0]
    offsets[table] = hidden
    start = len(out)
    out += _table(offsets, eol=b"\n", free=(extra,))
    out += b"trailer\n<</Size %d/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (table + 1, hidden, start)
    return bytes(out)


def update(
    pdf: bytes,
    objects: Mapping[int, bytes],
    *,
    trailer: bytes = b"",
    eol: bytes = b"\n",
    last_eol: bytes = b"\n",
    previous: int | None = None,
    pointer: int | None = None,
    as_stream: bool = False,
) -> bytes:
    """`pdf` with an incremental update behind it that defines `objects` anew."""
    last = previous if previous is not None else int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root = b"/Root 1 0 R/Prev %d" % last + trailer
    out = pdf if pdf.endswith((b"\n", b"\r")) else pdf + eol
    if not as_stream:
        return out + _section(out, objects, trailer=root, eol=eol, last_eol=last_eol, pointer=pointer)
    rows, body = {}, bytearray(out)
    for number, content in objects.items():
        rows[number] = (1, len(body), 0)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return bytes(body) + xref_stream(max(objects) + 20, rows, start=len(body), trailer=root)


def signed_by_hand(
    base: bytes,
    cms: Cms,
    *,
    spelling: Spelling = Spelling(),
    objects: Mapping[int, bytes] | None = None,
    as_stream: bool = False,
) -> bytes:
    """`base` with a signature that `cms` makes of the bytes it covers, spelled as asked."""
    gap = b"<" + b"0" * spelling.room + b">"
    body = spelling.form.replace(b"@SUBFILTER@", spelling.subfilter)
    body = body.replace(b"@RANGE@", b"@" + b"R" * (spelling.width - 2) + b"@").replace(b"@GAP@", gap)
    fresh = {CATALOG: SIGNED_CATALOG, PAGE: SIGNED_PAGE, FIELD: SIGNATURE_FIELD} | dict(objects or {})
    pdf = update(base, fresh | {SIGNATURE: body}, eol=spelling.eol, last_eol=spelling.last_eol, as_stream=as_stream)
    return fill(pdf, cms, spelling=spelling)


def fill(pdf: bytes, cms: Cms, *, spelling: Spelling = Spelling()) -> bytes:
    """Write the range and the signature into the places that wait for them."""
    mark = b"@" + b"R" * (spelling.width - 2) + b"@"
    start = pdf.index(b"<" + b"0" * spelling.room + b">", max(0, pdf.index(mark) - spelling.room - 400))
    end = start + spelling.room + 2
    text = spelling.numbers.format(start, end, len(pdf) - end).encode()
    if spelling.pad_inside:
        text = text[:-1] + b" " * (spelling.width - len(text)) + b"]"
    pdf = pdf.replace(mark, text.ljust(spelling.width))
    return placed(pdf, start, end, cms(pdf[:start] + pdf[end:]), lower=spelling.lower)


def placed(pdf: bytes, start: int, end: int, contents: bytes, *, lower: bool = False) -> bytes:
    digits = contents.hex().encode() if lower else contents.hex().upper().encode()
    room = end - start - 2
    assert len(digits) <= room, (len(digits), room)
    return pdf[: start + 1] + digits.ljust(room, b"0") + pdf[end - 1 :]


def _section(
    before: bytes,
    objects: Mapping[int, bytes],
    *,
    trailer: bytes,
    eol: bytes,
    last_eol: bytes,
    pointer: int | None = None,
) -> bytes:
    out, offsets = bytearray(), {}
    for number, body in objects.items():
        offsets[number] = len(before) + len(out)
        out += b"%d 0 obj%b%b%bendobj%b" % (number, eol, body, eol, eol)
    start = len(before) + len(out)
    out += _table(offsets, eol=eol, free=() if b"/Prev" in trailer else (0,))
    size = max([*objects, 8, *(int(one) - 1 for one in re.findall(rb"/Size (\d+)", before))]) + 1
    out += b"trailer%b<</Size %d%b>>%bstartxref%b" % (eol, size, trailer, eol, eol)
    out += b"%d%b%%%%EOF" % (start if pointer is None else pointer, eol) + last_eol
    return bytes(out)


def _table(offsets: Mapping[int, int], *, eol: bytes, free: tuple[int, ...] = ()) -> bytes:
    end = b" " + eol if len(eol) == 1 else eol
    rows = {number: b"%010d 00000 n%b" % (offset, end) for number, offset in offsets.items()}
    rows |= dict.fromkeys(free, b"0000000000 65535 f%b" % end)
    out, numbers = b"xref" + eol, sorted(rows)
    while numbers:
        run = [numbers[0]]
        while run[-1] + 1 in numbers:
            run.append(run[-1] + 1)
        out += b"%d %d%b" % (run[0], len(run), eol) + b"".join(rows[number] for number in run)
        numbers = numbers[len(run) :]
    return out


def _stream(head: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (head, len(packed), packed)
