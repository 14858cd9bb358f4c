"""OCSP answers (RFC 6960), read leniently and believed strictly: only from the issuer or from whom he appointed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, UnsupportedAlgorithm, InvalidSignature)
DIGESTS = frozenset({"sha1", "sha256", "sha384", "sha512"})


@dataclass(frozen=True)
class Answer:
    """A genuine answer about one certificate; `revoked_at` is empty where it is good."""

    issued_at: datetime
    good_until: datetime | None
    revoked_at: datetime | None = None


def ocsp_answers(der: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterator[Answer]:
    """What the response says of the certificate. Raises one of UNREADABLE for what is no OCSP response."""
    response = ocsp.OCSPResponse.load(der)
    if response["response_status"].native != "successful":
        return
    basic = response.basic_ocsp_response
    about = [
        single
        for single in basic["tbs_response_data"]["responses"]
        if _names(single["cert_id"], certificate.serial_number, issuer)
    ]
    if not about or not _speaks_for(basic, issuer):
        return
    for single in about:
        status = single["cert_status"]
        if status.name in ("good", "revoked"):
            revoked_at = status.chosen["revocation_time"].native if status.name == "revoked" else None
            yield Answer(single["this_update"].native, single["next_update"].native, revoked_at)


def _names(wanted: ocsp.CertId, serial: int, issuer: x509.Certificate) -> bool:
    digest = wanted["hash_algorithm"]["algorithm"].native
    if wanted["serial_number"].native != serial or digest not in DIGESTS:
        return False
    key = bytes(_as_asn1(issuer).public_key["public_key"])
    return (
        wanted["issuer_name_hash"].native == hashlib.new(digest, issuer.subject.public_bytes()).digest()
        and wanted["issuer_key_hash"].native == hashlib.new(digest, key).digest()
    )


def _speaks_for(basic: ocsp.BasicOCSPResponse, issuer: x509.Certificate) -> bool:
    """Signed by the issuer himself, or by whom he appointed for just this and asks nobody to check (4.2.2.2)."""
    if _signed_by(issuer, basic):
        return True
    beside = basic["certs"].native is not None and [
        x509.load_der_x509_certificate(one.dump()) for one in basic["certs"]
    ]
    return any(_is_appointed(one, issuer, basic) and _signed_by(one, basic) for one in beside or ())


def _is_appointed(one: x509.Certificate, issuer: x509.Certificate, basic: ocsp.BasicOCSPResponse) -> bool:
    produced = basic["tbs_response_data"]["produced_at"].native
    try:
        one.verify_directly_issued_by(issuer)
        purposes = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        one.extensions.get_extension_for_class(x509.OCSPNoCheck)
    except (*UNREADABLE, x509.ExtensionNotFound):
        return False
    in_time = one.not_valid_before_utc <= produced <= one.not_valid_after_utc
    return in_time and ExtendedKeyUsageOID.OCSP_SIGNING in purposes


def _signed_by(certificate: x509.Certificate, basic: ocsp.BasicOCSPResponse) -> bool:
    from pyhanko_certvalidator.errors import AlgorithmNotSupported
    from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator

    try:
        DefaultSignatureValidator().validate_signature(
            basic["signature"].native,
            basic["tbs_response_data"].dump(),
            _as_asn1(certificate).public_key,
            basic["signature_algorithm"],
        )
    except (*UNREADABLE, AlgorithmNotSupported):
        return False
    return True


def _as_asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
