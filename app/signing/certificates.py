"""A certificate's facts and what would keep it from signing, each finding with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.signing.names import as_nip, same_person
from app.web.words import tanggal

MIN_RSA_BITS = 2048
MIN_EC_BITS = 256

# RFC 9336 document signing, the older Microsoft and Adobe forms of it, and the two general ones.
SIGNING_PURPOSES = frozenset(
    {
        ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
        ExtendedKeyUsageOID.CLIENT_AUTH.dotted_string,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string,
        "1.3.6.1.5.5.7.3.36",
        "1.3.6.1.4.1.311.10.3.12",
        "1.2.840.113583.1.1.5",
    }
)


@dataclass(frozen=True)
class Check:
    """One thing that must hold before signing: its name, whether it does, and what to do if not."""

    label: str
    ok: bool
    advice: str = ""


@dataclass(frozen=True)
class CertificateFacts:
    """What the office keeps and shows of a certificate. Never a NIK: only an 18-digit NIP is taken."""

    common_name: str
    organization: str
    nip: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    der: bytes

    @property
    def subject(self) -> str:
        return ", ".join(part for part in (self.common_name, self.organization) if part)


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    subject, issuer = certificate.subject, certificate.issuer
    return CertificateFacts(
        common_name=_first(subject, NameOID.COMMON_NAME),
        organization=_first(subject, NameOID.ORGANIZATION_NAME),
        nip=as_nip(_first(subject, NameOID.SERIAL_NUMBER)),
        issuer=_first(issuer, NameOID.COMMON_NAME) or _first(issuer, NameOID.ORGANIZATION_NAME),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        der=certificate.public_bytes(Encoding.DER),
    )


def load_certificate(data: bytes) -> x509.Certificate:
    """One certificate, PEM or DER. Raises ValueError when it is neither."""
    if b"-----BEGIN" in data:
        return x509.load_pem_x509_certificate(data)
    return x509.load_der_x509_certificate(data)


def check_certificate(certificate: x509.Certificate, *, name: str, nip: str, now: datetime) -> list[Check]:
    """Everything about a certificate that would make the signature of this person fail."""
    facts = facts_of(certificate)
    return [
        _check_validity(facts, now=now),
        _check_name(facts, name=name),
        _check_nip(facts, nip=nip),
        _check_usage(certificate),
        _check_strength(certificate),
    ]


def _check_validity(facts: CertificateFacts, *, now: datetime) -> Check:
    label = "Masa berlaku sertifikat"
    if now < facts.not_before:
        return Check(label, False, f"Sertifikat baru berlaku {tanggal(facts.not_before)}. Tunggu sampai hari itu.")
    if now > facts.not_after:
        advice = f"Sertifikat habis masa berlakunya {tanggal(facts.not_after)}. Mintalah sertifikat baru lalu unggah."
        return Check(label, False, advice)
    return Check(label, True)


def _check_name(facts: CertificateFacts, *, name: str) -> Check:
    label = "Pemilik sertifikat"
    if same_person(facts.common_name, name=name):
        return Check(label, True)
    advice = (
        f"Sertifikat ini atas nama “{facts.common_name}”, bukan {name}. "
        "Unggah sertifikat Anda sendiri, atau mintalah Admin membetulkan nama pada akun Anda."
    )
    return Check(label, False, advice)


def _check_nip(facts: CertificateFacts, *, nip: str) -> Check:
    label = "NIP pada sertifikat"
    if not facts.nip or facts.nip == as_nip(nip):
        return Check(label, True)
    return Check(label, False, "NIP pada sertifikat bukan NIP Anda. Unggah sertifikat Anda sendiri.")


def _check_usage(certificate: x509.Certificate) -> Check:
    label = "Kegunaan kunci"
    if allows_signing(certificate):
        return Check(label, True)
    advice = (
        "Sertifikat ini tidak diterbitkan untuk menandatangani dokumen (digitalSignature atau "
        "nonRepudiation). Mintalah sertifikat tanda tangan kepada penerbitnya."
    )
    return Check(label, False, advice)


def allows_signing(certificate: x509.Certificate) -> bool:
    """Whether its key usage and purposes, where named, let it sign documents."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return False
    except x509.ExtensionNotFound:
        return False
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return any(purpose.dotted_string in SIGNING_PURPOSES for purpose in purposes)


def _check_strength(certificate: x509.Certificate) -> Check:
    label = "Kekuatan kunci"
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return Check(label, False, "Jenis kunci ini tidak didukung. Gunakan RSA 2048 bit atau EC 256 bit.")
    strong = (
        (isinstance(key, rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS)
        or (isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= MIN_EC_BITS)
        or isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)
    )
    if strong:
        return Check(label, True)
    return Check(label, False, "Kunci terlalu lemah. Mintalah kunci RSA paling sedikit 2048 bit atau EC 256 bit.")


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""
