"""A working paper as plain values, open or finished: what the page, the docx and the xlsx print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.inspection.review.criteria import Criterion
from app.inspection.review.evidence import Fact, Facts, facts_of
from app.inspection.review.models import STATUSES, Review

NOTHING = {"status": "", "result": "", "cause": "", "recommendation": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with the facts about it and what the reviewer says."""

    criterion: Criterion
    facts: tuple[Fact, ...]
    said: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def label(self) -> str:
        return STATUSES.get(self.said["status"], "")

    @property
    def gaps(self) -> int:
        return sum(1 for fact in self.facts if fact.missing)


@dataclass(frozen=True, slots=True)
class File:
    """A file that the facts name: whoever takes the paper along finds it in the package by its digest."""

    code: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class WorkingPaper:
    title: str
    source: str
    progress: str
    opened: tuple[str, datetime]
    completed: tuple[str, datetime] | None
    log: tuple[int, str] | None
    """Size and root of the log when it was finished."""
    sha256: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for _, lines in self.groups for line in lines)

    @property
    def files(self) -> tuple[File, ...]:
        """Each file once, at the first criterion that names it."""
        return tuple({file.sha256: file for file in reversed(list(self._named()))}.values())[::-1]

    def _named(self) -> Iterator[File]:
        for line in self.lines:
            for fact in line.facts:
                if fact.sha256:
                    yield File(line.code, fact.text, fact.sha256)


def paper_of(review: Review) -> WorkingPaper:
    """The paper with its facts as they are now, or as they were when it was finished."""
    completion = review.completion
    frozen = completion.frozen if completion else None
    said = frozen["answers"] if frozen else {answer.criterion: answer.said for answer in review.answers}
    facts = facts_of(review)
    groups = tuple((name, tuple(_line(one, facts, said) for one in criteria)) for name, criteria in review.form.groups)
    return WorkingPaper(
        title=review.title,
        source=review.form.source,
        progress=review.progress,
        opened=(review.opened_by.name, review.opened_at),
        completed=(completion.completed_by.name, completion.completed_at) if completion else None,
        log=(frozen["log"]["size"], frozen["log"]["root"]) if frozen else None,
        sha256=completion.sha256 if completion else "",
        groups=groups,
    )


def _line(criterion: Criterion, facts: Facts, said: Mapping[str, Mapping[str, str]]) -> Line:
    return Line(criterion, tuple(facts.get(criterion.code, ())), said.get(criterion.code, NOTHING))
