"""What people send from a step's page, without a browser: forms as the page makes them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.demo.people import PASSWORD
from app.extensions import db
from app.runs import queries
from app.runs.models import Run, RunStep

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def paper(name: str = "konsep.pdf", content: bytes = PDF) -> tuple[BytesIO, str]:
    return BytesIO(content), name


def step_of(run_id: int, no: int) -> RunStep:
    """The step as it stands in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return queries.find_step(run_id, no)


def run_of(run_id: int) -> Run:
    return step_of(run_id, 1).run


def log_of(run_id: int) -> list[str]:
    """What the log says of the run, oldest first."""
    db.session.rollback()
    acts = select(AuditEvent.act).where(AuditEvent.root == f"run:{run_id}").order_by(AuditEvent.seq)
    return list(db.session.scalars(acts))


class Desk:
    """One person's browser without JavaScript."""

    def __init__(self, client: Any, person: User) -> None:
        self.client, self.person = client, person

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(path, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        return self.client.post(path, data=data or {}, **kwargs)

    def documents(self, run_id: int, no: int) -> dict[str, Any]:
        """A paper for each item that is empty."""
        step = step_of(run_id, no)
        filled = {fill.item_id for fill in step.handed_over.fills if fill.stands}
        items = [item for item in step.items if item.id not in filled]
        return {f"item-{item.id}": paper(f"{item.id}.pdf", PDF + str(item.id).encode() + b"\n%%EOF") for item in items}

    def attempt(self, run_id: int, no: int) -> int:
        return step_of(run_id, no).handed_over.id

    def complete(self, run_id: int, no: int, **changed: Any) -> Any:
        """Send the pengesahan with everything it needs; `changed` overrides or, with None, leaves out."""
        step = step_of(run_id, no)
        form = {"attempt": step.attempts[-1].id if step.attempts else "", "statement": "y", "password": PASSWORD}
        form |= self.documents(run_id, no) if step.attempts else {}
        form |= changed
        sent = {key: value for key, value in form.items() if value is not None}
        return self.post(f"/runs/{run_id}/steps/{no}/completion", sent, content_type="multipart/form-data")

    def report(self, run_id: int, no: int = 5, **changed: Any) -> Any:
        form = {"attempt": self.attempt(run_id, no), "report": paper("laporan.pdf"), "password": PASSWORD} | changed
        sent = {key: value for key, value in form.items() if value is not None}
        return self.post(f"/runs/{run_id}/steps/{no}/unit-report", sent, content_type="multipart/form-data")

    def send_back(self, run_id: int, no: int, to: int, **changed: Any) -> Any:
        form = {"attempt": self.attempt(run_id, no), "to": to, "reason": "Angka belum cocok.", "password": PASSWORD}
        return self.post(f"/runs/{run_id}/steps/{no}/return", form | changed)
