"""The stored files against the log: every digest that an event names is there and hashes to itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.inspection.digests import problem_with
from app.inspection.fold import Act

NOT_KEPT = frozenset({"diperiksa"})
"""The roles of files that an event names but the office never stores: a visitor's PDF that was checked."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that is not as event `seq` named it; `name` is what people called it, where they did."""

    sha256: str
    name: str
    seq: int
    problem: str

    @property
    def sentence(self) -> str:
        called = f"“{self.name}” " if self.name else ""
        return f"Berkas {called}(SHA-256 {self.sha256}), disebut rekaman {self.seq}, {self.problem}."

    def record(self) -> dict[str, str | int]:
        return {
            "sha256": self.sha256,
            "name": self.name,
            "seq": self.seq,
            "problem": self.problem,
            "sentence": self.sentence,
        }


@dataclass(slots=True)
class NamedFiles:
    """Gathers, while the acts pass by, which files they name: size, name and event by digest."""

    named: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    def watching(self, told: Iterable[Act]) -> Iterator[Act]:
        for act in told:
            for file in act.files:
                if file["role"] not in NOT_KEPT:
                    name = act.data.get("name")
                    said = (file["size"], name if isinstance(name, str) else "", act.seq)
                    self.named.setdefault(file["sha256"], said)
            yield act

    def problems(self, folder: Path) -> list[FileProblem]:
        """Read every named file and say which are missing or others."""
        found = []
        for digest, (size, name, seq) in self.named.items():
            problem = problem_with(digest, size=size, folder=folder)
            if problem:
                found.append(FileProblem(digest, name, seq, problem))
        return found
