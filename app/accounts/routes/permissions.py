"""Who may do what, printed from the map that the application itself obeys."""

from __future__ import annotations

from flask import Response

from app.accounts.access import requires
from app.accounts.permissions import PERMISSIONS, Permission
from app.accounts.routes import bp
from app.web.pages import page


@bp.get("/izin")
@requires(Permission.PERMISSIONS_VIEW)
def permissions() -> Response:
    rows = sorted(Permission, key=str.casefold)
    return page("accounts/permissions.html", rows=rows, granted=PERMISSIONS)
