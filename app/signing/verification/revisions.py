"""What was appended behind a signature, byte for byte: whole revisions and nothing between them."""

from __future__ import annotations

import io
import re

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionType, read_object_header

from app.signing.verification.verdicts import Finding, Verdict

BLANK = re.compile(rb"[\r\n \t]*")
TABLE = re.compile(rb"xref[\r\n \t]+(?:\d+ \d+[\r\n \t]+(?:\d{10} \d{5} [nf][\r\n \t]{1,2})*)+trailer[\r\n \t]*")
OBJECT_END = re.compile(rb"[\r\n \t]*endobj")
BY_ITEXT = rb"(?:%iText[ -~]{0,80}(?:\r\n|\r|\n))?"
"""The one comment that is known of honest software: iText names itself before each pointer."""

POINTER = re.compile(rb"[\r\n \t]*" + BY_ITEXT + rb"startxref[\r\n \t]+(\d{1,10})[\r\n \t]+%%EOF[ \t]*(?:\r\n|\r|\n)?")

STRAY = "Ada data di belakang tanda tangan yang tidak tercatat sebagai bagian PDF."
ELSEWHERE = "Daftar isi berkas yang ditambahkan menunjuk ke luar bagiannya sendiri."
TWO_LISTS = "Bagian yang ditambahkan memuat dua daftar isi yang dapat berbeda bagi pembaca yang berbeda."
HOLLOW = "Berkas ditulis ulang sesudah ditandatangani tanpa menambahkan data validasi apa pun."


class UnaccountedBytes(Exception):
    """Bytes that no revision lists; the sentence says where."""


def check_appended(reader: PdfFileReader, data: bytes, *, signed_revision: int, end: int) -> Finding | None:
    """Account for every byte behind `end`, the end of what the signature covers."""
    position = end
    try:
        for revision in range(signed_revision + 1, reader.xrefs.total_revisions):
            position = _walk_revision(reader, data, revision=revision, start=position)
    except UnaccountedBytes as problem:
        return Finding(Verdict.ALTERED, str(problem))
    if data[position:].strip(b"\r\n \t"):
        return Finding(Verdict.ALTERED, STRAY)
    return None


def check_purpose(reader: PdfFileReader, *, signed_revision: int, signed_in: set[int]) -> Finding | None:
    """Each appended revision must bring validation data, or a timestamp or signature of its own."""
    for revision in range(signed_revision + 1, reader.xrefs.total_revisions):
        if revision not in signed_in and not _brings_validation_data(reader, revision):
            return Finding(Verdict.ALTERED, HOLLOW)
    return None


def _brings_validation_data(reader: PdfFileReader, revision: int) -> bool:
    history = reader.get_historical_resolver(revision)
    store = reader.get_historical_root(revision).get("/DSS")
    if store is None:
        return False
    if "/DSS" not in reader.get_historical_root(revision - 1):
        return True
    changed = reader.xrefs.explicit_refs_in_revision(revision)
    holder = reader.get_historical_root(revision).raw_get("/DSS")
    reached = history.collect_dependencies(store, since_revision=revision)
    return bool(changed & reached) or (isinstance(holder, generic.IndirectObject) and holder.reference in changed)


def _walk_revision(reader: PdfFileReader, data: bytes, *, revision: int, start: int) -> int:
    """The position behind this revision's %%EOF. Raises UnaccountedBytes for whatever does not belong there."""
    meta = reader.xrefs.get_xref_container_info(revision)
    # Where the list begins, its word "xref" included; the library's own start_location lies behind that word.
    listing = reader.xrefs.get_startxref_for_revision(revision)
    section = reader.xrefs.get_xref_data(revision)
    if section.hybrid is not None:
        raise UnaccountedBytes(TWO_LISTS)
    entries = section.standard_xrefs.values()
    offsets = {offset for _, offset in entries}
    is_stream = meta.xref_section_type == XRefSectionType.STREAM
    if is_stream:
        offsets.add(listing)
    if listing < start or any(not start <= offset <= listing for offset in offsets):
        raise UnaccountedBytes(ELSEWHERE)
    position = start
    for offset in sorted(offsets):
        _require_blank(data, position, offset)
        position = _object_end(reader, data, offset)
    if not is_stream:
        _require_blank(data, position, listing)
        position = _table_end(reader, data, listing)
    pointer = POINTER.match(data, position)
    if pointer is None or int(pointer[1]) != listing:
        raise UnaccountedBytes(STRAY)
    return pointer.end()


def _require_blank(data: bytes, start: int, end: int) -> None:
    if start > end or BLANK.fullmatch(data, start, end) is None:
        raise UnaccountedBytes(STRAY)


def _object_end(reader: PdfFileReader, data: bytes, offset: int) -> int:
    stream = io.BytesIO(data)
    stream.seek(offset)
    number, generation = read_object_header(stream, strict=True)  # type: ignore[no-untyped-call]
    generic.read_object(stream, generic.Reference(number, generation, reader))
    closing = OBJECT_END.match(data, stream.tell())
    if closing is None:
        raise UnaccountedBytes(STRAY)
    return closing.end()


def _table_end(reader: PdfFileReader, data: bytes, offset: int) -> int:
    table = TABLE.match(data, offset)
    if table is None:
        raise UnaccountedBytes(STRAY)
    stream = io.BytesIO(data)
    stream.seek(table.end())
    trailer = generic.TrailerReference(reader)  # type: ignore[no-untyped-call]
    generic.DictionaryObject.read_from_stream(stream, trailer)
    return stream.tell()
