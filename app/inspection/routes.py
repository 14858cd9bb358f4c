"""The pages of the log: its sentences, one event to the last bit, a check of everything, a package to take along."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO

from flask import Response, g, request, send_file

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.audit import Tag, record
from app.audit.queries import AFTER_ALL, Page, head, newest_checkpoint, newest_events
from app.clock.current import now
from app.extensions import db
from app.inspection.blueprints import log as bp
from app.inspection.export import export_run
from app.inspection.forms import LogForm, PackageForm
from app.inspection.links import addresses_of
from app.inspection.queries import everybody, exact_event, recorded_late, titled_runs
from app.inspection.reading import note_reading
from app.inspection.verification import verify
from app.runs.models import Run
from app.web.pages import page
from app.web.transaction import before_transaction

ZIP = "application/zip"


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
        address=addresses_of([found.entry.object]).get(found.entry.object, ""),
    )  # fmt: skip


def check_everything() -> None:
    """A preparation: reading the whole log takes its time and needs no lock."""
    g.verification = verify()


@bp.post("/jejak/pemeriksaan")
@requires(Permission.AUDIT_READ)
@before_transaction(check_everything)
def verification() -> Response:
    """Check log, state and files now; that it was checked, and how it came out, is an event."""
    answer = g.verification
    opened = head()
    if opened is not None:
        record(
            Tag.LOG_VERIFIED, by=current_person(), about=f"log:{opened.log}", at=now(),
            data={"ok": answer.ok, "events": answer.log.events},
        )  # fmt: skip
    return page("inspection/verified.html", answer=answer)


@bp.get("/jejak/paket")
@requires(Permission.PACKAGE_EXPORT)
def package() -> Response:
    form = PackageForm(formdata=None, data={"pelaksanaan": request.args.get("run_id", 0, type=int)})
    return _package_page(form)


def make_package() -> None:
    """A preparation: the announcing event is committed first, then the package is built from committed rows."""
    g.package = None
    form = PackageForm()
    form.offer(titled_runs())
    if not form.validate():
        return
    with tempfile.TemporaryDirectory(prefix="paket-") as folder:
        out = Path(folder) / "paket.zip"
        export_run(form.pelaksanaan.data, out, by=current_person(), at=now())
        # Opened before the folder goes: the file lives on until it is sent.
        g.package = out.open("rb")


@bp.post("/jejak/paket")
@requires(Permission.PACKAGE_EXPORT)
@before_transaction(make_package)
def download_package() -> Response:
    form = PackageForm()
    if g.package is None:
        return _package_page(form, status=422)
    return _zip(g.package, db.session.get_one(Run, int(form.pelaksanaan.raw_data[0])))


def _zip(stream: IO[bytes], run: Run) -> Response:
    name = f"paket-inspektorat-{run.period_label.lower().replace(' ', '-')}.zip"
    length = stream.seek(0, 2)
    stream.seek(0)
    response = send_file(stream, mimetype=ZIP, as_attachment=True, download_name=name)
    response.content_length = length
    return response


def _package_page(form: PackageForm, *, status: int = 200) -> Response:
    form.offer(titled_runs())
    if status >= 400:
        form.validate()
    return page("inspection/package.html", form=form, status=status)


def _log_page(form: LogForm, found: Page, *, status: int = 200) -> Response:
    return page(
        "inspection/log.html", status=status, form=form, found=found, head=head(), checkpoint=newest_checkpoint(),
        addresses=addresses_of(entry.object for entry in found.entries), recorded_late=recorded_late,
        stated=datetime.fromisoformat, narrowed=bool(form.arguments), may_export=may(Permission.PACKAGE_EXPORT),
    )  # fmt: skip


def _cursor(name: str) -> int | None:
    """A place in the log from the address bar; nonsense begins at the newest."""
    seq = request.args.get(name, type=int)
    return seq if seq is not None and 0 <= seq < AFTER_ALL else None
