"""A witness's key and note are read strictly: every fault has its own sentence, and no other bit passes."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.audit.checkpoint import Checkpoint, sign, vkey
from app.inspection.witnesses import notes
from app.inspection.witnesses.notes import BadWitness, read_cosigned, read_log_key, read_witness_key
from tests.inspection.witnesses.witness import SIGNED, Witness, text_of

LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Witness(key=Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
ORIGIN = "papan-kinerja/" + "ab" * 16
POINT = Checkpoint(ORIGIN, 120, hashlib.sha256(b"akar").digest())
NOTE = sign(POINT, LOG)
LOG_KEY = read_log_key(vkey(ORIGIN, LOG.public_key()))


def wrong_id(line: str) -> str:
    name, number, data = line.split("+", 2)
    return f"{name}+{int(number, 16) ^ 1:08x}+{data}"


def of_kind(kind: bytes, *, more: bytes = b"") -> str:
    data = kind + WITNESS.public + more
    number = hashlib.sha256(b"saksi\n" + data).digest()[:4].hex()
    return f"saksi+{number}+{text_of(data)}"


FAULTS = {
    "": notes.NOT_A_LINE,
    "saksi": notes.NOT_A_LINE,
    "saksi+0badc0de": notes.NOT_A_LINE,
    WITNESS.vkey.replace("+", "\n", 1): notes.NOT_A_LINE,
    WITNESS.vkey.replace("inspektorat-", "inspektorat "): notes.BAD_NAME,
    WITNESS.vkey.replace("inspektorat-balangan", ""): notes.BAD_NAME,
    WITNESS.vkey.replace("inspektorat-balangan", "x" * 81): notes.BAD_NAME,
    "saksi+0BADC0DE+BAAA": notes.BAD_ID,
    "saksi+0badc0d+BAAA": notes.BAD_ID,
    "saksi+0badc0de+bukan base64": notes.BAD_KEY,
    WITNESS.vkey[:-1]: notes.BAD_KEY,
    of_kind(b"\x04", more=b"\x00"): notes.BAD_KEY,
    of_kind(b"\x01"): notes.IS_LOG_KEY,
    of_kind(b"\x02"): notes.OTHER_KIND.format(kind="02"),
    wrong_id(WITNESS.vkey): notes.WRONG_ID,
    WITNESS.vkey.replace("balangan", "balangam"): notes.WRONG_ID,
    "PRIVATE+KEY+saksi+0badc0de+BAAA": notes.IS_SECRET,
    "papan-kinerja-kunci-saksi/1kunci publik: saksi+0badc0de+BAAAsandi: tidak ada": notes.IS_SECRET,
    WITNESS.vkey.replace("balangan", "bàlangan"): notes.BAD_NAME,
}


@pytest.mark.parametrize("line", FAULTS)
def test_each_fault_of_a_key_has_its_own_sentence(line: str) -> None:
    with pytest.raises(BadWitness) as refused:
        read_witness_key(line)

    assert str(refused.value) == FAULTS[line]


def test_a_good_key_is_read_and_written_alike() -> None:
    key = read_witness_key(f"  {WITNESS.vkey}\n")

    assert (key.name, key.public, key.line) == (WITNESS.name, WITNESS.public, WITNESS.vkey)


@given(place=st.integers(0, len(WITNESS.vkey) - 1), letter=st.characters(codec="ascii"))
def test_no_other_letter_gives_the_same_key(place: int, letter: str) -> None:
    changed = WITNESS.vkey[:place] + letter + WITNESS.vkey[place + 1 :]
    if changed.strip() == WITNESS.vkey:
        return

    with pytest.raises(BadWitness):
        read_witness_key(changed)


def test_a_cosigned_note_says_who_signed_what_and_when() -> None:
    cosigned = read_cosigned(WITNESS.cosign(NOTE))
    line = cosigned.signatures[1]

    assert (cosigned.origin, cosigned.size, cosigned.root) == (ORIGIN, 120, POINT.root)
    assert notes.signed_by_log(cosigned, LOG_KEY) == cosigned.signatures[0]
    assert notes.cosigned_at(cosigned, line, read_witness_key(WITNESS.vkey)) == SIGNED
    assert cosigned.note == WITNESS.cosign(NOTE).decode()


def test_a_note_from_windows_is_the_same_note() -> None:
    cosigned = read_cosigned(WITNESS.cosign(NOTE).replace(b"\n", b"\r\n"))

    assert cosigned.note == WITNESS.cosign(NOTE).decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", notes.NOT_A_NOTE),
        (b"halo", notes.NOT_A_NOTE),
        (b"\xff\xfe", notes.NOT_A_NOTE),
        (b"papan-kinerja-kunci-saksi/1\nkunci rahasia: 00\n", notes.IS_SECRET),
        (b"a" * 20_000, notes.NOT_A_NOTE),
        (NOTE.replace("\n120\n", "\n012\n").encode(), notes.BAD_CHECKPOINT),
        (NOTE.replace("\n120\n", "\n0\n").encode(), notes.BAD_CHECKPOINT),
        (NOTE.replace(text_of(POINT.root), text_of(POINT.root[:31])).encode(), notes.BAD_CHECKPOINT),
        (NOTE.replace("120\n", "120\nlebih\n").encode(), notes.NOT_A_NOTE),
        ((NOTE + "— saksi\n").encode(), notes.BAD_LINE),
        ((NOTE + "- saksi AAAAAAAA\n").encode(), notes.BAD_LINE),
        ((NOTE + "\n").encode(), notes.BAD_LINE),
    ],
)
def test_what_is_no_note_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(BadWitness) as refused:
        read_cosigned(data)

    assert str(refused.value) == sentence


BITS = len(WITNESS.cosign(NOTE)) * 8


@given(bit=st.integers(0, BITS - 1))
def test_no_changed_bit_leaves_both_signatures_good(bit: int) -> None:
    data = bytearray(WITNESS.cosign(NOTE))
    data[bit // 8] ^= 1 << bit % 8
    try:
        cosigned = read_cosigned(bytes(data))
    except BadWitness:
        return
    key = read_witness_key(WITNESS.vkey)
    whole = cosigned.origin == ORIGIN and notes.signed_by_log(cosigned, LOG_KEY) is not None

    assert not (whole and any(notes.cosigned_at(cosigned, one, key) for one in cosigned.signatures))


def test_the_time_is_part_of_what_is_signed() -> None:
    line = WITNESS.line(NOTE)
    name, data = line.removeprefix("— ").split()
    raw = bytearray(base64.b64decode(data))
    raw[11] ^= 1
    cosigned = read_cosigned((NOTE + f"— {name} {text_of(bytes(raw))}\n").encode())

    assert notes.cosigned_at(cosigned, cosigned.signatures[1], read_witness_key(WITNESS.vkey)) is None


def test_notes_over_one_checkpoint_become_one_note() -> None:
    other = Witness("pihak-ketiga")
    both = [read_cosigned(one.cosign(NOTE)) for one in (WITNESS, other, WITNESS)]

    assert notes.joined(both).note == NOTE + WITNESS.line(NOTE) + other.line(NOTE)
