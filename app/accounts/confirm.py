"""Asking for the password again before something that stays."""

from __future__ import annotations

from flask import g, request

from app.accounts import actions, throttle
from app.accounts.access import current_person
from app.accounts.credentials import try_own_password
from app.accounts.errors import TooManyTries
from app.clock.current import now
from app.web.transaction import writing


def confirm_password() -> None:
    """A preparation: compare the form's `password` with the person's own, before the write begins.

    A wrong one is counted and recorded in a transaction of its own, whatever becomes of the request:
    who found an open session can't guess on. An empty field is a forgotten field, not a try.
    """
    g.password_confirmed = False
    typed = request.form.get("password", "")
    if not typed:
        return
    at = now()
    attempt = try_own_password(current_person(), typed, address=request.remote_addr or "", at=at)
    if not attempt.failure:
        g.password_confirmed = True
        _begin_anew(attempt.doors[0])
        return
    with writing():
        until = actions.note_failure(attempt, at=at)
    if until:
        raise TooManyTries(until)


def password_confirmed() -> bool:
    return bool(g.get("password_confirmed"))


def _begin_anew(door: throttle.Door) -> None:
    if throttle.has_failures(door):
        with writing():
            throttle.forget_failures(door)
