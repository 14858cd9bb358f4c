"""One recommendation: the office answers with what it did and its files, the Inspektorat judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, request, send_file

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.audit import Tag, record
from app.audit.queries import events_about
from app.clock.current import now
from app.evidence.actions import file_ref
from app.evidence.store import StoredFile, path_of
from app.evidence.uploads import files_folder, keep_token, receive_uploads, upload_limit_mb, uploaded
from app.inspection.blueprints import rooms
from app.inspection.findings import followup_actions, policies
from app.inspection.findings.errors import FindingNotFound
from app.inspection.findings.forms import AnswerForm, JudgementForm
from app.inspection.findings.models import Recommendation
from app.inspection.findings.opening import opened_recommendation
from app.inspection.findings.queries import find_answer_file, find_recommendation, is_overdue
from app.inspection.findings.states import Followup, today
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid, Refusal
from app.web.transaction import before_transaction, writes

FILES = ("berkas-1", "berkas-2", "berkas-3")


@dataclass(frozen=True, slots=True)
class Place:
    """One file of the answer's form. `kept` came with a refused try and need not be sent again."""

    field: str
    kept: StoredFile | None
    token: str
    error: str


@rooms.get("/temuan/<int:finding_id>/rekomendasi/<int:no>")
@requires(Permission.INSPECTION_VIEW)
def recommendation(finding_id: int, no: int) -> Response:
    return _show(opened_recommendation(finding_id, no))


@rooms.post("/temuan/<int:finding_id>/rekomendasi/<int:no>/jawaban")
@requires(Permission.FINDING_ANSWER)
@before_transaction(receive_uploads)
def answer_recommendation(finding_id: int, no: int) -> Response:
    one, form = find_recommendation(finding_id, no, person=current_person()), AnswerForm()
    policies.check_can_answer(one.finding, one, current_person())
    places = list(_places())
    if not form.fits(today=today(now())) or any(place.error for place in places):
        return _show(one, answering=form, places=places, status=422)
    assert form.done_on.data is not None
    try:
        files = [place.kept for place in places if place.kept is not None]
        followup_actions.answer(
            one, text=form.text.data, done_on=form.done_on.data, files=files, by=current_person(), at=now()
        )  # fmt: skip
    except Invalid as refusal:
        form.show(refusal)
        return _show(one, answering=form, places=places, status=422)
    say("Jawaban tercatat dan terlihat oleh Inspektorat.")
    return redirect_to("rooms.recommendation", finding_id=finding_id, no=no)


@rooms.post("/temuan/<int:finding_id>/rekomendasi/<int:no>/penilaian")
@requires(Permission.REVIEW_WRITE)
def judge_recommendation(finding_id: int, no: int) -> Response:
    one, form = find_recommendation(finding_id, no, person=current_person()), JudgementForm()
    policies.check_can_judge(one.finding, current_person())
    if not form.validate():
        return _show(one, judging=form, status=422)
    try:
        status = Followup(form.status.data)
        followup_actions.judge(one, status=status, note=form.note.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return _show(one, judging=form, status=422)
    say(f"Tindak lanjut dinilai {status.label}.")
    return redirect_to("rooms.recommendation", finding_id=finding_id, no=no)


@rooms.get("/temuan/<int:finding_id>/berkas/<sha256>")
@requires(Permission.EVIDENCE_READ)
@writes
def answer_file(finding_id: int, sha256: str) -> Response:
    """A file of an answer, its download in the log."""
    if not may(Permission.INSPECTION_VIEW):
        raise FindingNotFound
    file = find_answer_file(finding_id, sha256, person=current_person())
    path = path_of(file.evidence.sha256, folder=files_folder())
    record(
        Tag.EVIDENCE_DOWNLOADED, by=current_person(), about=f"finding:{finding_id}", at=now(),
        data={"name": file.name}, files=[file_ref(file.evidence, role=followup_actions.ROLE)],
    )  # fmt: skip
    response = send_file(
        path, mimetype=file.evidence.media_type, as_attachment=True, download_name=file.name, etag=False
    )  # fmt: skip
    # Whatever the file holds, the browser runs none of it in our name.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _places() -> Iterator[Place]:
    for field in FILES:
        try:
            kept = uploaded(field) if request.method == "POST" else None
        except Refusal as refusal:
            yield Place(field, None, "", refusal.message)
        else:
            yield Place(field, kept, keep_token(kept) if kept else "", "")


def _show(
    one: Recommendation, *, answering: AnswerForm | None = None, judging: JudgementForm | None = None,
    places: list[Place] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    person, at = current_person(), now()
    about = one.audit_ref
    return page(
        "inspection/findings/recommendation.html", status=status, finding=one.finding, recommendation=one,
        answering=answering or AnswerForm(formdata=None), judging=judging or JudgementForm(formdata=None),
        places=places or [Place(field, None, "", "") for field in FILES], limit_mb=upload_limit_mb(),
        can_answer=policies.can_answer(one.finding, one, person), can_judge=policies.can_judge(one.finding, person),
        can_change=policies.can_change(one.finding, person), late=is_overdue(one, at=at),
        history=[entry for entry in events_about(one.finding.audit_ref) if entry.object == about],
    )  # fmt: skip
