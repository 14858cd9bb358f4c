"""Bytes to verdict: what an uploaded PDF is worth, said with the worst word that applies.

Nothing here raises on a hostile file: what can't be read is "tidak dapat diperiksa", and never green.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.signing.verification.structure import BYTE_RANGE, check_detached, check_frame, check_nesting
from app.signing.verification.trust import Register, Root
from app.signing.verification.verdicts import (
    Finding,
    PageChange,
    Registered,
    SignatureReport,
    Trust,
    Verdict,
    Verification,
    worst_trust,
    worst_verdict,
)
from app.signing.verification.wording import DOCUMENT_TIMESTAMP
from app.web.refusals import TooLarge

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from app.signing.verification.signatures import Examined

MAX_BYTES = 25 * 1024 * 1024
MAX_SIGNATURES = 32
MAX_REVISIONS = 64

TOO_BIG = "Berkas lebih besar dari 25 MB. Unggah PDF yang lebih kecil."
UNREADABLE = "Susunan PDF ini tidak dapat dibaca, jadi tanda tangannya tidak dapat diperiksa."
ENCRYPTED = "PDF ini terkunci sandi, jadi isinya tidak dapat diperiksa."
OVERLOADED = "PDF ini berisi terlalu banyak tanda tangan atau revisi untuk diperiksa."
TOO_HUNGRY = "Memeriksa berkas ini memerlukan terlalu banyak memori, jadi pemeriksaan dihentikan."
MANGLED = "Tanda tangan di dalam berkas rusak sehingga tidak dapat dibaca."
UNSIGNED = (
    "Tidak ada tanda tangan elektronik di dalam berkas. Gambar cap, paraf, atau kode QR bukan tanda tangan elektronik."
)
ONLY_STAMPED = "Berkas ini hanya diberi cap waktu; tidak seorang pun menandatanganinya."
FROZEN = "Berkas ini salinan beku yang kami terbitkan sebelum ditandatangani."
WHOLE = "Semua isi berkas tercakup tanda tangan dan tidak berubah sejak ditandatangani."


def verify_pdf(data: bytes, *, register: Register, trust_roots: Sequence[Root], now: datetime) -> Verification:
    """Judge the file. Raises TooLarge beyond 25 MB; everything else is an answer."""
    if len(data) > MAX_BYTES:
        raise TooLarge(TOO_BIG)
    sha256 = hashlib.sha256(data).hexdigest()
    registered = register.find(sha256)
    frame = check_frame(data)
    if frame:
        return _conclude(sha256, registered, Answer(findings=[frame]))
    return _conclude(sha256, registered, _examine(data, register=register, roots=trust_roots, now=now))


@dataclass(frozen=True)
class Answer:
    """What the examination of one file gave."""

    reports: tuple[SignatureReport, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    changes: tuple[PageChange, ...] = ()
    origin: Registered | None = None
    additions: tuple[str, ...] = ()


def _examine(data: bytes, *, register: Register, roots: Sequence[Root], now: datetime) -> Answer:
    # A parser meets whatever an attacker thought of, so any exception of it is an answer: unreadable.
    answer = Finding(Verdict.UNREADABLE, UNREADABLE)
    try:
        reader, refused = _open(data)
        if refused:
            return Answer(findings=[refused])
        if BYTE_RANGE.search(data):
            answer = Finding(Verdict.BROKEN, MANGLED)
        if len(reader.embedded_signatures) > MAX_SIGNATURES:
            return Answer(findings=[Finding(Verdict.UNREADABLE, OVERLOADED)])
        answer = Finding(Verdict.UNREADABLE, UNREADABLE)
        from app.signing.verification.additions import list_additions
        from app.signing.verification.second_reader import SecondReader
        from app.signing.verification.signatures import Examiner, other_kinds

        examiner = Examiner(reader, data, roots=roots, register=register, now=now)
        examined = examiner.examine_all()
        compared = SecondReader(reader, data).compare_all(examined)
        additions = list_additions(reader, examined)
        others = other_kinds(reader, data)
    except MemoryError:
        return Answer(findings=[Finding(Verdict.UNREADABLE, TOO_HUNGRY)])
    except Exception as problem:
        logging.getLogger(__name__).info("PDF not readable: %s", type(problem).__name__)
        return Answer(findings=[answer])
    reports = tuple(
        replace(one.report, valid=one.report.valid and one.report.field not in compared.contradicted)
        for one in examined
    )
    return Answer(
        reports,
        _findings(data, examined, others) + compared.findings,
        tuple(compared.changes),
        examiner.origin,
        additions,
    )


def _open(data: bytes) -> tuple[PdfFileReader, Finding | None]:
    from app.signing.verification.quick_reader import QuickReader

    reader = QuickReader(io.BytesIO(data))
    if reader.encrypted:
        return reader, Finding(Verdict.UNREADABLE, ENCRYPTED)
    if reader.xrefs.total_revisions > MAX_REVISIONS:
        return reader, Finding(Verdict.UNREADABLE, OVERLOADED)
    return reader, None


def _findings(data: bytes, examined: Sequence[Examined], others: Sequence[Examined]) -> list[Finding]:
    spans = [one.span for one in (*examined, *others) if one.span]
    findings = [finding for one in (*examined, *others) for finding in one.findings]
    for finding in (check_nesting(spans), check_detached(data, spans)):
        if finding:
            findings.append(finding)
    if not examined and not others:
        findings.append(Finding(Verdict.UNSIGNED, UNSIGNED))
    elif not others and all(one.report.level == DOCUMENT_TIMESTAMP for one in examined):
        findings.append(Finding(Verdict.UNSIGNED, ONLY_STAMPED))
    return findings


def _conclude(sha256: str, registered: Registered | None, answer: Answer) -> Verification:
    reports, findings = answer.reports, answer.findings
    verdict = worst_verdict(finding.verdict for finding in findings)
    signers = [report.trust for report in reports if report.level != DOCUMENT_TIMESTAMP]
    trust = worst_trust(signers) if verdict.accepted else Trust.UNKNOWN
    reasons = [finding.sentence for finding in findings]
    if verdict is Verdict.INTACT:
        reasons.append(WHOLE)
    if registered and registered.kind == "frozen":
        reasons.append(FROZEN)
    return Verification(
        sha256=sha256,
        verdict=verdict,
        trust=trust,
        registered=registered,
        signatures=reports,
        reasons=tuple(dict.fromkeys(reasons)),
        changes=answer.changes,
        origin=answer.origin,
        additions=answer.additions if verdict.accepted else (),
    )
