"""pyHanko's reader, reading the table of an object stream once instead of once for every object in it.

Without this, comparing the revisions of a tagged report takes twice as long, and time is what the sandbox limits.
"""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

Table = tuple[bytes, dict[int, tuple[int, int]]]
"""A stream's unpacked bytes, and by its number each object's place in the table and where it begins."""


class QuickReader(PdfFileReader):
    """Whatever is odd about a stream is left to pyHanko's own, strict way."""

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        data, table = self._table(stmnum)
        place, start = table.get(idnum, (-1, 0))
        # An object that is listed twice, or elsewhere than the cross-references say, is for pyHanko to refuse.
        if place != idx:
            return super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]
        stream = io.BytesIO(data)
        stream.seek(start)
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            return super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]
        return found

    def _table(self, stmnum: int) -> Table:
        tables: dict[int, Table] = self.__dict__.setdefault("_tables", {})
        if stmnum not in tables:
            tables[stmnum] = self._read_table(stmnum)
        return tables[stmnum]

    def _read_table(self, stmnum: int) -> Table:
        stream = generic.Reference(stmnum, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
            return b"", {}
        data = stream.read_data(DecodePurpose.OBJECT_STREAM)
        first, count = int(stream["/First"]), int(stream["/N"])
        numbers = data[:first].split()
        if len(numbers) != 2 * count or not all(number.isdigit() for number in numbers):
            return b"", {}
        table: dict[int, tuple[int, int]] = {}
        for place in range(count):
            number, offset = int(numbers[2 * place]), int(numbers[2 * place + 1])
            table[number] = (-1, 0) if number in table else (place, first + offset)
        return data, table
