"""Is the holder of a certificate the person who signs: names compared without gelar, NIP by digits."""

from __future__ import annotations

import re
import unicodedata

# Titles that Indonesian officials write before the name. A short form that may also be part of a name
# (M., A., Abd.) is not among them: it is compared as written.
TITLES_BEFORE = frozenset(
    {"prof", "dr", "drs", "dra", "drg", "drh", "ir", "h", "hj", "hajjah", "haji", "kh"}
    | {"rr", "tgk", "ust", "apt", "ns", "kapten", "kol", "letkol", "mayor"}
)
DEMO_MARK = "contoh"


def plain_name(name: str) -> str:
    """The name alone: no gelar before or after it, no demo mark, no case, one space between words.

    Gelar behind the name are what follows the first comma, as the office writes names.
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    before_comma = re.sub(rf"\W*\b{DEMO_MARK}\b\W*", " ", folded).strip().split(",")[0]
    words = re.findall(r"[^\W_]+(?:['’`][^\W_]+)*", before_comma)
    while len(words) > 1 and words[0] in TITLES_BEFORE:
        words.pop(0)
    return " ".join(words)


def same_person(common_name: str, *, name: str) -> bool:
    return bool(plain_name(name)) and plain_name(common_name) == plain_name(name)


def as_nip(text: str) -> str:
    """The 18 digits of a NIP, or empty: a NIK has 16 and must never be shown or kept."""
    digits = re.sub(r"[\s.-]", "", text)
    return digits if re.fullmatch(r"\d{18}", digits) else ""
