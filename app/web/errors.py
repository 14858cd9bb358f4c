"""Every refusal and every failure becomes a page with a sentence, the right status and a way on."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.web.database import is_busy
from app.web.pages import asked_by_htmx, page, page_of_form, redirect_to, say, toast
from app.web.refusals import Refusal

log = structlog.get_logger()

EXPIRED_FORM = "Formulir ini sudah kedaluwarsa dan belum terkirim."
ENDED_SESSION = "Sesi Anda berakhir, jadi belum ada yang terkirim. Masuk lagi, lalu ulangi."
SENTENCES = {
    400: "Permintaan ini tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.",
    401: "Silakan masuk terlebih dahulu.",
    403: "Halaman atau tindakan ini bukan untuk peran Anda.",
    404: "Halaman ini tidak ada, atau sudah dipindahkan.",
    405: "Tindakan ini tidak dapat dilakukan di alamat ini.",
    409: "Keadaan sudah berubah. Muat ulang halaman untuk melihat yang terbaru.",
    413: "Berkas terlalu besar. Perkecil berkas, lalu unggah lagi.",
    415: "Jenis berkas ini tidak diterima.",
    422: "Isian belum dapat diterima. Periksa kembali.",
    429: "Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.",
    500: "Ada kesalahan pada aplikasi. Yang sudah tersimpan tetap tersimpan; ulangi tindakan terakhir Anda.",
    503: "Basis data sedang sibuk. Tunggu beberapa detik, lalu ulangi.",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _refused(refusal: Refusal) -> Response:
    return answer(refusal.status, refusal.message)


def _expired_form(_error: CSRFError) -> Response:
    """A form without its token: the session has ended, or the page stood open longer than its token counts."""
    if asked_by_htmx():
        return answer(400, f"{EXPIRED_FORM} Muat ulang halaman, lalu kirim lagi.")
    if not current_user.is_authenticated:
        return ask_to_sign_in_again()
    return answer(400, EXPIRED_FORM, again=page_of_form())


def ask_to_sign_in_again() -> Response:
    """To the login and from there back to the page of the form that was not sent."""
    g.refused = True
    say(ENDED_SESSION, "soon")
    return redirect_to("accounts.sign_in", next=page_of_form() or None)


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    response = answer(error.code, SENTENCES.get(error.code, SENTENCES[400]))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _failed(error: Exception) -> Response:
    from app.extensions import db

    db.session.rollback()
    if is_busy(error):
        return answer(503, SENTENCES[503])
    log.exception("request_failed", request=g.get("request_id"))
    return answer(500, SENTENCES[500])


def answer(status: int, sentence: str, *, again: str = "") -> Response:
    """The refusal as a toast for htmx, else as a page; either way nothing of the request is kept.

    `again` is where the form that was refused can be opened anew.
    """
    g.refused = True
    if asked_by_htmx():
        return toast(sentence, tone="late", status=status)
    return page(
        "errors/error.html", status=status, sentence=sentence, code=status, again=again,
        request_id=g.get("request_id"),
    )  # fmt: skip
