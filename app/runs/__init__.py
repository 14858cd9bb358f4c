"""The work: runs of the SOP, their steps, the board, pengesahan, returns and the clock of each step."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.runs import documents, models
    from app.runs.routes import blueprint
    from app.runs.tabs import way_to

    assert models
    assert documents
    app.register_blueprint(blueprint)
    app.jinja_env.globals["way_to"] = way_to
