"""Findings, recommendations and answers as their tables hold them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.evidence.models import EvidenceFile
from app.inspection.findings.models import Answer, AnswerFile, Finding, Recommendation
from app.inspection.findings.states import CONTENT, text_digest
from app.inspection.tables.table import Query, table


def _findings() -> Query:
    row = Finding
    return select(
        row.id, row.code, row.year, row.title, row.kondisi, row.kriteria, row.sebab, row.akibat,
        row.run_id.label("run"), row.review_id.label("review"), row.recorded_at,
        row.recorded_by_id.label("recorded_by"), row.issued_at, row.issued_by_id.label("issued_by"),
        row.withdrawn_at, row.withdrawn_by_id.label("withdrawn_by"), row.withdraw_reason, row.salt,
    )  # fmt: skip


def _finding_digest(values: dict[str, Any]) -> None:
    values["content"] = text_digest({name: values[name] for name in CONTENT}, salt=values.pop("salt"))


def _recommendations() -> Query:
    row = Recommendation
    return select(
        row.finding_id, row.no, row.text, row.due_on, row.unit_id.label("unit"), row.added_at,
        row.added_by_id.label("added_by"), row.status, row.judged_at, row.judged_by_id.label("judged_by"),
        row.judge_note, row.salt,
    )  # fmt: skip


def _recommendation_digest(values: dict[str, Any]) -> None:
    values["due_on"] = values["due_on"].isoformat()
    said = {name: values[name] for name in ("text", "due_on", "unit")}
    values["content"] = text_digest(said, salt=values.pop("salt"))


def _answers() -> Query:
    row = Answer
    return select(
        Recommendation.finding_id, Recommendation.no.label("recommendation"), row.no, row.text, row.done_on,
        row.answered_at, row.answered_by_id.label("answered_by"),
    ).join(row.recommendation)  # fmt: skip


def _day_as_written(values: dict[str, Any]) -> None:
    values["done_on"] = values["done_on"].isoformat()


def _files() -> Query:
    row = AnswerFile
    return (
        select(
            Recommendation.finding_id, Recommendation.no.label("recommendation"), Answer.no.label("answer"), row.no,
            EvidenceFile.sha256, row.name,
        )
        .join(row.answer)
        .join(Answer.recommendation)
        .join(row.evidence)
    )  # fmt: skip


TABLES = (
    table("finding", ref="finding:{0}", words="temuan {0}", query=_findings, derive=_finding_digest, columns={
        "code": "kode", "year": "tahun", "content": "sidik isi", "title": "judul", "kondisi": "kondisi",
        "kriteria": "kriteria", "sebab": "sebab", "akibat": "akibat", "run": "pelaksanaan", "review": "kertas kerja",
        "recorded_at": "waktu dicatat", "recorded_by": "yang mencatat", "issued_at": "waktu disampaikan",
        "issued_by": "yang menyampaikan", "withdrawn_at": "waktu dicabut", "withdrawn_by": "yang mencabut",
        "withdraw_reason": "alasan dicabut",
    }),
    table("recommendation", ref="finding:{0}/recommendation:{1}", words="rekomendasi {1} temuan {0}",
          query=_recommendations, derive=_recommendation_digest, columns={
        "content": "sidik isi", "text": "isi", "due_on": "tenggat", "unit": "bagian", "added_at": "waktu ditambahkan",
        "added_by": "yang menambahkan", "status": "status", "judged_at": "waktu dinilai",
        "judged_by": "yang menilai", "judge_note": "catatan penilaian",
    }),
    table("followup_answer", ref="finding:{0}/recommendation:{1}/answer:{2}",
          words="jawaban ke-{2} rekomendasi {1} temuan {0}", query=_answers, derive=_day_as_written, columns={
        "text": "isi", "done_on": "tanggal tindak lanjut", "answered_at": "waktu dijawab",
        "answered_by": "yang menjawab",
    }),
    table("followup_file", ref="finding:{0}/recommendation:{1}/answer:{2}/file:{3}",
          words="berkas ke-{3} jawaban ke-{2} rekomendasi {1} temuan {0}", query=_files, columns={
        "sha256": "SHA-256", "name": "nama berkas",
    }),
)  # fmt: skip
