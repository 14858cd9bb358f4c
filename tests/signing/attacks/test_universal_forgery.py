"""Universal signature forgery: /Contents and /ByteRange missing, empty, null, of other types, doubled or disguised."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.signing.attacks.containers import container
from tests.signing.attacks.handmade import (
    FIELD,
    SIGNATURE,
    SIGNATURE_FIELD,
    SIGNATURE_FORM,
    SIGNED_CATALOG,
    SIGNED_PAGE,
    Spelling,
    signed_by_hand,
    update,
    written,
)
from tests.signing.attacks.people import accepted, noor


@cache
def signed() -> bytes:
    return signed_by_hand(written(), container(noor()))


def rewritten(old: bytes, new: bytes) -> bytes:
    """The signed file with one part of its signature dictionary replaced, and nothing else."""
    pdf = signed()
    assert pdf.count(old) == 1, old
    return pdf.replace(old, new)


def the_range() -> bytes:
    found = re.search(rb"/ByteRange (\[[^\]]+\])", signed())
    assert found
    return found[1]


def the_contents() -> bytes:
    found = re.search(rb"<[0-9A-F]{2000,}>", signed())
    assert found
    return found[0]


VALUES = [
    b"", b"null", b"[]", b"()", b"<>", b"<<>>", b"0", b"-1", b"true", b"/Name", b"[0]", b"[0 0]", b"[0 0 0]",
    b"[0 0 0 0]", b"[0 1 2]", b"[null null null null]", b"[(0) (1) (2) (3)]", b"[-1 10 20 30]", b"[0 -10 20 30]",
    b"[0 10 -20 30]", b"[0 10 20 -30]", b"[0.0 10.0 20.0 30.0]", b"[0 99999999999 20 30]", b"[0 10 99999999999 30]",
    b"[0 10 20 99999999999]", b"[4294967296 10 20 30]", b"[0 10 20 30 40 50]", b"[[0 10 20 30]]", b"9 0 R", b"8 0 R",
    b"[0 9 0 R 20 30]", b"[1 10 20 30]", b"[0 10 5 30]",
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_a_range_of_another_kind_is_not_accepted(value: bytes) -> None:
    assert not accepted(rewritten(the_range(), value.ljust(len(the_range()))))


@pytest.mark.parametrize("value", VALUES + [b"<00>", b"<30>", b"<3000>", b"<zz>", b"(\x30\x00)", b"<308200>"])
def test_contents_of_another_kind_are_not_accepted(value: bytes) -> None:
    assert not accepted(rewritten(the_contents(), value))
    assert not accepted(rewritten(the_contents(), value.ljust(len(the_contents()))))


@pytest.mark.parametrize("key", [b"/ByteRange", b"/Contents <", b"/Filter", b"/SubFilter"])
def test_a_signature_without_one_of_its_keys_is_not_accepted(key: bytes) -> None:
    assert not accepted(rewritten(key, b"/X" + key[2:]))


@pytest.mark.parametrize("contents", [b"<>", b"<00>", b"<" + b"0" * 400 + b">", b"null", b"<30030a0100>"])
@pytest.mark.parametrize("span", [b"[0 10 20 30]", b"null", b"[]", b"[0 0 0 0]"])
def test_a_signature_made_of_nothing_is_not_accepted(contents: bytes, span: bytes) -> None:
    body = SIGNATURE_FORM.replace(b"@SUBFILTER@", b"adbe.pkcs7.detached")
    body = body.replace(b"@RANGE@", span).replace(b"@GAP@", contents)
    objects = {1: SIGNED_CATALOG, 3: SIGNED_PAGE, FIELD: SIGNATURE_FIELD, SIGNATURE: body}
    assert not accepted(update(written(), objects))


FORMS = {
    "range twice": SIGNATURE_FORM.replace(b"/ByteRange", b"/ByteRange[0 10 20 30]/ByteRange"),
    "contents twice": SIGNATURE_FORM.replace(b"/Contents", b"/Contents<3000>/Contents"),
    "contents twice, later": SIGNATURE_FORM.replace(b">>", b"/Contents<3000>>>"),
    "range disguised": SIGNATURE_FORM.replace(b"/ByteRange", b"/ByteRange[0 10 20 30]/Byte#52ange"),
    "contents disguised": SIGNATURE_FORM.replace(b"/Contents", b"/C#6fntents"),
    "contents doubled in disguise": SIGNATURE_FORM.replace(b"/Contents", b"/C#6fntents<3000>/Contents"),
    "comment before the gap": SIGNATURE_FORM.replace(b"@GAP@", b"%<00>\n@GAP@"),
    "other key before the gap": SIGNATURE_FORM.replace(b"/Contents ", b"/Contents<3000>/Other "),
    "contents in a string": SIGNATURE_FORM.replace(b"/Contents ", b"/Note(/Contents )/Cert "),
    "no subfilter": SIGNATURE_FORM.replace(b"/SubFilter/@SUBFILTER@", b""),
    "type of a time stamp": SIGNATURE_FORM.replace(b"/Type/Sig", b"/Type/DocTimeStamp"),
    "unknown type": SIGNATURE_FORM.replace(b"/Type/Sig", b"/Type/Catalog"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_doubled_or_disguised_key_is_not_accepted(name: str) -> None:
    assert not accepted(signed_by_hand(written(), container(noor()), spelling=Spelling(form=FORMS[name])))


@pytest.mark.parametrize("subfilter", [b"adbe.x509.rsa_sha1", b"adbe.pkcs7.sha1", b"ETSI.RFC3161", b"X", b"adbe.pkcs7"])
def test_a_container_under_the_name_of_another_kind_is_not_accepted(subfilter: bytes) -> None:
    assert not accepted(signed_by_hand(written(), container(noor()), spelling=Spelling(subfilter=subfilter)))


@pytest.mark.parametrize(
    "field",
    [
        SIGNATURE_FIELD.replace(b"/V 8 0 R", b"/V null"),
        SIGNATURE_FIELD.replace(b"/V 8 0 R", b""),
        SIGNATURE_FIELD.replace(b"/V 8 0 R", b"/V 4 0 R"),
        SIGNATURE_FIELD.replace(b"/V 8 0 R", b"/V<<>>"),
        SIGNATURE_FIELD.replace(b"/FT/Sig", b"/FT/Tx"),
        SIGNATURE_FIELD.replace(b"/FT/Sig", b""),
        SIGNATURE_FIELD.replace(b"/T(ttd)", b""),
    ],
)
def test_a_field_that_does_not_hold_the_signature_is_not_accepted(field: bytes) -> None:
    assert not accepted(signed_by_hand(written(), container(noor()), objects={FIELD: field}))


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize("side", ["before", "behind"])
def test_a_gap_wider_than_the_container_is_not_accepted(size: int, side: str) -> None:
    """Bytes that the range leaves out beside the container are bytes that nobody signed."""
    room = Spelling(form=SIGNATURE_FORM.replace(b"@GAP@", b"@GAP@" + b" " * 200), numbers="[0 {} {} {}]")
    pdf = signed_by_hand(written(), container(noor()), spelling=room)
    found = re.search(rb"\[0 (\d+) (\d+) (\d+)\]", pdf)
    assert found
    start, end, rest = (int(number) for number in found.groups())
    moved = (start - size, end, rest) if side == "before" else (start, end + size, rest - size)
    covered = pdf.replace(found[0], (b"[0 %d %d %d]" % moved).ljust(len(found[0])))
    outside = covered[: moved[0]] + covered[moved[1] :]
    signed_anew = container(noor())(outside).hex().upper().encode()
    forged = covered[: start + 1] + signed_anew.ljust(end - start - 2, b"0") + covered[end - 1 :]
    assert not accepted(forged)
