"""The witnesses' pages: who saw the log from outside and how far, and the weekly sheet to sign."""

from __future__ import annotations

import io

from flask import Response, current_app, make_response, request, send_file

from app.accounts.access import current_person, may, requires
from app.accounts.acting import day_of
from app.accounts.forms import stripped
from app.accounts.permissions import Permission
from app.audit.models import AuditCheckpoint
from app.audit.queries import AFTER_ALL, head
from app.clock.current import now
from app.extensions import db
from app.inspection.blueprints import log as bp
from app.inspection.reading import note_reading
from app.inspection.witnesses import actions, queries, sheet
from app.inspection.witnesses.errors import NoSuchStamp
from app.inspection.witnesses.forms import KeyForm, NoteForm, RetireForm, SheetForm
from app.inspection.witnesses.notes import LONGEST_NOTE, NOT_A_NOTE
from app.inspection.witnesses.stamps import as_response
from app.inspection.witnesses.standing import standing
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, TooLarge
from app.web.words import angka

SHOWN = 20
"""Cosignatures on the page, the farthest first; all of them are in every package."""


@bp.get("/jejak/saksi")
@requires(Permission.AUDIT_READ)
def witnesses() -> Response:
    note_reading("saksi log", by=current_person(), at=now())
    return _page()


@bp.post("/jejak/saksi")
@requires(Permission.WITNESS_KEEP)
def register_witness() -> Response:
    form = KeyForm()
    try:
        if not form.validate():
            return _page(key=form, status=422)
        witness = actions.register_witness(form.vkey.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        form.forget_secret()
        return _page(key=form, status=refusal.status)
    except Conflict as refusal:
        form.vkey.errors = [refusal.message]
        return _page(key=form, status=refusal.status)
    say(f"{witness.name} terdaftar sebagai saksi. Kesaksiannya kini dapat diserahkan.")
    return redirect_to("inspection.witnesses")


@bp.post("/jejak/saksi/kesaksian")
@requires(Permission.WITNESS_KEEP)
def cosignature() -> Response:
    form = NoteForm()
    if not form.validate():
        return _page(note=form, status=422)
    try:
        data = form.file.read(LONGEST_NOTE, message=NOT_A_NOTE)
        kept = actions.keep_cosignature(data, by=current_person(), at=now())
    except (Invalid, TooLarge) as refusal:
        form.file.errors = [refusal.message]
        return _page(note=form, status=422)
    say(_told(kept))
    return redirect_to("inspection.witnesses")


@bp.post("/jejak/saksi/<int:witness_id>/retirement")
@requires(Permission.WITNESS_KEEP)
def retire_witness(witness_id: int) -> Response:
    witness = queries.find_witness(witness_id)
    form = RetireForm(prefix=f"witness{witness.id}")
    if not form.validate():
        return _page(retire=form, retiring=witness.id, status=422)
    actions.retire_witness(witness, reason=stripped(form.reason.data), by=current_person(), at=now())
    say(f"Kunci {witness.name} dihentikan. Kesaksiannya yang sudah disimpan tetap ada.")
    return redirect_to("inspection.witnesses")


@bp.get("/jejak/saksi/cap-waktu/<int:size>.tsr")
@requires(Permission.AUDIT_READ)
def timestamp_file(size: int) -> Response:
    """The time stamp as `openssl ts -verify` takes it."""
    stamp = queries.find_timestamp(size)
    if stamp is None:
        raise NoSuchStamp
    token = stamp.token
    note_reading(f"cap waktu log {size}", by=current_person(), at=now())
    return _file(as_response(token), name=f"{size}.tsr", kind="application/timestamp-reply")


@bp.get("/jejak/saksi/checkpoint/<int:size>.txt")
@requires(Permission.AUDIT_READ)
def checkpoint_file(size: int) -> Response:
    """A checkpoint note to its last byte: what a time stamp is over, and what a witness keeps."""
    row = db.session.get(AuditCheckpoint, size) if size < AFTER_ALL else None
    if row is None:
        raise NoSuchStamp
    note = row.note
    note_reading(f"checkpoint {size}", by=current_person(), at=now())
    return _file(note.encode(), name=f"checkpoint-{size}.txt", kind="text/plain")


@bp.get("/jejak/saksi/lembar")
@requires(Permission.AUDIT_READ)
def witness_sheet() -> Response:
    form = _sheet_form()
    if not form.validate():
        return page("inspection/witnesses/sheet.html", form=form, lines=[], log=head(), status=422)
    note_reading("lembar saksi mingguan", by=current_person(), at=now())
    return page("inspection/witnesses/sheet.html", form=form, lines=sheet.lines(*form.span), log=head(), now=now())


@bp.get("/jejak/saksi/lembar.txt")
@requires(Permission.AUDIT_READ)
def witness_sheet_text() -> Response:
    form = _sheet_form()
    if not form.validate():
        return redirect_to("inspection.witness_sheet", **request.args)
    note_reading("lembar saksi mingguan", by=current_person(), at=now())
    log = head()
    told = sheet.as_text(
        sheet.lines(*form.span), office=current_app.config["SETTINGS"].office, log=log.log if log else "–"
    )
    response = make_response(told)
    response.mimetype = "text/plain"
    return response


def _sheet_form() -> SheetForm:
    form = SheetForm(request.args)
    form.fill(day_of(now()))
    return form


def _told(kept: actions.Kept) -> str:
    names = ", ".join(row.witness.name for row in kept.rows)
    told = f"Kesaksian {names} atas {angka(kept.rows[0].size, 0)} rekaman disimpan: akarnya cocok dengan log ini."
    if kept.strangers:
        told += f" Tanda tangan {', '.join(kept.strangers)} tidak disimpan karena belum terdaftar."
    return told


def _page(
    *, key: KeyForm | None = None, note: NoteForm | None = None, retire: RetireForm | None = None, retiring: int = 0,
    status: int = 200,
) -> Response:  # fmt: skip
    known = queries.witnesses()
    retirements = {
        one.id: retire if retire and one.id == retiring else RetireForm(formdata=None, prefix=f"witness{one.id}")
        for one in known
    }
    return page(
        "inspection/witnesses/index.html", status=status, standing=standing(), witnesses=known,
        cosignatures=queries.cosignatures(newest=SHOWN), key=key or KeyForm(formdata=None),
        note=note or NoteForm(formdata=None), retirements=retirements, retiring=retiring,
        may_keep=may(Permission.WITNESS_KEEP), may_export=may(Permission.PACKAGE_EXPORT),
    )  # fmt: skip


def _file(data: bytes, *, name: str, kind: str) -> Response:
    return send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)
