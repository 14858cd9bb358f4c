"""Public keys and signed notes (C2SP signed-note, tlog-cosignature): whose signatures on a text are good.

`Key` and `open_note` know any signed note; the rest reads the log's own checkpoints, whose form leaves no
choice of spelling.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .ed25519 import ed25519_valid
from .verdicts import Bad, Checkpoint

ED25519, COSIGNATURE = 1, 4
"""The signature types of signed notes: a plain one, and a witness's with its time."""

LOG_NAME = "papan-kinerja/([0-9a-f]{32})(?:/([1-9][0-9]{0,8}))?"
WORD = r"[^\s+\x00-\x1f\x7f]+"
VKEY = re.compile(rf"({WORD})\+([0-9a-f]{{8}})\+([0-9A-Za-z+/]{{44}})")
LINE = rf"— {WORD} [0-9A-Za-z+/]+={{0,2}}\n"
MOST_SIGNATURES = 100
ANY_NOTE = re.compile(rf"((?:[^\x00-\x09\x0b-\x1f]*\n)+?)\n((?:{LINE}){{1,{MOST_SIGNATURES}}})")
CHECKPOINT_NOTE = re.compile(
    rf"(({LOG_NAME})\n([1-9][0-9]{{0,15}})\n([0-9A-Za-z+/]{{43}}=)\n)\n((?:{LINE}){{1,{MOST_SIGNATURES}}})"
)


class Key(NamedTuple):
    name: str
    id: bytes
    kind: int
    public: bytes


class Signature(NamedTuple):
    """One whose key is known and which is good; `time` in seconds since 1970 where it tells one."""

    key: Key
    time: int | None


class SignedCheckpoint(NamedTuple):
    """A checkpoint note as it stands, its signatures not yet looked at."""

    point: Checkpoint
    name: str
    text: str
    lines: str

    @property
    def note(self) -> str:
        return f"{self.text}\n{self.lines}"


Keys = Mapping["tuple[str, bytes]", Key]


# --- Any key, any note ----------------------------------------------------------------------------


def read_vkey(line: str) -> Key:
    """A public key from its one-line text; `Bad` when a character is not as it must be."""
    match = VKEY.fullmatch(line)
    if match is None:
        raise Bad("tanda-tangan", "kunci publik tidak menurut bentuknya")
    name, data = match[1], base64.b64decode(match[3])
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if data[0] not in (ED25519, COSIGNATURE) or expected.hex() != match[2]:
        raise Bad("tanda-tangan", f"sidik kunci publik {name} tidak cocok")
    return Key(name, expected, data[0], data[1:])


def vkey_line(name: str, kind: int, public: bytes) -> str:
    data = bytes([kind]) + public
    identity = hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8]
    return f"{name}+{identity}+{base64.b64encode(data).decode()}"


def named(keys: Sequence[Key]) -> dict[tuple[str, bytes], Key]:
    return {(key.name, key.id): key for key in keys}


def open_note(note: str, keys: Keys) -> list[Signature]:
    """The good signatures on a note by the keys given; `Bad` where one of theirs is false, or there is none."""
    match = ANY_NOTE.fullmatch(note)
    if match is None:
        raise Bad("tanda-tangan", "catatan bertanda tangan tidak menurut bentuknya")
    return good_signatures(match[1], match[2], keys)


def good_signatures(text: str, lines: str, keys: Keys) -> list[Signature]:
    """Those of the known keys, each checked; lines of others are passed over, as the standard says."""
    found = []
    for line in lines.splitlines():
        _, name, encoded = line.split(" ")
        data = decode_base64(encoded)
        key = keys.get((name, data[:4]))
        if key is None:
            continue
        time, message, signature = None, text.encode(), data[4:]
        if key.kind == COSIGNATURE:
            time, signature = int.from_bytes(data[4:12], "big"), data[12:]
            message = cosigned_message(text, time)
        if not ed25519_valid(key.public, message, signature):
            raise Bad("tanda-tangan", f"tanda tangan {name} pada sebuah catatan tidak sah")
        found.append(Signature(key, time))
    if not found:
        raise Bad("tanda-tangan", "sebuah catatan tidak ditandatangani dengan kunci yang dikenal")
    return found


def cosigned_message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def decode_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("tanda-tangan", "sebuah nilai base64 tidak menurut bentuknya") from None
    if base64.b64encode(data).decode() != text:
        raise Bad("tanda-tangan", "sebuah nilai base64 tidak kanonik")
    return data


# --- The log's keys and checkpoints ---------------------------------------------------------------


def read_log_keys(text: str) -> list[Key]:
    """The log's keys, one line an epoch, the first epoch first."""
    keys = [read_vkey(line) for line in _lines(text, "log.vkey")]
    first = re.fullmatch(LOG_NAME, keys[0].name)
    if first is None or first[2] is not None:
        raise Bad("tanda-tangan", "kunci pertama log tidak bernama seperti log")
    for epoch, key in enumerate(keys, 1):
        if key.kind != ED25519 or key.name != epoch_name(first[1], epoch):
            raise Bad("tanda-tangan", f"kunci epoch {epoch} tidak bernama seperti epoch itu")
    return keys


def read_witness_keys(text: str) -> list[Key]:
    keys = [read_vkey(line) for line in _lines(text, "saksi.vkey")]
    if any(key.kind != COSIGNATURE or key.name.startswith("papan-kinerja/") for key in keys):
        raise Bad("saksi", "sebuah kunci dalam daftar saksi bukan kunci saksi")
    if len(set(keys)) != len(keys):
        raise Bad("saksi", "sebuah kunci saksi tertulis dua kali")
    return keys


def epoch_name(log: str, epoch: int) -> str:
    return f"papan-kinerja/{log}" + (f"/{epoch}" if epoch > 1 else "")


def split_checkpoints(text: str) -> Iterator[SignedCheckpoint]:
    """The checkpoint notes of a file, an empty line between two."""
    position = 0
    while True:
        match = CHECKPOINT_NOTE.match(text, position)
        if match is None or match[4] == "1":
            raise Bad("tanda-tangan", "daftar checkpoint tidak menurut bentuknya")
        point = Checkpoint(int(match[5]), decode_base64(match[6]), int(match[4] or 1))
        yield SignedCheckpoint(point, match[2], match[1], match[7])
        position = match.end()
        if position == len(text):
            return
        if text[position] != "\n":
            raise Bad("tanda-tangan", "daftar checkpoint tidak menurut bentuknya")
        position += 1


def check_signed_by_log(signed: SignedCheckpoint, keys: Sequence[Key]) -> None:
    """`Bad` unless the log's key of the checkpoint's epoch signed it."""
    size, epoch = signed.point.size, signed.point.epoch
    if epoch > len(keys):
        raise Bad("tanda-tangan", f"checkpoint {size} berasal dari epoch {epoch}, yang kuncinya tidak ada di sini")
    key = keys[epoch - 1]
    if signed.name != key.name:
        raise Bad("tanda-tangan", f"checkpoint {size} adalah milik log lain")
    try:
        good_signatures(signed.text, signed.lines, {(key.name, key.id): key})
    except Bad:
        whose = [line for line in signed.lines.splitlines() if line.startswith(f"— {key.name} ")]
        same = any(decode_base64(line.rpartition(" ")[2])[:4] == key.id for line in whose)
        why = f"tanda tangan checkpoint {size} tidak sah" if same else f"checkpoint {size} ditandatangani kunci lain"
        raise Bad("tanda-tangan", why) from None


def read_checkpoints(text: str, keys: Sequence[Key]) -> list[SignedCheckpoint]:
    """A package's own checkpoints: each signed by its epoch's key and nobody else, growing within an epoch."""
    found: list[SignedCheckpoint] = []
    for signed in split_checkpoints(text):
        if signed.lines.count("\n") > 1:
            raise Bad("tanda-tangan", "daftar checkpoint memuat tanda tangan lain")
        check_signed_by_log(signed, keys)
        if found and not _grows(found[-1].point, signed.point):
            raise Bad("tanda-tangan", "urutan checkpoint tidak naik")
        found.append(signed)
    return found


def _grows(earlier: Checkpoint, later: Checkpoint) -> bool:
    return later.epoch > earlier.epoch or (later.epoch == earlier.epoch and later.size > earlier.size)


def _lines(text: str, name: str) -> list[str]:
    if not text.endswith("\n"):
        raise Bad("tanda-tangan", f"{name} tidak berakhir dengan baris penuh")
    return text[:-1].split("\n")
