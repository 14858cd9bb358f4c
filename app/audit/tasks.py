"""What the log leaves to the background process: its next checkpoint."""

from __future__ import annotations

from flask import current_app

from app.audit.actions import make_checkpoint
from app.audit.checkpoint import BadNote
from app.audit.errors import NotSealed
from app.audit.models import AuditHead
from app.audit.queries import newest_checkpoint
from app.clock.current import now
from app.extensions import db
from app.web.background import task
from app.web.transaction import writing


@task
def seal_log() -> None:
    """Sign the log where it has grown since its newest checkpoint. Without its signer it is asked again later."""
    head, newest = db.session.get(AuditHead, 1), newest_checkpoint()
    if head is None or (newest is not None and newest.size == head.size):
        return
    try:
        with writing():
            make_checkpoint(at=now())
    except NotSealed as refusal:
        current_app.logger.warning("%s", refusal.message)
    except BadNote:
        current_app.logger.exception("the log's key or checkpoint file was replaced")
