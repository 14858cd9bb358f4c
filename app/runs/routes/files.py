"""Downloads of a run's evidence, each in the log."""

from __future__ import annotations

from flask import Response, send_file

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit import Tag, record
from app.clock.current import now
from app.evidence.actions import file_ref
from app.evidence.store import path_of
from app.evidence.uploads import files_folder
from app.runs import queries
from app.runs.routes import blueprint
from app.web.transaction import writes


@blueprint.get("/<int:run_id>/files/<sha256>")
@requires(Permission.EVIDENCE_READ)
@writes
def download(run_id: int, sha256: str) -> Response:
    run = queries.find_run(run_id)
    file, name = queries.find_file_use(run, sha256)
    path = path_of(file.sha256, folder=files_folder())
    record(
        Tag.EVIDENCE_DOWNLOADED, by=current_person(), about=run.audit_ref, at=now(),
        data={"name": name}, files=[file_ref(file, role="bukti")],
    )  # fmt: skip
    response = send_file(path, mimetype=file.media_type, as_attachment=True, download_name=name, etag=False)
    # Whatever the file holds, the browser runs none of it in our name.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
