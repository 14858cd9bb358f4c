"""Acting officials: recording a Plt. or Plh. and ending it early; for the admin."""

from __future__ import annotations

from flask import Response

from app.accounts import actions, queries
from app.accounts.access import current_person, requires
from app.accounts.acting import day_of
from app.accounts.forms import ActingForm, ReasonForm
from app.accounts.models import ActingOfficial, User
from app.accounts.permissions import Permission
from app.accounts.roles import Role
from app.accounts.routes import bp
from app.clock.current import now
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid


@bp.get("/pengguna/<int:person_id>/penugasan")
@requires(Permission.USERS_MANAGE)
def acting(person_id: int) -> Response:
    return _show(queries.person(person_id), ActingForm(formdata=None))


@bp.post("/pengguna/<int:person_id>/penugasan")
@requires(Permission.USERS_MANAGE)
def appoint(person_id: int) -> Response:
    found, form = queries.person(person_id), ActingForm()
    if not form.validate():
        return _show(found, form, status=422)
    try:
        row = actions.appoint_acting(found, **form.facts, by=current_person(), at=now())
    except (Invalid, Conflict) as refusal:
        form.show(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))
        return _show(found, form, status=refusal.status)
    mandate = row.as_mandate(found)
    say(f"{found.name} tercatat sebagai {mandate.jabatan}, {mandate.window}.")
    _warn_of_the_holder(row)
    return redirect_to("accounts.acting", person_id=found.id)


@bp.post("/pengguna/<int:person_id>/penugasan/<int:mandate_id>/pengakhiran")
@requires(Permission.USERS_MANAGE)
def end(person_id: int, mandate_id: int) -> Response:
    found, form = queries.person(person_id), ReasonForm()
    row = queries.mandate_row(found, mandate_id)
    if not form.validate():
        return _show(found, ActingForm(formdata=None), ending=row, reason_form=form, status=422)
    try:
        actions.end_acting(row, reason=form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return _show(found, ActingForm(formdata=None), ending=row, reason_form=form, status=422)
    say(f"Penugasan {found.name} sebagai {row.as_mandate(found).jabatan} diakhiri.")
    return redirect_to("accounts.acting", person_id=found.id)


def _show(
    found: User, form: ActingForm, *, ending: ActingOfficial | None = None, reason_form: ReasonForm | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    at = now()
    today, kept = day_of(at), queries.mandates_of(found)
    rows = [(row, row.as_mandate(found), row.ended_at is None and row.ends_on >= today) for row in kept]
    return page(
        "accounts/acting.html", status=status, found=found, form=form, rows=rows, moment=at,
        ending=ending.id if ending else 0, reason_form=reason_form or ReasonForm(formdata=None),
    )  # fmt: skip


def _warn_of_the_holder(row: ActingOfficial) -> None:
    """A Plh. stands in for somebody, a Plt. for nobody; said and not refused, since a post may change hands soon."""
    post = Role(row.post)
    holders = queries.active_people_with(post)
    if post is Role.KABAG:
        holders = [one for one in holders if one.unit_id == row.user.unit_id]
    if row.kind == "plt" and holders:
        names = "; ".join(one.name for one in holders)
        say(f"Jabatan ini masih dipangku {names}. Untuk pemangku yang berhalangan, yang tepat adalah Plh.", "soon")
    if row.kind == "plh" and not holders:
        say("Jabatan ini sekarang tidak ada pemangkunya. Untuk jabatan kosong, yang tepat adalah Plt.", "soon")
