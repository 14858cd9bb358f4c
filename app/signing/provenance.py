"""What the office itself knows of a document it issued: its versions, which one counts, what the log tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.audit import Tag
from app.audit.queries import Entry, events_about
from app.extensions import db
from app.signing import queries
from app.signing.models import IssuedDocument

PUBLIC_ACTS = frozenset(
    {
        Tag.REPORT_FROZEN,
        Tag.REPORT_PARAF_GIVEN,
        Tag.REPORT_PARAF_SIGNED,
        Tag.REPORT_SEALED,
        Tag.REPORT_SIGNED,
        Tag.REPORT_SUPERSEDED,
        Tag.REPORT_TIMESTAMPED,
    }
)
"""What the log may tell anybody who holds the document; most of it stands in the document itself."""

SIGNED_KINDS = frozenset({"signed", "extended"})


@dataclass(frozen=True)
class Version:
    """Everything that was issued under one code: the files of one version, from frozen to time-stamped."""

    documents: Sequence[IssuedDocument]

    @property
    def newest(self) -> IssuedDocument:
        return self.documents[0]

    @property
    def title(self) -> str:
        return self.newest.title

    @property
    def code(self) -> str:
        return self.newest.code

    @property
    def about(self) -> str:
        return self.newest.about

    @property
    def is_signed(self) -> bool:
        return any(document.kind in SIGNED_KINDS for document in self.documents)

    @property
    def signed_at(self) -> datetime | None:
        return next((one.issued_at for one in reversed(self.documents) if one.kind == "signed"), None)

    @property
    def superseded(self) -> IssuedDocument | None:
        """A row that says when and why the version was replaced; none while it counts."""
        return next((one for one in self.documents if one.superseded_at is not None), None)


@dataclass(frozen=True)
class Provenance:
    """A version among its sisters, and the log's public acts about it."""

    version: Version
    sisters: tuple[Version, ...]
    """Every signed version of the document and the one asked about, newest first."""
    current: Version | None
    """The signed version that counts, where it is another one."""
    acts: tuple[Entry, ...]
    thawed_at: datetime | None
    """When the frozen version was taken back, unsigned."""

    @property
    def state(self) -> str:
        if self.version.superseded is not None:
            return "superseded"
        if self.version.is_signed:
            return "current"
        return "thawed" if self.thawed_at else "unsigned"

    def state_of(self, kind: str) -> str:
        """How one file of the version stands: a frozen copy is not the document that its version became."""
        return "earlier" if self.state == "current" and kind not in SIGNED_KINDS else self.state


def provenance_of(code: str) -> Provenance | None:
    """What is known under this code; None where nothing was issued under it."""
    documents = queries.issued_under(code)
    if not documents:
        return None
    version = Version(documents)
    told = [entry for entry in events_about(_root(version), titles={_root(version): "ini"}) if _is_of(entry, version)]
    thawed = next((entry.at for entry in reversed(told) if entry.tag is Tag.REPORT_THAWED), None)
    sisters = _sisters(version)
    return Provenance(
        version=version,
        sisters=sisters,
        current=_current(version, sisters),
        acts=tuple(entry for entry in _without_withdrawn(told) if entry.tag in PUBLIC_ACTS),
        thawed_at=thawed,
    )


def _root(version: Version) -> str:
    return version.about.partition("/")[0]


def _is_of(entry: Entry, version: Version) -> bool:
    return entry.object == version.about


def _without_withdrawn(told: Sequence[Entry]) -> list[Entry]:
    """A paraf that was taken back before the signature counts no more, so the public list leaves it out."""
    kept: list[Entry] = []
    for entry in told:
        if entry.tag is Tag.REPORT_PARAF_WITHDRAWN:
            kept = [one for one in kept if one.tag is not Tag.REPORT_PARAF_GIVEN or one.actor_id != entry.actor_id]
        kept.append(entry)
    return kept


def _sisters(version: Version) -> tuple[Version, ...]:
    """The versions of the same document, by code; what never got a signature is nobody's but its holder's."""
    beginning = _root(version) + "/"
    rows = db.session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.about.startswith(beginning, autoescape=True))
        .order_by(IssuedDocument.id.desc())
    ).all()
    codes = dict.fromkeys(row.code for row in rows)
    versions = [Version([row for row in rows if row.code == code]) for code in codes]
    return tuple(one for one in versions if one.is_signed or one.code == version.code)


def _current(version: Version, sisters: Sequence[Version]) -> Version | None:
    """The signed version that nothing has replaced, reached along the successors; None where this is it."""
    by_code = {one.code: one for one in sisters}
    seen, here = {version.code}, version
    while here.superseded is not None and here.superseded.successor:
        code = here.superseded.successor
        if code in seen:
            return None
        seen.add(code)
        following = by_code.get(code) or _elsewhere(code)
        if following is None:
            return None
        here = following
    return here if here is not version else None


def _elsewhere(code: str) -> Version | None:
    documents = queries.issued_under(code)
    return Version(documents) if documents else None
