"""The SOP that came with the office's order, byte for byte."""

from __future__ import annotations

from pathlib import Path

SEED_PATH = Path(__file__).parent / "data" / "sop-pengukuran-kinerja.txt"


def seed_text() -> str:
    return SEED_PATH.read_bytes().decode("utf-8")
