"""The verification page that anybody may use."""

from __future__ import annotations

from flask import Response, g, request
from flask_login import current_user

from app.accounts.access import current_person, public
from app.audit import ANONYMOUS
from app.clock.current import now
from app.signing import actions, queries
from app.signing.codes import DIGEST, as_code
from app.signing.forms import CodeForm, VerifyForm
from app.signing.routes.blueprint import blueprint
from app.signing.verification.verify import MAX_BYTES, TOO_BIG
from app.signing.verification.wording import KINDS, TRUSTS, VERDICTS
from app.web.pages import page, redirect_to
from app.web.refusals import NotFound, TooLarge
from app.web.transaction import before_transaction

VERIFYING = "anybody who holds a document may check it, also outside the office"
UNKNOWN_CODE = "Kode ini tidak ada di register kami. Periksa ketikannya, atau unggah berkasnya di bawah."


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
    asked.kode.errors = [UNKNOWN_CODE]
    return _verification_page(asked=asked, status=404)


def _check_uploaded() -> None:
    """Receiving and checking are slow, so both happen before the write begins."""
    form = VerifyForm()
    g.verify_form, g.answer = form, None
    if not form.validate():
        return
    try:
        data = form.file.read(MAX_BYTES, message=TOO_BIG)
    except TooLarge as refusal:
        form.file.errors = [refusal.message]
        g.refused_with = refusal.status
        return
    g.answer, g.size, g.file_name = actions.check_upload(data, now=now()), len(data), form.file.data.filename


@blueprint.post("/verifikasi")
@public(VERIFYING)
@before_transaction(_check_uploaded)
def check() -> Response:
    if g.answer is None:
        return _verification_page(form=g.verify_form, status=g.get("refused_with", 422))
    by = current_person() if current_user.is_authenticated else ANONYMOUS
    actions.record_verification(g.answer, size=g.size, by=by, at=now())
    return page(
        "signing/result.html",
        answer=g.answer,
        name=g.file_name,
        size=g.size,
        verdicts=VERDICTS,
        trusts=TRUSTS,
        kinds=KINDS,
    )


@blueprint.get("/v/<code>")
@public("the address behind the QR code of a printed document")
def document(code: str) -> Response:
    documents = queries.issued_under(as_code(code) or "")
    if not documents:
        return page("signing/document.html", status=404, documents=(), kinds=KINDS, unknown=UNKNOWN_CODE)
    return page("signing/document.html", documents=documents, kinds=KINDS)


@blueprint.get("/verifikasi/<sha256>")
@public("what the register knows of a digest is what a holder of the file could ask anyway")
def document_by_digest(sha256: str) -> Response:
    if not DIGEST.fullmatch(sha256):
        raise NotFound("Alamat ini bukan sidik jari dokumen.")
    known = queries.find_issued(sha256)
    unknown = "Sidik jari ini tidak ada di register kami: berkas itu bukan terbitan kami, atau sudah berubah."
    documents = (known,) if known else ()
    return page(
        "signing/document.html", status=200 if known else 404, documents=documents, kinds=KINDS, unknown=unknown
    )


def _verification_page(*, form: VerifyForm | None = None, asked: CodeForm | None = None, status: int = 200) -> Response:
    return page("signing/verify.html", status=status, form=form or VerifyForm(), asked=asked or CodeForm())
