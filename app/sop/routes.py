"""The pages of the SOP: versions, the document as written, bringing one in, confirming who does what."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.accounts.roles import Role
from app.clock.current import now
from app.sop import queries
from app.sop.actions import activate_version, assign_role, confirm_cell, import_sop
from app.sop.checker import check
from app.sop.document import ParsedSop
from app.sop.forms import ActivateForm, CellForm, ImportForm, RoleForm
from app.sop.importers import LARGEST_FILE, Source, parse_source, read_source
from app.sop.pelaksana import Duty, Symbol
from app.sop.policies import can_change, why_not_activate
from app.sop.words import DUTY_WORDS, SOURCE_WORDS, SYMBOL_WORDS
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid
from app.web.transaction import before_transaction

bp = Blueprint("sop", __name__)
WORDS: dict[str, Any] = {"SYMBOL_WORDS": SYMBOL_WORDS, "DUTY_WORDS": DUTY_WORDS, "SOURCE_WORDS": SOURCE_WORDS}


@bp.get("/sop")
@requires(Permission.SOP_VIEW)
def index() -> Response:
    active = queries.active_version()
    return page("sop/index.html", versions=queries.versions(), active=active)


@bp.get("/sop/<int:version_id>")
@requires(Permission.SOP_VIEW)
def show(version_id: int) -> Response:
    version = queries.version(version_id)
    active = queries.active_version()
    return page("sop/show.html", version=version, active=active, rows=queries.drawn_rows(version), **WORDS)


@bp.get("/sop/masuk")
@requires(Permission.SOP_IMPORT)
def new() -> Response:
    return page("sop/new.html", form=ImportForm())


def read_upload() -> None:
    """A preparation: read and parse the upload before the write begins; a refusal waits for the form."""
    try:
        g.sop_read = _read_upload()
        g.sop_refusal = None
    except Invalid as refusal:
        g.sop_refusal = refusal


def _read_upload() -> tuple[Source, ParsedSop]:
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        source = read_source(upload.read(LARGEST_FILE + 1), name=upload.filename)
    else:
        typed = request.form.get("text", "")
        if not typed.strip():
            raise Invalid("Pilih berkas SOP atau tempel teksnya.", field="file")
        source = read_source(typed.encode("utf-8", "replace"), name="teks yang ditempel")
    return source, parse_source(source)


@bp.post("/sop/masuk")
@requires(Permission.SOP_IMPORT)
@before_transaction(read_upload)
def create() -> Response:
    try:
        if g.sop_refusal is not None:
            raise g.sop_refusal
        source, parsed = g.sop_read
        version = import_sop(parsed, by=current_person(), at=now(), source=source)
    except Invalid as refusal:
        form = ImportForm()
        form.file.errors = [refusal.message]
        return page("sop/new.html", form=form, status=422)
    say(f"SOP {version.number} masuk sebagai rancangan versi {version.no}.")
    return redirect_to("sop.findings", version_id=version.id)


@bp.get("/sop/<int:version_id>/temuan")
@requires(Permission.SOP_VIEW)
def findings(version_id: int) -> Response:
    version = queries.version(version_id)
    parsed = queries.parsed(version)
    return page(
        "sop/findings.html",
        version=version,
        lines=version.source_text.split("\n"),
        findings=[finding for finding in check(parsed) if finding.rule != "terbaca"],
        why_not=why_not_activate(version),
        form=ActivateForm(),
        roles={column.id: RoleForm(role=column.role, prefix=f"c{column.id}") for column in version.columns},
    )


@bp.post("/sop/<int:version_id>/pemberlakuan")
@requires(Permission.SOP_IMPORT)
def activate(version_id: int) -> Response:
    version = queries.version(version_id)
    activate_version(version, by=current_person(), at=now())
    say(f"SOP {version.number} versi {version.no} berlaku sejak sekarang.")
    return redirect_to("sop.show", version_id=version.id)


@bp.post("/sop/<int:version_id>/kolom/<int:column_id>")
@requires(Permission.SOP_IMPORT)
def assign(version_id: int, column_id: int) -> Response:
    column = queries.column(queries.version(version_id), column_id)
    form = RoleForm(prefix=f"c{column.id}")
    if not form.validate():
        raise Invalid(f"Pilih peran untuk kolom {column.label}.")
    assign_role(column, role=Role(form.role.data), by=current_person(), at=now())
    say(f"Kolom {column.label} kini berperan {Role(column.role).label}.")
    return redirect_to("sop.findings", version_id=version_id)


@bp.get("/sop/<int:version_id>/pelaksana")
@requires(Permission.SOP_VIEW)
def cells(version_id: int) -> Response:
    version = queries.version(version_id)
    return page("sop/cells.html", version=version, editable=can_change(version), form=ActivateForm(), **WORDS)


@bp.get("/sop/<int:version_id>/pelaksana/<int:cell_id>")
@requires(Permission.SOP_CONFIRM)
def cell(version_id: int, cell_id: int) -> Response:
    version = queries.version(version_id)
    found = queries.cell(version, cell_id)
    form = CellForm(symbol=found.symbol, duty=found.duty)
    return page("sop/cell.html", version=version, cell=found, form=form, **WORDS)


@bp.post("/sop/<int:version_id>/pelaksana/<int:cell_id>")
@requires(Permission.SOP_CONFIRM)
def confirm(version_id: int, cell_id: int) -> Response:
    """Without fields: the cell as it stands. With them: what stands in a draft is replaced first."""
    version = queries.version(version_id)
    found = queries.cell(version, cell_id)
    changed: dict[str, Any] = {}
    if "symbol" in request.form or "duty" in request.form:
        form = CellForm()
        if not form.validate():
            return page("sop/cell.html", version=version, cell=found, form=form, status=422, **WORDS)
        changed = {"symbol": Symbol(form.symbol.data), "duty": Duty(form.duty.data)}
    confirm_cell(found, by=current_person(), at=now(), **changed)
    say(f"Langkah {found.step.no}, {found.column.label}: dikonfirmasi.")
    return redirect_to("sop.cells", version_id=version_id, _anchor=f"langkah-{found.step.no}")


@bp.post("/sop/<int:version_id>/langkah/<int:step_no>/konfirmasi")
@requires(Permission.SOP_CONFIRM)
def confirm_step(version_id: int, step_no: int) -> Response:
    """Every cell of a step that says something, as it stands."""
    step = queries.step(queries.version(version_id), step_no)
    waiting = step.unconfirmed
    for found in waiting:
        confirm_cell(found, by=current_person(), at=now())
    say(f"Langkah {step.no}: {len(waiting)} sel dikonfirmasi.")
    return redirect_to("sop.cells", version_id=version_id, _anchor=f"langkah-{step.no}")
