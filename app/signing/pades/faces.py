"""The two bundled faces: how wide their words are, and the few glyphs of one block as a font inside a PDF."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Iterable
from functools import cache

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from app.settings import ROOT

FOLDER = ROOT / "static" / "fonts" / "liberation"
THOUSAND = 1000
UNKNOWN = "?"
NONSYMBOLIC = 32
DROPPED = ("GDEF", "GPOS", "GSUB", "name", "gasp", "OS/2", "cmap", "post", "kern", "DSIG", "FFTM")
"""A PDF addresses glyphs by number and brings its own widths and names."""

CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}endcmap CMapName currentdict /CMap defineresource pop end end"""
PER_BLOCK = 100


class Face:
    """One face, read once for the life of the process."""

    def __init__(self, style: str) -> None:
        self.name = f"LiberationSans-{style}"
        self._face = hb.Face(hb.Blob.from_file_path(str(FOLDER / f"{self.name}.ttf")))
        self._font = hb.Font(self._face)

    def spell(self, text: str) -> list[tuple[int, str]]:
        """Glyph numbers with their characters; what the face lacks is a question mark, never an empty box."""
        composed = unicodedata.normalize("NFC", " ".join(text.split()))
        return [self._glyph(character) for character in composed if unicodedata.category(character)[0] != "C"]

    def width(self, text: str, *, size: float) -> float:
        return sum(self.advance(glyph) for glyph, _ in self.spell(text)) * size / THOUSAND

    def advance(self, glyph: int) -> float:
        """In thousandths of the size."""
        return float(self._font.get_glyph_h_advance(glyph)) * THOUSAND / self._face.upem

    def _glyph(self, character: str) -> tuple[int, str]:
        glyph = self._font.get_nominal_glyph(ord(character))
        if glyph is None:
            return self._font.get_nominal_glyph(ord(UNKNOWN)), UNKNOWN
        return glyph, character

    def embed(self, pdf: pikepdf.Pdf, used: Iterable[tuple[int, str]]) -> tuple[pikepdf.Object, dict[int, int]]:
        """The font as an object of `pdf`, and which number each glyph has in it."""
        characters = dict(used)
        numbers, data = self._subset(characters)
        program = pdf.make_stream(data, Length1=len(data))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{_tag(data)}+{self.name}"),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(self._descriptor(program, tag=_tag(data))),
            CIDToGIDMap=Name.Identity,
            DW=THOUSAND,
            W=Array([part for glyph, number in numbers.items() for part in (number, [round(self.advance(glyph), 3)])]),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=descendant.BaseFont,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode({numbers[glyph]: text for glyph, text in characters.items()})),
        )
        return pdf.make_indirect(font), numbers

    def _subset(self, characters: dict[int, str]) -> tuple[dict[int, int], bytes]:
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.NO_HINTING
        wanted.glyph_set.update(characters)
        wanted.drop_table_tag_set.update(hb_tag(name) for name in DROPPED)
        plan = hb.SubsetPlan(self._face, wanted)
        renumbered = plan.old_to_new_glyph_mapping
        numbers = {glyph: int(renumbered[glyph]) for glyph in sorted(characters)}
        return numbers, bytes(plan.execute().blob.data)

    def _descriptor(self, program: pikepdf.Stream, *, tag: str) -> Dictionary:
        extents = self._font.get_font_extents("ltr")
        box = struct.unpack(">4h", self._face.reference_table("head").data[36:44])
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{tag}+{self.name}"),
            Flags=NONSYMBOLIC,
            FontBBox=Array([self._thousandths(edge) for edge in box]),
            ItalicAngle=0,
            Ascent=self._thousandths(extents.ascender),
            Descent=self._thousandths(extents.descender),
            CapHeight=self._thousandths(extents.ascender),
            StemV=80,
            FontFile2=program,
        )

    def _thousandths(self, units: int) -> int:
        return round(units * THOUSAND / self._face.upem)


@cache
def regular() -> Face:
    return Face("Regular")


@cache
def bold() -> Face:
    return Face("Bold")


def hb_tag(name: str) -> int:
    return int.from_bytes(name.ljust(4).encode("ascii"), "big")


def _tag(data: bytes) -> str:
    """Six letters that differ where the glyphs do (ISO 32000-1, 9.6.4)."""
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])


def _to_unicode(characters: dict[int, str]) -> bytes:
    pairs = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in characters.items()]
    blocks = (pairs[start : start + PER_BLOCK] for start in range(0, len(pairs), PER_BLOCK))
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return CMAP.format(blocks=body).encode("ascii")
