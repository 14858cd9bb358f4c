"""Which letters the bundled faces can print; any other is printed as its code point, on every machine alike."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from app.settings import ROOT

FACES = ROOT / "static" / "fonts" / "liberation"
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def printable(text: str) -> str:
    """Replace what has no glyph, "😀" → "[U+1F600]", and what would reorder or hide its neighbours.

    Without this a missing letter silently takes a face of the machine it is rendered on, or prints as an
    empty box, which PDF/A forbids. The embedded data keep the text as it was typed.
    """
    return unicodedata.normalize("NFC", text).translate(_table())


class _Table(dict[int, str]):
    """Decides about each letter once; `str.translate` asks for the missing ones."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__()
        self.known = known

    def __missing__(self, code: int) -> str:
        self[code] = self._decide(code)
        return self[code]

    def _decide(self, code: int) -> str:
        letter = chr(code)
        if letter in "\n\t":
            return letter
        if letter in _DROPPED or unicodedata.category(letter) == "Cc":
            return ""
        if code in self.known and unicodedata.category(letter) != "Cf":
            return letter
        return f"[U+{code:04X}]"


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table(frozenset.intersection(*(_letters_of(face) for face in sorted(FACES.glob("*.ttf")))))


def _letters_of(face: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())
