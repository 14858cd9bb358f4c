"""A few routes of the tests' own, so that the shell is tried without any domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from app.accounts.access import public

PAGES = {
    "try/page.html": "<h1>Halaman</h1>{% block board %}<p>{{ word }}</p>{% endblock %}",
}

Route = Callable[..., None]


@pytest.fixture
def route(app: Flask) -> Route:
    """`route("/coba", view, methods=["POST"])`: the view answers there, for anybody."""
    loader = app.jinja_env.loader
    assert loader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader(PAGES), loader])

    def add(address: str, view: Callable[..., Any], *, methods: tuple[str, ...] = ("GET",)) -> None:
        open_view = public("a route of a test")(view)
        app.add_url_rule(address, endpoint=f"try{address.replace('/', '.')}", view_func=open_view, methods=methods)

    return add


@pytest.fixture
def htmx() -> dict[str, str]:
    """The headers with which htmx 4 asks for a part of a page."""
    return {"HX-Request": "true", "HX-Request-Type": "partial"}
