"""Password hashes: argon2id at 46 MiB, one pass, one lane (about 60 ms), the office's machines' measure."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM_LENGTH = 10
_hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
NOBODY = _hasher.hash("tidak seorang pun")
"""Checked for an unknown NIP, so that the answer takes as long as for a known one."""


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or NOBODY, password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False
