"""Time stamps (RFC 3161): which are genuine, by whom, and what moment they prove.

A stamp proves only what a trusted authority says, so each is judged at a moment that is itself proven: by a later
stamp over it, by our register, or else now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, tsp
from cryptography import x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)

from app.signing.certificates import facts_of, load_certificate
from app.signing.verification.evidence import Evidence, chain_of, of_container
from app.signing.verification.revocation import chain_revoked_at
from app.signing.verification.trust import Root, context_for
from app.web.words import waktu

SLACK = timedelta(minutes=5)

STRANGER = "Cap waktu oleh penerbit tidak dikenal ({tsa}); waktunya tidak terbukti."
NOT_APPOINTED = "“{tsa}” tidak berwenang memberi cap waktu, jadi cap waktunya tidak dihitung."
FROM_FUTURE = "Cap waktu “{tsa}” menyebut {when}, yang belum terjadi, jadi tidak dihitung."
LAPSED = "Sertifikat penerbit cap waktu “{tsa}” tidak berlaku lagi atau dicabut; waktunya tidak terbukti."


@dataclass(frozen=True)
class Stamp:
    """One time stamp after its examination."""

    at: datetime
    issuer: str
    sound: bool
    """Its imprint and its own signature hold."""
    counts: bool = False
    """An authority for time stamps made it, in its time; by whom is another question."""
    trusted: bool = False
    chain: tuple[x509.Certificate, ...] = ()
    container: Evidence = Evidence()
    note: str = ""


@dataclass(frozen=True)
class StampJudge:
    """Judges stamps against the same roots and evidence."""

    roots: Sequence[Root]
    evidence: Evidence
    now: datetime

    def of_signature(self, signer_info: cms.SignerInfo, *, reference: datetime) -> list[Stamp]:
        """The stamps over one signature value."""
        tokens = list(extract_tst_data_iter(signer_info, signed=False))
        return [self.judge(token, message_imprint_checker(signer_info), reference=reference) for token in tokens]

    def judge(self, token: cms.SignedData, imprint: Callable[[str], bytes], *, reference: datetime) -> Stamp:
        try:
            info: tsp.TSTInfo = token["encap_content_info"]["content"].parsed
            at = info["gen_time"].native
            certificate = load_certificate(extract_certificate_info(token).signer_cert.dump())
            container = of_container(token)
            others = (self.evidence | container).certificates
            context = context_for(self.roots, others=others, moment=reference)
            status = asyncio.run(validate_tst_signed_data(token, context, imprint))
        except Exception:
            # A token is an attacker's to write; whatever it does to a parser, it is no time stamp.
            return Stamp(at=reference, issuer="", sound=False)
        facts = facts_of(certificate)
        stamp = Stamp(at, facts.common_name, sound=bool(status["intact"] and status["valid"]), container=container)
        if not stamp.sound:
            return stamp
        return self._weigh(stamp, certificate, known=status["trust_problem_indic"] is None, reference=reference)

    def _weigh(self, stamp: Stamp, certificate: x509.Certificate, *, known: bool, reference: datetime) -> Stamp:
        roots = [load_certificate(root.der) for root in self.roots]
        evidence = self.evidence | stamp.container
        chain = tuple(chain_of(certificate, pool=[*roots, *evidence.pool]))
        in_time = certificate.not_valid_before_utc <= stamp.at <= certificate.not_valid_after_utc
        lapsed = not in_time or not certificate.not_valid_before_utc <= reference <= certificate.not_valid_after_utc
        revoked = chain_revoked_at(chain, evidence.revocations)
        note = ""
        counts, trusted = in_time, known and not lapsed
        if not _is_appointed(certificate):
            counts, trusted, note = False, False, NOT_APPOINTED.format(tsa=stamp.issuer)
        elif stamp.at > self.now + SLACK:
            counts, trusted, note = False, False, FROM_FUTURE.format(tsa=stamp.issuer, when=waktu(stamp.at))
        elif lapsed or (revoked is not None and revoked <= reference):
            trusted, note = False, LAPSED.format(tsa=stamp.issuer)
        elif not known:
            note = STRANGER.format(tsa=stamp.issuer)
        return Stamp(stamp.at, stamp.issuer, True, counts, trusted, chain, stamp.container, note)


def _is_appointed(certificate: x509.Certificate) -> bool:
    """RFC 3161, 2.3: the authority's certificate is for time stamps and says so."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return x509.oid.ExtendedKeyUsageOID.TIME_STAMPING in purposes
