"""The PDF files of a report, each download in the log."""

from __future__ import annotations

from typing import Any

from flask import Response, request, send_file

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit import FileRef, Tag, record
from app.clock.current import now
from app.evidence import store
from app.evidence.uploads import files_folder
from app.reports import queries
from app.reports.errors import NoSuchFile
from app.reports.keeping import PDF
from app.reports.routes.blueprint import blueprint
from app.web.transaction import writes


@blueprint.get("/versions/<int:no>/<kind>.pdf")
@requires(Permission.REPORT_VIEW)
@writes
def download(run_id: int, no: int, kind: str) -> Response:
    """The newest file of that kind of a version; every download is in the log."""
    version = queries.find_version(run_id, no)
    file = version.file_of(kind)
    if file is None:
        raise NoSuchFile
    path = store.path_of(file.sha256, folder=files_folder())
    record(
        Tag.REPORT_DOWNLOADED, by=current_person(), about=version.audit_ref, at=now(),
        data={"version": no, "sha256": file.sha256}, files=[FileRef(file.sha256, path.stat().st_size, "laporan")],
    )  # fmt: skip
    return _pdf(path, file.name)


@blueprint.get("/drafts/<int:job_id>.pdf")
@requires(Permission.REPORT_VIEW)
def draft_file(run_id: int, job_id: int) -> Response:
    job = queries.find_draft(run_id, job_id)
    return _pdf(store.path_of(job.sha256, folder=files_folder()), f"draf-laporan-{run_id}.pdf")


def _pdf(path: Any, name: str) -> Response:
    response = send_file(path, mimetype=PDF, download_name=name, as_attachment="unduh" in request.args, etag=False)
    # Chromium's own PDF viewer needs plugins and inline styles of its own; scripts of ours have no place there.
    response.headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
    return response
