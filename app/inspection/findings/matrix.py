"""The follow-up matrix: one row a recommendation, with what the office did and how it was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.inspection.findings.models import Finding, Recommendation
from app.inspection.findings.queries import Wanted, is_overdue, recommendations_in
from app.web.words import tanggal

HEADERS = ("Temuan", "Rekomendasi", "Tindak lanjut", "Status", "Tenggat")
NOTHING_YET = "Belum ada jawaban."
UNANSWERED = "dinilai tanpa jawaban kantor"


@dataclass(frozen=True, slots=True)
class Row:
    """`first` is the finding's first row in this matrix: its words stand there once, for as many as `span` rows."""

    finding: Finding
    recommendation: Recommendation
    first: bool
    span: int
    overdue: bool

    @property
    def responsible(self) -> str:
        return self.recommendation.unit.name if self.recommendation.unit else "Seluruh kantor"

    @property
    def cells(self) -> tuple[str, ...]:
        """As text, for docx and xlsx; the finding stands in each row, so that a row can be read alone."""
        one = self.recommendation
        return (
            f"{self.finding.code} {self.finding.title}",
            f"{one.no}. {one.text}\n({self.responsible})",
            followed_words(one),
            status_words(one),
            due_words(one, overdue=self.overdue),
        )


def matrix(findings: Iterable[Finding], wanted: Wanted, *, at: datetime) -> Iterator[Row]:
    for finding in findings:
        rows = recommendations_in(finding, wanted, at=at)
        for place, one in enumerate(rows):
            yield Row(finding, one, first=place == 0, span=len(rows), overdue=is_overdue(one, at=at))


def followed_words(recommendation: Recommendation) -> str:
    """Every answer of the office with its day and its files."""
    if not recommendation.answers:
        return NOTHING_YET
    said = []
    for answer in recommendation.answers:
        names = ", ".join(file.name for file in answer.files)
        said.append(f"{tanggal(answer.done_on)}: {answer.text}" + (f" [{names}]" if names else ""))
    return "\n".join(said)


def due_words(recommendation: Recommendation, *, overdue: bool) -> str:
    return tanggal(recommendation.due_on) + (" (lewat tenggat)" if overdue else "")


def status_words(recommendation: Recommendation) -> str:
    label = recommendation.followup.label + (f" ({UNANSWERED})" if recommendation.judged_unanswered else "")
    if recommendation.judged_at is None:
        return label
    return f"{label}\n{tanggal(recommendation.judged_at)}: {recommendation.judge_note}"
