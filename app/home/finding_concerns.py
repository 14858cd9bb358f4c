"""What findings ask of a person: answers of the office, judgements of the Inspektorat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from app.accounts.models import User
from app.home.concern import Concern
from app.inspection.findings.models import Recommendation
from app.inspection.findings.queries import LATE, awaiting_answer_of, open_recommendations
from app.inspection.findings.states import overdue
from app.web.words import tanggal

TOLD_APART = 3
"""Beyond so many the start page says how many, and the list of findings says which."""


def answer_concerns(person: User, at: datetime) -> Iterator[Concern]:
    """For who answers: each recommendation with its due day, the earliest first."""
    waiting = awaiting_answer_of(person)
    for one in waiting[:TOLD_APART]:
        late = overdue(one, at=at)
        passed = "melewati tenggatnya," if late else "menunggu jawaban sampai"
        yield Concern(
            f"Rekomendasi {one.no} temuan {one.finding.code} {passed} {tanggal(one.due_on)}.",
            "late" if late else "soon",
            url_for("rooms.recommendation", finding_id=one.finding_id, no=one.no), "Jawab",
        )  # fmt: skip
    if others := waiting[TOLD_APART:]:
        words = f"{len(others)} rekomendasi lain menunggu jawaban."
        yield Concern(words, _tone(others, at), url_for("rooms.followups"), "Lihat semuanya")


def judgement_concerns(at: datetime) -> Iterator[Concern]:
    """For the Inspektorat: what the office let pass, and what it answered."""
    asked = open_recommendations()
    late = sum(overdue(one, at=at) for one in asked)
    answered = sum(one.awaits_judgement for one in asked)
    if late:
        words = f"{late} rekomendasi melewati tenggatnya."
        yield Concern(words, "late", url_for("rooms.followups", status=LATE), "Lihat tindak lanjutnya")
    if answered:
        words = f"{answered} jawaban kantor menunggu penilaian Anda."
        yield Concern(words, "soon", url_for("rooms.findings"), "Buka temuan")


def _tone(recommendations: list[Recommendation], at: datetime) -> str:
    return "late" if any(overdue(one, at=at) for one in recommendations) else "soon"
