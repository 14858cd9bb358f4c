"""Checkpoints: signed by a library, read back without one; every changed bit is refused."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.audit.checkpoint import BadNote, Checkpoint, join_notes, origin_of, read_note, sign, vkey
from app.audit.verify.log import Bad
from app.audit.verify.notes import L, ed25519_valid, read_notes, read_vkey
from tests.audit.logs import KEY, LOG, honest_log, notes, signed

ORIGIN = origin_of(LOG)
VKEY = vkey(ORIGIN, KEY.public_key())

# RFC 8032 §7.1: key, message, signature of tests 1, 2, 3 and SHA(abc).
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032_are_accepted(public: str, message: str, signature: str) -> None:
    assert ed25519_valid(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    assert not ed25519_valid(bytes.fromhex(public), bytes.fromhex(message) + b"!", bytes.fromhex(signature))


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
    assert read_notes(text, read_vkey(VKEY)) == signed(bodies, 2, 9)
    newest = read_note(notes(bodies, 9)[0], origin=ORIGIN, key=KEY.public_key())
    assert (newest.size, newest.root) == signed(bodies, 9)[0]


@given(st.data())
def test_any_flipped_bit_in_a_note_is_refused_by_both(data: st.DataObject) -> None:
    note = bytearray(notes(honest_log(5), 5)[0].encode())
    bit = data.draw(st.integers(0, len(note) * 8 - 1))
    note[bit // 8] ^= 1 << bit % 8
    with pytest.raises((Bad, UnicodeDecodeError)):
        read_notes(note.decode(), read_vkey(VKEY))
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
            read_notes(changed, read_vkey(VKEY))
        with pytest.raises(BadNote):
            read_note(changed, origin=ORIGIN, key=KEY.public_key())


@given(st.data())
def test_any_flipped_bit_in_the_public_key_is_refused(data: st.DataObject) -> None:
    text = bytearray(VKEY.encode())
    bit = data.draw(st.integers(0, len(text) * 8 - 1))
    text[bit // 8] ^= 1 << bit % 8
    with pytest.raises((Bad, UnicodeDecodeError)):
        read_vkey(text.decode())


def test_another_logs_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate()
    note = sign(Checkpoint(ORIGIN, 1, bytes(32)), other)
    with pytest.raises(Bad, match="kunci lain"):
        read_notes(note, read_vkey(VKEY))
    with pytest.raises(BadNote):
        read_note(note, origin=ORIGIN, key=KEY.public_key())


def test_checkpoints_that_do_not_grow_are_refused() -> None:
    first, second = notes(honest_log(4), 2, 4)
    with pytest.raises(Bad, match="tidak naik"):
        read_notes(join_notes([second, first]), read_vkey(VKEY))


@pytest.mark.parametrize("text", ["", "\n", "papan-kinerja/x\n", "bukan catatan"])
def test_a_file_without_checkpoints_is_refused(text: str) -> None:
    with pytest.raises(Bad, match="tidak menurut bentuknya"):
        read_notes(text, read_vkey(VKEY))


def test_something_after_the_last_note_is_refused() -> None:
    note = notes(honest_log(2), 2)[0]
    for tail in ("\n", " ", "\n\n", note):
        with pytest.raises(Bad):
            read_notes(note + tail, read_vkey(VKEY))
