"""The standard itself: how an SOP is read, checked, drawn, kept in versions and confirmed."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.sop import models  # noqa: F401  (so that its tables are known)
    from app.sop.commands import sop
    from app.sop.drawing import FOOTNOTE, cell_svg, meeting_svg, symbol_svg
    from app.sop.routes import bp

    app.register_blueprint(bp)
    app.cli.add_command(sop)
    app.jinja_env.globals.update(
        cell_svg=cell_svg, meeting_svg=meeting_svg, symbol_svg=symbol_svg, SYMBOL_FOOTNOTE=FOOTNOTE
    )
