"""One embedded signature examined: its form, its cryptography, what came after it, and who made it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.settings import KeyUsageConstraints

from app.signing.certificates import allows_signing, facts_of, load_certificate
from app.signing.verification.cms import check_container
from app.signing.verification.diff_policy import POLICY
from app.signing.verification.form_names import as_text, name_of
from app.signing.verification.late import check_late
from app.signing.verification.revisions import check_appended, check_purpose
from app.signing.verification.structure import SignedRange, check_range, contents_of
from app.signing.verification.timeline import Standing, Timeline
from app.signing.verification.trust import Register, Root, context_for, judge_trust, notes_on, root_of
from app.signing.verification.verdicts import Finding, Registered, SignatureReport, Trust, Verdict

# pyHanko logs the whole subject of a certificate that it can't place, and a subject may hold a NIK.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).propagate = False
    logging.getLogger(_library).addHandler(logging.NullHandler())

KINDS = frozenset(kind.value for kind in SigSeedSubFilter)
LONGEST_KIND = 40
MAX_OBJECTS_TO_COMPARE = 20_000
"""More objects than this make comparing revisions a way to keep the server busy."""

SIGNING_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)

MISMATCH = "Isi berkas tidak sama dengan yang ditandatangani pada “{field}”: berkas diubah sesudahnya."
FORGED = "Tanda tangan “{field}” tidak cocok dengan sertifikatnya."
NOT_COVERED = "Tanda tangan “{field}” tidak mencakup seluruh revisinya."
NOT_PERMITTED = "Sesudah tanda tangan “{field}” ada perubahan yang tidak diizinkannya."
TOO_MANY = "Berkas terlalu rumit untuk diperiksa perubahannya sesudah tanda tangan “{field}”."
LATE_DATA = "Sesudah tanda tangan “{field}” hanya ditambahkan data validasi atau cap waktu."
LATE_PERMITTED = "Sesudah tanda tangan “{field}” ada tambahan yang diizinkannya: isian formulir atau tanda tangan lain."
OTHER_CONTENTS = "Tanda tangan “{field}” yang terbaca bukan yang ada di tempatnya di dalam berkas."
MALFORMED = "Isi tanda tangan “{field}” bertentangan dengan dirinya sendiri, jadi tidak sah."
OTHER_KIND = "Bentuk tanda tangan “{field}” tidak dikenal di sini ({kind}), jadi tidak dapat diperiksa."
NOT_FOR_DOCUMENTS = "Sertifikatnya tidak diterbitkan untuk menandatangani dokumen."
BAD_TIMESTAMP = "Cap waktu pada “{field}” tidak sah."


@dataclass(frozen=True)
class Examined:
    """A signature's report beside what its examination found."""

    report: SignatureReport
    findings: tuple[Finding, ...]
    span: SignedRange | None = None
    comparable: bool = False
    """The signed revision is what was signed, so its pages say what the signer saw."""
    fields_may_change: bool = False
    """Further signatures and filled forms came after, and this signature permits them."""
    revision: int = 0
    """pyHanko's number of the signed revision, counted from 0."""


class Examiner:
    """Examines the signatures of one file against the same roots, register and moment."""

    def __init__(
        self, reader: PdfFileReader, data: bytes, *, roots: Sequence[Root], register: Register, now: datetime
    ) -> None:
        self._reader = reader
        self._data = data
        self._roots = roots
        self._register = register
        self._all: Sequence[EmbeddedPdfSignature] = reader.embedded_signatures
        for signature in self._all:
            _allow_signed_hybrid(signature)
        self._now = now
        self._timeline = Timeline(reader, data, self._all, roots=roots, register=register, now=now)
        known = [*(root.der for root in roots), *self._timeline.store.certificates]
        self._issuers = [certificate for certificate in map(_readable, known) if certificate is not None]

    @property
    def origin(self) -> Registered | None:
        """What our register knows of the longest beginning of the file that a signature covers."""
        return self._timeline.origin

    def examine_all(self) -> list[Examined]:
        return [self._examine(signature) for signature in self._all]

    def _examine(self, signature: EmbeddedPdfSignature) -> Examined:
        try:
            return self._examine_sound(signature)
        except SignatureValidationError:
            field = name_of(signature)
            malformed = Finding(Verdict.BROKEN, MALFORMED.format(field=field))
            return Examined(SignatureReport(field=field), (malformed,))

    def _examine_sound(self, signature: EmbeddedPdfSignature) -> Examined:
        field = name_of(signature)
        span = check_range(self._data, signature.byte_range, field=field)
        if isinstance(span, Finding):
            return Examined(SignatureReport(field=field), (span,))
        odd = self._check_contents(signature, span)
        if odd:
            return Examined(SignatureReport(field=field), (odd,), span)
        standing = self._timeline.standing_of(signature, span)
        report = self._describe(signature, standing)
        appended = span.end < len(self._data)
        if appended and len(_references(self._reader)) > MAX_OBJECTS_TO_COMPARE:
            return Examined(report, (Finding(Verdict.UNREADABLE, TOO_MANY.format(field=field)),), span)
        try:
            status = self._validate(signature, standing, compare=appended)
        except SignatureValidationError:
            return Examined(report, (Finding(Verdict.BROKEN, MALFORMED.format(field=field)),), span)
        findings = self._judge(signature, standing, status, span, appended=appended)
        valid = status.intact and status.valid and all(finding.verdict.accepted for finding in findings)
        trust = self._trust(signature, standing, status) if status.intact and status.valid else Trust.UNKNOWN
        return Examined(
            replace(report, valid=valid, trust=trust, root=root_of(status)),
            findings,
            span,
            comparable=status.intact and status.valid,
            fields_may_change=any(finding.sentence == LATE_PERMITTED.format(field=field) for finding in findings),
            revision=signature.signed_revision,
        )

    def _check_contents(self, signature: EmbeddedPdfSignature, span: SignedRange) -> Finding | None:
        """The container that the parser read must be the one in the gap, and of the one honest form."""
        field = name_of(signature)
        if contents_of(self._data, span) != signature.pkcs7_content:
            return Finding(Verdict.BROKEN, OTHER_CONTENTS.format(field=field))
        subfilter = str(signature.sig_object.get("/SubFilter", ""))
        return check_container(signature.pkcs7_content, field=field, subfilter=subfilter, issuers=self._issuers)

    def _validate(self, signature: EmbeddedPdfSignature, standing: Standing, *, compare: bool) -> Any:
        context = context_for(self._roots, others=standing.others, moment=standing.moment)
        if _is_stamp(signature):
            return validate_pdf_timestamp(signature, context, diff_policy=POLICY, skip_diff=not compare)
        return validate_pdf_signature(
            signature, context, diff_policy=POLICY, key_usage_settings=SIGNING_USAGE, skip_diff=not compare
        )

    def _judge(
        self, signature: EmbeddedPdfSignature, standing: Standing, status: Any, span: SignedRange, *, appended: bool
    ) -> tuple[Finding, ...]:
        field = name_of(signature)
        if not status.intact:
            return (Finding(Verdict.ALTERED, MISMATCH.format(field=field)),)
        if not status.valid:
            return (Finding(Verdict.ALTERED, FORGED.format(field=field)),)
        if not standing.stamps_sound:
            return (Finding(Verdict.BROKEN, BAD_TIMESTAMP.format(field=field)),)
        if not appended:
            return ()
        return self._judge_appended(signature, status, span)

    def _judge_appended(self, signature: EmbeddedPdfSignature, status: Any, span: SignedRange) -> tuple[Finding, ...]:
        field, since = name_of(signature), signature.signed_revision
        if status.coverage.name != "ENTIRE_REVISION":
            return (Finding(Verdict.ALTERED, NOT_COVERED.format(field=field)),)
        stray = check_appended(self._reader, self._data, signed_revision=since, end=span.end)
        if stray:
            return (stray,)
        difference = status.diff_result
        if not isinstance(difference, DiffResult) or not _permits(signature, difference.modification_level):
            return (Finding(Verdict.ALTERED, NOT_PERMITTED.format(field=field)),)
        odd = check_late(self._reader, since=since, field=field)
        if odd:
            return (odd,)
        if difference.modification_level.value > ModificationLevel.LTA_UPDATES.value:
            return (Finding(Verdict.INTACT_WITH_ADDITIONS, LATE_PERMITTED.format(field=field)),)
        signed_in = {other.signed_revision for other in self._all}
        hollow = check_purpose(self._reader, signed_revision=since, signed_in=signed_in)
        return (hollow or Finding(Verdict.INTACT_WITH_ADDITIONS, LATE_DATA.format(field=field)),)

    def _trust(self, signature: EmbeddedPdfSignature, standing: Standing, status: Any) -> Trust:
        certificate = load_certificate(signature.signer_cert.dump())
        return judge_trust(
            status,
            roots=self._roots,
            register=self._register,
            facts=facts_of(certificate),
            may_sign=_is_stamp(signature) or allows_signing(certificate),
            moment=standing.moment,
            revoked_at=standing.revoked_at,
        )

    def _describe(self, signature: EmbeddedPdfSignature, standing: Standing) -> SignatureReport:
        certificate = load_certificate(signature.signer_cert.dump())
        facts = facts_of(certificate)
        standing_notes = notes_on(facts, revoked_at=standing.revoked_at, proven_at=standing.proven_at, now=self._now)
        if not _is_stamp(signature) and not allows_signing(certificate):
            standing_notes.append(NOT_FOR_DOCUMENTS)
        covered = int(signature.byte_range[1]) + int(signature.byte_range[3])
        return SignatureReport(
            field=name_of(signature),
            signer=facts.common_name,
            nip=facts.nip,
            serial=facts.serial,
            issuer=facts.issuer,
            fingerprint=facts.fingerprint,
            signed_at=_claimed_time(signature) or standing.stamped_at,
            level=standing.level,
            algorithm=_algorithm(signature),
            covers_whole_file=int(signature.byte_range[2]) + int(signature.byte_range[3]) == len(self._data),
            certifies=self._certifies(signature),
            revision=signature.signed_revision + 1,
            bytes_covered=covered,
            bytes_after=len(self._data) - int(signature.byte_range[2]) - int(signature.byte_range[3]),
            proven_at=standing.proven_at,
            proven_by=standing.proven_by,
            notes=(*standing.notes, *standing_notes),
            not_before=facts.not_before,
            not_after=facts.not_after,
        )

    def _certifies(self, signature: EmbeddedPdfSignature) -> bool:
        certification = read_certification_data(self._reader)
        return certification is not None and certification.author_sig == signature.sig_object


def other_kinds(reader: PdfFileReader, data: bytes) -> list[Examined]:
    """Filled signature fields of a kind that the library passes over: unreadable to us, which is not yet altered."""
    found: list[Examined] = []
    for field, value, _ in enumerate_sig_fields(reader, filled_status=True):
        signature = value.get_object()
        kind = str(signature.get("/SubFilter", ""))
        if kind in KINDS:
            continue
        field = as_text(field)
        unknown = Finding(Verdict.UNREADABLE, OTHER_KIND.format(field=field, kind=kind.strip("/")[:LONGEST_KIND]))
        span = check_range(data, signature.get("/ByteRange", ()), field=field)
        if isinstance(span, Finding):
            found.append(Examined(SignatureReport(field=field), (unknown, span)))
        else:
            found.append(Examined(SignatureReport(field=field), (unknown,), span))
    return found


def _permits(signature: EmbeddedPdfSignature, level: ModificationLevel) -> bool:
    """The signature's own DocMDP decides; without one, forms and further signatures, never annotations."""
    if level.value <= ModificationLevel.LTA_UPDATES.value:
        return True
    permission = signature.docmdp_level or MDPPerm.FILL_FORMS
    return level != ModificationLevel.OTHER and level.value <= permission.value


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    return bool(signature.sig_object_type == "/DocTimeStamp")


def _claimed_time(signature: EmbeddedPdfSignature) -> datetime | None:
    moment = signature.self_reported_timestamp
    return moment if moment is not None and moment.tzinfo is not None else None


def _algorithm(signature: EmbeddedPdfSignature) -> str:
    digest = signature.md_algorithm.upper().replace("SHA", "SHA-")
    key = signature.signer_cert.public_key
    if key.algorithm in ("ed25519", "ed448"):
        return f"{digest}, {key.algorithm.capitalize()}"
    return f"{digest}, {key.algorithm.upper()} {key.bit_size}"


def _allow_signed_hybrid(signature: EmbeddedPdfSignature) -> None:
    """Office software writes hybrid files, and who signs one signs both of its lists.

    pyHanko refuses them all. What comes behind the signature may not be hybrid: check_appended sees to that.
    """
    signature._enforce_hybrid_xref_policy = lambda: None  # type: ignore[method-assign]


def _readable(der: bytes) -> x509.Certificate | None:
    try:
        return load_certificate(der)
    except ValueError:
        return None


def _references(reader: PdfFileReader) -> set[Any]:
    revisions = range(reader.xrefs.total_revisions)
    return set().union(*(reader.xrefs.explicit_refs_in_revision(revision) for revision in revisions))
