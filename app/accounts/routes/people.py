"""The list of people, and adding and changing one of them; for the admin."""

from __future__ import annotations

from flask import Response, g, request

from app.accounts import actions, policies, queries
from app.accounts.access import current_person, requires
from app.accounts.codes import new_code, printed
from app.accounts.forms import AddPersonForm, ChangePersonForm, ReasonForm, SearchForm
from app.accounts.models import UnitKerja, User
from app.accounts.nip import nip_note
from app.accounts.passwords import hash_password
from app.accounts.permissions import Permission
from app.accounts.roles import Role
from app.accounts.routes import bp
from app.clock.current import now
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid
from app.web.transaction import before_transaction


def prepare_code() -> None:
    """A preparation: a one-time code and its hash. The code itself is shown once and kept nowhere."""
    g.code = new_code()
    g.code_hash = hash_password(g.code)


@bp.get("/pengguna")
@requires(Permission.USERS_MANAGE)
def index() -> Response:
    form = SearchForm(request.args)
    closed_too = request.args.get("nonaktif") == "1"
    people, at = queries.people(form.cari.data or "", closed_too=closed_too), now()
    acting = queries.acting_people(at)
    return page("accounts/index.html", form=form, people=people, closed_too=closed_too, acting=acting, moment=at)


@bp.get("/pengguna/baru")
@requires(Permission.USERS_MANAGE)
def new() -> Response:
    form = AddPersonForm()
    form.offer(queries.open_units())
    return page("accounts/new.html", form=form)


@bp.post("/pengguna")
@requires(Permission.USERS_MANAGE)
@before_transaction(prepare_code)
def add() -> Response:
    form = AddPersonForm()
    form.offer(queries.open_units())
    if not form.validate():
        return page("accounts/new.html", status=422, form=form)
    try:
        person = actions.add_person(
            nip=form.nip.digits,
            name=form.name.data,
            jabatan=form.jabatan.data,
            pangkat=form.pangkat.data,
            unit=_chosen_unit(form),
            roles=form.chosen_roles,
            code_hash=g.code_hash,
            by=current_person(),
            at=now(),
        )
    except Invalid as refusal:
        form.show(refusal)
        return page("accounts/new.html", status=422, form=form)
    return show_code(person)


@bp.get("/pengguna/<int:person_id>")
@requires(Permission.USERS_MANAGE)
def person(person_id: int) -> Response:
    found = queries.person(person_id)
    return show_person(found, change_form(found))


@bp.post("/pengguna/<int:person_id>")
@requires(Permission.USERS_MANAGE)
def change(person_id: int) -> Response:
    found = queries.person(person_id)
    form = ChangePersonForm()
    form.offer(queries.open_units(), own=found.unit)
    if not form.validate():
        return show_person(found, form, status=422)
    try:
        actions.change_person(
            found,
            name=form.name.data,
            jabatan=form.jabatan.data,
            pangkat=form.pangkat.data,
            unit=_chosen_unit(form),
            roles=form.chosen_roles,
            by=current_person(),
            at=now(),
        )
    except Invalid as refusal:
        form.show(refusal)
        return show_person(found, form, status=422)
    say(f"Data {found.name} tersimpan.")
    warn_of_two_sekretaris(found)
    return redirect_to("accounts.person", person_id=found.id)


def change_form(found: User) -> ChangePersonForm:
    """The form filled with what is kept, whatever else the request carries."""
    kept = {
        "name": found.name,
        "jabatan": found.jabatan,
        "pangkat": found.pangkat,
        "unit": found.unit_id or 0,
        "roles": [str(role) for role in found.held_roles],
    }
    form = ChangePersonForm(formdata=None, data=kept)
    form.offer(queries.open_units(), own=found.unit)
    return form


def show_person(
    found: User, form: ChangePersonForm, *, reason_form: ReasonForm | None = None, status: int = 200
) -> Response:
    """The page of one person: what is kept, and what may be done with the account."""
    others = queries.active_people_with(Role.ADMIN, besides=found)
    why_not = policies.why_not_deactivate(
        active=found.active,
        own=found.id == current_person().id,
        is_admin=Role.ADMIN in found.held_roles,
        other_admins=len(others),
    )
    return page(
        "accounts/person.html",
        status=status,
        found=found,
        form=form,
        reason_form=reason_form or ReasonForm(formdata=None),
        note=nip_note(found.nip),
        why_not_deactivate=why_not,
        moment=now(),
    )


def show_code(found: User) -> Response:
    """The code, once: on this page and in no cookie, no log and no table."""
    warn_of_two_sekretaris(found)
    return page(
        "accounts/code.html", found=found, code=printed(g.code), until=found.reset_code_until, note=nip_note(found.nip)
    )


def warn_of_two_sekretaris(found: User) -> None:
    if not found.has_role(Role.SEKRETARIS):
        return
    warning = policies.warn_of_two_sekretaris(one.name for one in queries.active_people_with(Role.SEKRETARIS))
    if warning:
        say(warning, "soon")


def _chosen_unit(form: ChangePersonForm) -> UnitKerja | None:
    return queries.unit(form.unit.data) if form.unit.data else None
