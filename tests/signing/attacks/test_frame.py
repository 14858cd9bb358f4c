"""Where a file begins and ends: truncation, foreign bytes around revisions, files that are two things."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest

from app.signing.verification.verdicts import Verdict
from tests.signing.attacks.containers import container
from tests.signing.attacks.handmade import hybrid, signed_by_hand, update, with_streams, written
from tests.signing.attacks.people import EVERYTHING, accepted, judged, noor, rahmadi


@cache
def signed() -> bytes:
    return signed_by_hand(written(), container(noor()))


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("laporan.html", "<h1>Capaian 999,00</h1>")
    return out.getvalue()


FOREIGN = {
    "blank": b" ",
    "newline": b"\n",
    "null": b"\x00",
    "mark": b"\xef\xbb\xbf",
    "comment": b"% catatan\n",
    "header": b"%PDF-1.4\n",
    "end": b"%%EOF\n",
    "html": b"<!doctype html><h1>Capaian 999,00</h1>\n",
    "script": b"<script>alert(1)</script>\n",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(40) + b"\xff\xd9",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(30),
    "postscript": b"%!PS-Adobe-3.0\n",
    "zip": zipped(),
    "object": b"99 0 obj\n<</Type/Catalog>>\nendobj\n",
    "pointer": b"startxref\n0\n%%EOF\n",
    "whole pdf": written(),
    "much": b"\x00" * 5000,
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_bytes_before_the_file_are_found(name: str) -> None:
    assert not accepted(FOREIGN[name] + signed())


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_bytes_behind_the_file_are_found(name: str) -> None:
    assert not accepted(signed() + FOREIGN[name])


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_bytes_between_the_revisions_are_found(name: str) -> None:
    base = written()
    assert not accepted(base + FOREIGN[name] + signed()[len(base) :])


@pytest.mark.parametrize("name", ["zip", "html", "jpeg", "object"])
def test_foreign_bytes_behind_a_signature_and_before_another_are_found(name: str) -> None:
    first = signed()
    second = update(first, {30: b"<</Note(tambahan)>>"})
    assert not accepted(first + FOREIGN[name] + second[len(first) :])


def test_a_tail_without_a_newline_may_gain_none() -> None:
    """The range ends at the last byte of the file, so even a newline behind it is foreign."""
    assert not accepted(signed().rstrip(b"\n") + b"\r\n\r\n")


def test_a_file_cut_anywhere_is_not_accepted() -> None:
    pdf = signed()
    step = 1 if EVERYTHING else len(pdf) // 150
    assert [cut for cut in range(0, len(pdf), step) if accepted(pdf[:cut])] == []


@pytest.mark.parametrize("lost", range(1, 40, 3))
def test_a_file_that_lost_its_last_bytes_is_not_accepted(lost: int) -> None:
    assert not accepted(signed()[:-lost])


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("size", [1, 16])
def test_bytes_taken_out_of_the_middle_are_missed(share: float, size: int) -> None:
    pdf = signed()
    place = int(share * len(pdf))
    assert not accepted(pdf[:place] + pdf[place + size :])


@pytest.mark.parametrize("header", [b"%PDF-9.9", b"%PDF-1.8", b"%pdf-1.7", b"%PDF-", b"%PDF-1.7x", b"%PDF-2.1"])
def test_an_unheard_of_version_is_not_accepted(header: bytes) -> None:
    assert not accepted(signed_by_hand(written(header=header), container(noor())))


@pytest.mark.parametrize("base", [written(), with_streams(), hybrid()], ids=["table", "streams", "hybrid"])
def test_without_its_signature_revision_a_file_is_unsigned(base: bytes) -> None:
    assert judged(base).verdict is Verdict.UNSIGNED


def test_two_signed_files_in_one_are_not_accepted() -> None:
    other = signed_by_hand(written(), container(rahmadi()))
    assert not accepted(signed() + other)
    assert not accepted(other + signed())
