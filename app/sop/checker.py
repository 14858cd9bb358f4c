"""What a careful reader would tell the office about its SOP; nothing here corrects anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.sop import check_steps, check_words
from app.sop.document import ParsedSop, Problem
from app.sop.findings import Finding

CHECKS: tuple[Callable[[ParsedSop], Iterator[Finding]], ...] = (
    check_words.identity_block,
    check_words.repeated_words,
    check_words.spacing,
    check_words.list_endings,
    check_words.unfinished_conditions,
    check_words.unnumbered_relations,
    check_steps.names_agree,
    check_steps.lost_shapes,
    check_steps.missing_verbs,
    check_steps.missing_actors,
    check_steps.unclear_kelengkapan,
    check_steps.unchanged_output,
    check_steps.uneven_names,
    check_steps.total_time,
)


def check(parsed: ParsedSop) -> tuple[Finding, ...]:
    """Every finding, in the order of the document, problems of reading first."""
    unread = [Finding("terbaca", _place(problem), problem.sentence, "", problem.line) for problem in parsed.problems]
    seen = [finding for rule in CHECKS for finding in rule(parsed)]
    return tuple(unread + sorted(seen, key=lambda finding: finding.line))


def _place(problem: Problem) -> str:
    where = f"Baris {problem.line}" if problem.line else "Dokumen"
    return f"{where}, kolom {problem.column}" if problem.column else where
