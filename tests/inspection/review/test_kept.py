"""Working papers against the log: whatever SQL changes in them is found; and they are all that the inspector writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.accounts.permissions import PERMISSIONS
from app.accounts.roles import Role
from app.audit.queries import bodies
from app.extensions import db
from app.inspection.fold import acts
from app.inspection.reconcile import reconcile
from tests.conftest import OutsideClient
from tests.inspection.review.story import REVIU

PAPERS = "/pemeriksaan/kertas-kerja"
Insider = Callable[..., None]
EARLIER = "'2026-01-05T01:00:00.000000+00:00'"

CHANGED = {
    "review review:1 title": "UPDATE review SET title = 'Lain' WHERE id = 1",
    "review review:1 run": "UPDATE review SET run_id = 3 WHERE id = 1",
    "review review:2 year": "UPDATE review SET year = 2025 WHERE id = 2",
    "review review:1 opened_by": "UPDATE review SET opened_by_id = 1 WHERE id = 1",
    "review review:1 opened_at": f"UPDATE review SET opened_at = {EARLIER} WHERE id = 1",
    "review_answer review:1/criterion:F2 sha256":
        "UPDATE review_answer SET status = 'ya' WHERE review_id = 1 AND criterion = 'F2'",
    "review_answer review:1/criterion:F3 sha256":
        "UPDATE review_answer SET result = 'Tidak sesuai.' WHERE review_id = 1 AND criterion = 'F3'",
    "review_answer review:1/criterion:M1 sha256":
        "UPDATE review_answer SET cause = 'x' WHERE review_id = 1 AND criterion = 'M1'",
    "review_answer review:1/criterion:S10 sha256":
        "UPDATE review_answer SET recommendation = 'x' WHERE review_id = 1 AND criterion = 'S10'",
    "review_answer review:1/criterion:S1 sha256":
        "UPDATE review_answer SET salt = 'x' WHERE review_id = 1 AND criterion = 'S1'",
    "review_answer review:1/criterion:F2 version":
        "UPDATE review_answer SET version = 1 WHERE review_id = 1 AND criterion = 'F2'",
    "review_answer review:2/criterion:3.a answered_by":
        "UPDATE review_answer SET answered_by_id = 1 WHERE review_id = 2",
    "review_answer review:2/criterion:3.a answered_at":
        f"UPDATE review_answer SET answered_at = {EARLIER} WHERE review_id = 2",
    "review_completion review:1/completion:2 sha256":
        "UPDATE review_completion SET paper = replace(paper, 'dibekukan', 'ditolak') WHERE no = 2",
    "review_completion review:1/completion:1 answered": "UPDATE review_completion SET answered = 22 WHERE no = 1",
    "review_completion review:1/completion:2 completed_at":
        f"UPDATE review_completion SET completed_at = {EARLIER} WHERE no = 2",
    "review_completion review:1/completion:2 completed_by":
        "UPDATE review_completion SET completed_by_id = 1 WHERE no = 2",
    "review_completion review:1/completion:1 reopen_reason":
        "UPDATE review_completion SET reopen_reason = 'x' WHERE no = 1",
    "review_completion review:1/completion:1 reopened_by":
        "UPDATE review_completion SET reopened_by_id = 1 WHERE no = 1",
}  # fmt: skip
GONE = {
    "review_answer review:1/criterion:F1": "DELETE FROM review_answer WHERE review_id = 1 AND criterion = 'F1'",
    "review_completion review:1/completion:1": "DELETE FROM review_completion WHERE no = 1",
}


def places() -> set[str]:
    return {difference.name for difference in reconcile(acts(bodies()))}


def test_the_honest_papers_reconcile(app: Flask) -> None:
    assert places() == set()


@pytest.mark.parametrize("place", CHANGED)
def test_a_value_changed_by_sql_is_found(app: Flask, insider: Insider, place: str) -> None:
    insider(CHANGED[place])
    assert place in places()


@pytest.mark.parametrize("place", GONE)
def test_a_row_that_was_deleted_is_missed(app: Flask, insider: Insider, place: str) -> None:
    insider(GONE[place])
    assert place in places()


def test_an_answer_that_nobody_gave_is_found(app: Flask, insider: Insider) -> None:
    insider(
        "INSERT INTO review_answer (review_id, criterion, status, result, cause, recommendation, salt, version,"
        f" answered_at, answered_by_id) VALUES (2, '3.b', 'ya', '', '', '', 'x', 1, {EARLIER}, 7)"
    )
    assert places() == {"review_answer review:2/criterion:3.b"}


def test_the_sentence_names_paper_and_criterion(app: Flask, insider: Insider) -> None:
    insider("UPDATE review_answer SET status = 'ya' WHERE review_id = 1 AND criterion = 'F2'")
    (found,) = reconcile(acts(bodies()))
    assert found.sentence.startswith("Jawaban F2 pada kertas kerja 1: isi (SHA-256) di tabel")


# --- The Inspektorat writes only here ---------------------------------------------------------------

OWN_DOORS = {
    "accounts": "his own account: signing out, his password",
    "signing": "checking a PDF, which everybody may",
    "rooms": "his rooms",
    "inspection": "the log's packages and witnesses",
}
"""The blueprints at whose routes an inspector's request may write."""


def writing_rules(app: Flask) -> list[Rule]:
    wanted = PERMISSIONS[Role.INSPEKTORAT]
    return [
        rule
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
        and getattr(app.view_functions[rule.endpoint], "requires", None) in wanted
    ]


def test_no_route_of_another_domain_lets_the_inspector_write(app: Flask) -> None:
    found = {rule.endpoint.partition(".")[0] for rule in writing_rules(app)}
    assert found <= set(OWN_DOORS)
    assert "rooms" in found


def tables_but(*names: str) -> dict[str, str]:
    """A digest of every row of every table, without the named ones and the log's own."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name in names or table.name.startswith("audit_"):
            continue
        rows = db.session.execute(table.select()).all()
        found[table.name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
    return found


def test_a_whole_paper_touches_no_table_but_its_own(inspector: OutsideClient) -> None:
    own = ("review", "review_answer", "review_completion")
    before = tables_but(*own)

    inspector.post(f"{PAPERS}/{REVIU}/pembukaan", data={"reason": "Bukti baru."})
    inspector.post(f"{PAPERS}/{REVIU}/kriteria/F1", data={"version": "1", "status": "tidak", "result": "Lain."})
    inspector.post(f"{PAPERS}/{REVIU}/penyelesaian")
    inspector.post(PAPERS, data={"about": "run:3"})
    for path in (f"{PAPERS}/{REVIU}", f"{PAPERS}/3/kriteria/F4", f"{PAPERS}/{REVIU}/unduhan/xlsx", f"{PAPERS}/3/cetak"):
        assert inspector.get(path).status_code == 200

    assert tables_but(*own) == before
    assert places() == set()
