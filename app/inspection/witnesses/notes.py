"""A witness's key and his cosignature over a checkpoint, read strictly (C2SP signed-note, tlog-cosignature v1). Pure.

The key is one line, `name+key id+base64(0x04 ‖ key)`. A cosigned note is a checkpoint note with one more signature
line for each witness, `— name base64(key id ‖ time in eight bytes ‖ Ed25519 signature)`; what is signed is
`cosignature/v1`, `time <seconds since 1970>` and the note's text.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

COSIGNATURE = b"\x04"
LOG_KEY = b"\x01"
"""The signature types that a signed note gives cosignatures and plain Ed25519."""

NAME = re.compile("[0-9A-Za-z][0-9A-Za-z._/-]{0,79}")
"""What periksa.pyz gives a key: a wider choice here would make packages that it refuses."""
LONGEST_NOTE = 16 * 1024
ID = re.compile("[0-9a-f]{8}")
SIZE = re.compile("[1-9][0-9]{0,9}")
DASH = "— "
SECRETS = ("private+key", "kunci rahasia", "papan-kinerja-kunci-saksi/")
"""What stands in a secret key's file or line, of a note signer's or of periksa.pyz's making."""

NOT_A_LINE = "Kunci saksi adalah satu baris: nama+sidik+kunci. Salin seluruh baris itu dari periksa.pyz."
IS_SECRET = (
    "Ini kunci rahasia, bukan kunci publik. Jangan kirimkan kepada siapa pun. "
    "Anggap kunci ini bocor: buat kunci baru, lalu daftarkan baris kunci publiknya."
)
BAD_NAME = "Nama pada kunci hanya boleh huruf, angka, titik, garis, dan garis miring, paling banyak 80."
BAD_ID = "Sidik kunci harus delapan angka heksadesimal huruf kecil."
BAD_KEY = "Kunci di akhir baris tidak terbaca. Salin barisnya sekali lagi, tanpa dipotong."
IS_LOG_KEY = "Ini kunci yang menandatangani log (jenis 01), bukan kunci saksi (jenis 04)."
OTHER_KIND = "Ini kunci jenis {kind}, bukan kunci saksi (jenis 04)."
WRONG_ID = "Sidik pada baris ini bukan sidik kunci itu: barisnya salah salin atau diubah."
NOT_A_NOTE = "Berkas ini bukan kesaksian. Pilih berkas kesaksian-<ukuran>.txt yang ditulis periksa.pyz."
BAD_CHECKPOINT = "Checkpoint di dalam kesaksian tidak menurut bentuknya."
BAD_LINE = "Sebuah baris tanda tangan di dalam kesaksian tidak menurut bentuknya."


class BadWitness(ValueError):
    """What is wrong with a key or a cosigned note, as a sentence in Bahasa Indonesia."""


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A public key by name, as notes name it."""

    name: str
    id: bytes
    public: bytes

    @property
    def line(self) -> str:
        """The key as one line, without a line feed at its end."""
        return f"{self.name}+{self.id.hex()}+{_text(COSIGNATURE + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who it names, the id of the key, and what follows."""

    name: str
    id: bytes
    value: bytes

    @property
    def line(self) -> str:
        return f"{DASH}{self.name} {_text(self.id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint note with every signature on it, not yet checked. `text` ends with a line feed."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.note.encode()).hexdigest()

    @property
    def note(self) -> str:
        return f"{self.text}\n" + "".join(one.line for one in self.signatures)

    def with_only(self, *signatures: Signature) -> Cosigned:
        return Cosigned(self.text, self.origin, self.size, self.root, signatures)


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def is_secret(typed: str) -> bool:
    """Whether somebody is about to give his secret key away."""
    return any(mark in typed.casefold() for mark in SECRETS)


def read_witness_key(typed: str) -> WitnessKey:
    """The key of a line that somebody typed or pasted. Raises BadWitness with the sentence for the fault."""
    line = typed.strip()
    if is_secret(line):
        raise BadWitness(IS_SECRET)
    name, id_text, data_text = _three(line)
    if not NAME.fullmatch(name):
        raise BadWitness(BAD_NAME)
    if not ID.fullmatch(id_text):
        raise BadWitness(BAD_ID)
    data = _bytes(data_text, fault=BAD_KEY)
    if data[:1] == LOG_KEY:
        raise BadWitness(IS_LOG_KEY)
    if data[:1] != COSIGNATURE:
        raise BadWitness(OTHER_KIND.format(kind=data[:1].hex() or "kosong"))
    if len(data) != 33:
        raise BadWitness(BAD_KEY)
    if key_id(name, COSIGNATURE, data[1:]).hex() != id_text:
        raise BadWitness(WRONG_ID)
    return WitnessKey(name, bytes.fromhex(id_text), data[1:])


def read_log_key(line: str) -> WitnessKey:
    """One of the log's own keys, as this server writes it."""
    name, id_text, data_text = _three(line.strip())
    return WitnessKey(name, bytes.fromhex(id_text), base64.b64decode(data_text)[1:])


def read_cosigned(data: bytes) -> Cosigned:
    """A cosigned note by its form alone. Raises BadWitness."""
    if len(data) > LONGEST_NOTE:
        raise BadWitness(NOT_A_NOTE)
    try:
        note = data.decode()
    except UnicodeDecodeError:
        raise BadWitness(NOT_A_NOTE) from None
    if is_secret(note):
        raise BadWitness(IS_SECRET)
    head, separator, signed = note.replace("\r\n", "\n").partition("\n\n")
    lines = head.split("\n")
    if not separator or len(lines) != 3 or not lines[0]:
        raise BadWitness(NOT_A_NOTE)
    origin, size, root = lines[0], lines[1], _bytes(lines[2], fault=BAD_CHECKPOINT)
    if not SIZE.fullmatch(size) or len(root) != 32:
        raise BadWitness(BAD_CHECKPOINT)
    signatures = tuple(_signature(line) for line in signed.removesuffix("\n").split("\n"))
    return Cosigned(f"{head}\n", origin, int(size), root, signatures)


def signed_by_log(cosigned: Cosigned, key: WitnessKey) -> Signature | None:
    """The log's own signature on the note, where it is good; None where there is no such line or it is not."""
    for one in cosigned.signatures:
        if (one.name, one.id) == (key.name, key.id) and _good(key, one.value, cosigned.text.encode()):
            return one
    return None


def cosigned_at(cosigned: Cosigned, signature: Signature, key: WitnessKey) -> datetime | None:
    """When the witness says he signed; None where the signature is not his."""
    if (signature.name, signature.id, len(signature.value)) != (key.name, key.id, 72):
        return None
    seconds = int.from_bytes(signature.value[:8], "big")
    message = f"cosignature/v1\ntime {seconds}\n{cosigned.text}".encode()
    if not _good(key, signature.value[8:], message):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def joined(notes: list[Cosigned]) -> Cosigned:
    """One note out of several over the same checkpoint: the log's line first, then each witness's once."""
    first = notes[0]
    lines = dict.fromkeys(signature for note in notes for signature in note.signatures[1:])
    return first.with_only(first.signatures[0], *lines)


def _good(key: WitnessKey, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signature(line: str) -> Signature:
    name, _, text = line.removeprefix(DASH).partition(" ")
    value = _bytes(text, fault=BAD_LINE)
    if not line.startswith(DASH) or not name or len(value) < 5:
        raise BadWitness(BAD_LINE)
    return Signature(name, value[:4], value[4:])


def _three(line: str) -> tuple[str, str, str]:
    """Base64 may hold a plus sign too, so only the first two divide."""
    parts = line.split("+", 2)
    if len(parts) != 3 or "\n" in line:
        raise BadWitness(NOT_A_LINE)
    return parts[0], parts[1], parts[2]


def _bytes(text: str, *, fault: str) -> bytes:
    """Canonical base64: written once more it is the same text."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadWitness(fault) from None
    if _text(data) != text:
        raise BadWitness(fault)
    return data


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
