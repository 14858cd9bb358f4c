"""The members of a sample as a person reads them: a sentence, its record, and where to look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from app.audit.queries import Entry, entries_at
from app.inspection.links import Link, links_of


@dataclass(frozen=True, slots=True)
class Member:
    """`link` leads to the page of what happened; `files` are downloads by their words."""

    entry: Entry
    link: Link | None
    files: tuple[tuple[str, str], ...]


def members_of(places: Sequence[int]) -> list[Member]:
    """In the order of the log. A record that is gone is missing here, and the drawing anew tells it."""
    entries = entries_at(places)
    links = links_of(entry.object for entry in entries)
    return [Member(entry, links.get(entry.object), _files(entry)) for entry in entries]


def _files(entry: Entry) -> tuple[tuple[str, str], ...]:
    kind, _, run_id = entry.object.partition("/")[0].partition(":")
    if kind != "run":
        return ()
    name = str(entry.data.get("name") or "berkas")
    return tuple(
        (f"Unduh {name}", url_for("runs.download", run_id=int(run_id), sha256=file["sha256"])) for file in entry.files
    )
