"""The levels of a PAdES signature (ETSI EN 319 142-1), and what a signer may ask of the network for a higher one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a signature carries beside itself, from least to most."""

    BASIC = "B-B"
    TIMED = "B-T"
    LONG_TERM = "B-LT"
    ARCHIVED = "B-LTA"


@dataclass(frozen=True)
class LevelWish:
    """Where to ask for more than a bare signature, and how long one question may take. Empty asks nobody."""

    tsa_url: str = ""
    seconds: float = 3.0
    roots: tuple[bytes, ...] = ()
    """Trusted roots, DER: only under one of them are a certificate's own addresses followed."""


NO_WISH = LevelWish()
