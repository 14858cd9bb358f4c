"""The pages of the accounts, one module per place: the entrance, one's own profile, people, bagian, permissions."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from app.accounts.routes import acting, entrance, people, permissions, profile, standing, units  # noqa: E402, F401
