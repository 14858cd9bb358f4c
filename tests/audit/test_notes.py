"""Checkpoints: signed by a library, read back without one; every changed bit is refused."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.audit.checkpoint import BadNote, Checkpoint, join_notes, origin_of, read_note, sign, vkey
from app.audit.verify.ed25519 import L, ed25519_valid
from app.audit.verify.notes import read_checkpoints, read_log_keys
from app.audit.verify.verdicts import Bad
from app.audit.verify.verdicts import Checkpoint as Point
from tests.audit.logs import KEY, LOG, honest_log, notes, signed

ORIGIN = origin_of(LOG)
VKEY = vkey(ORIGIN, KEY.public_key())


def read(text: str, keys: str = VKEY) -> list[Point]:
    return [signed.point for signed in read_checkpoints(text, read_log_keys(keys))]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_it_agrees_with_a_library_on_true_and_on_flipped_signatures(seed: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert ed25519_valid(public, message, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not ed25519_valid(public, message, bytes(flipped))


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    public, signature = KEY.public_key().public_bytes_raw(), KEY.sign(b"x")
    taller = int.from_bytes(signature[32:], "little") + L
    assert not ed25519_valid(public, b"x", signature[:32] + taller.to_bytes(32, "little"))
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(signature[:32] + taller.to_bytes(32, "little"), b"x")


@pytest.mark.parametrize(
    ("public", "signature"), [(bytes(31), bytes(64)), (bytes(32), bytes(63)), (b"\xff" * 32, bytes(64))]
)
def test_what_is_no_key_or_no_signature_is_refused(public: bytes, signature: bytes) -> None:
    assert not ed25519_valid(public, b"x", signature)


def test_both_readers_read_what_was_signed() -> None:
    bodies = honest_log(9)
    text = join_notes(notes(bodies, 2, 9))
    assert read(text) == signed(bodies, 2, 9)
    newest = read_note(notes(bodies, 9)[0], origin=ORIGIN, key=KEY.public_key())
    assert Point(newest.size, newest.root) == signed(bodies, 9)[0]


@given(st.data())
def test_any_flipped_bit_in_a_note_is_refused_by_both(data: st.DataObject) -> None:
    note = bytearray(notes(honest_log(5), 5)[0].encode())
    bit = data.draw(st.integers(0, len(note) * 8 - 1))
    note[bit // 8] ^= 1 << bit % 8
    with pytest.raises((Bad, UnicodeDecodeError)):
        read(note.decode())
    with pytest.raises(ValueError):
        read_note(note.decode(), origin=ORIGIN, key=KEY.public_key())


def test_a_letter_that_decodes_to_the_same_signature_is_refused_by_both() -> None:
    note = notes(honest_log(5), 5)[0]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = letters.index(note[-3])
    assert note.endswith("=\n") and last % 4 == 0, "the last letter carries two bits that mean nothing"
    for neighbour in letters[last + 1 : last + 4]:
        changed = f"{note[:-3]}{neighbour}=\n"
        with pytest.raises(Bad):
            read(changed)
        with pytest.raises(BadNote):
            read_note(changed, origin=ORIGIN, key=KEY.public_key())


@given(st.data())
def test_any_flipped_bit_in_the_public_key_is_refused(data: st.DataObject) -> None:
    text = bytearray(VKEY.encode())
    bit = data.draw(st.integers(0, len(text) * 8 - 1))
    text[bit // 8] ^= 1 << bit % 8
    with pytest.raises((Bad, UnicodeDecodeError)):
        read_log_keys(text.decode())


def test_another_logs_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate()
    note = sign(Checkpoint(ORIGIN, 1, bytes(32)), other)
    with pytest.raises(Bad, match="kunci lain"):
        read(note)
    with pytest.raises(BadNote):
        read_note(note, origin=ORIGIN, key=KEY.public_key())


def test_checkpoints_that_do_not_grow_are_refused() -> None:
    first, second = notes(honest_log(4), 2, 4)
    with pytest.raises(Bad, match="tidak naik"):
        read(join_notes([second, first]))


@pytest.mark.parametrize("text", ["", "\n", "papan-kinerja/x\n", "bukan catatan"])
def test_a_file_without_checkpoints_is_refused(text: str) -> None:
    with pytest.raises(Bad, match="tidak menurut bentuknya"):
        read(text)


def test_something_after_the_last_note_is_refused() -> None:
    note = notes(honest_log(2), 2)[0]
    for tail in ("\n", " ", "\n\n", note):
        with pytest.raises(Bad):
            read(note + tail)
