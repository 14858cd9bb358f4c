"""The verification page that anybody may use, and the signing key in a person's profile."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from flask_login import current_user

from app.accounts.access import current_person, public, requires
from app.accounts.permissions import Permission
from app.audit import ANONYMOUS
from app.clock.current import now
from app.signing import actions, queries
from app.signing.certificates import Check
from app.signing.codes import DIGEST, as_code
from app.signing.container import MAX_BYTES as MAX_KEY_BYTES
from app.signing.container import TOO_BIG as KEY_TOO_BIG
from app.signing.forms import CodeForm, KeyForm, RemovalForm, VerifyForm
from app.signing.preflight import open_for, preflight
from app.signing.verify import MAX_BYTES, TOO_BIG
from app.signing.wording import KINDS, TRUSTS, VERDICTS
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid, NotFound, TooLarge
from app.web.transaction import before_transaction

blueprint = Blueprint("signing", __name__)
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


@blueprint.get("/profil/kunci")
@requires(Permission.KEY_MANAGE)
def key() -> Response:
    return _key_page(KeyForm())


def _open_uploaded() -> None:
    """Opening the key takes the time that its protection asks for, so it happens before the write begins."""
    form = KeyForm()
    g.key_form, g.opened = form, None
    if not form.validate():
        return
    try:
        g.key_data = form.key_file.read(MAX_KEY_BYTES, message=KEY_TOO_BIG)
        g.opened = open_for(current_person(), g.key_data, passphrase=form.passphrase.data, now=now())
    except Invalid as refusal:
        form.show(refusal)
    except TooLarge as refusal:
        form.key_file.errors = [refusal.message]
        g.refused_with = refusal.status


@blueprint.post("/profil/kunci")
@requires(Permission.KEY_MANAGE)
@before_transaction(_open_uploaded)
def keep_key() -> Response:
    if g.opened is None:
        return _key_page(g.key_form, status=g.get("refused_with", 422))
    kept = actions.keep_key(g.key_data, certificate=g.opened.certificate, user=current_person(), at=now())
    say(f"Kunci atas nama {kept.subject} tersimpan. Frasa sandinya tidak kami simpan.")
    return redirect_to("signing.key")


@blueprint.post("/profil/kunci/removal")
@requires(Permission.KEY_MANAGE)
def remove_key() -> Response:
    kept = queries.current_key(current_person())
    if kept is not None:
        actions.remove_key(kept, by=current_person(), at=now())
        say("Kunci dihapus dari server. Catatannya tetap ada.")
    return redirect_to("signing.key")


def _verification_page(*, form: VerifyForm | None = None, asked: CodeForm | None = None, status: int = 200) -> Response:
    return page("signing/verify.html", status=status, form=form or VerifyForm(), asked=asked or CodeForm())


def _key_page(form: KeyForm, *, status: int = 200) -> Response:
    person = current_person()
    kept = queries.current_key(person)
    checks: list[Check] = preflight(person, now=now()) if kept else []
    return page(
        "signing/key.html",
        status=status,
        form=form,
        removal=RemovalForm(formdata=None),
        key=kept,
        checks=checks,
        former=queries.former_keys(person),
    )
