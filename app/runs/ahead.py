"""What a report still needs before it is signed. Reports stand above runs, so they register who knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from flask import Flask, current_app

Missing = Callable[[Collection[int]], Mapping[int, str]]
"""By run: whose act is missing, as words ("Paraf Umum, Persidangan"); "" or no entry where nothing is."""

KNOWN = "missing_before_signature"


def register(app: Flask, missing: Missing) -> None:
    app.extensions[KNOWN] = missing


def missing_before_signature(run_ids: Collection[int]) -> Mapping[int, str]:
    """Of the runs whose frozen report waits; nothing is asked where there is none."""
    missing: Missing | None = current_app.extensions.get(KNOWN)
    return missing(run_ids) if missing and run_ids else {}
