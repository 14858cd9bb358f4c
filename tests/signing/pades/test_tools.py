"""Tools that share no code with us say the same of every level: openssl, pdfsig, qpdf."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signing.pki import Pki

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed on this machine")
    return path


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path, pki: Pki) -> Path:
    (tmp_path / "root.pem").write_bytes(pki.root.public_bytes(Encoding.PEM))
    (tmp_path / "tsa.pem").write_bytes(pki.certificate("tsa").public_bytes(Encoding.PEM))
    return tmp_path


def taken_apart(pdf: bytes, folder: Path, *, kind: str) -> list[tuple[Path, Path]]:
    """For each signature of that kind: what it is over, and the CMS without its padding."""
    found = []
    for number, one in enumerate(PdfFileReader(io.BytesIO(pdf)).embedded_signatures):
        if one.sig_object_type != kind:
            continue
        start, gap, rest, length = (int(each) for each in one.byte_range)
        over, container = folder / f"{number}.bin", folder / f"{number}.der"
        over.write_bytes(pdf[start : start + gap] + pdf[rest : rest + length])
        container.write_bytes(one.signer_info and one.sig_object["/Contents"].rstrip(b"\0") or b"")
        # A last byte of the signature that is zero was taken for padding.
        size = 4 + int.from_bytes(container.read_bytes()[2:4], "big")
        container.write_bytes(container.read_bytes().ljust(size, b"\0")[:size])
        found.append((over, container))
    return found


@pytest.mark.parametrize("level", LEVELS)
def test_openssl_verifies_the_signature_with_its_certificate_reference(
    levels: dict[str, bytes], folder: Path, level: str
) -> None:
    openssl = tool("openssl")
    ((over, container),) = taken_apart(levels[level], folder, kind="/Sig")
    command = [openssl, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", container, "-content", over]
    command += ["-CAfile", folder / "root.pem", "-out", "/dev/null"]
    assert run(*command).returncode == 0, run(*command).stderr
    over.write_bytes(over.read_bytes().replace(b"103,00", b"104,00"))
    assert run(*command).returncode != 0


def test_openssl_verifies_the_archive_time_stamp(levels: dict[str, bytes], folder: Path) -> None:
    openssl = tool("openssl")
    ((over, token),) = taken_apart(levels["B-LTA"], folder, kind="/DocTimeStamp")
    command = [openssl, "ts", "-verify", "-data", over, "-in", token, "-token_in"]
    command += ["-CAfile", folder / "root.pem", "-untrusted", folder / "tsa.pem"]
    assert "Verification: OK" in run(*command).stdout
    over.write_bytes(over.read_bytes() + b" ")
    assert run(*command).returncode != 0


@pytest.mark.parametrize("level", LEVELS)
def test_pdfsig_calls_it_valid_and_trusted(levels: dict[str, bytes], folder: Path, level: str) -> None:
    pdfsig, certutil = tool("pdfsig"), tool("certutil")
    file, store = folder / "laporan.pdf", folder / "nss"
    file.write_bytes(levels[level])
    store.mkdir()
    run(certutil, "-N", "-d", f"sql:{store}", "--empty-password")
    run(certutil, "-A", "-d", f"sql:{store}", "-n", "root", "-t", "CT,C,C", "-i", folder / "root.pem")
    told = run(pdfsig, "-no-ocsp", "-nssdir", store, file).stdout
    first = told.split("Signature #2")[0]
    assert "Signature is Valid." in first and "Certificate is Trusted." in first, told
    assert "ETSI.CAdES.detached" in first
    file.write_bytes(levels[level].replace(b"103,00", b"104,00", 1))
    assert "Digest Mismatch" in run(pdfsig, "-no-ocsp", "-nssdir", store, file).stdout


@pytest.mark.parametrize("level", LEVELS)
def test_qpdf_finds_no_error_at_any_level(levels: dict[str, bytes], folder: Path, level: str) -> None:
    qpdf, file = tool("qpdf"), folder / "laporan.pdf"
    file.write_bytes(levels[level])
    checked = run(qpdf, "--check", file)
    assert "No syntax or stream encoding errors found" in checked.stdout, checked.stdout + checked.stderr


def test_the_archive_time_stamp_is_the_last_thing_in_the_file(levels: dict[str, bytes]) -> None:
    pdf = levels["B-LTA"]
    ranges = [tuple(map(int, one)) for one in re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf)]
    assert sum(ranges[-1][2:]) == len(pdf)
    assert pdf.rindex(b"/DocTimeStamp") > pdf.rindex(b"/DSS")
