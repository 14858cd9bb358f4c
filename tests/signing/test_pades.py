"""The signature itself: its form, its block, what it refuses, and what other tools say of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from app.signing.actions.sign import require_ours
from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.backends.signer import Appearance, SignedPdf, SignRequest
from app.signing.demo_certificates import DemoAuthority
from app.signing.errors import UnsignablePdf
from app.signing.pades.appearance import draw
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verdicts import Verdict
from app.signing.verification.verify import verify_pdf
from tests.signing.conftest import APPEARANCE, AT, NAME, sign
from tests.signing.documents import FIELD, frozen_report


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed on this machine")
    return path


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout + done.stderr


def test_the_signed_file_begins_with_the_frozen_one(signed: bytes, frozen: bytes) -> None:
    assert signed.startswith(frozen)


def test_it_is_pades_and_certifies_that_nothing_may_change(signed: bytes) -> None:
    assert b"/SubFilter /ETSI.CAdES.detached" in signed
    transform = re.search(rb"/TransformMethod /DocMDP.{0,120}?/P (\d)", signed, re.S)
    assert transform and transform[1] == b"1"


def test_two_signatures_are_independent_of_each_other(signer: Pkcs12Signer, frozen: bytes) -> None:
    """A stamp style used twice would leave references into the first document."""
    first, second = (sign(signer, frozen) for _ in range(2))
    assert first != second or len(first) == len(second)
    for signed in (first, second):
        assert signed.startswith(frozen)


def test_the_block_says_who_what_and_that_it_is_not_certified(signed: bytes, tmp_path: Path) -> None:
    pdftotext = tool("pdftotext")
    file = tmp_path / "laporan.pdf"
    file.write_bytes(signed)
    text = " ".join(run(pdftotext, "-layout", str(file), "-").split())
    for words in (
        "Ditandatangani secara elektronik oleh",
        NAME,
        "Sekretaris DPRD",
        "Pembina Utama Muda",
        "NIP 19700101 199501 2 000",
        "23 November 2026, 09.00 WITA",
        LOCAL_LABEL,
    ):
        assert words in text


def test_words_in_a_name_are_never_markup() -> None:
    person = Appearance("<img src=file:///etc/passwd>", "A & B", "", "", "http://x/v/1", AT)
    assert draw(person, label="<b>", width=230, height=90).startswith(b"%PDF")


def test_pdfsig_finds_a_valid_signature_over_the_whole_document(signed: bytes, tmp_path: Path) -> None:
    pdfsig = tool("pdfsig")
    file = tmp_path / "laporan.pdf"
    file.write_bytes(signed)
    report = run(pdfsig, "-no-ocsp", str(file))
    assert "Signature is Valid." in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report


def test_pdfsig_trusts_it_once_the_root_is_known(signed: bytes, authority: DemoAuthority, tmp_path: Path) -> None:
    pdfsig, certutil = tool("pdfsig"), tool("certutil")
    (tmp_path / "root.pem").write_bytes(authority.pem)
    (tmp_path / "laporan.pdf").write_bytes(signed)
    store = tmp_path / "nss"
    store.mkdir()
    run(certutil, "-N", "-d", f"sql:{store}", "--empty-password")
    run(certutil, "-A", "-d", f"sql:{store}", "-n", "root", "-t", "CT,C,C", "-i", str(tmp_path / "root.pem"))
    report = run(pdfsig, "-no-ocsp", "-nssdir", str(store), str(tmp_path / "laporan.pdf"))
    assert "Certificate is Trusted." in report


def test_qpdf_finds_no_error(signed: bytes, tmp_path: Path) -> None:
    qpdf = tool("qpdf")
    file = tmp_path / "laporan.pdf"
    file.write_bytes(signed)
    assert "No syntax or stream encoding errors found" in run(qpdf, "--check", str(file))


@pytest.mark.parametrize(
    ("pdf", "sentence"),
    [
        (frozen_report(encrypt=True), "terkunci sandi"),
        (frozen_report(fields=()), "tidak memiliki kolom"),
        (frozen_report(fields=("lain",)), "tidak memiliki kolom"),
        (b"bukan pdf", "tidak dapat dibaca"),
        (b"", "tidak dapat dibaca"),
    ],
)
def test_what_cannot_be_signed_is_refused_with_a_sentence(signer: Pkcs12Signer, pdf: bytes, sentence: str) -> None:
    with pytest.raises(UnsignablePdf, match=sentence):
        signer.sign(SignRequest(pdf, FIELD, APPEARANCE, AT))


def test_a_signed_report_is_not_signed_again(signer: Pkcs12Signer, signed: bytes) -> None:
    with pytest.raises(UnsignablePdf, match="sudah ditandatangani"):
        sign(signer, signed, at=AT + timedelta(hours=1))


def test_what_comes_back_must_begin_with_our_bytes(frozen: bytes, signed: bytes) -> None:
    for other in (frozen_report(pages=3) + frozen, frozen, b""):
        with pytest.raises(UnsignablePdf, match="bukan berkas yang dibekukan"):
            require_ours(SignedPdf(other, "B-B"), frozen)
    assert require_ours(SignedPdf(signed, "B-B"), frozen).pdf == signed


def test_a_signature_without_a_drawn_block_is_invisible_and_sound(signer: Pkcs12Signer, frozen: bytes) -> None:
    signed = signer.sign(SignRequest(frozen, FIELD, APPEARANCE, AT)).pdf
    answer = verify_pdf(signed, register=EmptyRegister(), trust_roots=[], now=AT)
    assert answer.verdict is Verdict.INTACT
    assert b"Courier" not in signed
