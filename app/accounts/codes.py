"""One-time codes that an admin reads out or writes down: ten characters that nobody mistakes."""

from __future__ import annotations

import secrets
from datetime import timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O, 1 I L and U: 30 characters, so ten of them carry 49 bits."""

LENGTH = 10
VALID_FOR = timedelta(hours=24)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed(code: str) -> str:
    """In two groups of five: K7MP4-XQ2TR."""
    return f"{code[:5]}-{code[5:]}"


def read_code(typed: str) -> str:
    """What was typed, without hyphens, spaces and small letters; nothing else is guessed."""
    return "".join(typed.split()).replace("-", "").upper()
