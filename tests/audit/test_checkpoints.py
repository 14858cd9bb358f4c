"""Checkpoints say where the log stands, in a table and in a file that no backup takes back."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from app.audit.actions import log_vkey, make_checkpoint, refuse_shortened_log
from app.audit.checkpoint import BadNote
from app.audit.errors import LogForked, LogNotOpened, LogTruncated
from app.audit.keys import log_key
from app.audit.models import AuditCheckpoint
from app.audit.queries import bodies, checkpoint_notes, head
from app.audit.verify.notes import read_checkpoints, read_log_keys
from app.clock.current import SetClock
from app.extensions import db
from app.web.transaction import writing
from tests.audit.conftest import Act
from tests.audit.logs import frontier


def sign_now(clock: SetClock) -> int:
    with writing():
        return make_checkpoint(at=clock.at).size


def public_file() -> Path:
    now = head()
    assert now is not None
    return Path(current_app.instance_path) / "checkpoints" / f"{now.log}.txt"


def published() -> list[tuple[int, bytes]]:
    return signed_in(public_file().read_text(encoding="utf-8"))


def signed_in(text: str) -> list[tuple[int, bytes]]:
    return [(one.point.size, one.point.root) for one in read_checkpoints(text, read_log_keys(log_vkey()))]


def test_it_signs_the_size_and_root_of_the_log(log_of: Any, clock: SetClock) -> None:
    all_bodies = log_of(4)
    size = sign_now(clock)
    assert size == len(all_bodies)
    assert published() == [(size, frontier(all_bodies).root)]


def test_each_one_continues_the_one_before(log_of: Any, clock: SetClock) -> None:
    sizes = []
    for events in (1, 5, 2, 9):
        log_of(events)
        sizes.append(sign_now(clock))
    all_bodies = list(bodies())
    assert published() == [(size, frontier(all_bodies[:size]).root) for size in sizes]
    assert signed_in("\n".join(checkpoint_notes(newest=2, upto=sizes[-1])))[0][0] == sizes[-2]


def test_a_log_that_has_not_grown_is_not_signed_again(log_of: Any, clock: SetClock) -> None:
    log_of(2)
    assert sign_now(clock) == sign_now(clock)
    assert db.session.scalar(select(func.count()).select_from(AuditCheckpoint)) == 1
    assert len(published()) == 1


def test_nothing_is_signed_in_public_that_was_rolled_back(act: Act, clock: SetClock) -> None:
    def fail() -> None:
        with writing():
            act()
            make_checkpoint(at=clock.at)
            raise RuntimeError("the view failed")

    with pytest.raises(RuntimeError):
        fail()
    assert not public_file().exists()
    with writing():
        act()
    assert not public_file().exists(), "a note kept for a rolled-back transaction must not be published by the next"


def test_a_note_the_file_missed_is_added_by_the_next(log_of: Any, clock: SetClock) -> None:
    log_of(1)
    sign_now(clock)
    public_file().unlink()
    log_of(1)
    sign_now(clock)
    assert [size for size, _ in published()] == list(db.session.scalars(select(AuditCheckpoint.size)))


def test_a_note_cut_short_by_a_crash_is_replaced(log_of: Any, clock: SetClock) -> None:
    log_of(1)
    sign_now(clock)
    whole = public_file().read_text(encoding="utf-8")
    public_file().write_text(whole + "\n" + whole[:90], encoding="utf-8")
    log_of(1)
    sign_now(clock)
    assert len(published()) == 2


def test_a_log_shorter_than_its_checkpoint_is_refused(log_of: Any, clock: SetClock, tampering: Any) -> None:
    log_of(3)
    size = sign_now(clock)
    refuse_shortened_log()
    tampering("DELETE FROM audit_checkpoint")
    tampering(
        "UPDATE audit_head SET size = :size, peaks = :peaks",
        size=size - 1,
        peaks=frontier(list(bodies())[:-1]).to_bytes(),
    )
    with pytest.raises(LogTruncated, match=f"signed over {size}"):
        refuse_shortened_log()
    with pytest.raises(LogTruncated), writing():
        make_checkpoint(at=clock.at)


def test_a_log_rewritten_since_the_published_checkpoint_is_not_signed(
    log_of: Any, clock: SetClock, tampering: Any
) -> None:
    log_of(3)
    size = sign_now(clock)
    tampering("DELETE FROM audit_checkpoint")
    tampering("UPDATE audit_event SET body = :body WHERE seq = :seq", body=b"{}", seq=size)
    with pytest.raises(LogForked, match=f"published at {size}"), writing():
        make_checkpoint(at=clock.at)


def test_an_event_changed_since_the_last_checkpoint_is_not_signed(log_of: Any, clock: SetClock, tampering: Any) -> None:
    log_of(3)
    sign_now(clock)
    newest = len(log_of(2))
    tampering("UPDATE audit_event SET body = :body WHERE seq = :seq", body=b"{}", seq=newest)
    with pytest.raises(LogForked, match="head holds"), writing():
        make_checkpoint(at=clock.at)


def test_a_forged_checkpoint_row_is_not_built_upon(log_of: Any, clock: SetClock, tampering: Any) -> None:
    log_of(3)
    sign_now(clock)
    log_of(2)
    tampering("UPDATE audit_checkpoint SET peaks = :peaks", peaks=bytes(32) * 1)
    with pytest.raises((LogForked, ValueError)), writing():
        make_checkpoint(at=clock.at)


def test_a_replaced_checkpoint_file_is_not_overwritten(log_of: Any, clock: SetClock) -> None:
    log_of(1)
    sign_now(clock)
    public_file().write_text("x" * 500, encoding="utf-8")
    with pytest.raises(BadNote, match="replaced or damaged"), writing():
        make_checkpoint(at=clock.at)
    assert public_file().read_text(encoding="utf-8") == "x" * 500


def test_no_log_no_checkpoint(app: Flask, clock: SetClock, tampering: Any) -> None:
    tampering("DELETE FROM audit_head")
    with pytest.raises(LogNotOpened), writing():
        make_checkpoint(at=clock.at)
    with pytest.raises(LogNotOpened):
        log_vkey()
    refuse_shortened_log()


class TestTheKey:
    def test_it_is_made_once_for_its_owners_eyes_only(self, tmp_path: Path) -> None:
        folder = tmp_path / "keys"
        first, second = log_key(folder), log_key(folder)
        assert first.private_bytes_raw() == second.private_bytes_raw()
        assert stat.S_IMODE((folder / "log.ed25519").stat().st_mode) == 0o600
        assert os.listdir(folder) == ["log.ed25519"]

    def test_another_kind_of_key_is_refused(self, tmp_path: Path) -> None:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        pem = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (tmp_path / "log.ed25519").write_bytes(pem)
        with pytest.raises(ValueError, match="Ed25519"):
            log_key(tmp_path)
