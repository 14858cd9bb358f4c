"""What samples are drawn from, and the samples that were drawn: both are read from the log alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, select

from app.audit import Tag
from app.audit.models import AuditEvent
from app.audit.queries import Filter
from app.extensions import db
from app.inspection.sampling.draw import Drawn, Question, draw
from app.inspection.sampling.errors import SampleNotFound
from app.inspection.sampling.scope import Scope, read_scope

DRAWN_FROM = {"steps": Tag.STEP_COMPLETED, "evidence": Tag.STEP_ITEM_FILLED, "figures": Tag.REALISASI_ENTERED}
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as its event tells it: `seq` is that event."""

    id: int
    seq: int
    at: datetime
    by: str
    question: Question
    purpose: str
    size: int
    drawn: Drawn

    @property
    def scope(self) -> Scope:
        return read_scope(self.question.scope)


def population(question: Question) -> Iterator[int]:
    """The numbers of the records to draw from, streamed by index, never the whole log in memory."""
    query = _narrowed(question)
    if question.kind != "evidence":
        yield from db.session.scalars(query.execution_options(yield_per=ROWS_AT_A_TIME))
        return
    for seq, body in db.session.execute(query.execution_options(yield_per=ROWS_AT_A_TIME)):
        if orjson.loads(body)["files"]:
            yield seq


def draw_again(sample: Sample) -> Drawn:
    """The same question put to the log as it is now."""
    return draw(population(sample.question), sample.question, size=sample.size)


def samples() -> list[Sample]:
    """Every sample that was drawn, the newest first."""
    query = select(AuditEvent).where(AuditEvent.subject == "sample", AuditEvent.act == Tag.SAMPLE_DRAWN.value)
    return [_sample(event) for event in db.session.scalars(query.order_by(AuditEvent.seq.desc()))]


def find_sample(sample_id: int) -> Sample:
    """Raises SampleNotFound."""
    query = select(AuditEvent).where(AuditEvent.root == f"sample:{sample_id}", AuditEvent.act == Tag.SAMPLE_DRAWN.value)
    event = db.session.scalar(query.order_by(AuditEvent.seq).limit(1))
    if event is None:
        raise SampleNotFound
    return _sample(event)


def _narrowed(question: Question) -> Select[Any]:
    tag, scope = DRAWN_FROM[question.kind], read_scope(question.scope)
    columns = (AuditEvent.seq, AuditEvent.body) if question.kind == "evidence" else (AuditEvent.seq,)
    wanted = Filter(
        root=str(scope) if scope.run_id is not None else "", since=scope.since, until=scope.until,
        group="" if scope.run_id is not None else tag.value.partition(":")[0],
    )  # fmt: skip
    query = wanted.narrow(select(*columns)).where(AuditEvent.act == tag.value, AuditEvent.seq <= question.upto)
    return query.order_by(AuditEvent.seq)


def _sample(event: AuditEvent) -> Sample:
    fields = event.fields
    data = fields["data"]
    return Sample(
        id=int(event.root.partition(":")[2]), seq=event.seq, at=event.at, by=fields["actor"]["name"],
        question=Question(data["kind"], data["scope"], data["seed"], data["upto"]), purpose=data["purpose"],
        size=data["size"], drawn=Drawn(tuple(data["members"]), data["population"]),
    )  # fmt: skip
