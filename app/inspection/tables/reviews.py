"""Working papers of the Inspektorat as their tables hold them; what was written is compared by digest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, case, cast, func, select

from app.inspection.review.models import Review, ReviewAnswer, ReviewCompletion
from app.inspection.review.sealing import ANSWERED, answer_digest, digest_of
from app.inspection.tables.table import Query, table


def _reviews() -> Query:
    row = Review
    run = case((row.run_id.is_(None), ""), else_=func.concat("run:", cast(row.run_id, String)))
    return select(
        row.id, row.kind, run.label("run"), row.year, row.title, row.opened_by_id.label("opened_by"), row.opened_at
    )


def _answers() -> Query:
    row = ReviewAnswer
    return select(
        row.review_id, row.criterion, row.criterion.label("code"), row.status, row.result, row.cause,
        row.recommendation, row.salt, row.version, row.answered_by_id.label("answered_by"), row.answered_at,
    )  # fmt: skip


def _seal_answer(values: dict[str, Any]) -> None:
    said = {key: values.pop(key) for key in ANSWERED}
    values["sha256"] = answer_digest(values.pop("code"), said, salt=values.pop("salt"))


def _completions() -> Query:
    row = ReviewCompletion
    return select(
        row.review_id, row.no, row.answered, row.paper, row.completed_by_id.label("completed_by"), row.completed_at,
        row.reopened_by_id.label("reopened_by"), row.reopened_at, row.reopen_reason,
    )  # fmt: skip


def _seal_paper(values: dict[str, Any]) -> None:
    values["sha256"] = digest_of(values.pop("paper"))


TABLES = (
    table("review", ref="review:{0}", words="kertas kerja {0}", query=_reviews, columns={
        "kind": "jenis", "run": "pelaksanaan", "year": "tahun", "title": "judul", "opened_by": "yang membuka",
        "opened_at": "waktu dibuka",
    }),
    table("review_answer", ref="review:{0}/criterion:{1}", words="jawaban {1} pada kertas kerja {0}",
          query=_answers, derive=_seal_answer, columns={
        "sha256": "isi (SHA-256)", "version": "versi", "answered_by": "yang mengisi", "answered_at": "waktu diisi",
    }),
    table("review_completion", ref="review:{0}/completion:{1}", words="penyelesaian ke-{1} kertas kerja {0}",
          query=_completions, derive=_seal_paper, columns={
        "answered": "jumlah terisi", "sha256": "isi beku (SHA-256)", "completed_by": "yang menyelesaikan",
        "completed_at": "waktu selesai", "reopened_by": "yang membuka kembali", "reopened_at": "waktu dibuka kembali",
        "reopen_reason": "alasan membuka kembali",
    }),
)  # fmt: skip
