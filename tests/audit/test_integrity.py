"""The log as it stands in the database: what was changed by SQL is found and named."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.actions import make_checkpoint
from app.audit.integrity import check_log
from app.audit.models import AuditCheckpoint
from app.audit.queries import bodies, head
from app.audit.record import moment
from app.clock.current import SetClock
from app.extensions import db
from app.web.transaction import writing
from tests.audit.logs import edited, frontier


@pytest.fixture
def log(log_of: Any, clock: SetClock) -> int:
    """A log with two checkpoints and three events after them; gives its size."""
    log_of(3)
    with writing():
        make_checkpoint(at=clock.at)
    log_of(4)
    with writing():
        make_checkpoint(at=clock.at)
    return len(log_of(3))


def test_an_untouched_log_is_whole(log: int) -> None:
    verdict = check_log()
    assert verdict.ok, verdict.sentence
    assert (verdict.events, verdict.root) == (log, head().root)  # type: ignore[union-attr]


@pytest.mark.parametrize("place", [2, 5, -1])
def test_an_edited_body_is_named(log: int, tampering: Any, place: int) -> None:
    seq = place % (log + 1)
    body = list(bodies())[seq - 1]
    tampering("UPDATE audit_event SET body = :body WHERE seq = :seq", body=edited(body, request="lain"), seq=seq)
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, seq, "diubah")


def test_a_time_that_no_clock_shows_is_an_edit_like_any_other(log: int, tampering: Any) -> None:
    body = edited(list(bodies())[2], at="2026-11-23T30:00:00.000000Z")
    tampering("UPDATE audit_event SET body = :body WHERE seq = 3", body=body)
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, 3, "diubah")


@pytest.mark.parametrize(
    "change",
    [
        "actor_id = 99",
        "act = 'run:closed'",
        "subject = 'run'",
        "root = 'run:4'",
        "at = '2026-11-23T00:00:00.000000+00:00'",
    ],
)
def test_a_reading_column_that_lies_is_named(log: int, tampering: Any, change: str) -> None:
    tampering(f"UPDATE audit_event SET {change} WHERE seq = :seq", seq=log - 1)
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, log - 1, "diubah")
    assert "kolom bacanya" in verdict.sentence


def test_a_deleted_event_is_named(log: int, tampering: Any) -> None:
    tampering("DELETE FROM audit_event WHERE seq = :seq", seq=log - 2)
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, log - 2, "dihapus")


def test_two_bodies_that_changed_places_are_named(log: int, tampering: Any) -> None:
    all_bodies = list(bodies())
    for seq, other in ((4, 5), (5, 4)):
        tampering("UPDATE audit_event SET body = :body WHERE seq = :seq", body=all_bodies[other - 1], seq=seq)
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, 4, "ditukar")


def test_a_cut_tail_is_named_by_the_head(log: int, tampering: Any) -> None:
    tampering("DELETE FROM audit_event WHERE seq = :seq", seq=log)
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, log, "dipotong")


def test_a_tail_cut_with_its_head_is_named_by_the_checkpoint(log: int, tampering: Any) -> None:
    tampering("DELETE FROM audit_event WHERE seq > 3")
    tree = frontier(list(bodies()))
    tampering("UPDATE audit_head SET size = 3, peaks = :peaks", peaks=tree.to_bytes())
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, 4, "dipotong")


def test_a_tail_cut_with_head_and_checkpoints_is_named_by_the_public_file(log: int, tampering: Any) -> None:
    tampering("DELETE FROM audit_event WHERE seq > 3")
    tampering("DELETE FROM audit_checkpoint")
    tampering("UPDATE audit_head SET size = 3, peaks = :peaks", peaks=frontier(list(bodies())).to_bytes())
    assert check_log().kind == "dipotong"


def test_an_event_put_in_behind_the_writers_back_is_named(log: int, tampering: Any) -> None:
    body = edited(list(bodies())[-1], seq=log + 1, prev=head().leaf.hex())  # type: ignore[union-attr]
    tampering(
        "INSERT INTO audit_event (seq, body, at, act, subject, root)"
        " SELECT :seq, :body, at, act, subject, root FROM audit_event WHERE seq = :seq - 1",
        seq=log + 1,
        body=body,
    )
    verdict = check_log()
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, log + 1, "disisipkan")


def test_a_head_that_lies_about_the_tree_is_named(log: int, tampering: Any) -> None:
    peaks = head().peaks  # type: ignore[union-attr]
    tampering("UPDATE audit_head SET peaks = :peaks", peaks=bytes(len(peaks)))
    assert (check_log().ok, check_log().kind) == (False, "diubah")


def test_a_forged_checkpoint_is_named(log: int, tampering: Any) -> None:
    tampering("UPDATE audit_checkpoint SET note = replace(note, 'papan', 'papen')")
    assert (check_log().ok, check_log().kind) == (False, "tanda-tangan")


def test_a_checkpoint_row_with_another_tree_is_named(log: int, tampering: Any) -> None:
    for checkpoint in db.session.scalars(select(AuditCheckpoint)).all():
        another = bytes(len(checkpoint.peaks))
        tampering("UPDATE audit_checkpoint SET peaks = :peaks WHERE size = :size", peaks=another, size=checkpoint.size)
    assert (check_log().ok, check_log().kind) == (False, "tanda-tangan")


def test_an_instance_without_a_log_is_not_whole(app: Flask, tampering: Any) -> None:
    tampering("DELETE FROM audit_event")
    tampering("DELETE FROM audit_head")
    assert (check_log().ok, check_log().events) == (False, 0)


def test_what_is_signed_while_it_reads_is_no_attack(log: int, act: Any, app: Flask, clock: SetClock) -> None:
    def elsewhere() -> None:
        with app.app_context(), writing():
            act()
            make_checkpoint(at=clock.at)

    db.session.rollback()
    assert head().size == log  # type: ignore[union-attr]  # the view of this transaction is taken here
    Context().run(elsewhere)
    verdict = check_log()
    assert verdict.ok, verdict.sentence
    assert verdict.events == log
    db.session.rollback()
    assert check_log().events == log + 1


def test_the_columns_time_is_the_bodys(log: int, clock: SetClock) -> None:
    assert f'"at":"{moment(clock.at)}"'.encode() in list(bodies())[-1]
