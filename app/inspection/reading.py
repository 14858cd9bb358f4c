"""The Inspektorat's own reading stands in the log too: once an hour for each thing that is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit import Tag, record
from app.audit.models import AuditEvent
from app.audit.queries import Filter, head
from app.extensions import db
from app.web.transaction import writing

ONCE_IN = timedelta(hours=1)


def note_reading(what: str, *, by: User, at: datetime, of_anybody: bool = False) -> None:
    """Record that an inspector reads the log narrowed to `what`; in a transaction of its own, before the read.

    So nobody else's reading ever takes the write lock, and paging through a filter is one event. `of_anybody`:
    what is read holds evidence, of which each download is told whoever it is.
    """
    if not (of_anybody or by.has_role(Role.INSPEKTORAT)) or _noted(what, person_id=by.id, since=at - ONCE_IN):
        return
    log = head()
    if log is None:
        return
    about = f"log:{log.log}"
    with writing():
        record(Tag.LOG_READ, by=by, about=about, at=at, data={"filter": what})


def _noted(what: str, *, person_id: int, since: datetime) -> bool:
    # By the last hour's seq: a person's readings grow for good, an hour's don't.
    recent = Filter(actor_id=person_id, group="log", since=since + timedelta(microseconds=1))
    query = recent.narrow(select(AuditEvent.body)).where(AuditEvent.act == Tag.LOG_READ.value)
    return any(orjson.loads(body)["data"]["filter"] == what for body in db.session.scalars(query))
