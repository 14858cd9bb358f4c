"""The fold by itself: times that the log moved, events that contradict each other, every act accounted for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.audit.events import Tag
from app.inspection.fold import FOLDS, STATELESS, Span, acts, fold

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def body(act: str, about: str, *, at: datetime = AT, seq: int = 1, **data: Any) -> bytes:
    return json.dumps(
        {
            "seq": seq, "act": act, "object": about, "at": at.isoformat(), "occurred": None, "data": data, "files": [],
            "actor": {"id": 7, "name": "Rina Maharani, S.AP.", "role": "tim"},
        }
    ).encode()  # fmt: skip


def spans(*bodies: bytes) -> list[Span]:
    return [act.when for act in acts(bodies)]


def started(run: int = 1, **fields: Any) -> bytes:
    steps = [{"no": no, "items": [{"item": no, "kind": "keluaran", "label": "Konsep"}]} for no in (1, 2)]
    data = {"title": "x", "sop": "1", "sop_version": 1, "calendar_version": 1, "period": "2025", "hari": "x"}
    return body("run:started", f"run:{run}", steps=steps, **(data | fields))


def test_every_act_is_folded_or_named_as_one_that_changes_no_state() -> None:
    assert set(FOLDS) | STATELESS == {tag.value for tag in Tag}
    assert not set(FOLDS) & STATELESS


def test_an_event_with_a_time_of_its_own_is_exact() -> None:
    (_, second) = spans(body("log:opened", "log:a"), body("run:closed", "run:1", at=AT + SECOND))
    assert second == Span(AT + SECOND, AT + SECOND)
    assert not second.admits(AT + SECOND - timedelta(microseconds=1))


def test_an_event_that_shares_the_time_before_it_may_have_been_given_up_to_a_second_earlier() -> None:
    (_, second) = spans(body("log:opened", "log:a"), body("run:closed", "run:1"))
    assert second.admits(AT)
    assert second.admits(AT - timedelta(milliseconds=400))
    assert not second.admits(AT - 2 * SECOND)
    assert not second.admits(AT + timedelta(microseconds=1))


def test_after_the_clock_went_back_the_given_time_lies_as_far_behind_as_the_log_says() -> None:
    back = body("log:clock-went-back", "log:a", behind_seconds=90)
    (_, closed) = spans(body("log:opened", "log:a"), back, body("run:closed", "run:1"))
    assert closed.admits(AT - timedelta(seconds=90, milliseconds=500))
    assert not closed.admits(AT)
    assert not closed.admits(AT - timedelta(seconds=92))


def test_only_an_instant_is_admitted() -> None:
    assert not Span(AT, AT).admits(None)
    assert not Span(AT, AT).admits("2026-11-23")


def test_a_run_hands_its_first_step_over_at_once() -> None:
    state = fold(acts([started()]))
    assert state.unfoldable == []
    assert state.row("run_step", (1, 1)).columns["state"] == "ready"
    assert state.row("run_step", (1, 2)).columns["state"] == "waiting"
    assert state.row("step_attempt", (1, 1, 1)).columns["handed_over_at"] == Span(AT, AT)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (started(), "sudah ada"),
        (body("run:closed", "run:9"), "belum ada"),
        (body("step:started", "run:1/step:2", attempt=1, started_at=AT.isoformat()), "percobaan 1"),
        (body("step:started", "run:1/step:1", attempt=2, started_at=AT.isoformat()), "percobaan 2"),
        (body("step:item-cleared", "run:1/step:1", item=1, label="Konsep", reason="x"), "tidak ada isi"),
        (body("step:item-cleared", "run:1/step:1", item=5, label="Konsep", reason="x"), "belum ada"),
        (body("run:cancelled", "run:1"), "reason"),
        (body("user:added", "user:1", name="x", roles=["tim"], unit="TAKADA"), "bagian TAKADA"),
        (body("certificate:removed", "user:1", fingerprint="a"), "tidak sedang dipakai"),
    ],
)
def test_an_event_that_the_events_before_it_leave_no_room_for_is_kept_apart(second: bytes, why: str) -> None:
    state = fold(acts([started(), second]))
    ((_seq, _tag, said),) = state.unfoldable
    assert why in said
    assert state.row("run_step", (1, 1)).columns["state"] == "ready"


def test_what_records_of_the_first_version_do_not_tell_is_left_out_of_the_comparison() -> None:
    state = fold(acts([
        body("unit:added", "unit:1", code="UMUM", name="Bagian Umum", changes={}),
        body("user:added", "user:1", name="x", roles=["tim"], unit="UMUM"),
        body("user:added", "user:2", name="x", roles=["tim"], unit=None, jabatan="Staf", pangkat=""),
        body("sop:imported", "sop:1/version:1", number="1", version=1, findings=0, carried=[]),
        body("sop:activated", "sop:1/version:1", number="1", version=1, content="a" * 64),
    ]))  # fmt: skip
    assert state.unfoldable == []
    assert "short_name" not in state.row("unit_kerja", (1,)).columns
    assert "jabatan" not in state.row("person", (1,)).columns
    assert state.row("person", (2,)).columns["jabatan"] == "Staf"
    assert "explicit" not in state.row("sop_version", (1, 1)).columns


def test_a_cell_that_the_document_names_stands_on_the_word_of_who_confirmed_it() -> None:
    confirmed = {"step": 2, "column": "Staf", "symbol": "box", "duty": "answers", "before": "box"}
    state = fold(acts([
        body("sop:imported", "sop:1/version:1", number="1", version=1, findings=0, carried=[]),
        body("sop:activated", "sop:1/version:1", content="a" * 64, explicit=["1 Staf", "2 Staf"]),
        body("sop:cell-confirmed", "sop:1/version:1", **confirmed),
    ]))  # fmt: skip
    assert state.row("sop_version", (1, 1)).columns["explicit"] == "1 Staf"


def test_a_report_never_moves_to_another_run() -> None:
    written = {"section": "penutup", "sha256": "a" * 64}
    state = fold(acts([
        body("narrative:written", "report:1", run="run:1", **written),
        body("narrative:written", "report:1", run="run:2", **written),
    ]))  # fmt: skip
    assert "pelaksanaan lain" in state.unfoldable[0][2]
    assert state.row("report", (1,)).columns["run"] == 1
