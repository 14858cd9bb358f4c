"""What the log keeps of a working paper: digests, salted, since the office that is reviewed reads the log. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from app.audit.canonical import canonical

ANSWERED = ("status", "result", "cause", "recommendation")


def answer_digest(criterion: str, said: Mapping[str, str], *, salt: str) -> str:
    """SHA-256 in hex over the criterion, what was said of it and the salt; without the salt nobody guesses it."""
    whole = {"criterion": criterion, "salt": salt} | {key: said[key] for key in ANSWERED}
    return hashlib.sha256(canonical(whole)).hexdigest()


def digest_of(paper: str) -> str:
    return hashlib.sha256(paper.encode()).hexdigest()
