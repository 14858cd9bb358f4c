"""The demo office: invented people and their stories, shared by demo, tests and screenshots."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet beyond what the stories import."""
