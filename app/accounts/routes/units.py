"""The bagian of the office: list, add, change, close and reopen; for the admin."""

from __future__ import annotations

from flask import Response

from app.accounts import actions, queries
from app.accounts.access import current_person, requires
from app.accounts.forms import UnitForm
from app.accounts.permissions import Permission
from app.accounts.routes import bp
from app.clock.current import now
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid


@bp.get("/bagian")
@requires(Permission.USERS_MANAGE)
def units() -> Response:
    return page("accounts/units.html", units=queries.units(), people=queries.active_people_by_unit())


@bp.get("/bagian/baru")
@requires(Permission.USERS_MANAGE)
def new_unit() -> Response:
    return page("accounts/unit.html", form=UnitForm(), unit=None)


@bp.post("/bagian")
@requires(Permission.USERS_MANAGE)
def add_unit() -> Response:
    form = UnitForm()
    if not form.validate():
        return page("accounts/unit.html", status=422, form=form, unit=None)
    try:
        unit = actions.add_unit(**form.facts, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return page("accounts/unit.html", status=422, form=form, unit=None)
    say(f"{unit.name} ditambahkan.")
    return redirect_to("accounts.units")


@bp.get("/bagian/<int:unit_id>")
@requires(Permission.USERS_MANAGE)
def unit(unit_id: int) -> Response:
    found = queries.unit(unit_id)
    return page("accounts/unit.html", form=UnitForm(obj=found), unit=found, people=queries.active_people_by_unit())


@bp.post("/bagian/<int:unit_id>")
@requires(Permission.USERS_MANAGE)
def change_unit(unit_id: int) -> Response:
    found, form = queries.unit(unit_id), UnitForm()
    people = queries.active_people_by_unit()
    if not form.validate():
        return page("accounts/unit.html", status=422, form=form, unit=found, people=people)
    try:
        actions.change_unit(found, **form.facts, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return page("accounts/unit.html", status=422, form=form, unit=found, people=people)
    say(f"{found.name} tersimpan.")
    return redirect_to("accounts.units")


@bp.post("/bagian/<int:unit_id>/penutupan")
@requires(Permission.USERS_MANAGE)
def close_unit(unit_id: int) -> Response:
    found = queries.unit(unit_id)
    actions.close_unit(found, by=current_person(), at=now())
    say(f"{found.name} ditutup.")
    return redirect_to("accounts.units")


@bp.post("/bagian/<int:unit_id>/pembukaan")
@requires(Permission.USERS_MANAGE)
def reopen_unit(unit_id: int) -> Response:
    found = queries.unit(unit_id)
    actions.reopen_unit(found, by=current_person(), at=now())
    say(f"{found.name} dibuka kembali.")
    return redirect_to("accounts.units")
