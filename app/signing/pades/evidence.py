"""What proves later that a certificate was good today: its chain, and OCSP answers or revocation lists for all of it.

Asked only by the side that signs, at the addresses in a chain that ends in a root the office trusts; never
at an address from a file that somebody brought.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    OCSPFetchError,
    OCSPValidationError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request, process_ocsp_response_data
from pyhanko_certvalidator.path import ValidationPath

from app.signing.pades.asking import Deadline, NoAnswer, ask
from app.signing.pades.levels import LevelWish

OCSP_KIND = "application/ocsp-request"
CLOCK_TOLERANCE = timedelta(minutes=5)
"""A responder's clock is not ours, and its answer is made after the signature was begun."""

NO_CHAIN = "rantai sertifikatnya tidak berakhir di sertifikat induk yang dipercaya"
NO_SERVICE = "sertifikatnya tidak menyebut layanan status pencabutan"
UNCLEAR = "status pencabutannya tidak dapat dipastikan"


class NoEvidence(Exception):
    """The status of a chain can't be had today; the message says why, as the end of a sentence."""


class Revoked(Exception):
    """A certificate of the chain is revoked."""


@dataclass
class Evidence:
    """Certificates, OCSP answers and revocation lists, as a file keeps them."""

    certs: list[x509.Certificate] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.certs + other.certs, self.ocsps + other.ocsps, self.crls + other.crls)


def gather(
    certificate: x509.Certificate, *, others: Iterable[x509.Certificate], wish: LevelWish, at: datetime
) -> Evidence:
    """Everything for one certificate and its chain. Raises NoEvidence or Revoked."""
    others = list(others)
    path = _chain_of(certificate, others=others, wish=wish, at=at)
    found = Evidence(certs=list(path.iter_certs(include_root=True)))
    for one in list(path.iter_certs(include_root=False)):
        found += _status_of(one, path=path, seconds=wish.seconds)
    try:
        _validate(certificate, others=others, wish=wish, at=at, found=found)
    except RevokedError:
        raise Revoked from None
    except (ValidationError, PathBuildingError, ValueError, TypeError, KeyError):
        raise NoEvidence(UNCLEAR) from None
    return found


def _chain_of(
    certificate: x509.Certificate, *, others: list[x509.Certificate], wish: LevelWish, at: datetime
) -> ValidationPath:
    try:
        return _validate(certificate, others=others, wish=wish, at=at, found=None)
    except (ValidationError, PathBuildingError, ValueError, TypeError, KeyError):
        raise NoEvidence(NO_CHAIN) from None


def _validate(
    certificate: x509.Certificate,
    *,
    others: list[x509.Certificate],
    wish: LevelWish,
    at: datetime,
    found: Evidence | None,
) -> ValidationPath:
    """Without evidence the chain alone; with it every certificate of the chain must be proven good."""
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in wish.roots],
        other_certs=others,
        moment=at,
        ocsps=found.ocsps if found else (),
        crls=found.crls if found else (),
        revocation_mode="require" if found else "soft-fail",
        time_tolerance=CLOCK_TOLERANCE,
    )
    validator = CertificateValidator(certificate, intermediate_certs=others, validation_context=context)
    return asyncio.run(validator.async_validate_path())


def _status_of(certificate: x509.Certificate, *, path: ValidationPath, seconds: float) -> Evidence:
    """One question, whichever way it is answered: OCSP first, the list where that fails; in all `seconds`."""
    responders, lists = list(certificate.ocsp_urls), list(_list_addresses(certificate))
    deadline = Deadline(seconds)
    problem = NoEvidence(NO_SERVICE)
    for url in responders[:1]:
        try:
            return Evidence(ocsps=[_ask_responder(url, certificate, path, deadline.part(0.5) if lists else deadline)])
        except NoAnswer as refusal:
            problem = NoEvidence(f"layanan OCSP {refusal}")
    for url in lists[:1]:
        try:
            return Evidence(crls=[_ask_list(url, deadline)])
        except NoAnswer as refusal:
            problem = NoEvidence(f"daftar pencabutan {refusal}")
    raise problem


def _ask_responder(
    url: str, certificate: x509.Certificate, path: ValidationPath, deadline: Deadline
) -> ocsp.OCSPResponse:
    authority = path.find_issuing_authority(certificate)
    # RFC 5019: SHA-1 names the issuer here, it protects nothing, and old responders know nothing else.
    request = format_ocsp_request(certificate, authority, certid_hash_algo="sha1", request_nonces=True)
    data = ask(url, deadline=deadline, body=request.dump(), kind=OCSP_KIND)
    try:
        answer = process_ocsp_response_data(data, ocsp_request=request, ocsp_url=url)
        _require_about(answer, request)
    except (OCSPFetchError, OCSPValidationError, ValueError, TypeError, KeyError):
        raise NoAnswer("memberi jawaban yang tidak sah") from None
    return answer


def _require_about(answer: ocsp.OCSPResponse, request: ocsp.OCSPRequest) -> None:
    """The answer must be about the certificate that was asked about. Raises ValueError."""
    wanted = request["tbs_request"]["request_list"][0]["req_cert"]["serial_number"].native
    basic: Any = answer["response_bytes"]["response"].parsed
    if wanted not in {one["cert_id"]["serial_number"].native for one in basic["tbs_response_data"]["responses"]}:
        raise ValueError("An answer about another certificate")


def _ask_list(url: str, deadline: Deadline) -> crl.CertificateList:
    data = ask(url, deadline=deadline)
    try:
        found = crl.CertificateList.load(data, strict=True)
        assert found["tbs_cert_list"]["this_update"].native
    except (ValueError, TypeError, KeyError, AssertionError):
        raise NoAnswer("memberi jawaban yang tidak sah") from None
    return found


def _list_addresses(certificate: x509.Certificate) -> Iterator[str]:
    for point in certificate.crl_distribution_points:
        if point.url and point.url.startswith(("http://", "https://")):
            yield point.url
