"""The bytes of a signed PDF, read strictly: where it begins and ends, and what a signature really covers.

PDF readers forgive much, and published attacks live on what they forgive. So this asks for exactly the
form that signing software writes, and looks at bytes only, before any parser interprets them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import parser

from app.signing.verification.verdicts import Finding, Verdict

HEADER = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\r\n \t]")
TAIL = re.compile(rb"startxref[ \t]*(?:\r\n|\r|\n)[ \t]*(\d{1,10})[ \t]*(?:\r\n|\r|\n)%%EOF[ \t]*(?:\r\n|\r|\n)?\Z")
TAIL_LENGTH = 64
BYTE_RANGE = re.compile(rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,10})" + rb"\s{1,8}(\d{1,10})" * 3 + rb"\s{0,80}\]")
HEX = re.compile(rb"(?:[0-9A-F]+|[0-9a-f]+)\Z")

EMPTY = "Berkas ini kosong. Unggah berkas PDF yang lengkap."
NOT_PDF = "Berkas ini bukan PDF."
BEFORE_START = "Ada data asing sebelum awal PDF; berkas pernah disunting di luar aplikasi."
ODD_HEADER = "Awal PDF ini tidak sah (versi PDF tidak dikenal)."
AFTER_END = "Berkas tidak berakhir di penanda akhir PDF: terpotong, atau ada data yang ditambahkan sesudahnya."
NOT_FROM_START = "Tanda tangan “{field}” tidak mencakup berkas sejak bita pertama."
ODD_RANGE = "Jangkauan tanda tangan “{field}” tidak lazim atau melewati akhir berkas; sebagian isi tidak terlindungi."
ODD_GAP = "Tempat tanda tangan “{field}” di dalam berkas tidak sah; ada isi yang tidak ikut ditandatangani."
ODD_PADDING = "Ada data tersembunyi di belakang tanda tangan “{field}”."
NOT_AT_EOF = "Bagian yang dicakup tanda tangan “{field}” tidak berakhir di akhir sebuah revisi PDF."
SHARED_RANGE = "Dua tanda tangan memakai jangkauan yang sama atau saling memotong."
DETACHED = "Ada tanda tangan di dalam berkas yang sudah dilepas dari dokumennya; berkas diubah sesudah ditandatangani."


@dataclass(frozen=True)
class SignedRange:
    """What one signature covers: from byte 0 to `end` without the gap that holds the signature itself."""

    gap_start: int
    gap_end: int
    end: int


def check_frame(data: bytes) -> Finding | None:
    """Whether the bytes begin and end as a PDF must."""
    if not data:
        return Finding(Verdict.UNREADABLE, EMPTY)
    if not data.startswith(b"%PDF-"):
        if b"%PDF-" in data[:4096]:
            return Finding(Verdict.BROKEN, BEFORE_START)
        return Finding(Verdict.UNREADABLE, NOT_PDF)
    if not HEADER.match(data):
        return Finding(Verdict.BROKEN, ODD_HEADER)
    if not ends_a_revision(data, len(data)):
        return Finding(Verdict.BROKEN, AFTER_END)
    return None


def ends_a_revision(data: bytes, end: int) -> bool:
    return TAIL.search(data, max(0, end - TAIL_LENGTH), end) is not None


def check_range(data: bytes, numbers: Sequence[int], *, field: str) -> SignedRange | Finding:
    """The range as the only honest form it can have, or what is wrong with it."""
    if len(numbers) != 4 or numbers[0] != 0:
        return Finding(Verdict.BROKEN, NOT_FROM_START.format(field=field))
    _, gap_start, gap_end, rest = (int(number) for number in numbers)
    end = gap_end + rest
    if not (0 < gap_start < gap_end and rest > 0 and end <= len(data)):
        return Finding(Verdict.BROKEN, ODD_RANGE.format(field=field))
    if not _is_hex_gap(data, gap_start, gap_end):
        return Finding(Verdict.BROKEN, ODD_GAP.format(field=field))
    if not ends_a_revision(data, end):
        return Finding(Verdict.BROKEN, NOT_AT_EOF.format(field=field))
    span = SignedRange(gap_start, gap_end, end)
    if not _is_zero_padded(contents_of(data, span)):
        return Finding(Verdict.BROKEN, ODD_PADDING.format(field=field))
    return span


def contents_of(data: bytes, span: SignedRange) -> bytes:
    """The container as it stands in the gap, with its padding."""
    return bytes.fromhex(data[span.gap_start + 1 : span.gap_end - 1].decode("ascii"))


def check_nesting(ranges: Sequence[SignedRange]) -> Finding | None:
    """Each later signature must lie behind everything that an earlier one covers."""
    ordered = sorted(ranges, key=lambda one: one.end)
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        if later.gap_start < earlier.end:
            return Finding(Verdict.BROKEN, SHARED_RANGE)
    return None


def check_detached(data: bytes, known: Sequence[SignedRange]) -> Finding | None:
    """Whether the bytes hold a signature that the document no longer mentions."""
    gaps = {one.gap_start for one in known}
    for match in BYTE_RANGE.finditer(data):
        first, gap_start, gap_end, _ = (int(group) for group in match.groups())
        if first == 0 and gap_start not in gaps and _is_hex_gap(data, gap_start, gap_end):
            return Finding(Verdict.ALTERED, DETACHED)
    return None


def _is_hex_gap(data: bytes, start: int, end: int) -> bool:
    if not (0 < start < end <= len(data)) or data[start : start + 1] != b"<" or data[end - 1 : end] != b">":
        return False
    if not data[max(0, start - 16) : start].rstrip(b" \r\n\t").endswith(b"/Contents"):
        return False
    digits = data[start + 1 : end - 1]
    return len(digits) % 2 == 0 and HEX.match(digits) is not None


def _is_zero_padded(contents: bytes) -> bool:
    """The gap holds one DER value and zeros behind it, so that nothing hides where no digest looks."""
    try:
        length = parser.peek(contents)
    except ValueError:
        return False
    return not any(contents[length:])
