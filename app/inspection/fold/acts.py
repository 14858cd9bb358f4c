"""Events as the fold reads them: their parts by name, and their time as far as the log holds it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The instant of an act, as the log knows it: exact, or within a second.

    The log's times never decrease. Where a given time came before the newest event's, the log took that
    one's instead, and the row may hold the given one: less than a second earlier where requests overlapped,
    and as much as log:clock-went-back says where the server's clock went back.
    """

    earliest: datetime
    latest: datetime

    def admits(self, moment: Any) -> bool:
        return isinstance(moment, datetime) and self.earliest <= moment <= self.latest


@dataclass(frozen=True, slots=True)
class Act:
    """One event. `about` are the parts of its object: {"run": "3", "step": "4"}."""

    seq: int
    tag: str
    object: str
    about: dict[str, str]
    by: int | None
    name: str
    when: Span
    occurred: datetime | None
    data: dict[str, Any]
    files: list[dict[str, Any]]
    role: str = ""
    """The actor's roles at that moment, as in "plh:sekretaris,kabag"."""
    mandate: Act | None = None
    """The appointment by which an acting official did it, where a reader looked for it."""

    def number(self, part: str) -> int:
        return int(self.about[part])

    def moment(self, key: str) -> datetime:
        """An instant that the event's data state exactly."""
        return datetime.fromisoformat(self.data[key])


def acts(bodies: Iterable[bytes]) -> Iterator[Act]:
    """The log's bodies in order as acts."""
    before, behind = "", None
    for body in bodies:
        fields = orjson.loads(body)
        if fields["act"] == "log:clock-went-back":
            behind = fields["data"]["behind_seconds"]
            continue
        yield _act(fields, _span(fields["at"], before=before, behind=behind))
        before, behind = fields["at"], None


def _span(at: str, *, before: str, behind: int | None) -> Span:
    latest = datetime.fromisoformat(at)
    if behind is not None:
        return Span(latest - (behind + 1) * SECOND, latest - behind * SECOND)
    return Span(latest - SECOND if at == before else latest, latest)


def _act(fields: dict[str, Any], when: Span) -> Act:
    parts = (part.partition(":") for part in fields["object"].split("/"))
    return Act(
        seq=fields["seq"],
        tag=fields["act"],
        object=fields["object"],
        about={kind: name for kind, _, name in parts},
        by=fields["actor"]["id"],
        name=fields["actor"]["name"],
        when=when,
        occurred=datetime.fromisoformat(fields["occurred"]) if fields["occurred"] else None,
        data=fields["data"],
        files=fields["files"],
        role=fields["actor"]["role"],
    )
