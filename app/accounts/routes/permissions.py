"""Who may do what, printed from the map that the application itself obeys."""

from __future__ import annotations

from flask import Response

from app.accounts import queries
from app.accounts.access import requires
from app.accounts.permissions import PERMISSIONS, Permission
from app.accounts.routes import bp
from app.clock.current import now
from app.web.pages import page


@bp.get("/izin")
@requires(Permission.PERMISSIONS_VIEW)
def permissions() -> Response:
    rows = sorted(Permission, key=str.casefold)
    at = now()
    acting = queries.acting_people(at)
    return page("accounts/permissions.html", rows=rows, granted=PERMISSIONS, acting=acting, moment=at)
