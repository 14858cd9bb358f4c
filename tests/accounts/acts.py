"""What the tests of the accounts do over and over: sign in by the page, and read the log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit import Tag
from app.audit.models import AuditEvent
from app.demo.people import PASSWORD
from app.extensions import db

NEW_PASSWORD = "meranti rindang tepi sungai"


def try_sign_in(client: Any, person: User | str, password: str = PASSWORD, **kwargs: Any) -> Any:
    nip = person if isinstance(person, str) else person.nip
    query = kwargs.pop("next", None)
    path = "/masuk" if query is None else f"/masuk?next={query}"
    return client.post(path, data={"nip": nip, "password": password}, **kwargs)


def events(tag: Tag) -> list[dict[str, Any]]:
    """The events of one kind as the log keeps them, oldest first."""
    db.session.rollback()
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.act == str(tag)).order_by(AuditEvent.seq))
    return [row.fields for row in rows]


def log_size() -> int:
    db.session.rollback()
    return len(list(db.session.scalars(select(AuditEvent.seq))))


def again(person: User) -> User:
    """The person as he stands in the database now."""
    db.session.rollback()
    found = db.session.get(User, person.id)
    assert found is not None
    return found
