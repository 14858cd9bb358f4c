"""The tables of findings against the log: what SQL changes is named, and honest work never is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.queries import bodies
from app.extensions import db
from app.inspection.fold import FOLDS, acts
from app.inspection.reconcile import reconcile
from tests.inspection.findings.acts import everything
from tests.instances import ON_POSTGRESQL

Insider = Callable[..., None]

EARLIER = "'2026-11-23T00:00:00.000000+00:00'"


def found() -> list[str]:
    return [difference.name for difference in reconcile(acts(bodies()))]


def test_whatever_is_done_with_findings_reconciles(app: Flask) -> None:
    everything()
    assert found() == []


def test_every_act_on_a_finding_is_among_them(app: Flask) -> None:
    everything()
    acted = set(db.session.scalars(select(AuditEvent.act).distinct()))
    assert {tag for tag in FOLDS if tag.partition(":")[0] in ("finding", "followup", "recommendation")} <= acted


CHANGED = {
    "finding finding:1 title": "UPDATE finding SET title = 'x' WHERE id = 1",
    "finding finding:1 kondisi": "UPDATE finding SET kondisi = 'semua baik' WHERE id = 1",
    "finding finding:1 akibat": "UPDATE finding SET akibat = 'tidak ada' WHERE id = 1",
    "finding finding:1 run": "UPDATE finding SET run_id = 2 WHERE id = 1",
    "finding finding:1 year": "UPDATE finding SET year = 2025 WHERE id = 1",
    "finding finding:1 code": "UPDATE finding SET code = 'T-2026-009' WHERE id = 1",
    "finding finding:1 issued_at": f"UPDATE finding SET issued_at = {EARLIER} WHERE id = 1",
    "finding finding:2 content": "UPDATE finding SET sebab = 'x' WHERE id = 2",
    "finding finding:2 withdraw_reason": "UPDATE finding SET withdraw_reason = 'x' WHERE id = 2",
    "recommendation finding:1/recommendation:1 status":
        "UPDATE recommendation SET status = 'belum' WHERE finding_id = 1 AND no = 1",
    "recommendation finding:1/recommendation:2 due_on":
        "UPDATE recommendation SET due_on = '2027-12-01' WHERE finding_id = 1 AND no = 2",
    "recommendation finding:1/recommendation:2 unit":
        "UPDATE recommendation SET unit_id = 2 WHERE finding_id = 1 AND no = 2",
    "recommendation finding:1/recommendation:1 judge_note":
        "UPDATE recommendation SET judge_note = 'x' WHERE finding_id = 1 AND no = 1",
    "recommendation finding:1/recommendation:1 judged_by":
        "UPDATE recommendation SET judged_by_id = 1 WHERE finding_id = 1 AND no = 1",
    "followup_answer finding:1/recommendation:1/answer:1 text": "UPDATE followup_answer SET text = 'x' WHERE no = 1",
    "followup_answer finding:1/recommendation:1/answer:2 done_on":
        "UPDATE followup_answer SET done_on = '2026-01-01' WHERE no = 2",
    "followup_answer finding:1/recommendation:1/answer:1 answered_by":
        "UPDATE followup_answer SET answered_by_id = 1 WHERE no = 1",
    "followup_file finding:1/recommendation:1/answer:1/file:1 name": "UPDATE followup_file SET name = 'x.pdf'",
    "followup_file finding:1/recommendation:1/answer:1/file:1 sha256":
        "UPDATE followup_file SET evidence_id = (SELECT min(id) FROM evidence_file)",
    "followup_file finding:1/recommendation:1/answer:1/file:1": "DELETE FROM followup_file",
    "recommendation finding:1/recommendation:2": "DELETE FROM recommendation WHERE finding_id = 1 AND no = 2",
    "finding finding:9":
        "INSERT INTO finding (id, code, year, title, kondisi, kriteria, sebab, akibat, recorded_at, recorded_by_id,"
        " withdraw_reason, salt)"
        f" VALUES (9, 'T-2026-777', 2026, 'x', 'x', 'x', 'x', 'x', {EARLIER}, 7, '', 'x')",
    "finding finding:1 content": "UPDATE finding SET salt = 'x' WHERE id = 1",
    "recommendation finding:1/recommendation:1 content":
        "UPDATE recommendation SET salt = 'x' WHERE finding_id = 1 AND no = 1",
}  # fmt: skip


@pytest.mark.parametrize("place", CHANGED)
def test_what_sql_changes_is_found_and_named(app: Flask, insider: Insider, place: str) -> None:
    everything()

    insider(CHANGED[place])

    assert place in found()


@pytest.mark.skipif(ON_POSTGRESQL, reason="One database's word for a digest is enough.")
def test_a_draft_that_was_never_issued_is_held_by_its_digest_alone(app: Flask, insider: Insider) -> None:
    everything()

    insider("UPDATE finding SET kondisi = 'Disisipkan.' WHERE id = 2")

    (difference,) = reconcile(acts(bodies()))
    assert difference.name == "finding finding:2 content"
    assert "Disisipkan" not in difference.sentence
