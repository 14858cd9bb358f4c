"""How a person signs, as the admin chooses it, and what became of signatures that were asked of a service."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from app.accounts.models import User
from app.audit import Tag, record
from app.extensions import db
from app.signing import queries
from app.signing.backends.signer import SignedPdf
from app.signing.errors import KeyNotReady, ServiceUnanswered
from app.signing.models import BACKENDS, SignatureAttempt, SigningMethod
from app.web.refusals import Invalid, Refusal
from app.web.transaction import writing

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

NOT_OFFERED = "Cara ini belum disiapkan di server. Pilih cara lain, atau lengkapi setelannya lebih dahulu."
SAME = "Cara ini sudah berlaku, jadi tidak ada yang disimpan."
TOKEN_WANTED = "Isi nama token seperti tertulis pada token."
KEY_WANTED = "Isi nama kunci pada token."
BAD_EMAIL = "Tulis alamat surel yang lengkap, atau kosongkan bila orang ini dikenal dengan NIK."
IN_PROGRESS = "Permintaan tanda tangan yang sama sedang berjalan. Tunggu sebentar, lalu muat ulang halaman ini."
CUT_SHORT = "permintaan terhenti sebelum ada jawaban"
NO_ANSWER = "layanan tidak menjawab"
ANSWER_BROKEN = "jawaban layanan terputus, berkasnya dapat diminta lagi"


def choose_method(
    user: User,
    *,
    backend: str,
    offered: Collection[str],
    by: User,
    at: datetime,
    token_label: str = "",
    key_label: str = "",
    email: str = "",
) -> SigningMethod:
    """Let the person sign this way from now on. Raises Invalid with the field that is wrong."""
    if backend not in BACKENDS or backend not in offered:
        raise Invalid(NOT_OFFERED, field="backend")
    kept = _kept(backend, token_label=token_label, key_label=key_label, email=email)
    former = queries.method_of(user)
    before = former.backend if former else "pkcs12"
    if before == backend and (former is None or all(getattr(former, name) == kept[name] for name in kept)):
        raise Invalid(SAME, field="backend")
    if former is not None:
        former.replaced_at, former.replaced_by_id = at, by.id
        db.session.flush()
    method = SigningMethod(user_id=user.id, backend=backend, chosen_at=at, chosen_by_id=by.id, **kept)
    db.session.add(method)
    db.session.flush()
    chosen = {"backend": backend, "token_label": method.token_label, "key_label": method.key_label, "before": before}
    record(Tag.SIGNING_METHOD_CHOSEN, by=by, about=method.audit_ref, at=at, data=chosen)
    return method


def sign_remembering(
    user: User,
    pdf: bytes,
    *,
    backend: str,
    about: str,
    at: datetime,
    longest: timedelta,
    ask: Callable[[str], SignedPdf],
) -> SignedPdf:
    """Ask a service by `ask(earlier_id)`, with a committed row before and after, so that a kill is noticed too.

    `about` is what is signed ("report:5/version:1"); `longest` how long a request may be under way. Commits by
    itself, so it belongs before the request's own write.
    """
    with writing():
        attempt, earlier = begin_attempt(user, pdf, backend=backend, about=about, at=at, longest=longest)
        attempt_id = attempt.id
    try:
        signed = ask(earlier)
    except ServiceUnanswered as silence:
        problem = ANSWER_BROKEN if silence.document_id else NO_ANSWER
        _settle(attempt_id, user, state="unclear", at=at, document_id=silence.document_id, problem=problem)
        raise
    except Refusal as refusal:
        _settle(attempt_id, user, state="failed", at=at, problem=type(refusal).__name__)
        raise
    _settle(attempt_id, user, state="kept", at=at, document_id=signed.document_id)
    return signed


def begin_attempt(
    user: User, pdf: bytes, *, backend: str, about: str, at: datetime, longest: timedelta
) -> tuple[SignatureAttempt, str]:
    """Remember that a signature is asked for; also the id of a file that an earlier attempt may have left."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    earlier = queries.last_attempt(user, sha256)
    if earlier is not None and earlier.state == "sent":
        if at < earlier.sent_at + longest:
            raise KeyNotReady(IN_PROGRESS)
        # Whoever sent it is gone without a word: killed, or the machine was switched off.
        settle_attempt(earlier, user, state="unclear", at=at, problem=CUT_SHORT)
    left = earlier.document_id if earlier is not None else ""
    attempt = SignatureAttempt(
        user_id=user.id, about=about, sha256=sha256, backend=backend, document_id=left, sent_at=at
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt, left


def settle_attempt(
    attempt: SignatureAttempt, user: User, *, state: str, at: datetime, document_id: str = "", problem: str = ""
) -> None:
    """Keep how it ended. What isn't known to have failed is in the log: the service may have signed."""
    attempt.state, attempt.ended_at, attempt.problem = state, at, problem
    attempt.document_id = document_id or attempt.document_id
    db.session.flush()
    if state != "unclear":
        return
    told = {"backend": attempt.backend, "sha256": attempt.sha256, "problem": problem}
    told |= {"document_id": attempt.document_id}
    record(Tag.SIGNATURE_UNANSWERED, by=user, about=attempt.about, at=at, data=told)


def _settle(attempt_id: int, user: User, *, state: str, at: datetime, document_id: str = "", problem: str = "") -> None:
    with writing():
        attempt = db.session.get_one(SignatureAttempt, attempt_id)
        settle_attempt(attempt, user, state=state, at=at, document_id=document_id, problem=problem)


def _kept(backend: str, *, token_label: str, key_label: str, email: str) -> dict[str, str]:
    """The columns of one way of signing: what doesn't belong to it is left empty."""
    kept = {"token_label": "", "key_label": "", "email": ""}
    if backend == "token":
        if not token_label:
            raise Invalid(TOKEN_WANTED, field="token_label")
        if not key_label:
            raise Invalid(KEY_WANTED, field="key_label")
        return kept | {"token_label": token_label, "key_label": key_label}
    if backend == "esign":
        if email and not EMAIL.fullmatch(email):
            raise Invalid(BAD_EMAIL, field="email")
        return kept | {"email": email}
    return kept
