"""The room of the process view: where the days went, where the order left the SOP, and the log for other tools."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain

from flask import Response, current_app, send_file

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.inspection.blueprints import rooms
from app.inspection.chronology.reading import Case, case_of, cases, listed_runs
from app.inspection.process import export
from app.inspection.process.rows import CSV
from app.inspection.process.summary import completions, summary
from app.inspection.process.view import view_of
from app.inspection.process.xes import XES
from app.inspection.reading import note_reading
from app.web.pages import page


@rooms.get("/proses")
@requires(Permission.INSPECTION_VIEW)
def processes() -> Response:
    note_reading("alur proses: semua pelaksanaan", by=current_person(), at=now())
    runs = listed_runs()
    done = [completions(case.run_id, case.acts) for case in cases(run.run_id for run in runs if not run.cancelled)]
    late = {own[0].run_id: [one for one in own if one.late] for own in done if own}
    return page(
        "inspection/processes.html", runs=runs, late=late, steps=summary(chain.from_iterable(done))
    )  # fmt: skip


@rooms.get("/proses/<int:run_id>")
@requires(Permission.INSPECTION_VIEW)
def process_of(run_id: int) -> Response:
    return page("inspection/process.html", view=view_of(_noted(run_id), until=now()), run_id=run_id)


@rooms.get("/proses/<int:run_id>.xes")
@requires(Permission.INSPECTION_VIEW)
def process_xes(run_id: int) -> Response:
    return _file(_xes([_noted(run_id)]), XES, name=f"alur-proses-{run_id}.xes")


@rooms.get("/proses/<int:run_id>.csv")
@requires(Permission.INSPECTION_VIEW)
def process_csv(run_id: int) -> Response:
    return _file(export.as_csv([_noted(run_id)]), CSV, name=f"alur-proses-{run_id}.csv")


@rooms.get("/proses/semua.xes")
@requires(Permission.INSPECTION_VIEW)
def processes_xes() -> Response:
    return _file(_xes(_all()), XES, name="alur-proses.xes")


@rooms.get("/proses/semua.csv")
@requires(Permission.INSPECTION_VIEW)
def processes_csv() -> Response:
    return _file(export.as_csv(_all()), CSV, name="alur-proses.csv")


def _noted(run_id: int) -> Case:
    """Found before it is noted, so that the reading of what is not there leaves no record; then read anew."""
    title = case_of(run_id).title
    note_reading(f"alur proses: {title}", by=current_person(), at=now())
    return case_of(run_id)


def _all() -> Iterator[Case]:
    note_reading("alur proses: ekspor semua pelaksanaan", by=current_person(), at=now())
    return cases(sorted(run.run_id for run in listed_runs()))


def _xes(found: Iterable[Case]) -> Iterator[str]:
    return export.as_xes(found, office=current_app.config["SETTINGS"].office)


def _file(pieces: Iterable[str], kind: str, *, name: str) -> Response:
    """Written to a temporary file first: however many the runs, one is held at a time."""
    out = tempfile.TemporaryFile(prefix="alur-proses-")  # noqa: SIM115 - closed with the response that sends it
    export.write(pieces, out)
    length = out.tell()
    out.seek(0)
    response = send_file(out, mimetype=kind, as_attachment=True, download_name=name)
    response.content_length = length
    return response
