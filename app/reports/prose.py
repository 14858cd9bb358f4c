"""What people type into a narrative field, read into paragraphs, lists and subheadings; never into markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_BULLET = re.compile(r"[-•*]\s+(.*)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(.*)")
_HEADING = re.compile(r"#{1,4}\s+(.*)")


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERED = "numbered"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading has one line; a list has one for each of its points."""

    kind: Kind
    lines: tuple[str, ...]


def prose(text: str) -> tuple[Block, ...]:
    """Blank lines part paragraphs; lines that begin "- " or "1. " make lists; "# " makes a subheading.

    A line that is none of these goes on with the paragraph or the point before it.
    """
    blocks: list[tuple[Kind, list[str]]] = []
    fresh = True
    for line in text.splitlines():
        words = line.strip()
        if not words:
            fresh = True
            continue
        kind, words = _read(words)
        goes_on = blocks and blocks[-1][0] is kind and kind in (Kind.BULLETS, Kind.NUMBERED)
        if goes_on:
            blocks[-1][1].append(words)
        elif kind is Kind.PARAGRAPH and blocks and not fresh and blocks[-1][0] is not Kind.HEADING:
            blocks[-1][1][-1] += f" {words}"
        else:
            blocks.append((kind, [words]))
        fresh = False
    return tuple(Block(kind, tuple(lines)) for kind, lines in blocks)


def _read(line: str) -> tuple[Kind, str]:
    for kind, pattern in ((Kind.BULLETS, _BULLET), (Kind.NUMBERED, _NUMBERED), (Kind.HEADING, _HEADING)):
        found = pattern.fullmatch(line)
        if found is not None and found[1].strip():
            return kind, found[1].strip()
    return Kind.PARAGRAPH, line
