"""Headers that keep a page to itself, a request id, and the limit on what may be sent."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
SHOWS_PDF = POLICY.replace("object-src 'none'", "object-src 'self'")
"""For the one page that holds a PDF of ours."""

UNCHANGING = ("/static/vendor/", "/static/fonts/")


def init_app(app: Flask) -> None:
    app.before_request(_name_request)
    app.after_request(_harden)


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "SAMEORIGIN"
    if request.path.startswith(UNCHANGING):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        # Shared PCs: the back button after signing out must not show what was private.
        headers.setdefault("Cache-Control", "no-store")
    return response
