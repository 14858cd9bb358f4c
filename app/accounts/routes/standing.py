"""Closing and reopening an account, and issuing a one-time code; for the admin."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g

from app.accounts import actions, queries
from app.accounts.access import current_person, requires
from app.accounts.forms import ReasonForm
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.routes import bp
from app.accounts.routes.people import change_form, prepare_code, show_code, show_person, warn_of_two_sekretaris
from app.clock.current import now
from app.web.pages import redirect_to, say
from app.web.refusals import Invalid
from app.web.transaction import before_transaction


@bp.post("/pengguna/<int:person_id>/penonaktifan")
@requires(Permission.USERS_MANAGE)
def deactivate(person_id: int) -> Response:
    return _with_reason(queries.person(person_id), actions.deactivate, said="dinonaktifkan. Sesinya berakhir.")


@bp.post("/pengguna/<int:person_id>/pengaktifan")
@requires(Permission.USERS_MANAGE)
def reactivate(person_id: int) -> Response:
    return _with_reason(queries.person(person_id), actions.reactivate, said="diaktifkan kembali.")


@bp.post("/pengguna/<int:person_id>/kode-sekali-pakai")
@requires(Permission.USERS_MANAGE)
@before_transaction(prepare_code)
def issue_code(person_id: int) -> Response:
    found = queries.person(person_id)
    actions.issue_code(found, code_hash=g.code_hash, by=current_person(), at=now())
    return show_code(found)


def _with_reason(found: User, act: Callable[..., None], *, said: str) -> Response:
    reason_form = ReasonForm()
    if not reason_form.validate():
        return show_person(found, change_form(found), reason_form=reason_form, status=422)
    try:
        act(found, reason=reason_form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        reason_form.show(refusal)
        return show_person(found, change_form(found), reason_form=reason_form, status=422)
    say(f"Akun {found.name} {said}")
    if found.active:
        warn_of_two_sekretaris(found)
    return redirect_to("accounts.person", person_id=found.id)
