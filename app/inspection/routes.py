"""The pages of the log: its sentences, one event to the last bit, a check of everything."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import Response, g, request, send_file

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.audit import Tag, record
from app.audit.epochs import vkeys
from app.audit.queries import AFTER_ALL, Page, head, newest_checkpoint, newest_events
from app.clock.current import now
from app.inspection.blueprints import log as bp
from app.inspection.forms import GROUPS, LogForm
from app.inspection.links import links_of
from app.inspection.queries import everybody, exact_event, proof_of, recorded_late, sealed_upto, titled_runs
from app.inspection.reading import note_reading
from app.inspection.standing import limit_of_own_check, next_checkpoint, standing
from app.inspection.verification import verify
from app.web.pages import page
from app.web.transaction import before_transaction


@bp.get("/jejak")
@requires(Permission.AUDIT_READ)
def log() -> Response:
    form = LogForm(request.args)
    form.offer(runs=titled_runs(), people=everybody())
    if not form.validate():
        return _log_page(form, Page((), None, None), status=422)
    note_reading(form.words, by=current_person(), at=now())
    return _log_page(form, newest_events(form.wanted, before=_cursor("sebelum"), after=_cursor("sesudah")))


@bp.get("/jejak/<int:seq>")
@requires(Permission.AUDIT_READ)
def event(seq: int) -> Response:
    exact_event(seq)
    note_reading(f"rekaman {seq}", by=current_person(), at=now())
    found = exact_event(seq)
    stated = datetime.fromisoformat(found.entry.occurred) if found.entry.occurred else None
    return page(
        "inspection/event.html", exact=found, entry=found.entry, late=recorded_late(found.entry), stated=stated,
        link=links_of([found.entry.object]).get(found.entry.object), about=found.about, group=GROUPS[found.group],
        sealed=sealed_upto() >= seq, next_checkpoint=next_checkpoint(now()),
    )  # fmt: skip


@bp.get("/jejak/<int:seq>/bukti")
@requires(Permission.AUDIT_READ)
def proven_event(seq: int) -> Response:
    """The record alone with the proof that it is in the signed log."""
    exact_event(seq)
    note_reading(f"bukti rekaman {seq}", by=current_person(), at=now())
    return _text_file(f"rekaman-{seq}.txt", proof_of(seq, at=now()))


@bp.get("/jejak/log.vkey")
@requires(Permission.AUDIT_READ)
def public_keys() -> Response:
    """The log's public keys, by which such a proof is checked."""
    return _text_file("log.vkey", "".join(vkeys()))


def check_everything() -> None:
    """A preparation: reading the whole log takes its time and needs no lock."""
    g.verification = verify()


@bp.post("/jejak/pemeriksaan")
@requires(Permission.AUDIT_READ)
@before_transaction(check_everything)
def verification() -> Response:
    """Check log, state and files now; that it was checked, and how it came out, is an event."""
    answer = g.verification
    opened, person, at = head(), current_person(), now()
    told = opened and record(
        Tag.LOG_VERIFIED, by=person, about=f"log:{opened.log}", at=at,
        data={"ok": answer.ok, "events": answer.log.events},
    )  # fmt: skip
    return page(
        "inspection/verified.html", answer=answer, at=told.at if told else at, person=person,
        seq=told.seq if told else None, limit=limit_of_own_check(), may_export=may(Permission.PACKAGE_EXPORT),
    )  # fmt: skip


def _log_page(form: LogForm, found: Page, *, status: int = 200) -> Response:
    return page(
        "inspection/log.html", status=status, form=form, found=found, head=head(), checkpoint=newest_checkpoint(),
        links=links_of(entry.object for entry in found.entries), recorded_late=recorded_late,
        stated=datetime.fromisoformat, narrowed=bool(form.arguments), may_export=may(Permission.PACKAGE_EXPORT),
        standing=standing(at=now()),
    )  # fmt: skip


def _text_file(name: str, text: str) -> Response:
    return send_file(BytesIO(text.encode()), mimetype="text/plain", as_attachment=True, download_name=name)


def _cursor(name: str) -> int | None:
    """A place in the log from the address bar; nonsense begins at the newest."""
    seq = request.args.get(name, type=int)
    return seq if seq is not None and 0 <= seq < AFTER_ALL else None
