"""Putting a report's PDF into the store of files, by its content."""

from __future__ import annotations

from flask import current_app

from app.evidence.store import StoredFile, put

PDF = "application/pdf"


def store_pdf(pdf: bytes, *, name: str) -> StoredFile:
    folder = current_app.config["SETTINGS"].files_folder
    return put(pdf, name=name, media_type=PDF, folder=folder)
