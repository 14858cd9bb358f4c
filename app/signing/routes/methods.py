"""How one person signs, chosen by the admin from what this server is set up for."""

from __future__ import annotations

from flask import Response, current_app

from app.accounts import queries as people
from app.accounts.access import current_person, requires
from app.accounts.models import User
from app.accounts.permissions import Permission, permissions_of
from app.clock.current import now
from app.settings import Settings
from app.signing import actions, queries
from app.signing.forms import METHODS, MethodForm
from app.signing.preflight import offered_backends
from app.signing.routes.blueprint import blueprint
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid


@blueprint.get("/pengguna/<int:person_id>/tanda-tangan")
@requires(Permission.SIGNING_CHOOSE)
def method(person_id: int) -> Response:
    found = people.person(person_id)
    chosen = queries.method_of(found)
    form = MethodForm(formdata=None, obj=chosen) if chosen else MethodForm(formdata=None, backend="pkcs12")
    return _method_page(found, form)


@blueprint.post("/pengguna/<int:person_id>/tanda-tangan")
@requires(Permission.SIGNING_CHOOSE)
def choose_method(person_id: int) -> Response:
    found = people.person(person_id)
    form = MethodForm()
    form.offer(_offered())
    if not form.validate():
        return _method_page(found, form, status=422)
    try:
        chosen = actions.choose_method(
            found,
            backend=form.backend.data,
            token_label=form.token_label.clean,
            key_label=form.key_label.clean,
            email=form.email.clean,
            offered=_offered(),
            by=current_person(),
            at=now(),
        )
    except Invalid as refusal:
        form.show(refusal)
        return _method_page(found, form, status=422)
    say(f"{found.name} sekarang menandatangani dengan {METHODS[chosen.backend].lower()}.")
    return redirect_to("signing.method", person_id=found.id)


def _method_page(found: User, form: MethodForm, *, status: int = 200) -> Response:
    form.offer(_offered())
    return page(
        "signing/method.html",
        status=status,
        found=found,
        form=form,
        method=queries.method_of(found),
        former=queries.former_methods(found),
        names=METHODS,
        missing=[backend for backend in METHODS if backend not in _offered()],
        signs=Permission.KEY_MANAGE in permissions_of(found.roles),
    )


def _offered() -> list[str]:
    settings: Settings = current_app.config["SETTINGS"]
    return offered_backends(settings)
