"""What an uploaded file must be to become a trusted root: one CA certificate, with no key beside it."""

from __future__ import annotations

import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

from app.signing.certificates import load_certificate
from app.web.refusals import Invalid

MAX_ROOT_BYTES = 64 * 1024

NOT_A_CERTIFICATE = "Berkas ini bukan sertifikat. Berikan sertifikat induk dalam bentuk PEM atau DER."
LEAF = "Ini sertifikat seseorang atau sebuah layanan, bukan sertifikat induk (CA). Mintalah induknya kepada penerbit."
SEVERAL = (
    "Berkas ini memuat {count} sertifikat. Unggah satu per satu, supaya sidik jari masing-masing dibandingkan sendiri."
)
PRIVATE_KEY = (
    "Berkas ini memuat kunci rahasia. Tidak ada yang kami simpan. Yang diperlukan hanya sertifikatnya; "
    "beri tahu pemilik kunci bahwa berkas kuncinya sudah beredar, supaya ia dapat menggantinya."
)
FORGED = "Tanda tangan sertifikat induk ini atas dirinya sendiri tidak cocok: berkasnya rusak atau palsu."
NO_FINGERPRINT = "Sidik jari SHA-256 terdiri dari 64 angka dan huruf a–f. Salin seluruhnya; spasi dan titik dua boleh."
OTHER_FINGERPRINT = (
    "Sidik jari berkas ini {found}, bukan yang Anda ketik. Jangan dipercaya sebelum penerbitnya menjelaskan bedanya."
)

# "TRUSTED CERTIFICATE" and "X509 CERTIFICATE" are what OpenSSL has written too.
PEM_CERTIFICATE = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----")
PEM_KEY = re.compile(rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")


def read_root(data: bytes) -> x509.Certificate:
    """The one CA certificate in the file (PEM or DER). Raises Invalid with what is wrong instead."""
    if PEM_KEY.search(data) or _is_key(data):
        raise Invalid(PRIVATE_KEY, field="file")
    count = len(PEM_CERTIFICATE.findall(data))
    if count > 1:
        raise Invalid(SEVERAL.format(count=count), field="file")
    try:
        certificate = load_certificate(data)
        check_root(certificate)
    except (ValueError, UnsupportedAlgorithm):
        raise Invalid(NOT_A_CERTIFICATE, field="file") from None
    return certificate


def check_root(certificate: x509.Certificate) -> None:
    """Refuse what may not issue certificates, and a root whose own signature is wrong."""
    if not _may_issue(certificate):
        raise Invalid(LEAF, field="file")
    if certificate.issuer != certificate.subject:
        return
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, TypeError):
        raise Invalid(FORGED, field="file") from None


def as_fingerprint(text: str) -> str:
    """64 hex digits as typed from a letter or a website. Raises Invalid when it is something else."""
    digits = re.sub(r"[\s:.\-]", "", text).casefold()
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise Invalid(NO_FINGERPRINT, field="fingerprint")
    return digits


def check_fingerprint(found: str, *, told: str) -> None:
    """The fingerprint of the file has to be the one that the issuer told by another way."""
    if found != told:
        raise Invalid(OTHER_FINGERPRINT.format(found=grouped(found)), field="fingerprint")


def grouped(fingerprint: str) -> str:
    """A fingerprint as people compare it: upper case, in groups of four."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4)).upper()


def _may_issue(certificate: x509.Certificate) -> bool:
    if not _is_ca(certificate):
        return False
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        return True


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        # Roots older than X.509 version 3 can't say that they are one; only being their own issuer does.
        return certificate.version is x509.Version.v1 and certificate.issuer == certificate.subject


def _is_key(data: bytes) -> bool:
    """A DER key, open or locked, or a PKCS#12 container, whatever its password."""
    try:
        load_der_private_key(data, password=None)
    except TypeError:  # it is one, and locked
        return True
    except (ValueError, UnsupportedAlgorithm):
        return _is_container(data)
    return True


def _is_container(data: bytes) -> bool:
    from asn1crypto.pkcs12 import Pfx

    try:
        return bool(Pfx.load(data)["version"].native == "v3")
    except (ValueError, TypeError, KeyError):
        return False
