"""What people typed, with the records that it names led to their pages. Escaped first: only the links are ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

NAMED = re.compile(r"\brekaman ([1-9][0-9]{0,15})\b")
LINE_END = re.compile(r"\(rekaman [0-9]+(?:[,–-] ?[0-9]+)*\)[.;]?$")


@dataclass(frozen=True, slots=True)
class Cited:
    """The lines of a text; `listed` where each of several ends with its record, as a chronology's do."""

    lines: tuple[Markup, ...]
    listed: bool

    @property
    def whole(self) -> Markup:
        return Markup("\n").join(self.lines)


def cited(text: str, *, upto: int, address: Callable[[int], str]) -> Cited:
    """Records after `upto` are none of the log, so they lead nowhere; with 0 nothing is a link."""
    said = [line for line in text.splitlines() if line.strip()]
    listed = len(said) > 1 and all(LINE_END.search(line.rstrip()) for line in said)
    return Cited(tuple(_led(line, upto, address) for line in (said if listed else text.splitlines())), listed)


def _led(line: str, upto: int, address: Callable[[int], str]) -> Markup:
    def link(found: re.Match[str]) -> str:
        seq = int(found[1])
        return str(Markup('<a href="{}">{}</a>').format(address(seq), found[0])) if seq <= upto else found[0]

    return Markup(NAMED.sub(link, str(escape(line))))
