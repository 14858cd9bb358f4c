"""Coming in, going out, and setting a password with a one-time code."""

from __future__ import annotations

import re

from flask import Response, current_app, g, request, session
from flask_login import current_user

from app.accounts import actions
from app.accounts.access import current_person, public, requires
from app.accounts.codes import read_code
from app.accounts.credentials import try_code, try_password
from app.accounts.errors import TooManyTries
from app.accounts.forms import ResetForm, SignInForm
from app.accounts.passwords import check_new_password, hash_password
from app.accounts.permissions import Permission
from app.accounts.routes import bp
from app.accounts.session import begin_session, session_digest
from app.clock.current import now
from app.web.pages import go_to, page, redirect_to, say
from app.web.refusals import Invalid
from app.web.transaction import before_transaction, writing

OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A path of this server: browsers read "//host" and "/\\host" as another one, and drop tabs in between."""

NO_WAY_IN = frozenset({"/masuk", "/keluar", "/atur-ulang"})
WRONG = "NIP atau kata sandi tidak cocok. Jika lupa, mintalah kode sekali pakai kepada admin."
WRONG_CODE = (
    "NIP dan kode tidak cocok, atau kode sudah dipakai atau lebih dari 24 jam. Mintalah kode baru kepada admin."
)


def own_path(wanted: str | None) -> str:
    """Where to go after signing in: a path of this application, else the start page."""
    if not wanted or not OWN_PATH.fullmatch(wanted) or wanted.partition("?")[0] in NO_WAY_IN:
        return "/"
    return wanted


def compare_password() -> None:
    """A preparation: argon2 before the write lock is taken."""
    form = SignInForm()
    if form.validate():
        g.attempt = try_password(form.nip.digits, form.password.data, address=_address(), at=now())


def compare_code() -> None:
    """A preparation: compare the code; hash the new password where it is one that may be kept."""
    form = ResetForm()
    if not form.validate():
        return
    g.attempt = try_code(form.nip.digits, read_code(form.code.data), address=_address(), at=now())
    try:
        check_new_password(form.new.data, nip=form.nip.digits)
    except Invalid as refusal:
        g.weakness = refusal
    else:
        g.new_hash = hash_password(form.new.data)


@bp.get("/masuk")
@public("the way in")
def sign_in() -> Response:
    if current_user.is_authenticated:
        return go_to(own_path(request.args.get("next")))
    return page("accounts/sign_in.html", form=SignInForm())


@bp.post("/masuk")
@public("the way in")
@before_transaction(compare_password)
def try_sign_in() -> Response:
    form, at = SignInForm(), now()
    if not form.validate():
        return page("accounts/sign_in.html", status=422, form=form)
    person = actions.sign_in(g.attempt, at=at)
    if person is None:
        return _turn_away("accounts/sign_in.html", form, WRONG)
    begin_session(person)
    return go_to(own_path(request.args.get("next")))


@bp.post("/keluar")
@requires(Permission.PROFILE)
def sign_out() -> Response:
    lifetime = current_app.permanent_session_lifetime
    actions.sign_out(current_person(), digest=session_digest(), lifetime=lifetime, at=now())
    session.clear()
    say("Anda sudah keluar.")
    return redirect_to("accounts.sign_in")


@bp.get("/atur-ulang")
@public("who forgot the password can't sign in")
def reset() -> Response:
    return page("accounts/reset.html", form=ResetForm())


@bp.post("/atur-ulang")
@public("who forgot the password can't sign in")
@before_transaction(compare_code)
def try_reset() -> Response:
    form, at = ResetForm(), now()
    if not form.validate():
        return page("accounts/reset.html", status=422, form=form)
    if g.attempt.failure:
        return _turn_away("accounts/reset.html", form, WRONG_CODE)
    if "weakness" in g:
        form.show(g.weakness)
        return page("accounts/reset.html", status=422, form=form)
    person = actions.set_password_by_code(g.attempt, password_hash=g.new_hash, at=at)
    if person is None:
        return _turn_away("accounts/reset.html", form, WRONG_CODE)
    session.clear()
    say("Kata sandi baru tersimpan. Silakan masuk.")
    return redirect_to("accounts.sign_in")


def _turn_away(template: str, form: SignInForm | ResetForm, sentence: str) -> Response:
    """Refuse, and keep the count and the event although the request itself is refused."""
    with writing():
        until = actions.note_failure(g.attempt, at=now())
    form.form_errors.append(TooManyTries(until).message if until else sentence)
    return page(template, status=429 if until else 422, form=form)


def _address() -> str:
    return request.remote_addr or "lokal"
