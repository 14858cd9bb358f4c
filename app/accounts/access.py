"""Every route says who may use it, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, request, url_for
from flask_login import current_user

from app.accounts.models import User
from app.accounts.permissions import PERMISSIONS, Permission, permissions_of
from app.web.errors import ask_to_sign_in_again
from app.web.pages import asked_by_htmx, go_to
from app.web.refusals import NotAllowed
from app.web.transaction import run_preparations

View = TypeVar("View", bound=Callable[..., Any])


class UnguardedRoute(RuntimeError):
    """A route declares neither a permission nor why it is public."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Only people with this permission may use the view."""

    def mark(view: View) -> View:
        view.requires = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(why: str) -> Callable[[View], View]:
    """Anybody may use the view; the reason is required."""

    def mark(view: View) -> View:
        view.public = why  # type: ignore[attr-defined]
        return view

    return mark


def current_person() -> User:
    """The person who is signed in; only for views that require a permission."""
    return cast(User, current_user._get_current_object())


def may(permission: Permission) -> bool:
    """Whether the person who is signed in has the permission; for templates and navigation."""
    return current_user.is_authenticated and permission in permissions_of(current_person().roles)


def guard_every_route(app: Flask) -> None:
    """Refuse to start while a view has neither `@requires` nor `@public`."""
    app.view_functions["static"] = public("stylesheets, fonts and scripts hold no data")(app.view_functions["static"])
    for endpoint, view in app.view_functions.items():
        if not hasattr(view, "requires") and not hasattr(view, "public"):
            raise UnguardedRoute(f"{endpoint} declares no permission")


def check_access() -> Response | None:
    """Before each request: the permission first, then the view's slow work, then its write transaction."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    permission = getattr(view, "requires", None)
    if permission is not None:
        if not current_user.is_authenticated:
            return _to_login()
        if permission not in permissions_of(current_person().roles):
            raise NotAllowed(_why_not(permission))
    run_preparations()
    return None


def _why_not(permission: Permission) -> str:
    """Names the window of a mandate that would allow it, where the person has or had one."""
    granted = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    return current_person().outside_window(granted) or f"Peran Anda tidak termasuk yang boleh {permission}."


def _to_login() -> Response:
    """A form that was sent too late is said not to be sent, and comes back after signing in."""
    if request.method != "GET" and not asked_by_htmx():
        return ask_to_sign_in_again()
    wanted = request.full_path.rstrip("?") if request.method == "GET" and not asked_by_htmx() else None
    return go_to(url_for("accounts.sign_in", next=wanted))
