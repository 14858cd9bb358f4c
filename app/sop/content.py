"""What an SOP version says, as one digest: recorded when it is put in force, so that the log holds its words."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from app.sop.models import SopStep, SopVersion
from app.sop.pelaksana import Source


def content_digest(version: SopVersion) -> str:
    """SHA-256 over everything that runs are judged and drawn by; who confirmed a cell is an event of its own."""
    said = {
        "number": version.number,
        "name": version.name,
        "source": version.source_sha256,
        "text": version.source_text,
        "document": version.document,
        "problems": version.problems,
        "columns": [[column.label, column.role] for column in version.columns],
        "steps": [_step(step) for step in version.steps],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def explicit_cells(version: SopVersion) -> list[str]:
    """The cells, step and column, that are drawn as certain because the document's own words name the actor."""
    uncertain = (Source.SIMPULAN, Source.DIKONFIRMASI)
    return [cell_name(step.no, cell.column.label) for step in version.steps for cell in step.cells
            if cell.source not in uncertain]  # fmt: skip


def cell_name(step: int, column: str) -> str:
    return f"{step} {column}"


def _step(step: SopStep) -> dict[str, Any]:
    return {
        "no": step.no,
        "uraian": step.uraian,
        "waktu": step.waktu,
        "allowance": [step.allowance_amount, step.allowance_unit, step.allowance_at_least],
        "kelengkapan": step.kelengkapan,
        "output": step.output,
        "ket": step.ket,
        "meeting": step.meeting,
        "per_unit": step.per_unit,
        "cells": [[cell.symbol, cell.duty, cell.note, cell.no_to] for cell in step.cells],
    }
