"""Digests of the beginnings of a file, by which the register recognises what it was before something was added."""

from __future__ import annotations

import hashlib


def digests_at(data: bytes, ends: set[int]) -> dict[int, str]:
    """SHA-256 of every beginning of the file that ends at one of `ends`, read once."""
    digest, position, found = hashlib.sha256(), 0, {}
    for end in sorted(end for end in ends if 0 < end <= len(data)):
        digest.update(memoryview(data)[position:end])
        found[end], position = digest.copy().hexdigest(), end
    return found
