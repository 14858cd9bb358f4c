"""Files by content: received, checked, stored under their SHA-256; knows no step."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from app.evidence import models

    assert models
    app.config["SETTINGS"].files_folder.mkdir(parents=True, exist_ok=True)
