"""Asking for the password again before something that stays."""

from __future__ import annotations

from flask import g, request

from app.accounts.access import current_person
from app.accounts.passwords import matches


def confirm_password() -> None:
    """A preparation: compare the form's `password` with the person's own, before the write begins."""
    typed = request.form.get("password", "")
    g.password_confirmed = bool(typed) and matches(current_person().password_hash, typed)


def password_confirmed() -> bool:
    return bool(g.get("password_confirmed"))
