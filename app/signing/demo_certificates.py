"""Certificates for demo data and tests: every name in them says CONTOH, so that none passes for a real one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "CONTOH – Otoritas Sertifikat Peragaan"
ORGANIZATION = "CONTOH – Sekretariat DPRD"
REVOCATION_LIST = "http://contoh.invalid/peragaan.crl"
"""Nobody answers there (RFC 2606). Without the extension NSS, and so pdfsig, reports a stale error as distrust."""

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, repr=False)
class DemoAuthority:
    """A certificate authority that exists for the demo alone."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass(frozen=True, repr=False)
class DemoCertificate:
    """A person's key and certificate as he would get them: one PKCS#12 file under his passphrase."""

    p12: bytes
    certificate: x509.Certificate
    authority: DemoAuthority


def demo_authority(*, at: datetime, years: int = 10, name: str = AUTHORITY) -> DemoAuthority:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = _name(name)
    builder = _builder(subject, subject, key.public_key(), at=at, until=at + timedelta(days=365 * years))
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return DemoAuthority(key, builder.sign(key, hashes.SHA256()))


def demo_certificate(
    name: str,
    *,
    nip: str,
    passphrase: str,
    at: datetime,
    until: datetime | None = None,
    authority: DemoAuthority | None = None,
    may_sign: bool = True,
    key_bits: int = 2048,
) -> DemoCertificate:
    """A .p12 for the person; valid from `at` for two years unless `until` says otherwise."""
    authority = authority or demo_authority(at=at)
    key = rsa.generate_private_key(public_exponent=65537, key_size=key_bits)
    common_name = f"{name} (CONTOH)"
    builder = _builder(
        _name(common_name, nip=nip),
        authority.certificate.subject,
        key.public_key(),
        at=at,
        until=until or at + timedelta(days=730),
    )
    purposes = [ExtendedKeyUsageOID.EMAIL_PROTECTION, DOCUMENT_SIGNING]
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(may_sign=may_sign), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(_revocation_list(), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    certificate = builder.sign(authority.key, hashes.SHA256())
    p12 = pkcs12.serialize_key_and_certificates(
        common_name.encode(),
        key,
        certificate,
        [authority.certificate],
        BestAvailableEncryption(passphrase.encode()),
    )
    return DemoCertificate(p12, certificate, authority)


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: rsa.RSAPublicKey, *, at: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(until)
    )


def _name(common_name: str, *, nip: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if nip:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, nip))
    return x509.Name(parts)


def _key_usage(*, authority: bool = False, may_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=may_sign,
        content_commitment=may_sign,
        key_encipherment=not (authority or may_sign),
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _revocation_list() -> x509.CRLDistributionPoints:
    address = x509.UniformResourceIdentifier(REVOCATION_LIST)
    return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])
