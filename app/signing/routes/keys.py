"""The signing key in a person's profile."""

from __future__ import annotations

from flask import Response, g, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.signing import actions, queries
from app.signing.backends.container import MAX_BYTES as MAX_KEY_BYTES
from app.signing.backends.container import TOO_BIG as KEY_TOO_BIG
from app.signing.certificates import Check
from app.signing.forms import METHODS, KeyForm, RemovalForm
from app.signing.preflight import open_for, preflight, standing_checks
from app.signing.routes.blueprint import blueprint
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid, TooLarge
from app.web.transaction import before_transaction


@blueprint.get("/profil/kunci")
@requires(Permission.KEY_MANAGE)
def key() -> Response:
    return _key_page(KeyForm())


def _open_uploaded() -> None:
    """Opening the key takes the time that its protection asks for, so it happens before the write begins."""
    form = KeyForm()
    g.key_form, g.opened = form, None
    if not form.validate():
        return
    try:
        g.key_data = form.key_file.read(MAX_KEY_BYTES, message=KEY_TOO_BIG)
        g.opened = open_for(current_person(), g.key_data, passphrase=form.passphrase.data, now=now())
    except Invalid as refusal:
        form.show(refusal)
    except TooLarge as refusal:
        form.key_file.errors = [refusal.message]
        g.refused_with = refusal.status


@blueprint.post("/profil/kunci")
@requires(Permission.KEY_MANAGE)
@before_transaction(_open_uploaded)
def keep_key() -> Response:
    if g.opened is None:
        return _key_page(g.key_form, status=g.get("refused_with", 422))
    kept = actions.keep_key(g.key_data, certificate=g.opened.certificate, user=current_person(), at=now())
    say(f"Kunci atas nama {kept.subject} tersimpan. Frasa sandinya tidak kami simpan.")
    return redirect_to("signing.key")


@blueprint.post("/profil/kunci/removal")
@requires(Permission.KEY_MANAGE)
def remove_key() -> Response:
    kept = queries.current_key(current_person())
    if kept is not None:
        actions.remove_key(kept, by=current_person(), at=now())
        say("Kunci dihapus dari server. Catatannya tetap ada.")
    return redirect_to("signing.key")


def _key_page(form: KeyForm, *, status: int = 200) -> Response:
    person = current_person()
    kept = queries.current_key(person)
    method = queries.method_of(person)
    backend = method.backend if method else "pkcs12"
    # Looking asks a token or a service, so it is done when the page is asked for and never inside a write.
    looks = request.method == "GET" and (kept is not None or backend != "pkcs12")
    checks: list[Check] = preflight(person, now=now()) if looks else standing_checks(person, now=now())
    return page(
        "signing/key.html",
        status=status,
        form=form,
        removal=RemovalForm(formdata=None),
        key=kept,
        method=method,
        backend=backend,
        names=METHODS,
        checks=checks,
        former=queries.former_keys(person),
    )
