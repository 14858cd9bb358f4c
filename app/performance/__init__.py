"""Performance figures: sasaran, indikator, target, realisasi and budget, and the capaian they come to."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.performance import models
    from app.performance.commands import capaian_command
    from app.performance.rating import DEFAULT_SCALE, read_bands
    from app.performance.routes import bp

    assert models
    # A scale with a gap or an overlap is refused before anything is rated with it.
    app.extensions["rating_bands"] = read_bands(app.config["SETTINGS"].rating_bands or DEFAULT_SCALE)
    app.register_blueprint(bp)
    app.cli.add_command(capaian_command)
