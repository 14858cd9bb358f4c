"""What is proven around each signature of a file: since when it exists, its level, its certificate's standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509

from app.signing.certificates import load_certificate
from app.signing.verification.digests import digests_at
from app.signing.verification.evidence import Evidence, chain_of, of_container, of_store
from app.signing.verification.form_names import name_of
from app.signing.verification.levels import Proof, level_of
from app.signing.verification.revocation import chain_revoked_at
from app.signing.verification.stamps import Stamp, StampJudge
from app.signing.verification.structure import SignedRange, check_range
from app.signing.verification.trust import Register, Root
from app.signing.verification.verdicts import Registered
from app.web.words import waktu

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

TOLERANCE = timedelta(minutes=10)

BY_REGISTER = "register kantor ini"
BY_STAMP = "cap waktu {tsa}"
BY_DOCUMENT_STAMP = "cap waktu dokumen {tsa}"
CLAIMS_LATER = "Waktu yang ditulis penanda tangan lebih akhir daripada cap waktunya ({when}); pegang cap waktunya."
DISORDERED = "Cap waktu dokumen “{tsa}” lebih tua daripada cap waktu yang dicakupnya, jadi tidak dihitung."


@dataclass(frozen=True)
class Standing:
    """What is proven of one signature. `moment` is when its certificate had to be good: the proof, or now."""

    moment: datetime
    proven_at: datetime | None
    proven_by: str
    level: str
    notes: tuple[str, ...]
    stamps_sound: bool
    revoked_at: datetime | None
    others: tuple[bytes, ...]
    """Certificates at hand for its chain, as DER."""
    stamped_at: datetime | None = None
    """What a document stamp says of itself, believed or not."""


@dataclass(frozen=True)
class _Proof:
    at: datetime
    by: str


@dataclass(frozen=True)
class _DocumentStamp:
    stamp: Stamp
    span: SignedRange
    revision: int


class Timeline:
    """The stamps over one file, judged from the outermost to the innermost."""

    def __init__(
        self,
        reader: PdfFileReader,
        data: bytes,
        signatures: Sequence[EmbeddedPdfSignature],
        *,
        roots: Sequence[Root],
        register: Register,
        now: datetime,
    ) -> None:
        self._reader, self._data, self._now, self._register = reader, data, now, register
        self._signatures = signatures
        self._anchors = [load_certificate(root.der) for root in roots]
        self._store = of_store(reader)
        self._judge = StampJudge(roots, self._store, now)
        self._document_stamps: list[_DocumentStamp] = []
        for signature in sorted(signatures, key=lambda one: -one.signed_revision):
            if signature.sig_object_type == "/DocTimeStamp":
                self._add_document_stamp(signature)

    @property
    def store(self) -> Evidence:
        return self._store

    def standing_of(self, signature: EmbeddedPdfSignature, span: SignedRange) -> Standing:
        around = self._proofs(span.end)
        reference = min((proof.at for proof in around), default=self._now)
        stamps = self._stamps_on(signature, reference=reference)
        notes = [stamp.note for stamp in stamps if stamp.note]
        over = [one for one in self._document_stamps if one.span.gap_start >= span.end]
        newest = max((stamp.at for stamp in stamps if stamp.trusted), default=None)
        for one in over:
            if newest is not None and one.stamp.trusted and one.stamp.at + TOLERANCE < newest:
                notes.append(DISORDERED.format(tsa=one.stamp.issuer))
                around = [proof for proof in around if proof.at != one.stamp.at]
        by = BY_DOCUMENT_STAMP if signature.sig_object_type == "/DocTimeStamp" else BY_STAMP
        around += [_Proof(stamp.at, by.format(tsa=stamp.issuer)) for stamp in stamps if stamp.trusted]
        proven = min(around, key=lambda proof: proof.at, default=None)
        notes += self._contradictions(signature, stamps, proven)
        container = of_container(signature.signed_data)
        chain = self._chain(signature, container)
        proof = Proof(
            chain=chain,
            stamps=[*stamps, *(one.stamp for one in over)],
            store=self._store,
            sealed=[self._store_at(one.revision) for one in over if one.stamp.counts],
            container=container,
        )
        level, missing = level_of(signature, proof=proof, anchors=self._anchors, now=self._now)
        if not stamps:
            notes += [one.stamp.note for one in over if one.stamp.note]
        everything = self._store | container
        return Standing(
            moment=self._moment(signature, stamps, proven, reference),
            proven_at=proven.at if proven else None,
            proven_by=proven.by if proven else "",
            level=level,
            notes=tuple(dict.fromkeys([*notes, *([missing] if missing else [])])),
            stamps_sound=all(stamp.sound for stamp in stamps),
            revoked_at=chain_revoked_at(chain, everything.revocations),
            others=everything.certificates,
            stamped_at=stamps[0].at if stamps and signature.sig_object_type == "/DocTimeStamp" else None,
        )

    @property
    def origin(self) -> Registered | None:
        """The longest signed beginning of the file that our register knows."""
        return self._registered[max(self._registered)] if self._registered else None

    def _moment(
        self,
        signature: EmbeddedPdfSignature,
        stamps: Sequence[Stamp],
        proven: _Proof | None,
        reference: datetime,
    ) -> datetime:
        """A document stamp doesn't prove itself: its authority is judged by what lies over it."""
        if signature.sig_object_type == "/DocTimeStamp":
            return reference
        return proven.at if proven else self._now

    def _stamps_on(self, signature: EmbeddedPdfSignature, *, reference: datetime) -> list[Stamp]:
        if signature.sig_object_type == "/DocTimeStamp":
            return [self._judge.judge(signature.signed_data, signature.compute_digest, reference=reference)]
        return self._judge.of_signature(signature.signer_info, reference=reference)

    def _add_document_stamp(self, signature: EmbeddedPdfSignature) -> None:
        span = check_range(self._data, signature.byte_range, field=name_of(signature))
        if not isinstance(span, SignedRange):
            return
        reference = min((proof.at for proof in self._proofs(span.end)), default=self._now)
        stamp = self._stamps_on(signature, reference=reference)[0]
        if stamp.sound:
            self._document_stamps.append(_DocumentStamp(stamp, span, signature.signed_revision))

    def _proofs(self, end: int) -> list[_Proof]:
        """Whatever covers everything up to `end` and says a moment that we believe."""
        proofs = [_Proof(known.issued_at, BY_REGISTER) for at, known in self._registered.items() if at >= end]
        for one in self._document_stamps:
            if one.stamp.trusted and one.span.gap_start >= end:
                proofs.append(_Proof(one.stamp.at, BY_DOCUMENT_STAMP.format(tsa=one.stamp.issuer)))
        return proofs

    def _contradictions(
        self, signature: EmbeddedPdfSignature, stamps: Sequence[Stamp], proven: _Proof | None
    ) -> list[str]:
        claimed = signature.self_reported_timestamp
        if proven is None or not stamps or claimed is None or claimed.tzinfo is None:
            return []
        return [CLAIMS_LATER.format(when=waktu(proven.at))] if claimed > proven.at + TOLERANCE else []

    def _chain(self, signature: EmbeddedPdfSignature, container: Evidence) -> tuple[x509.Certificate, ...]:
        pool = [*self._anchors, *self._store.pool, *container.pool]
        return tuple(chain_of(load_certificate(signature.signer_cert.dump()), pool=pool))

    def _store_at(self, revision: int) -> Evidence:
        return of_store(self._reader.get_historical_resolver(revision))

    @cached_property
    def _registered(self) -> dict[int, Registered]:
        """By where they end: the beginnings of the file, the whole included, that our register knows."""
        ends = {len(self._data)}
        for signature in self._signatures:
            numbers = signature.byte_range
            if len(numbers) == 4:
                ends.add(int(numbers[2]) + int(numbers[3]))
        found = {end: self._register.find(digest) for end, digest in digests_at(self._data, ends).items()}
        return {end: known for end, known in found.items() if known is not None}
