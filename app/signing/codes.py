"""Document codes: what a QR leads to, since a file can't contain its own digest."""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letters or digits that are mistaken for one another when read from paper."""

LENGTH = 20
FORM = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def new_code() -> str:
    """99 random bits: nobody guesses the address of a document that he doesn't hold."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_code(text: str) -> str | None:
    """The code as typed from paper, in any case and with blanks or hyphens between its groups."""
    code = re.sub(r"[\s-]", "", text).casefold()
    return code if FORM.fullmatch(code) else None
