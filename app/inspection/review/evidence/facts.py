"""One thing that the application knows about a criterion: a sentence, its page, its log numbers, its file. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

NOT_YET = "belum ada"


@dataclass(frozen=True, slots=True)
class Fact:
    """`href` is a path in the application, `log` the records that say so, `sha256` a file of the store.

    `missing` marks what is not there; it is a fact, never a judgement.
    """

    text: str
    href: str = ""
    log: tuple[int, ...] = ()
    sha256: str = ""
    missing: bool = False

    def record(self) -> dict[str, Any]:
        return asdict(self) | {"log": list(self.log)}

    @property
    def cited(self) -> str:
        """Text, log numbers and digest in one line, for paper."""
        said = [self.text]
        if self.log:
            said.append(f"({log_words(self.log)})")
        if self.sha256:
            said.append(f"SHA-256 {self.sha256}")
        return " ".join(said)

    @property
    def log_text(self) -> str:
        return log_words(self.log) if self.log else ""


def absent(what: str) -> Fact:
    return Fact(f"{what}: {NOT_YET}.", missing=True)


def read_fact(kept: dict[str, Any]) -> Fact:
    """A fact as a finished paper keeps it."""
    return Fact(**{**kept, "log": tuple(kept["log"])})


def log_words(log: Iterable[int]) -> str:
    """rekaman 3, 5–7"""
    runs = []
    for _, group in groupby(enumerate(sorted(set(log))), key=lambda pair: pair[1] - pair[0]):
        members = [seq for _, seq in group]
        runs.append(str(members[0]) if len(members) == 1 else f"{members[0]}–{members[-1]}")
    return f"rekaman {', '.join(runs)}"


def of(some: int, whole: int, what: str) -> str:
    """8 dari 8 indikator"""
    return f"{some} dari {whole} {what}"


def counted(some: int, whole: int, what: str, href: str = "", log: tuple[int, ...] = ()) -> Fact:
    """How many there are; none is a gap, however it is worded."""
    return Fact(f"{of(some, whole, what)}.", href, log, missing=not some)


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)
