"""The Inspektorat writes: a finding, its recommendations, issuing and withdrawing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, request

from app.accounts.access import current_person, requires
from app.accounts.forms import ReasonForm
from app.accounts.models import UnitKerja
from app.accounts.permissions import Permission
from app.audit.queries import AFTER_ALL, titles_of
from app.clock.current import now
from app.extensions import db
from app.inspection.blueprints import rooms
from app.inspection.findings import actions, followup_actions, policies
from app.inspection.findings.forms import FindingForm, RecommendationForm
from app.inspection.findings.models import Finding, Recommendation
from app.inspection.findings.opening import opened, opened_recommendation
from app.inspection.findings.prefill import prefilled
from app.inspection.findings.queries import find_finding, find_recommendation
from app.inspection.findings.states import FindingState, today
from app.inspection.queries import titled_runs
from app.inspection.reading import note_reading
from app.inspection.review.models import Review
from app.runs.queries import reporting_units
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid


@rooms.get("/temuan/baru")
@requires(Permission.REVIEW_WRITE)
def new_finding() -> Response:
    """Kondisi and Kriteria may come from a deviation; Sebab and Akibat are always the auditor's own."""
    run_id, seq, step = (request.args.get(name, 0, int) for name in ("run_id", "rekaman", "step"))
    given = prefilled(run_id=run_id, seq=seq, step=step) if 0 < run_id < AFTER_ALL else {}
    if given:
        title = titles_of([f"run:{run_id}"])[f"run:{run_id}"]
        note_reading(f"penyimpangan: {title}", by=current_person(), at=now())
    meant = "rekaman" in request.args or "step" in request.args
    return _finding_form(FindingForm(formdata=None, data=given), lost=meant and "kondisi" not in given)


@rooms.post("/temuan/baru")
@requires(Permission.REVIEW_WRITE)
def record_finding() -> Response:
    form = FindingForm()
    form.offer(titled_runs())
    if not form.validate():
        return _finding_form(form, status=422)
    try:
        made = actions.record_finding(
            title=form.title.data, texts=form.texts, run_id=form.run_id, review_id=_review_id(), by=current_person(),
            at=now(),
        )  # fmt: skip
    except Invalid as refusal:
        form.show(refusal)
        return _finding_form(form, status=422)
    say(f"Temuan {made.code} tercatat sebagai konsep.")
    return redirect_to("rooms.finding", finding_id=made.id)


@rooms.get("/temuan/<int:finding_id>/perubahan")
@requires(Permission.REVIEW_WRITE)
def edit_finding(finding_id: int) -> Response:
    found = opened(finding_id)
    policies.check_can_change(found, current_person())
    values = {**found.content, "run": found.run_id or 0, "seen": found.digest}
    return _finding_form(FindingForm(formdata=None, data=values), found)


@rooms.post("/temuan/<int:finding_id>/perubahan")
@requires(Permission.REVIEW_WRITE)
def change_finding(finding_id: int) -> Response:
    found, form = find_finding(finding_id, person=current_person()), FindingForm()
    form.offer(titled_runs())
    if not form.validate():
        return _finding_form(form, found, status=422)
    if form.refuse_stale(found.digest):
        return _finding_form(form, found, status=409)
    try:
        changed = actions.change_finding(
            found, title=form.title.data, texts=form.texts, run_id=form.run_id, reason=form.reason.data or "",
            by=current_person(), at=now(),
        )  # fmt: skip
    except Invalid as refusal:
        form.show(refusal)
        return _finding_form(form, found, status=422)
    say("Perubahan tercatat." if changed else "Tidak ada yang berubah.")
    return redirect_to("rooms.finding", finding_id=found.id)


@rooms.post("/temuan/<int:finding_id>/penyampaian")
@requires(Permission.REVIEW_WRITE)
def issue_finding(finding_id: int) -> Response:
    found = find_finding(finding_id, person=current_person())
    actions.issue_finding(found, by=current_person(), at=now())
    say(f"Temuan {found.code} disampaikan kepada kantor.")
    return redirect_to("rooms.finding", finding_id=found.id)


@rooms.get("/temuan/<int:finding_id>/pencabutan")
@requires(Permission.REVIEW_WRITE)
def withdrawal(finding_id: int) -> Response:
    found = opened(finding_id)
    policies.check_can_change(found, current_person())
    return page("inspection/findings/withdraw.html", finding=found, form=ReasonForm(formdata=None))


@rooms.post("/temuan/<int:finding_id>/pencabutan")
@requires(Permission.REVIEW_WRITE)
def withdraw_finding(finding_id: int) -> Response:
    found, form = find_finding(finding_id, person=current_person()), ReasonForm()
    if not form.validate():
        return page("inspection/findings/withdraw.html", finding=found, form=form, status=422)
    try:
        actions.withdraw_finding(found, reason=form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return page("inspection/findings/withdraw.html", finding=found, form=form, status=422)
    say(f"Temuan {found.code} dicabut.")
    return redirect_to("rooms.finding", finding_id=found.id)


@rooms.get("/temuan/<int:finding_id>/rekomendasi")
@requires(Permission.REVIEW_WRITE)
def new_recommendation(finding_id: int) -> Response:
    found = opened(finding_id)
    policies.check_can_change(found, current_person())
    return _recommendation_form(RecommendationForm(formdata=None), found)


@rooms.post("/temuan/<int:finding_id>/rekomendasi")
@requires(Permission.REVIEW_WRITE)
def add_recommendation(finding_id: int) -> Response:
    found, form = find_finding(finding_id, person=current_person()), RecommendationForm()
    form.offer(reporting_units())
    if not form.fits(today=today(now())):
        return _recommendation_form(form, found, status=422)
    try:
        made = followup_actions.add_recommendation(found, **_told(form), by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return _recommendation_form(form, found, status=422)
    say(f"Rekomendasi {made.no} tercatat.")
    return redirect_to("rooms.finding", finding_id=found.id)


@rooms.get("/temuan/<int:finding_id>/rekomendasi/<int:no>/perubahan")
@requires(Permission.REVIEW_WRITE)
def edit_recommendation(finding_id: int, no: int) -> Response:
    one = opened_recommendation(finding_id, no)
    policies.check_can_change(one.finding, current_person())
    return _recommendation_form(RecommendationForm.of(one), one.finding, one)


@rooms.post("/temuan/<int:finding_id>/rekomendasi/<int:no>/perubahan")
@requires(Permission.REVIEW_WRITE)
def change_recommendation(finding_id: int, no: int) -> Response:
    one, form = find_recommendation(finding_id, no, person=current_person()), RecommendationForm()
    form.offer(reporting_units(), own=one.unit)
    if not form.fits(today=today(now()), before=one.due_on):
        return _recommendation_form(form, one.finding, one, status=422)
    if form.refuse_stale(one.digest):
        return _recommendation_form(form, one.finding, one, status=409)
    try:
        changed = followup_actions.change_recommendation(
            one, **_told(form), reason=form.reason.data or "", by=current_person(), at=now()
        )  # fmt: skip
    except Invalid as refusal:
        form.show(refusal)
        return _recommendation_form(form, one.finding, one, status=422)
    say("Perubahan tercatat." if changed else "Tidak ada yang berubah.")
    return redirect_to("rooms.finding", finding_id=finding_id)


@rooms.post("/temuan/<int:finding_id>/rekomendasi/<int:no>/penghapusan")
@requires(Permission.REVIEW_WRITE)
def remove_recommendation(finding_id: int, no: int) -> Response:
    one = find_recommendation(finding_id, no, person=current_person())
    followup_actions.remove_recommendation(one, by=current_person(), at=now())
    say(f"Rekomendasi {no} dihapus dari konsep.", "soon")
    return redirect_to("rooms.finding", finding_id=finding_id)


def _review_id() -> int | None:
    """The kertas kerja that the address names, where there is one."""
    review_id = request.args.get("review_id", 0, int)
    known = 0 < review_id < AFTER_ALL and db.session.get(Review, review_id) is not None
    return review_id if known else None


def _told(form: RecommendationForm) -> dict[str, Any]:
    due_on: date | None = form.due_on.data
    unit = db.session.get(UnitKerja, form.unit.data) if form.unit.data else None
    return {"text": form.text.data, "due_on": due_on, "unit": unit}


def _finding_form(
    form: FindingForm, found: Finding | None = None, *, lost: bool = False, status: int = 200
) -> Response:
    """`lost`: the deviation that it should have begun with is not there."""
    form.offer(titled_runs())
    issued = found is not None and found.state is not FindingState.DRAFT
    return page(
        "inspection/findings/form.html", status=status, form=form, finding=found, issued=issued, lost=lost,
        review_id=_review_id(),
    )  # fmt: skip


def _recommendation_form(
    form: RecommendationForm, found: Finding, one: Recommendation | None = None, *, status: int = 200
) -> Response:
    form.offer(reporting_units(), own=one.unit if one else None)
    issued = found.state is not FindingState.DRAFT
    return page(
        "inspection/findings/recommendation_form.html", status=status, form=form, finding=found, recommendation=one,
        issued=issued,
    )  # fmt: skip
