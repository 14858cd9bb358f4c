"""Certificates and revocation answers that a file brings along: in its security store and in its containers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from asn1crypto import cms, core
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError

from app.signing.verification.revocation import Revocations

LONGEST_CHAIN = 10
MOST_ITEMS = 400
"""More certificates or answers than this are not validation data but a way to keep the server busy."""

ODD = (PdfError, ValueError, TypeError, KeyError, AttributeError, UnsupportedAlgorithm)


@dataclass(frozen=True)
class Evidence:
    """What was found, as DER; nothing of it is believed yet."""

    certificates: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def __or__(self, other: Evidence) -> Evidence:
        return Evidence(
            tuple(dict.fromkeys(self.certificates + other.certificates)),
            tuple(dict.fromkeys(self.ocsps + other.ocsps)),
            tuple(dict.fromkeys(self.crls + other.crls)),
        )

    @cached_property
    def revocations(self) -> Revocations:
        return Revocations(ocsps=self.ocsps, crls=self.crls)

    @cached_property
    def pool(self) -> tuple[x509.Certificate, ...]:
        return tuple(_certificates(self.certificates))


def of_store(handler: Any) -> Evidence:
    """The document security store (DSS) of a file or of one of its revisions (ISO 32000-2, 12.8.4.3)."""
    try:
        store = handler.root["/DSS"]
        return Evidence(*(tuple(_streams(store.get(key, ()))) for key in ("/Certs", "/OCSPs", "/CRLs")))
    except ODD:
        return Evidence()


def of_container(signed: cms.SignedData) -> Evidence:
    """What a CMS container carries, Adobe's revocation archive in the signed attributes included."""
    found = Evidence()
    for choice in signed["certificates"]:
        if choice.name == "certificate":
            found |= Evidence(certificates=(choice.chosen.dump(),))
    try:
        for attribute in signed["signer_infos"][0]["signed_attrs"]:
            if attribute["type"].native == "adobe_revocation_info_archival":
                found |= _archive(attribute["values"][0])
        crls = signed["crls"]
        if not isinstance(crls, core.Void):
            found |= Evidence(crls=tuple(one.chosen.dump() for one in crls if one.name == "certificate_list"))
    except ODD:
        return found
    return found


def chain_of(certificate: x509.Certificate, *, pool: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """The certificate and its issuers, each verified, up to a self-signed one or until the issuer is missing."""
    chain, candidates = [certificate], list(pool)
    while len(chain) < LONGEST_CHAIN and not is_self_signed(chain[-1]):
        issuer = next((one for one in candidates if one not in chain and _issued(chain[-1], one)), None)
        if issuer is None:
            break
        chain.append(issuer)
    return chain


def is_self_signed(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject and _issued(certificate, certificate)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *ODD):
        return False
    return True


def _archive(archive: Any) -> Evidence:
    ocsps, crls = archive["ocsp"], archive["crl"]
    return Evidence(
        ocsps=() if isinstance(ocsps, core.Void) else tuple(one.dump() for one in ocsps),
        crls=() if isinstance(crls, core.Void) else tuple(one.dump() for one in crls),
    )


def _streams(references: Any) -> Iterable[bytes]:
    for reference in list(references)[:MOST_ITEMS]:
        try:
            yield reference.get_object().data
        except ODD:
            continue


def _certificates(ders: Iterable[bytes]) -> Iterable[x509.Certificate]:
    for der in ders:
        try:
            yield x509.load_der_x509_certificate(der)
        except ODD:
            continue
