"""Writing findings: what a draft is, what issuing needs, what changes later, and what the office never sees."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.canonical import canonical
from app.audit.models import AuditEvent
from app.demo.people import Office, find_office
from app.demo.story import wita
from app.extensions import db
from app.inspection.findings import actions, followup_actions
from app.inspection.findings.errors import FindingNotFound
from app.inspection.findings.models import Finding
from app.inspection.findings.queries import find_finding
from app.inspection.findings.states import ELEMENTS, FindingState
from app.web.refusals import Conflict, Invalid, NotAllowed
from app.web.transaction import writing
from tests.inspection.findings.acts import (
    DUE,
    ISSUED,
    JUDGED,
    RECORDED,
    TEXTS,
    TITLE,
    answered,
    draft,
    issued,
    judged,
    recommended,
)

ADDED = "recommendation:added"


def told(finding: Finding, act: str) -> dict[str, Any]:
    """What the newest event of this act says."""
    query = select(AuditEvent).where(AuditEvent.root == finding.audit_ref, AuditEvent.act == act)
    event = db.session.scalars(query.order_by(AuditEvent.seq.desc())).first()
    assert event is not None
    return event.data


def test_who_knows_the_words_of_a_draft_finds_no_digest_of_them_in_the_log(app: Flask) -> None:
    """A draft that began with a deviation's words can be written again by anybody who reads the log."""
    finding, again = draft(), draft()
    one, two = recommended(finding), recommended(again)
    plain = {sha256(canonical(said)).hexdigest() for said in (finding.content, one.content)}
    digests = {told(about, act)["sha256"] for about in (finding, again) for act in ("finding:recorded", ADDED)}

    assert (finding.content, one.content) == (again.content, two.content)
    assert len(digests - plain) == 4


def test_the_salt_is_another_after_each_change(app: Flask) -> None:
    finding = draft()
    one = recommended(finding)
    salts = finding.salt, one.salt
    with writing():
        actions.change_finding(finding, title="Judul yang lain", texts=TEXTS, by=find_office().inspektur, at=JUDGED)
        followup_actions.change_recommendation(
            one, text="Rekomendasi yang lain.", due_on=DUE, unit=None, by=find_office().inspektur, at=JUDGED
        )

    assert finding.salt not in salts
    assert one.salt not in salts


def test_codes_count_within_their_year(app: Flask) -> None:
    codes = [
        draft().code,
        draft().code,
        draft(at=wita("2027-01-04 08.00")).code,
        draft(at=wita("2027-01-05 08.00")).code,
    ]
    assert codes == ["T-2026-001", "T-2026-002", "T-2027-001", "T-2027-002"]


def test_the_year_is_the_offices_own(app: Flask) -> None:
    assert draft(at=wita("2027-01-01 00.30")).code == "T-2027-001"


def test_the_log_holds_no_word_of_a_draft(app: Flask, office: Office) -> None:
    """The office reads the log."""
    finding = draft()
    recommended(finding)
    with writing():
        actions.change_finding(finding, title="Judul lain", texts=TEXTS, by=office.inspektur, at=RECORDED)
    bodies = b"".join(db.session.scalars(select(AuditEvent.body).where(AuditEvent.root == finding.audit_ref)))
    for words in (TITLE, "Judul lain", *TEXTS.values(), "Minta data bagian"):
        assert words.encode() not in bodies


def test_issuing_tells_the_log_every_word(app: Flask) -> None:
    finding = issued()
    data = told(finding, "finding:issued")
    assert {name: data[name] for name in ELEMENTS} == TEXTS
    assert [one["text"] for one in data["recommendations"]] == ["Minta data bagian sejak langkah 1."]


def test_the_office_finds_no_draft_and_the_inspektorat_does(app: Flask, office: Office) -> None:
    finding = draft()
    assert find_finding(finding.id, person=office.inspektur) is finding
    for person in (office.sekretaris, office.kabag_umum, office.tim):
        with pytest.raises(FindingNotFound):
            find_finding(finding.id, person=person)


@pytest.mark.parametrize("who", ["sekretaris", "kabag_umum", "tim", "staf", "admin"])
def test_nobody_but_the_inspektorat_writes_a_finding(app: Flask, office: Office, who: str) -> None:
    person, finding = getattr(office, who), draft()
    recommended(finding)
    with pytest.raises(NotAllowed):
        actions.record_finding(title=TITLE, texts=TEXTS, by=person, at=RECORDED)
    with pytest.raises(NotAllowed):
        actions.issue_finding(finding, by=person, at=ISSUED)
    with pytest.raises(NotAllowed):
        actions.withdraw_finding(finding, reason="tidak setuju", by=person, at=ISSUED)
    with pytest.raises(NotAllowed):
        followup_actions.add_recommendation(finding, text="Sesuatu.", due_on=DUE, unit=None, by=person, at=ISSUED)
    db.session.rollback()


@pytest.mark.parametrize("missing", ELEMENTS)
def test_a_finding_without_one_of_its_elements_is_not_issued(app: Flask, office: Office, missing: str) -> None:
    finding = draft(texts=TEXTS | {missing: " "})
    recommended(finding)
    with pytest.raises(Conflict, match=f"{ELEMENTS[missing]} masih kosong"):
        actions.issue_finding(finding, by=office.inspektur, at=ISSUED)
    assert finding.state is FindingState.DRAFT


def test_a_finding_without_a_recommendation_is_not_issued(app: Flask, office: Office) -> None:
    with pytest.raises(Conflict, match="belum punya rekomendasi"):
        actions.issue_finding(draft(), by=office.inspektur, at=ISSUED)


def test_a_finding_is_issued_once(app: Flask, office: Office) -> None:
    with pytest.raises(Conflict, match="sudah disampaikan"):
        actions.issue_finding(issued(), by=office.inspektur, at=JUDGED)


def test_a_change_after_issuing_tells_before_after_and_why(app: Flask, office: Office) -> None:
    finding = issued()
    with writing():
        actions.change_finding(
            finding, title=TITLE, texts=TEXTS | {"sebab": "Sebab yang lain."}, reason="keterangan baru dari kantor",
            by=office.inspektur, at=JUDGED,
        )  # fmt: skip
    data = told(finding, "finding:changed")
    assert data["changes"] == {"sebab": {"before": TEXTS["sebab"], "after": "Sebab yang lain."}}
    assert data["reason"] == "keterangan baru dari kantor"


@pytest.mark.parametrize("reason", ["", "  ", "ok"])
def test_a_change_after_issuing_needs_a_reason(app: Flask, office: Office, reason: str) -> None:
    finding = issued()
    with pytest.raises(Invalid) as refused:
        actions.change_finding(
            finding, title=TITLE, texts=TEXTS | {"sebab": "x y z w"}, reason=reason, by=office.inspektur, at=JUDGED
        )
    assert refused.value.field == "reason"
    assert finding.sebab == TEXTS["sebab"]


def test_an_element_of_an_issued_finding_is_not_emptied(app: Flask, office: Office) -> None:
    finding = issued()
    with pytest.raises(Invalid, match="tidak dapat dikosongkan"):
        actions.change_finding(
            finding, title=TITLE, texts=TEXTS | {"akibat": ""}, reason="belum yakin", by=office.inspektur, at=JUDGED
        )


def test_a_change_that_changes_nothing_is_no_event(app: Flask, office: Office) -> None:
    finding = issued()
    before = db.session.query(AuditEvent).count()
    assert not actions.change_finding(finding, title=TITLE, texts=TEXTS, by=office.inspektur, at=JUDGED)
    assert db.session.query(AuditEvent).count() == before


def test_the_run_of_an_issued_finding_stays(app: Flask, office: Office) -> None:
    finding = issued()
    with writing():
        actions.change_finding(
            finding, title=TITLE, texts=TEXTS | {"sebab": "Sebab lain."}, run_id=2, reason="dicoba saja",
            by=office.inspektur, at=JUDGED,
        )  # fmt: skip
    assert finding.run_id is None


def test_a_recommendation_leaves_a_draft_but_not_an_issued_finding(app: Flask, office: Office) -> None:
    finding = draft()
    first, second = recommended(finding), recommended(finding, text="Yang kedua.")
    with writing():
        followup_actions.remove_recommendation(second, by=office.inspektur, at=RECORDED)
    assert [one.no for one in finding.recommendations] == [1]
    with writing():
        actions.issue_finding(finding, by=office.inspektur, at=ISSUED)
    with pytest.raises(Conflict, match="tidak dapat dihapus"):
        followup_actions.remove_recommendation(first, by=office.inspektur, at=JUDGED)


def test_a_finding_is_done_when_every_recommendation_is(app: Flask) -> None:
    finding = issued()
    assert finding.state is FindingState.ISSUED
    judged(finding)
    assert finding.state is FindingState.DONE
    recommended(finding, text="Satu hal lagi.", at=JUDGED)
    assert finding.state is FindingState.ISSUED


@pytest.mark.parametrize("issue", [False, True])
def test_what_was_withdrawn_is_at_rest(app: Flask, office: Office, issue: bool) -> None:
    finding = issued() if issue else draft()
    with writing():
        actions.withdraw_finding(finding, reason="tidak terbukti", by=office.inspektur, at=JUDGED)
    assert finding.state is FindingState.WITHDRAWN
    facts: dict[str, Any] = {"by": office.inspektur, "at": JUDGED}
    with pytest.raises(Conflict, match="sudah dicabut"):
        actions.withdraw_finding(finding, reason="sekali lagi", **facts)
    with pytest.raises(Conflict, match="sudah dicabut"):
        actions.change_finding(finding, title="Lain sama sekali", texts=TEXTS, **facts)
    with pytest.raises(Conflict, match="sudah dicabut"):
        followup_actions.add_recommendation(finding, text="Sesuatu lagi.", due_on=DUE, unit=None, **facts)
    if issue:
        with pytest.raises(Conflict, match="sudah dicabut"):
            answered(finding, at=JUDGED)
        with pytest.raises(Conflict, match="sudah dicabut"):
            judged(finding)


@pytest.mark.parametrize("reason", ["", " \n", "a"])
def test_withdrawing_needs_a_reason(app: Flask, office: Office, reason: str) -> None:
    with pytest.raises(Invalid):
        actions.withdraw_finding(draft(), reason=reason, by=office.inspektur, at=JUDGED)


def test_a_text_beyond_all_measure_is_refused(app: Flask, office: Office) -> None:
    with pytest.raises(Invalid, match="Paling banyak"):
        actions.record_finding(title="x" * 9000, texts=TEXTS, by=office.inspektur, at=RECORDED)
