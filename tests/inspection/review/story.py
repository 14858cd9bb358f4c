"""What the Inspektorat did with its working papers in the office in which everything happened."""

from __future__ import annotations

from app.demo.people import find_office
from app.demo.story import wita
from app.extensions import db
from app.inspection.review import actions
from app.inspection.review.evidence import gather, records_of
from app.inspection.review.models import Review
from app.runs.models import Run
from app.web.transaction import writing

OPENED = wita("2026-11-25 14.40")
FINISHED = wita("2026-11-25 14.45")
SIGNED_RUN = 2
REVIU, LKE = 1, 2
"""The papers, by id: a reviu that was finished, opened again and finished once more; an LKE that is begun."""

SAYS = {"status": "ya", "result": "Sesuai.", "cause": "", "recommendation": ""}
FACTS = {"F1": [{"text": "Ada.", "href": "", "log": [1], "sha256": "", "missing": False}]}


def act_reviews() -> None:
    with writing():
        inspector = find_office().inspektur
        paper = actions.open_reviu(db.session.get_one(Run, SIGNED_RUN), by=inspector, at=OPENED)
        for criterion in paper.form.criteria:
            answer(paper, criterion.code)
        actions.complete_review(paper, facts=FACTS, by=inspector, at=OPENED)
        actions.reopen_review(paper, reason="Ada bukti baru.", by=inspector, at=OPENED)
        answer(paper, "F2", status="sebagian", result="Satu target belum ada.", cause="Terlambat ditetapkan.")
        actions.complete_review(paper, facts=records_of(gather(paper)), by=inspector, at=FINISHED)
        pack = actions.open_lke(2026, by=inspector, at=FINISHED)
        answer(pack, "3.a", result="Laporan Triwulan III ada.")


def answer(paper: Review, code: str, **said: str) -> None:
    stored = paper.answer_to(code)
    actions.answer_criterion(
        paper, code=code, said=SAYS | said, version=stored.version if stored else 0, by=find_office().inspektur,
        at=OPENED,
    )  # fmt: skip
