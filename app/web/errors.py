"""Every refusal and every failure becomes a page with a sentence, the right status and a way on."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.web.database import is_busy
from app.web.pages import asked_by_htmx, page, toast
from app.web.refusals import Refusal

log = structlog.get_logger()

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
    return answer(400, "Formulir ini sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi.")


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


def answer(status: int, sentence: str) -> Response:
    """The refusal as a toast for htmx, else as a page; either way nothing of the request is kept."""
    g.refused = True
    if asked_by_htmx():
        return toast(sentence, tone="late", status=status)
    return page("errors/error.html", status=status, sentence=sentence, code=status, request_id=g.get("request_id"))
