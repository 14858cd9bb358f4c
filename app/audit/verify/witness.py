"""Witnesses: what their cosignatures in a package say, and the cosignature of the inspector's own key.

C2SP tlog-cosignature v1. A package lists its witnesses itself, so a listed key proves nothing alone: who
has a key of his own gives it to the check.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import NamedTuple

from .ed25519 import ed25519_sign
from .notes import (
    COSIGNATURE,
    Key,
    SignedCheckpoint,
    check_signed_by_log,
    cosigned_message,
    good_signatures,
    named,
    split_checkpoints,
)
from .verdicts import Bad, Checkpoint

LATEST = 2**63 - 1
MOST_TESTIMONIES = 10_000


class Testimony(NamedTuple):
    """This witness saw this checkpoint, at this time by his own clock (seconds since 1970)."""

    witness: Key
    point: Checkpoint
    time: int


def read_testimonies(text: str, log_keys: Sequence[Key], witnesses: Sequence[Key]) -> list[Testimony]:
    """What the cosigned notes of a package say; `Bad` where one isn't signed by the log and by a listed witness."""
    known, found = named(witnesses), []
    for signed in split_checkpoints(text):
        check_signed_by_log(signed, log_keys)
        found += _testimonies(signed, known)
        if len(found) > MOST_TESTIMONIES:
            raise Bad("saksi", f"kesaksian lebih dari {MOST_TESTIMONIES}")
    return found


def _testimonies(signed: SignedCheckpoint, known: dict[tuple[str, bytes], Key]) -> list[Testimony]:
    try:
        signatures = good_signatures(signed.text, signed.lines, known)
    except Bad:
        why = f"checkpoint {signed.point.size} tidak memuat tanda tangan saksi yang terdaftar dan sah"
        raise Bad("saksi", why) from None
    if any(signature.time is None or signature.time > LATEST for signature in signatures):
        raise Bad("saksi", f"waktu kesaksian atas checkpoint {signed.point.size} tidak mungkin")
    return [Testimony(signature.key, signed.point, signature.time or 0) for signature in signatures]


def check_own(own: Key, witnesses: Sequence[Key], testimonies: Sequence[Testimony]) -> str:
    """Whether the package knows this witness by his own key; the sentence that says what it holds of his."""
    strangers = [key for key in witnesses if key.name == own.name and key != own]
    if strangers:
        raise Bad("saksi", f"paket mendaftarkan kunci lain atas nama saksi {own.name}")
    sizes = [testimony.point.size for testimony in testimonies if testimony.witness == own]
    if not sizes:
        return f"PERHATIAN: paket ini tidak memuat kesaksian dengan kunci Anda ({own.name})."
    return f"Kesaksian dengan kunci Anda ({own.name}): {len(sizes)}, yang terbaru atas checkpoint {max(sizes)}."


def cosigned_note(signed: SignedCheckpoint, own: Key, seed: bytes, time: int) -> str:
    """The note with a witness's line put below the log's."""
    if own.kind != COSIGNATURE:
        raise Bad("saksi", "kunci itu bukan kunci saksi")
    signature = ed25519_sign(seed, cosigned_message(signed.text, time))
    data = own.id + time.to_bytes(8, "big") + signature
    return f"{signed.note}— {own.name} {base64.b64encode(data).decode()}\n"
