"""Signatures: the keys of people, the PDF that is signed, the register of what was issued, the verdict on a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    from app.signing import commands, models, routes
    from app.signing.seal.commands import seal

    assert models
    app.register_blueprint(routes.blueprint)
    app.cli.add_command(commands.pdf)
    app.cli.add_command(commands.trust)
    app.cli.add_command(seal)
