"""Uploads of a request, received before its write transaction; a received file survives a refused form."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.access import current_person
from app.evidence import store
from app.evidence.store import StoredFile
from app.web.refusals import Refusal

KEPT_SUFFIX = "-kept"
KEPT_FOR_SECONDS = 24 * 3600


def files_folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].files_folder
    return folder


def upload_limit_mb() -> int:
    """The largest single file, as pages and sentences say it."""
    limit: int = current_app.config["SETTINGS"].upload_max_bytes
    return limit // (1024 * 1024)


def receive_uploads() -> None:
    """A preparation: store every file of the form; what can't be stored becomes that field's error."""
    g.uploads, g.upload_errors = {}, {}
    limit = current_app.config["SETTINGS"].upload_max_bytes
    for field, upload in request.files.items():
        if not upload.filename:
            continue
        try:
            g.uploads[field] = store.receive(
                upload.stream, filename=upload.filename, limit=limit, folder=files_folder()
            )
        except Refusal as refusal:
            g.upload_errors[field] = refusal


def uploaded(field: str) -> StoredFile | None:
    """The file of this field: sent just now, or with an earlier try of the same form. Raises its refusal."""
    if error := g.get("upload_errors", {}).get(field):
        raise error
    if fresh := g.get("uploads", {}).get(field):
        return fresh
    return _kept(request.form.get(field + KEPT_SUFFIX, ""))


def keep_token(file: StoredFile) -> str:
    """Lets the re-rendered form name the received file; only for this person, for a day."""
    values = [file.sha256, file.size, file.media_type, file.name, current_person().id]
    token = _serializer().dumps(values)
    return token if isinstance(token, str) else token.decode("ascii")


def _kept(token: str) -> StoredFile | None:
    if not token:
        return None
    try:
        sha256, size, media_type, name, person = _serializer().loads(token, max_age=KEPT_FOR_SECONDS)
    except (BadSignature, ValueError):
        return None
    return StoredFile(sha256, size, media_type, name) if person == current_person().id else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept-upload")
