"""Names are written by the file's author: any bytes, any characters, and no line of ours."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask

from app.signing import commands
from app.signing.verification.sandbox import verify_in_sandbox
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verdicts import Trust, Verdict, Verification
from tests.signing.attacks.containers import AT, Identity, container, new_identity
from tests.signing.attacks.handmade import SIGNATURE_FIELD, signed_by_hand, written
from tests.signing.attacks.people import ca, judged, noor, roots

FORGED = "N\n  Kepercayaan: Tersertifikasi\n/tmp/b.pdf: Utuh\x1b[2J"


def named(name: bytes) -> bytes:
    return signed_by_hand(written(), container(noor()), objects={7: SIGNATURE_FIELD.replace(b"(ttd)", name)})


def asked(data: bytes) -> Verification:
    return verify_in_sandbox(data, register=EmptyRegister(), trust_roots=roots(), now=AT)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("(Tanda tangan Sr. Martín)".encode(), "Tanda tangan Sr. Mart"),
        (b"(Tanda\ttangan)", "Tanda"),
        (b"<FEFF" + FORGED.encode("utf-16-be").hex().encode() + b">", "N"),
    ],
)
def test_a_field_s_name_in_any_bytes_breaks_no_judgement(name: bytes, shown: str) -> None:
    answer = asked(named(name))
    assert answer.verdict is Verdict.INTACT
    (report,) = answer.signatures
    assert report.field.startswith(shown) and report.field.isprintable()


def test_a_signer_s_name_forges_no_line(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(signed_by_hand(written(), container(new_identity(FORGED))))
    told = app.test_cli_runner().invoke(commands.pdf, ["verify", str(path)]).stdout
    assert "\x1b" not in told
    assert [line for line in told.splitlines() if line.strip().startswith("Kepercayaan:")] == [
        "  Kepercayaan: Tidak dikenal"
    ]
    assert [line for line in told.splitlines() if line.startswith("/")] == [f"{path}: Utuh"]


def test_a_file_name_in_no_encoding_costs_no_line(app: Flask, tmp_path: Path) -> None:
    odd = tmp_path / "buruk\udcff.pdf"
    odd.write_bytes(b"bukan pdf")
    arguments = ["verify", str(odd), str(tmp_path / "tidak-ada.pdf"), "--json"]
    result = app.test_cli_runner(charset="ascii").invoke(commands.pdf, arguments)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["verdict"] for line in lines] == ["tidak-dapat-diperiksa"] * 2
    assert lines[0]["file"].endswith("buruk\ufffd.pdf")


def test_a_terminal_that_knows_few_letters_gets_the_verdict_too(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(named(b"(ttd)"))
    result = app.test_cli_runner(charset="ascii").invoke(commands.pdf, ["verify", str(path)])
    assert result.exit_code == 0 and "Utuh" in result.stdout


def for_purpose(*purposes: x509.ObjectIdentifier) -> Identity:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server.contoh.go.id")]))
        .issuer_name(ca().certificate.subject)
        .public_key(key.public_key())
        .serial_number(9)
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=9))
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    )
    return Identity(key, builder.sign(ca().key, hashes.SHA256()), (ca().certificate,))


PURPOSES = x509.ExtendedKeyUsageOID


@pytest.mark.parametrize(
    ("purpose", "trust"),
    [
        (PURPOSES.SERVER_AUTH, Trust.UNKNOWN),
        (PURPOSES.TIME_STAMPING, Trust.UNKNOWN),
        (PURPOSES.OCSP_SIGNING, Trust.UNKNOWN),
        (PURPOSES.EMAIL_PROTECTION, Trust.CERTIFIED),
        (x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), Trust.CERTIFIED),
    ],
)
def test_a_root_vouches_for_documents_only_where_the_certificate_is_for_them(
    purpose: x509.ObjectIdentifier, trust: Trust
) -> None:
    answer = judged(signed_by_hand(written(), container(for_purpose(purpose))))
    assert (answer.verdict, answer.trust) == (Verdict.INTACT, trust)
    (report,) = answer.signatures
    told = any("tidak diterbitkan untuk menandatangani dokumen" in note for note in report.notes)
    assert told is (trust is Trust.UNKNOWN)
