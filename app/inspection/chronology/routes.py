"""The room of the chronology: a run's sentences to quote, as a page, as text, on paper and as docx."""

from __future__ import annotations

from flask import Response, current_app, make_response

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit.demo import is_demo
from app.clock.current import now
from app.inspection.blueprints import rooms
from app.inspection.chronology import papers
from app.inspection.chronology.chronology import LEFT_OUT, Chronology, as_text, chronology
from app.inspection.chronology.reading import case_of, listed_runs, sop_of
from app.inspection.documents.docx import DOCX
from app.inspection.documents.pdf import PDF
from app.inspection.reading import note_reading
from app.web.pages import page

TEXT = "text/plain; charset=utf-8"


@rooms.get("/kronologi")
@requires(Permission.INSPECTION_VIEW)
def chronologies() -> Response:
    note_reading("kronologi: daftar pelaksanaan", by=current_person(), at=now())
    return page("inspection/chronologies.html", runs=listed_runs())


@rooms.get("/kronologi/<int:run_id>")
@requires(Permission.INSPECTION_VIEW)
def chronology_of(run_id: int) -> Response:
    told = _told(run_id)
    return page("inspection/chronology.html", told=told, run_id=run_id, text=as_text(told), left_out=LEFT_OUT)


@rooms.get("/kronologi/<int:run_id>.txt")
@requires(Permission.INSPECTION_VIEW)
def chronology_text(run_id: int) -> Response:
    return _file(as_text(_told(run_id)).encode(), TEXT, run_id=run_id, ending="txt", inline=True)


@rooms.get("/kronologi/<int:run_id>.pdf")
@requires(Permission.INSPECTION_VIEW)
def chronology_pdf(run_id: int) -> Response:
    return _file(papers.as_pdf(_told(run_id)), PDF, run_id=run_id, ending="pdf")


@rooms.get("/kronologi/<int:run_id>.docx")
@requires(Permission.INSPECTION_VIEW)
def chronology_docx(run_id: int) -> Response:
    return _file(papers.as_docx(_told(run_id)), DOCX, run_id=run_id, ending="docx")


def _told(run_id: int) -> Chronology:
    """Found before it is noted, so that the reading of what is not there leaves no record; then read anew."""
    title = case_of(run_id).title
    note_reading(f"kronologi: {title}", by=current_person(), at=now())
    case = case_of(run_id)
    return chronology(
        case.acts, sop_of(case), office=current_app.config["SETTINGS"].office, demo=is_demo(), upto=case.upto,
        root=case.root, at=case.at,
    )  # fmt: skip


def _file(data: bytes, kind: str, *, run_id: int, ending: str, inline: bool = False) -> Response:
    response = make_response(data)
    response.content_type = kind
    place = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{place}; filename=kronologi-{run_id}.{ending}"
    return response
