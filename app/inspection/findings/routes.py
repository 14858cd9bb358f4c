"""The pages of findings: the list, the follow-up matrix, one finding, and the papers made of them."""

from __future__ import annotations

from io import BytesIO

from flask import Response, current_app, request, send_file, url_for

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.audit.demo import is_demo
from app.audit.queries import events_about, head
from app.clock.current import now
from app.inspection.blueprints import rooms
from app.inspection.documents.docx import DOCX
from app.inspection.documents.xlsx import XLSX
from app.inspection.findings import followup_routes, policies, queries, writing_routes
from app.inspection.findings.cited import Cited, cited
from app.inspection.findings.forms import FindingsFilter
from app.inspection.findings.matrix import matrix
from app.inspection.findings.models import Finding
from app.inspection.findings.opening import opened
from app.inspection.findings.papers import finding_paper, matrix_paper, matrix_sheet, standing
from app.inspection.findings.states import ELEMENTS
from app.inspection.reading import note_reading
from app.runs.queries import reporting_units
from app.web.pages import page
from app.web.refusals import Invalid, Refusal

assert followup_routes and writing_routes


@rooms.get("/temuan")
@requires(Permission.INSPECTION_VIEW)
def findings() -> Response:
    form = _filter()
    note_reading(_looked_at("temuan", form), by=current_person(), at=now())
    return page(
        "inspection/findings/index.html", form=form, findings=_found(form), at=now(), is_overdue=queries.is_overdue,
        may_write=may(Permission.REVIEW_WRITE), narrowed=bool(form.arguments),
    )  # fmt: skip


@rooms.get("/temuan/pemantauan")
@requires(Permission.INSPECTION_VIEW)
def followups() -> Response:
    """Tindak lanjut of every recommendation, as the Inspektorat reports it."""
    form, at = _filter(), now()
    note_reading(_looked_at("pemantauan tindak lanjut", form), by=current_person(), at=at)
    rows = list(matrix(_issued(form), form.wanted, at=at))
    return page(
        "inspection/findings/matrix.html", form=form, rows=rows, at=at, narrowed=bool(form.arguments),
        late=sum(row.overdue for row in rows),
    )  # fmt: skip


@rooms.get("/temuan/pemantauan.<any(docx, xlsx):kind>")
@requires(Permission.INSPECTION_VIEW)
def followups_paper(kind: str) -> Response:
    form, at = _filter(), now()
    note_reading(_looked_at(f"pemantauan tindak lanjut sebagai {kind}", form), by=current_person(), at=at)
    rows = matrix(_issued(form), form.wanted, at=at)
    about = f"Disaring: {form.words}" if form.words else "Semua temuan yang disampaikan"
    make, media_type = (matrix_paper, DOCX) if kind == "docx" else (matrix_sheet, XLSX)
    made = make(rows, office=_office(), demo=is_demo(), about=about, at=at)
    return sent(made, f"pemantauan-tindak-lanjut.{kind}", media_type)


@rooms.get("/temuan/<int:finding_id>")
@requires(Permission.INSPECTION_VIEW)
def finding(finding_id: int) -> Response:
    found = opened(finding_id)
    person = current_person()
    return page(
        "inspection/findings/show.html", finding=found, standing=standing(found), elements=_elements(found), at=now(),
        history=events_about(found.audit_ref), is_overdue=queries.is_overdue, can_answer=policies.can_answer,
        can_change=policies.can_change(found, person), can_issue=policies.can_issue(found, person),
        why_not=_why_not_issued(found), person=person,
    )  # fmt: skip


@rooms.get("/temuan/<int:finding_id>.docx")
@requires(Permission.INSPECTION_VIEW)
def finding_as_paper(finding_id: int) -> Response:
    found = opened(finding_id)
    made = finding_paper(found, office=_office(), demo=is_demo(), at=now())
    return sent(made, f"temuan-{found.code.lower()}.docx")


def sent(made: bytes, name: str, mimetype: str = DOCX) -> Response:
    return send_file(BytesIO(made), mimetype=mimetype, as_attachment=True, download_name=name, etag=False)


def _filter() -> FindingsFilter:
    form = FindingsFilter(request.args)
    person = current_person()
    form.offer(years=queries.years_of(person), units=reporting_units(), drafts=queries.sees_drafts(person))
    if not form.validate():
        raise Invalid("Saringan ini tidak dapat dipakai. Pilih dari daftar.")
    return form


def _found(form: FindingsFilter) -> list[Finding]:
    return queries.findings_for(current_person(), form.wanted, at=now())


def _issued(form: FindingsFilter) -> list[Finding]:
    """The matrix is about what the office was told; a withdrawn finding asks nothing more of it."""
    return [one for one in _found(form) if one.issued_at is not None and one.withdrawn_at is None]


def _looked_at(what: str, form: FindingsFilter) -> str:
    return f"{what}: {form.words}" if form.words else what


def _office() -> str:
    office: str = current_app.config["SETTINGS"].office
    return office


def _elements(found: Finding) -> dict[str, Cited]:
    """The parts of the audit form by their labels, their records led to where the reader may open them."""
    log = head() if may(Permission.AUDIT_READ) else None
    upto = log.size if log else 0
    return {
        label: cited(getattr(found, name), upto=upto, address=lambda seq: url_for("inspection.event", seq=seq))
        for name, label in ELEMENTS.items()
    }


def _why_not_issued(found: Finding) -> str:
    """What is still missing before a draft can go to the office."""
    try:
        policies.check_can_issue(found, current_person())
    except Refusal as refusal:
        return refusal.message
    return ""
