"""The demo office: invented people and their stories, shared by demo, tests and screenshots."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.demo import commands

    app.cli.add_command(commands.demo)
    app.cli.add_command(commands.setup)
