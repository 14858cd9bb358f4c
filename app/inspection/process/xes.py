"""The process-mining log as XES (IEEE 1849), written piece by piece: a run is a trace, an act an event. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from app.inspection.process.events import ProcessEvent, Value

XES = "application/xml"
STANDARD = (("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time"))
KEYS = {
    "allowance": "mutu_baku", "jabatan": "jabatan", "label": "kelengkapan", "late_reason": "alasan_terlambat",
    "level": "tingkat", "over_minutes": "menit_lewat", "reason": "alasan", "to": "ke_langkah", "trust": "kepercayaan",
    "unit": "bagian", "used_minutes": "menit_terpakai", "verdict": "penilaian", "what": "yang_diperbaiki",
}  # fmt: skip
"""A detail's name in the exports, which people read in Bahasa Indonesia."""

_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {0xFFFE: None, 0xFFFF: None}


def header(*, name: str, facts: Iterable[tuple[str, Value]]) -> str:
    """Everything before the first trace, in the order that the standard's grammar sets."""
    extensions = [
        f'<extension name="{title}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
        for title, prefix in STANDARD
    ]
    unknown = datetime(1970, 1, 1, tzinfo=UTC)
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<log xes.version="1849.2016" xes.features="">',
        *extensions,
        f'<global scope="trace">{attribute("concept:name", "")}</global>',
        '<global scope="event">'
        + attribute("concept:name", "") + attribute("lifecycle:transition", "complete")
        + attribute("time:timestamp", unknown)
        + "</global>",
        '<classifier name="Activity" scope="event" keys="concept:name lifecycle:transition"/>',
        '<classifier name="Step" scope="event" keys="concept:name"/>',
        attribute("concept:name", name),
        attribute("lifecycle:model", "standard"),
        *(attribute(key, value) for key, value in facts),
        "",
    ])  # fmt: skip


FOOTER = "</log>\n"


def trace(case: str, events: Iterable[ProcessEvent], *, facts: Iterable[tuple[str, Value]]) -> Iterator[str]:
    """One run. `case` ("run:3") is the case's name; `facts` say more about it."""
    about = "".join(attribute(key, value) for key, value in facts)
    yield f"<trace>{attribute('concept:name', case)}{about}\n"
    for event in events:
        yield _event(event)
    yield "</trace>\n"


def attribute(key: str, value: Value) -> str:
    """One attribute by the type of its value; instants in UTC."""
    if isinstance(value, bool):
        return _element("boolean", key, "true" if value else "false")
    if isinstance(value, int):
        return _element("int", key, str(value))
    if isinstance(value, float):
        return _element("float", key, repr(value))
    if isinstance(value, datetime):
        return _element("date", key, value.astimezone(UTC).isoformat(timespec="milliseconds"))
    return _element("string", key, value.translate(_NOT_IN_XML).encode("utf-8", "replace").decode())


def _event(event: ProcessEvent) -> str:
    said: list[tuple[str, Value]] = [
        ("concept:name", event.activity),
        ("lifecycle:transition", event.transition),
        ("time:timestamp", event.at),
        ("seq", event.seq),
    ]
    if event.who:
        said += [("org:resource", event.who), ("org:role", event.role)]
    if event.step:
        said += [("langkah", event.step), ("pengerjaan", event.attempt)]
    if event.stated is not None:
        said.append(("kejadian_dinyatakan", event.stated))
    said += [(KEYS[key], value) for key, value in event.details.items()]
    return f"<event>{''.join(attribute(key, value) for key, value in said)}</event>\n"


def _element(kind: str, key: str, value: str) -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"
