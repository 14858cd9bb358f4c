"""One's own data, what one may do, and one's own password."""

from __future__ import annotations

from flask import Response, current_app, g

from app.accounts import actions
from app.accounts.access import current_person, requires
from app.accounts.confirm import confirm_password, password_confirmed
from app.accounts.forms import PasswordForm
from app.accounts.passwords import check_new_password, hash_password
from app.accounts.permissions import Permission, permissions_of
from app.accounts.routes import bp
from app.accounts.session import begin_session
from app.clock.current import now
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid
from app.web.transaction import before_transaction


def hash_new_password() -> None:
    """A preparation: refuse a weak password, or hash it, before the write lock is taken."""
    form = PasswordForm()
    if not form.validate() or not password_confirmed():
        return
    try:
        if form.new.data == form.password.data:
            raise Invalid("Kata sandi baru masih sama dengan yang sekarang.", field="new")
        check_new_password(form.new.data, nip=current_person().nip)
    except Invalid as refusal:
        g.weakness = refusal
    else:
        g.new_hash = hash_password(form.new.data)


@bp.get("/profil")
@requires(Permission.PROFILE)
def profile() -> Response:
    person = current_person()
    allowed = [permission for permission in Permission if permission in permissions_of(person.roles)]
    has_key_page = "signing.key" in current_app.view_functions and Permission.KEY_MANAGE in allowed
    return page("accounts/profile.html", allowed=allowed, has_key_page=has_key_page)


@bp.get("/profil/kata-sandi")
@requires(Permission.PROFILE)
def password() -> Response:
    return page("accounts/password.html", form=PasswordForm())


@bp.post("/profil/kata-sandi")
@requires(Permission.PROFILE)
@before_transaction(confirm_password, hash_new_password)
def change_password() -> Response:
    form, person = PasswordForm(), current_person()
    complete = form.validate()
    if complete and not password_confirmed():
        form.show(Invalid("Kata sandi sekarang tidak cocok.", field="password"))
    elif complete and "weakness" in g:
        form.show(g.weakness)
    if "new_hash" not in g:
        return page("accounts/password.html", status=422, form=form)
    actions.change_password(person, password_hash=g.new_hash, by=person, at=now())
    begin_session(person)
    say("Kata sandi baru tersimpan. Sesi Anda di komputer lain sudah diakhiri.")
    return redirect_to("accounts.profile")
