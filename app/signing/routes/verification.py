"""The verification pages that anybody may use: files, codes from paper, digests."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, g, request
from flask_login import current_user

from app.accounts.access import current_person, public
from app.audit import ANONYMOUS
from app.clock.current import now
from app.signing import actions, queries, visitors
from app.signing.codes import DIGEST, as_code
from app.signing.forms import MAX_FILES, CodeForm, VerifyForm
from app.signing.provenance import Provenance, provenance_of
from app.signing.routes.blueprint import blueprint
from app.signing.signed_by import signed_by
from app.signing.verification import wording
from app.signing.verification.verdicts import Verification
from app.signing.verification.verify import MAX_BYTES, TOO_BIG
from app.web.pages import page, redirect_to
from app.web.refusals import NotFound, TooLarge
from app.web.transaction import before_transaction

VERIFYING = "anybody who holds a document may check it, also outside the office"
UNKNOWN_CODE = "Kode ini bukan kode dokumen yang kami terbitkan, atau salah ketik."
UNKNOWN_DIGEST = "Berkas dengan sidik jari ini bukan terbitan kami, atau sudah berubah."
FORM_OVERHEAD = 64 * 1024


@dataclass(frozen=True)
class Checked:
    """One uploaded file and how it came out, or why it could not be taken."""

    name: str
    size: int
    answer: Verification | None = None
    refusal: str = ""


@blueprint.url_value_preprocessor
def _allow_several_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Runs before the CSRF check, which reads the form and with it everything that was sent.
    if endpoint == "signing.check":
        request.max_content_length = MAX_FILES * MAX_BYTES + FORM_OVERHEAD


@blueprint.get("/verifikasi")
@public(VERIFYING)
def verify() -> Response:
    """The upload form, and the way from a typed code to its document."""
    asked = CodeForm(request.args)
    if not asked.kode.data:
        return _verification_page()
    code = as_code(asked.kode.data)
    if code is not None and queries.issued_under(code):
        return redirect_to("signing.document", code=code)
    asked.kode.errors = [f"{UNKNOWN_CODE} Periksa lagi, atau unggah berkasnya."]
    return _verification_page(asked=asked, status=404)


def _check_uploaded() -> None:
    """Receiving and checking are slow, so both happen before the write begins."""
    form = VerifyForm()
    g.verify_form, g.checked = form, []
    if not form.validate():
        return
    try:
        with visitors.turn(_address(), at=now()) if _is_visitor() else nullcontext():
            g.checked = [_check(file) for file in form.file.files]
    except visitors.NotNow as refusal:
        form.file.errors, g.refused_with = [refusal.message], refusal.status
    if g.checked and all(one.answer is None for one in g.checked):
        form.file.errors = list(dict.fromkeys(one.refusal for one in g.checked))
        g.checked, g.refused_with = [], TooLarge.status


def _check(file: Any) -> Checked:
    """A file that is too large is an answer of its own: the others are still judged."""
    data = file.stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Checked(file.filename, len(data), refusal=TOO_BIG)
    return Checked(file.filename, len(data), actions.check_upload(data, now=now()))


@blueprint.post("/verifikasi")
@public(VERIFYING)
@before_transaction(_check_uploaded)
def check() -> Response:
    if not g.checked:
        return _verification_page(form=g.verify_form, status=g.get("refused_with", 422))
    at = now()
    by = ANONYMOUS if _is_visitor() else current_person()
    answered = [one for one in g.checked if one.answer is not None]
    for one in answered:
        actions.record_verification(one.answer, size=one.size, by=by, at=at)
    if _is_visitor():
        visitors.count_files(len(answered), address=_address(), at=at)
    return page(
        "signing/result.html",
        checked=g.checked,
        known={one.answer.sha256: _known(one.answer) for one in g.checked if one.answer},
        at=at,
        address=current_app.config["SETTINGS"].base_url.rstrip("/"),
        w=wording,
    )


def _is_visitor() -> bool:
    return not current_user.is_authenticated


def _address() -> str:
    return request.remote_addr or "lokal"


def _known(answer: Verification) -> Provenance | None:
    """What we know of the very file, or else of the document of ours that it begins with."""
    found = answer.registered or answer.origin
    return provenance_of(found.code) if found else None


@blueprint.get("/v/<code>")
@public("the address behind the QR code of a printed document")
def document(code: str) -> Response:
    return _document_page(provenance_of(as_code(code) or ""), unknown=UNKNOWN_CODE)


@blueprint.get("/verifikasi/<sha256>")
@public("what the register knows of a digest is what a holder of the file could ask anyway")
def document_by_digest(sha256: str) -> Response:
    if not DIGEST.fullmatch(sha256):
        raise NotFound("Alamat ini bukan sidik jari dokumen. Sidik jari terdiri dari 64 angka dan huruf a–f.")
    known = queries.find_issued(sha256)
    return _document_page(provenance_of(known.code) if known else None, unknown=UNKNOWN_DIGEST, sha256=sha256)


def _document_page(known: Provenance | None, *, unknown: str, sha256: str = "") -> Response:
    return page(
        "signing/document.html",
        status=200 if known else 404,
        known=known,
        signed_by=signed_by(known) if known else "",
        unknown=unknown,
        asked_sha256=sha256,
        form=VerifyForm(formdata=None),
        w=wording,
    )


def _verification_page(*, form: VerifyForm | None = None, asked: CodeForm | None = None, status: int = 200) -> Response:
    return page("signing/verify.html", status=status, form=form or VerifyForm(), asked=asked or CodeForm(), w=wording)
