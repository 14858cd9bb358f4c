"""How a stream may not end where PDF/A is promised; apart, so that rendering needs no signing library for it."""

from __future__ import annotations

UNCLEAR_END = b"\r\nendstream"
"""A stream whose last byte is CR reads as one byte short, which PDF/A refuses."""


def ends_unclearly(written: bytes, *, since: int = 0) -> bool:
    """Whether a stream behind byte `since` ends in a way that validators misread."""
    return UNCLEAR_END in written[since:]
