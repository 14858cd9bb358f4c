"""Pages and fragments: a whole page for a browser, one named block for htmx."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from jinja2_fragments.flask import render_block


def init_app(app: Flask) -> None:
    app.after_request(_vary)
    app.context_processor(_shell)
    app.extensions["shell_context"] = []


def asked_by_htmx() -> bool:
    """Whether htmx wants a fragment. A boosted or restored page is a whole page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def page(template: str, *, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """Render the template, or only its `block` when htmx asks; the route chooses the block, never the request."""
    if block and asked_by_htmx():
        return make_response(render_block(template, block, **context), status)
    return make_response(render_template(template, **context), status)


def redirect_to(endpoint: str, **values: Any) -> Response:
    """303 after a POST; htmx follows by loading the page anew."""
    return go_to(url_for(endpoint, **values))


def go_to(address: str) -> Response:
    if not asked_by_htmx():
        return make_response(redirect(address, 303))
    response = make_response("", 204)
    response.headers["HX-Redirect"] = address
    return response


def page_of_form() -> str:
    """The path of the page that a refused form stood on, for a GET: the referrer's, else the request's own; or "".

    Of the referrer only what names this application counts.
    """
    came_from = urlsplit(request.referrer or "")
    own = came_from.path if came_from.netloc == request.host else ""
    for path, query in ((own, came_from.query), (request.path, "")):
        if path and _answers_get(path):
            return f"{path}?{query}" if query else path
    return ""


def _answers_get(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    return adapter.test(path, method="GET")


def say(message: str, tone: str = "ok") -> None:
    """Show the sentence as a toast on the next page. Tones: ok, soon, late."""
    flash(message, tone)


def toast(message: str, *, tone: str = "late", status: int = 200) -> Response:
    """A toast alone, swapped into the toast region wherever htmx asked from."""
    response = make_response(render_template("components/toast.html", message=message, tone=tone), status)
    response.headers["HX-Retarget"] = "#toast"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def trigger(response: Response, event: str, detail: dict[str, Any]) -> Response:
    # Header values travel as Latin-1, so what stands in them is escaped to ASCII.
    response.headers["HX-Trigger"] = json.dumps({event: detail}, ensure_ascii=True)
    return response


def _vary(response: Response) -> Response:
    # The same address answers a page or a fragment, so a cache must keep them apart.
    response.vary.add("HX-Request")
    return response


def _shell() -> dict[str, Any]:
    """What base.html needs; domains add to it through `app.extensions['shell_context']`."""
    if "shell" not in g:
        g.shell = {"office_name": current_app.config["SETTINGS"].office}
        for provide in current_app.extensions["shell_context"]:
            g.shell.update(provide())
    return dict(g.shell)
