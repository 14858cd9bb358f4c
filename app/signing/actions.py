"""What signing does: keep and remove keys, sign, register what was issued, trust a root."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509

from app import audit
from app.accounts.models import User
from app.audit import FileRef, Tag, moment, record
from app.extensions import db
from app.signing import keyfiles, queries
from app.signing.certificates import facts_of, load_certificate
from app.signing.codes import new_code
from app.signing.errors import KeyNotReady, UnsignablePdf
from app.signing.models import IssuedDocument, SigningKey, TrustRoot
from app.signing.pkcs12 import Pkcs12Signer
from app.signing.preflight import NO_KEY, check_ready
from app.signing.signer import Appearance, Signer
from app.signing.verdicts import Trust, Verdict, Verification
from app.signing.verify import verify_pdf
from app.web.refusals import Conflict, Invalid

NOT_OURS = "Hasil tanda tangan bukan berkas yang dibekukan, jadi ditolak. Beri tahu Admin."
NOT_SOUND = "Tanda tangan yang dihasilkan tidak lolos pemeriksaan, jadi ditolak. Beri tahu Admin."
NOT_A_ROOT = "Berkas ini bukan sertifikat induk (CA). Berikan sertifikat root dalam bentuk PEM atau DER."
KNOWN_ROOT = "Sertifikat induk ini sudah dipercaya."


@dataclass(frozen=True)
class SignatureFacts:
    """What an event and a page say of a fresh signature, as the verifier read it back."""

    level: str
    trust: Trust
    certificate: str
    signer: str
    signed_at: datetime


def keep_key(data: bytes, *, certificate: x509.Certificate, user: User, at: datetime) -> SigningKey:
    """Keep an encrypted key that was opened and checked before; a former key of the person is removed."""
    former = queries.current_key(user)
    if former is not None:
        remove_key(former, by=user, at=at)
    facts = facts_of(certificate)
    key = SigningKey(
        user_id=user.id,
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        issuer=facts.issuer,
        not_before=facts.not_before,
        not_after=facts.not_after,
        certificate=facts.der,
        file=keyfiles.keep(data, session=db.session()),
        file_sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=at,
    )
    db.session.add(key)
    db.session.flush()
    uploaded = {"fingerprint": key.fingerprint, "subject": key.subject, "issuer": key.issuer}
    record(
        Tag.CERTIFICATE_UPLOADED,
        by=user,
        about=key.audit_ref,
        at=at,
        data=uploaded | {"not_after": moment(key.not_after)},
    )
    return key


def remove_key(key: SigningKey, *, by: User, at: datetime) -> None:
    """Take the key out of use: its file is deleted with the commit, the row with its certificate stays."""
    key.removed_at = at
    key.removed_by_id = by.id
    db.session.flush()
    keyfiles.discard(key.file, session=db.session())
    record(Tag.CERTIFICATE_REMOVED, by=by, about=key.audit_ref, at=at, data={"fingerprint": key.fingerprint})


def sign_with_passphrase(
    pdf: bytes, *, user: User, passphrase: str, field: str, appearance: Appearance, at: datetime
) -> bytes:
    """Sign with the person's own key; slow, so it belongs before the write transaction.

    Raises WrongPassphrase (422, field `passphrase`), KeyNotReady or UnsignablePdf (409), each with what to do.
    """
    check_ready(user, now=at)
    key = queries.current_key(user)
    if key is None:
        raise KeyNotReady(NO_KEY)
    data = keyfiles.read(key.file, sha256=key.file_sha256)
    return sign_with(Pkcs12Signer.load(data, passphrase=passphrase), pdf, field=field, appearance=appearance, at=at)


def sign_with(signer: Signer, pdf: bytes, *, field: str, appearance: Appearance, at: datetime) -> bytes:
    """Sign with any backend; what comes back must begin with our bytes, or it is another document."""
    signed = signer.sign(pdf, field=field, appearance=appearance, at=at)
    if len(signed) <= len(pdf) or not signed.startswith(pdf):
        raise UnsignablePdf(NOT_OURS)
    return signed


def signature_facts(signed: bytes, *, now: datetime) -> SignatureFacts:
    """Read a fresh signature back with the strict verifier; refuses one that it would not accept."""
    answer = check_upload(signed, now=now)
    if answer.verdict is not Verdict.INTACT or len(answer.signatures) != 1:
        raise UnsignablePdf(NOT_SOUND)
    report = answer.signatures[0]
    return SignatureFacts(
        level=report.level,
        trust=report.trust,
        certificate=report.fingerprint,
        signer=report.signer,
        signed_at=report.signed_at or now,
    )


def issue(sha256: str, *, title: str, about: str, kind: str, at: datetime, code: str | None = None) -> IssuedDocument:
    """Enter a digest into the register, under the code that was reserved for the document, or a new one."""
    known = queries.find_issued(sha256)
    if known is not None:
        return known
    document = IssuedDocument(sha256=sha256, code=code or new_code(), title=title, about=about, kind=kind, issued_at=at)
    db.session.add(document)
    db.session.flush()
    return document


def check_upload(data: bytes, *, now: datetime) -> Verification:
    """Verify a file against the office's own register and roots; reads only."""
    return verify_pdf(
        data,
        register=queries.DatabaseRegister(),
        trust_roots=queries.roots_for_verification(),
        now=now,
    )


def record_verification(answer: Verification, *, size: int, by: Any, at: datetime) -> None:
    """The log keeps that a file was checked and how it came out; not the file."""
    record(
        Tag.DOCUMENT_VERIFIED,
        by=by,
        about=f"document:{answer.sha256}",
        at=at,
        data={
            "verdict": str(answer.verdict),
            "trust": str(answer.trust),
            "registered": answer.registered is not None,
        },
        files=[FileRef(answer.sha256, size, "diperiksa")],
    )


def add_trust_root(data: bytes, *, note: str, trust: Trust, at: datetime, by: Any = audit.SYSTEM) -> TrustRoot:
    """Trust a root certificate from now on; `trust` is certified for an Indonesian PSrE's, local for ours."""
    try:
        certificate = load_certificate(data)
    except ValueError:
        raise Invalid(NOT_A_ROOT) from None
    if not _may_be_root(certificate):
        raise Invalid(NOT_A_ROOT)
    facts = facts_of(certificate)
    if facts.fingerprint in {root.fingerprint for root in queries.trust_roots()}:
        raise Conflict(KNOWN_ROOT)
    root = TrustRoot(
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        note=note,
        trust=str(trust),
        certificate=facts.der,
        not_after=facts.not_after,
        added_at=at,
    )
    db.session.add(root)
    db.session.flush()
    added = {"fingerprint": root.fingerprint, "subject": root.subject, "note": note, "trust": root.trust}
    record(Tag.TRUST_ROOT_ADDED, by=by, about=f"trust:{root.fingerprint}", at=at, data=added)
    return root


def _may_be_root(certificate: x509.Certificate) -> bool:
    if certificate.issuer == certificate.subject:
        return True
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
