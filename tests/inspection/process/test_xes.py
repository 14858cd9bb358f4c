"""The XES export keeps the grammar and the rules of IEEE 1849, whatever people typed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.inspection.chronology.reading import cases, listed_runs
from app.inspection.process import export, xes
from app.inspection.process.events import ProcessEvent, events_of
from tests.inspection.chronology.acted import Log

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "xes.rng"))
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
STANDARD_KEYS = {
    "concept:name",
    "lifecycle:model",
    "lifecycle:transition",
    "org:resource",
    "org:role",
    "time:timestamp",
}
TRANSITIONS = {"schedule", "start", "complete", "ate_abort"}


def written(*events: ProcessEvent) -> Any:
    text = xes.header(name="Contoh", facts=[("benar", True), ("pecahan", 1.5)])
    return etree.fromstring((text + "".join(xes.trace("run:1", events, facts=[])) + xes.FOOTER).encode())


def checked(document: Any) -> Any:
    GRAMMAR.assertValid(document)
    return document


def attributes(element: Any) -> dict[str, str]:
    return {child.get("key"): child.get("value") for child in element if child.tag not in ("trace", "event")}


@pytest.fixture
def exported(app: Flask) -> Any:
    ids = sorted(run.run_id for run in listed_runs())
    return etree.fromstring("".join(export.as_xes(cases(ids), office="Sekretariat & DPRD")).encode())


def test_the_log_of_the_office_keeps_the_grammar(exported: Any) -> None:
    checked(exported)

    assert [attributes(trace)["concept:name"] for trace in exported.iter("trace")] == ["run:1", "run:2", "run:3"]


def test_the_grammar_refuses_what_the_standard_refuses(exported: Any) -> None:
    for spoil in (
        lambda log: log.insert(0, log[-1]),
        lambda log: log.attrib.pop("xes.version"),
        lambda log: log.find(".//date").set("value", "23-11-2026"),
        lambda log: log.find(".//string").set("key", "dua kata"),
        lambda log: etree.SubElement(log.find(".//event"), "trace"),
    ):
        copy = etree.fromstring(etree.tostring(exported))
        spoil(copy)
        assert not GRAMMAR.validate(copy)


def test_no_component_has_the_same_key_twice(exported: Any) -> None:
    for component in [exported, *exported.iter("trace"), *exported.iter("event"), *exported.iter("global")]:
        keys = [child.get("key") for child in component if child.get("key")]
        assert len(keys) == len(set(keys))


def test_every_key_with_a_colon_belongs_to_a_declared_extension(exported: Any) -> None:
    prefixes = {extension.get("prefix") for extension in exported.iter("extension")}
    keys = {found.get("key") for found in exported.iter() if ":" in (found.get("key") or "")}

    assert keys <= STANDARD_KEYS
    assert {key.partition(":")[0] for key in keys} <= prefixes


def test_every_event_has_what_the_globals_promise_and_classifiers_use(exported: Any) -> None:
    promised = {child.get("key") for child in exported.find("global[@scope='event']")}
    used = {key for classifier in exported.iter("classifier") for key in classifier.get("keys").split()}

    assert used <= promised
    assert all(promised <= set(attributes(event)) for event in exported.iter("event"))


def test_events_stand_in_the_order_of_the_log_with_known_transitions(exported: Any) -> None:
    for trace in exported.iter("trace"):
        events = [attributes(event) for event in trace.iter("event")]
        assert [int(event["seq"]) for event in events] == sorted(int(event["seq"]) for event in events)
        assert [event["time:timestamp"] for event in events] == sorted(event["time:timestamp"] for event in events)
        assert {event["lifecycle:transition"] for event in events} <= TRANSITIONS


def test_a_return_aborts_one_step_and_schedules_another() -> None:
    log = Log().start().complete(1, "09.10").complete(2, "10.00").send_back(3, 2, "10.20")

    told = [(event.activity, event.transition, event.attempt) for event in events_of(log.acts)]

    assert told[-2:] == [("Langkah 3", "ate_abort", 1), ("Langkah 2", "schedule", 2)]


def test_times_are_in_utc_and_a_stated_time_stands_beside() -> None:
    log = Log().start().complete(1, "10.00", occurred="09.05", stated_reason="listrik padam")

    event = attributes(written(*events_of(log.acts)).findall(".//event")[2])

    assert event["time:timestamp"] == "2026-11-23T02:00:00.000+00:00"
    assert event["kejadian_dinyatakan"] == "2026-11-23T01:05:00.000+00:00"
    assert event["penilaian"] == "tepat waktu"


def test_filling_an_item_and_downloads_are_no_activities() -> None:
    log = Log().start()
    log.say("step:item-filled", "09.10", about="run:1/step:1", item=5, label="K", name="k.docx", document="", files=1)
    log.say("evidence:downloaded", "09.11", name="k.docx")

    assert [event.seq for event in events_of(log.acts)] == [10, 10]


@given(words=st.text(min_size=1))
def test_whatever_was_typed_comes_back_or_loses_only_what_xml_has_no_place_for(words: str) -> None:
    event = ProcessEvent("Langkah 1", "complete", AT, 7, who=words, role="tim", step=1, attempt=1)

    read = attributes(checked(written(event)).find(".//event"))["org:resource"]

    assert read == xes_text(words)


def xes_text(words: str) -> str:
    """What XML 1.0 can say of it (section 2.2), told again in other words than the export's."""
    kept = (letter for letter in words if letter in "\t\n\r" or ord(letter) >= 32 and letter not in "\ufffe\uffff")
    return "".join("?" if 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in kept)


def test_many_runs_are_written_one_after_the_other(app: Flask) -> None:
    """The first run is out before the second is read."""
    read: list[int] = []

    def slowly() -> Any:
        for case in cases([2, 3]):
            read.append(case.run_id)
            yield case

    pieces = export.as_xes(slowly(), office="K")
    until_first = next(piece for piece in pieces if piece.startswith("<trace>"))

    assert read == [2]
    assert "run:2" in until_first
