"""Revocation answers that came with the file: which of them are genuine, and what they say of a certificate.

Whether an answer is fresh is asked apart from whether it is genuine: a genuine "revoked" counts however old it is
(RFC 5280 §6.3, RFC 6960 §3.2 and §4.2.2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from cryptography import x509

from app.signing.verification.ocsp import UNREADABLE, Answer, ocsp_answers

SLACK = timedelta(minutes=5)
"""Clocks of different machines differ by as much."""


class Revocations:
    """Every OCSP answer and revocation list at hand, as DER."""

    def __init__(self, *, ocsps: Iterable[bytes] = (), crls: Iterable[bytes] = ()) -> None:
        self._ocsps = list(dict.fromkeys(ocsps))
        self._crls = [one for one in map(_load_crl, dict.fromkeys(crls)) if one is not None]

    def revoked_at(self, certificate: x509.Certificate, issuer: x509.Certificate) -> datetime | None:
        """The earliest moment from which a genuine answer calls it revoked."""
        moments = [answer.revoked_at for answer in self._answers(certificate, issuer) if answer.revoked_at]
        return min(moments, default=None)

    def covers(self, certificate: x509.Certificate, issuer: x509.Certificate, *, at: datetime, now: datetime) -> bool:
        """Whether a genuine answer speaks of the certificate as it stood at `at`."""
        return any(
            answer.issued_at <= now + SLACK
            and answer.issued_at <= certificate.not_valid_after_utc
            and (answer.good_until is None or answer.good_until + SLACK >= at)
            for answer in self._answers(certificate, issuer)
        )

    def _answers(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterator[Answer]:
        for response in self._ocsps:
            yield from _read(ocsp_answers, response, certificate, issuer)
        for revoked in self._crls:
            yield from _read(_crl_answers, revoked, certificate, issuer)


def chain_revoked_at(chain: Sequence[x509.Certificate], revocations: Revocations) -> datetime | None:
    """The earliest moment from which a certificate of the chain, or one of its issuers, is revoked."""
    pairs = zip(chain, chain[1:], strict=False)
    moments = [moment for one, issuer in pairs if (moment := revocations.revoked_at(one, issuer))]
    return min(moments, default=None)


def _read(of: object, evidence: object, certificate: x509.Certificate, issuer: x509.Certificate) -> Sequence[Answer]:
    """What can't be read or doesn't verify is no answer."""
    try:
        return list(of(evidence, certificate, issuer))  # type: ignore[operator]
    except UNREADABLE:
        return []


def _crl_answers(
    revoked: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate
) -> Iterator[Answer]:
    if revoked.issuer != issuer.subject or certificate.issuer != issuer.subject or not _may_sign_lists(issuer):
        return
    if not revoked.is_signature_valid(issuer.public_key()) or not _is_complete(revoked, certificate):  # type: ignore[arg-type]
        return
    entry = revoked.get_revoked_certificate_by_serial_number(certificate.serial_number)
    yield Answer(revoked.last_update_utc, revoked.next_update_utc, _since(entry) if entry is not None else None)


def _since(entry: x509.RevokedCertificate) -> datetime:
    """A stolen key is worthless from the day of the theft, also where the list was written later."""
    try:
        stolen = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date_utc
    except x509.ExtensionNotFound:
        return entry.revocation_date_utc
    return min(stolen, entry.revocation_date_utc)


def _may_sign_lists(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def _is_complete(revoked: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether the list would name this certificate: not a delta, not another's, not for other kinds or reasons."""
    for extension in revoked.extensions:
        if isinstance(extension.value, x509.IssuingDistributionPoint):
            if not _is_within(extension.value, certificate):
                return False
        elif extension.critical or isinstance(extension.value, x509.DeltaCRLIndicator):
            return False
    return True


def _is_within(scope: x509.IssuingDistributionPoint, certificate: x509.Certificate) -> bool:
    if scope.indirect_crl or scope.only_some_reasons or scope.only_contains_attribute_certs:
        return False
    try:
        is_authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        is_authority = False
    if (scope.only_contains_user_certs and is_authority) or (scope.only_contains_ca_certs and not is_authority):
        return False
    return scope.full_name is None or bool(set(scope.full_name) & _distribution_points(certificate))


def _distribution_points(certificate: x509.Certificate) -> set[x509.GeneralName]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return set()
    return {name for point in points for name in point.full_name or ()}


def _load_crl(der: bytes) -> x509.CertificateRevocationList | None:
    try:
        return x509.load_der_x509_crl(der)
    except UNREADABLE:
        return None
