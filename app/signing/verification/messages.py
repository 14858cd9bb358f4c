"""What parent and child of the verification say to each other: JSON, read strictly, because a parser wrote it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar, get_type_hints
from unicodedata import category

from app.signing.verification.trust import Root
from app.signing.verification.verdicts import (
    PageChange,
    Registered,
    SignatureReport,
    Trust,
    Verdict,
    Verification,
)

T = TypeVar("T")

LONGEST_TEXT = 4000
REPLACEMENT = "\ufffd"
MOST_ITEMS = 2000
BUSY = 3
"""How much longer than its limit of work a file may take on a machine that is busy with others."""


class Garbled(Exception):
    """The other side did not answer in the form agreed upon."""


@dataclass(frozen=True)
class Facts:
    """Everything but the file that a verdict depends on; a register too, reduced to what may be asked."""

    now: datetime
    roots: Sequence[Root]
    known: frozenset[str]
    documents: Mapping[str, Registered]
    """By digest, in the order of their lengths."""
    seconds: int
    megabytes: int

    def find(self, sha256: str) -> Registered | None:
        return self.documents.get(sha256)

    def knows_certificate(self, fingerprint: str) -> bool:
        return fingerprint in self.known

    def known_certificates(self) -> frozenset[str]:
        return self.known


def write_facts(facts: Facts) -> bytes:
    said = {
        "now": facts.now.isoformat(),
        "roots": [[base64.b64encode(root.der).decode(), root.fingerprint, str(root.trust)] for root in facts.roots],
        "known": sorted(facts.known),
        "documents": [_plain(document) for document in facts.documents.values()],
        "seconds": facts.seconds,
        "megabytes": facts.megabytes,
    }
    return json.dumps(said).encode()


def read_facts(line: bytes) -> Facts:
    said = json.loads(line)
    documents = [_made(Registered, one) for one in said["documents"]]
    return Facts(
        now=datetime.fromisoformat(said["now"]),
        roots=[Root(base64.b64decode(der), fingerprint, Trust(trust)) for der, fingerprint, trust in said["roots"]],
        known=frozenset(said["known"]),
        documents={document.sha256: document for document in documents},
        seconds=int(said["seconds"]),
        megabytes=int(said["megabytes"]),
    )


def write_answer(answer: Verification) -> bytes:
    return json.dumps(_plain(answer), ensure_ascii=False).encode()


def read_answer(said: bytes) -> Verification:
    """Raises Garbled for whatever is not exactly a verification."""
    try:
        return _verification(json.loads(said))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise Garbled(type(problem).__name__) from None


def _verification(said: dict[str, Any]) -> Verification:
    parts = dict(said)
    _require_fields(Verification, parts)
    return Verification(
        sha256=_text(parts["sha256"]),
        verdict=Verdict(parts["verdict"]),
        trust=Trust(parts["trust"]),
        registered=_made(Registered, parts["registered"]) if parts["registered"] is not None else None,
        signatures=tuple(_made(SignatureReport, one) for one in _several(parts["signatures"])),
        reasons=_texts(parts["reasons"]),
        changes=tuple(_made(PageChange, one) for one in _several(parts["changes"])),
        additions=_texts(parts["additions"]),
        origin=_made(Registered, parts["origin"]) if parts["origin"] is not None else None,
    )


def _made(kind: type[T], said: dict[str, Any]) -> T:
    """A dataclass of plain values, each checked against its annotation."""
    _require_fields(kind, said)
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in said.items()})


def _require_fields(kind: Any, said: dict[str, Any]) -> None:
    names = {one.name for one in fields(kind)}
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    if not needed <= said.keys() <= names:
        raise Garbled(kind.__name__)


def _value(hint: Any, value: Any) -> Any:
    if hint is str:
        return _text(value)
    if hint in (int, bool):
        if type(value) is not hint:
            raise Garbled("number")
        return value
    if hint is Trust:
        return Trust(value)
    if hint == tuple[str, ...]:
        return _texts(value)
    if value is None:
        return None
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise Garbled("time")
    return moment


def _text(value: Any) -> str:
    """What a file's author wrote is shown on one line: no break, and nothing that a terminal obeys."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Garbled("text")
    return "".join(REPLACEMENT if category(letter).startswith("C") else letter for letter in value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in _several(value))


def _several(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise Garbled("list")
    return value


def _plain(value: Any) -> Any:
    """Dataclasses as dictionaries, with times in ISO 8601."""
    return json.loads(json.dumps(asdict(value), default=_written))


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
