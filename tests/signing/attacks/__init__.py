"""Attacks on signed PDFs, made by code; the edits that other tests use too stand here by name."""

from tests.signing.attacks.edits import (
    add_note,
    add_nothing,
    appended,
    cover_page,
    flip,
    gap_of,
    resaved,
    swap_content,
    unlisted_tail,
    without_signature_field,
)

__all__ = [
    "add_note",
    "add_nothing",
    "appended",
    "cover_page",
    "flip",
    "gap_of",
    "resaved",
    "swap_content",
    "unlisted_tail",
    "without_signature_field",
]
