"""One remark of the SOP checker, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is a short name that stays; `quote` is the document's own words; line 0 is the whole document."""

    rule: str
    place: str
    sentence: str
    quote: str = ""
    line: int = 0

    def as_json(self) -> dict[str, str | int]:
        return {
            "rule": self.rule,
            "place": self.place,
            "sentence": self.sentence,
            "quote": self.quote,
            "line": self.line,
        }
