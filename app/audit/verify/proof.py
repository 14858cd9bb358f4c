"""One record alone: a text that proves that it is in the log (C2SP tlog-proof)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from .events import decode_json, encode_json, why_malformed
from .notes import check_signed_by_log, decode_base64, read_log_keys, split_checkpoints
from .tree import leaf_hash, root_from_inclusion
from .verdicts import Bad, Checkpoint

FIRST_LINE = b"c2sp.org/tlog-proof@v1\n"
PROOF = re.compile(
    r"c2sp\.org/tlog-proof@v1\nextra ([0-9A-Za-z+/]+={0,2})\nindex (0|[1-9][0-9]{0,15})\n"
    r"((?:[0-9A-Za-z+/]{43}=\n){0,63})\n(.*)",
    re.DOTALL,
)
LARGEST = 16 << 20


class Proven(NamedTuple):
    event: Any
    point: Checkpoint


def is_proof(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(FIRST_LINE)) == FIRST_LINE
    except OSError:
        return False


def check_proof(path: Path, vkey: Path) -> Proven:
    """The record that is proven to be in the log of these keys; `Bad` where it is not."""
    return read_proof(_text(path), _text(vkey))


def read_proof(text: str, vkeys: str) -> Proven:
    match = PROOF.fullmatch(text)
    if match is None:
        raise Bad("paket", "berkas bukti tidak menurut bentuknya")
    body, seq = decode_base64(match[1]), int(match[2]) + 1
    path = [decode_base64(line) for line in match[3].splitlines()]
    keys, notes = read_log_keys(vkeys), list(split_checkpoints(match[4]))
    if len(notes) != 1:
        raise Bad("paket", "berkas bukti harus memuat satu checkpoint")
    check_signed_by_log(notes[0], keys)
    point = notes[0].point
    if root_from_inclusion(seq - 1, point.size, leaf_hash(body), path) != point.root:
        raise Bad("diubah", "rekaman ini tidak menghasilkan akar yang ditandatangani", seq)
    return Proven(_event(body, seq, keys[0].name.partition("/")[2]), point)


def _event(body: bytes, seq: int, log: str) -> Any:
    try:
        event = decode_json(body)
        canonical = encode_json(event) == body
    except (ValueError, TypeError, RecursionError):
        raise Bad("diubah", "isinya bukan JSON yang dapat dibaca", seq) from None
    why = why_malformed(event) or ("" if canonical else "bentuk JSON-nya tidak kanonik")
    if why or (event["seq"], event["log"]) != (seq, log):
        raise Bad("diubah", why or "nomor atau lognya lain daripada yang dibuktikan", seq)
    return event


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Bad("paket", f"{path} tidak dapat dibaca") from None
