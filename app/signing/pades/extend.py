"""Proof of time and validity added to a signed file later, behind its bytes: up to B-LTA, or renewed there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.signing.backends.signer import SignedPdf
from app.signing.errors import UnsignablePdf
from app.signing.pades.asking import NoAnswer
from app.signing.pades.evidence import Evidence, NoEvidence, Revoked, gather
from app.signing.pades.levels import Level, LevelWish
from app.signing.pades.store import add_evidence
from app.signing.pades.timestamps import OTHER_STAMPER, TimeStampToken, add_document_timestamp, ask_timestamp
from app.signing.pades.writing import SteadyWriter
from app.signing.verification.trust import Root

UNREADABLE = "Berkas PDF ini tidak dapat dibaca, jadi tidak dapat diberi cap waktu."
UNSIGNED = "PDF ini belum ditandatangani, jadi belum ada yang dapat diberi cap waktu."
NOTHING_GAINED = "Tidak ada yang dapat ditambahkan sekarang: {reason}. Coba lagi nanti."
NO_STAMP = "layanan cap waktu {problem}"
NO_DATA = "untuk sertifikat “{name}”, {problem}"
NOTE = "Belum lengkap: {reason}."
REVOKED = "sertifikatnya sudah dicabut"


@dataclass(frozen=True)
class _Holder:
    """A certificate in the file whose status has to be proven, with the certificates that came along."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]


def extend(pdf: bytes, *, tsa_url: str, seconds: float, roots: Sequence[Root], at: datetime) -> SignedPdf:
    """The file with validation data and an archive time stamp, or as much of it as can be had today.

    The result begins with `pdf`. Raises UnsignablePdf when nothing can be gained; asks the network, so it
    belongs outside of any write.
    """
    wish = LevelWish(tsa_url, seconds, tuple(root.der for root in roots))
    holders, timed = _read(pdf)
    evidence, missing = _evidence(holders, wish=wish, at=at)
    try:
        token = ask_timestamp(hashlib.sha256(pdf).digest(), wish=wish)
    except NoAnswer as refusal:
        return _without_stamp(pdf, evidence, timed=timed, reason=NO_STAMP.format(problem=refusal))
    if evidence is not None:
        stamper, missing = _evidence([_Holder(token.signer, tuple(token.others))], wish=wish, at=at)
        evidence = evidence + stamper if stamper is not None else None
    if evidence is None:
        return _without_data(pdf, wish=wish, timed=timed, reason=missing)
    return _archived(pdf, evidence, token=token, wish=wish, timed=timed)


def _archived(pdf: bytes, evidence: Evidence, *, token: TimeStampToken, wish: LevelWish, timed: bool) -> SignedPdf:
    """The first question told whose time stamps they are, so that the last one covers its own evidence."""
    try:
        stamped, last = add_document_timestamp(add_evidence(pdf, evidence), wish=wish)
        if last.signer.sha256 != token.signer.sha256:
            raise NoAnswer(OTHER_STAMPER)
    except NoAnswer as refusal:
        return _without_stamp(pdf, evidence, timed=timed, reason=NO_STAMP.format(problem=refusal))
    return SignedPdf(stamped, str(Level.ARCHIVED))


def _without_stamp(pdf: bytes, evidence: Evidence | None, *, timed: bool, reason: str) -> SignedPdf:
    """Validation data proves something only beside a proof of time."""
    extended = add_evidence(pdf, evidence) if evidence is not None and timed and not _is_archived(pdf) else pdf
    if extended == pdf:
        raise UnsignablePdf(NOTHING_GAINED.format(reason=reason))
    return SignedPdf(extended, str(Level.LONG_TERM), note=NOTE.format(reason=reason))


def _without_data(pdf: bytes, *, wish: LevelWish, timed: bool, reason: str) -> SignedPdf:
    """A time stamp alone is worth something where there was none."""
    if timed:
        raise UnsignablePdf(NOTHING_GAINED.format(reason=reason))
    try:
        stamped, _ = add_document_timestamp(pdf, wish=wish)
    except NoAnswer as refusal:
        raise UnsignablePdf(NOTHING_GAINED.format(reason=NO_STAMP.format(problem=refusal))) from None
    return SignedPdf(stamped, str(Level.TIMED), note=NOTE.format(reason=reason))


def _evidence(holders: Iterable[_Holder], *, wish: LevelWish, at: datetime) -> tuple[Evidence | None, str]:
    """For all of them or for none: the first that can't be proven ends the questions."""
    found = Evidence()
    for holder in holders:
        name = str(holder.certificate.subject.native.get("common_name", ""))
        try:
            found += gather(holder.certificate, others=holder.others, wish=wish, at=at)
        except Revoked:
            return None, NO_DATA.format(name=name, problem=REVOKED)
        except NoEvidence as problem:
            return None, NO_DATA.format(name=name, problem=problem)
    return found, ""


def _read(pdf: bytes) -> tuple[list[_Holder], bool]:
    """Whose certificates the file relies on, each once, and whether any time in it is proven. Raises UnsignablePdf."""
    try:
        embedded: list[EmbeddedPdfSignature] = SteadyWriter(pdf).prev.embedded_signatures
        if all(one.sig_object_type == "/DocTimeStamp" for one in embedded):
            raise UnsignablePdf(UNSIGNED)
        tokens = list(_tokens(embedded))
        every = [_Holder(one.signer_cert, tuple(one.other_embedded_certs)) for one in embedded]
        every += [_Holder(token.signer, tuple(token.others)) for token in tokens]
    except (PdfError, ValueError, TypeError, KeyError, OSError, RecursionError):
        raise UnsignablePdf(UNREADABLE) from None
    timed = bool(tokens) or any(one.sig_object_type == "/DocTimeStamp" for one in embedded)
    return list({holder.certificate.sha256: holder for holder in every}.values()), timed


def _is_archived(pdf: bytes) -> bool:
    """Then new validation data is worth something only under a new time stamp."""
    reader = SteadyWriter(pdf).prev
    return "/DSS" in reader.root and bool(reader.embedded_timestamp_signatures)


def _tokens(embedded: Iterable[Any]) -> Iterator[TimeStampToken]:
    for one in embedded:
        attributes = one.signer_info["unsigned_attrs"]
        for attribute in attributes if isinstance(attributes, cms.CMSAttributes) else ():
            if attribute["type"].native == "signature_time_stamp_token":
                yield from (TimeStampToken(token) for token in attribute["values"])
