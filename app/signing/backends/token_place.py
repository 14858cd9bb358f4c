"""Where a token's key is, and what a token shows of it: plain words, so that nobody loads a library to say them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TokenPlace:
    """Where a key is: the maker's library, the token's label, and the label of key and certificate on it."""

    module: str
    token_label: str
    key_label: str


@dataclass(frozen=True)
class OnToken:
    """What a token shows without its PIN. Certificates are DER."""

    certificate: bytes
    chain: tuple[bytes, ...]
    warning: str = ""
    """A sentence when a wrong PIN would lock it."""
