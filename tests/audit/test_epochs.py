"""A restore begins an epoch: the log goes on from the backup, and what was lost is admitted, not hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import current_app

from app.audit import SYSTEM, Tag
from app.audit.actions import make_checkpoint, refuse_shortened_log
from app.audit.checkpoint import BadNote
from app.audit.epochs import begin_epoch, epochs_of, origin_now, origins, vkeys
from app.audit.errors import LogForked, LogTruncated
from app.audit.integrity import check_log
from app.audit.models import AuditEvent
from app.audit.queries import bodies, head
from app.audit.recent import recent_problem
from app.audit.verify.notes import read_checkpoints, read_log_keys
from app.clock.current import SetClock
from app.extensions import db
from app.web.transaction import writing
from tests.audit.logs import frontier

RINA = {"id": 5, "name": "Rina Maharani, S.AP.", "role": "admin"}
HADI = {"id": 1, "name": "H. Hadi Noor, S.Sos.", "role": "sekretaris"}


def seal(clock: SetClock) -> int:
    with writing():
        return make_checkpoint(at=clock.at).size


def restored(clock: SetClock, **other: Any) -> dict[str, Any]:
    told = {"backup": "papan-2026-11-23", "reason": "Cakram rusak", "first": RINA, "second": HADI, "head_size": None}
    with writing():
        return begin_epoch(by=SYSTEM, at=clock.at, **(told | other)).data


def files() -> list[str]:
    return sorted(path.name.removeprefix(log()) for path in folder().iterdir())


def folder() -> Path:
    return Path(current_app.instance_path) / "checkpoints"


def log() -> str:
    now = head()
    assert now is not None
    return now.log


@pytest.fixture
def back_to(tampering: Any) -> Any:
    """The database as an old backup has it; the published checkpoints stay as they are."""

    def go(size: int) -> None:
        kept = list(bodies(upto=size))
        tree = frontier(kept)
        tampering("DELETE FROM audit_event WHERE seq > :size", size=size)
        tampering("DELETE FROM audit_checkpoint WHERE size > :size", size=size)
        at = db.session.get_one(AuditEvent, size).at
        statement = "UPDATE audit_head SET size = :size, peaks = :peaks, leaf = :leaf, at = :at"
        moment = at.isoformat(timespec="microseconds")
        tampering(statement, size=size, peaks=tree.to_bytes(), leaf=tree_leaf(kept), at=moment)

    return go


def tree_leaf(kept: list[bytes]) -> bytes:
    from app.audit.merkle import leaf_hash

    return leaf_hash(kept[-1])


@pytest.fixture
def backup(log_of: Any, clock: SetClock, back_to: Any) -> tuple[int, int]:
    """A log of two checkpoints, put back to shortly after the first: the backup's size and the newest one's."""
    log_of(3)
    seal(clock)
    size = len(log_of(2))
    log_of(4)
    newest = seal(clock)
    back_to(size)
    return size, newest


def test_a_log_that_was_never_restored_is_its_first_epoch(log_of: Any, clock: SetClock) -> None:
    log_of(2)
    seal(clock)
    assert origins() == [origin_now()] == [f"papan-kinerja/{log()}"]
    assert files() == [".txt", ".vkey"]
    assert (folder() / f"{log()}.vkey").read_text(encoding="ascii") == vkeys()[0]


def test_an_old_backup_put_in_place_silently_is_refused(backup: Any, clock: SetClock) -> None:
    with pytest.raises(LogTruncated):
        refuse_shortened_log()
    with pytest.raises(LogTruncated):
        seal(clock)
    assert check_log().kind == "dipotong"
    assert recent_problem()


def test_a_restore_says_what_was_lost(backup: tuple[int, int], clock: SetClock) -> None:
    size, newest = backup
    said = restored(clock, head_size=newest + 2)
    assert (said["epoch"], said["backup_size"], said["known_size"]) == (2, size, newest)
    assert said["backup_root"] == frontier(list(bodies(upto=size))).root.hex()
    assert said["lost"] == newest + 2 - size
    assert (said["first"], said["second"]) == (RINA, HADI)


def test_the_log_goes_on_under_a_name_of_its_own(backup: tuple[int, int], clock: SetClock, log_of: Any) -> None:
    said = restored(clock)
    signed = [seal(clock)]
    log_of(2)
    signed.append(seal(clock))
    refuse_shortened_log()
    assert recent_problem() == ""
    verdict = check_log()
    assert verdict.ok, verdict.sentence
    assert (verdict.epoch, len(verdict.lost)) == (2, 1)
    assert origins() == [f"papan-kinerja/{log()}", f"papan-kinerja/{log()}/2"]
    assert files() == [".2.txt", ".txt", ".vkey"]
    keys = read_log_keys("".join(vkeys()))
    later = read_checkpoints((folder() / f"{log()}.2.txt").read_text(encoding="utf-8"), keys)
    assert [(one.point.size, one.point.epoch) for one in later] == [(size, 2) for size in signed]
    assert signed[0] == said["backup_size"] + 1


def test_a_log_shorter_than_its_own_epoch_is_refused(
    backup: tuple[int, int], clock: SetClock, log_of: Any, back_to: Any
) -> None:
    restored(clock)
    size = seal(clock)
    log_of(3)
    seal(clock)
    back_to(size)
    with pytest.raises(LogTruncated):
        refuse_shortened_log()
    assert check_log().kind == "dipotong"


def test_a_restore_that_hides_what_was_published_is_found(backup: tuple[int, int], clock: SetClock) -> None:
    public = folder() / f"{log()}.txt"
    kept = public.read_bytes()
    public.unlink()
    said = restored(clock)
    assert said["known_size"] < backup[1]
    public.write_bytes(kept)
    for refused in (refuse_shortened_log, lambda: seal(clock)):
        with pytest.raises(LogTruncated, match="hides"):
            refused()
    assert (check_log().ok, check_log().kind) == (False, "dipotong")
    assert "menyembunyikan" in recent_problem()


def test_a_log_without_its_restore_is_refused_once_the_epoch_was_published(
    backup: tuple[int, int], clock: SetClock, back_to: Any
) -> None:
    restored(clock)
    seal(clock)
    back_to(backup[0])
    (folder() / f"{log()}.txt").unlink()
    with pytest.raises(LogTruncated, match="Epoch 2"):
        refuse_shortened_log()
    with pytest.raises(LogTruncated, match="Epoch 2"):
        seal(clock)
    assert (check_log().ok, check_log().kind) == (False, "dipotong")
    assert recent_problem()


def test_a_second_restore_from_before_the_first_skips_its_epoch(
    backup: tuple[int, int], clock: SetClock, back_to: Any, log_of: Any
) -> None:
    restored(clock)
    seal(clock)
    log_of(2)
    seal(clock)
    back_to(backup[0])
    said = restored(clock, backup="papan-2026-11-20")
    assert said["epoch"] == 3
    log_of(1)
    seal(clock)
    assert [epoch.skipped for epoch in epochs_of(log())] == [False, True, False]
    verdict = check_log()
    assert verdict.ok, verdict.sentence
    assert (verdict.epoch, recent_problem()) == (3, "")
    assert files() == [".2.txt", ".3.txt", ".txt", ".vkey"]


def test_a_backup_that_lost_nothing_is_still_held_to_what_was_signed(
    log_of: Any, clock: SetClock, tampering: Any
) -> None:
    log_of(3)
    size = seal(clock)
    tampering("DELETE FROM audit_checkpoint")
    tampering("UPDATE audit_event SET body = :body WHERE seq = :seq", body=b"{}", seq=size)
    restored(clock)
    with pytest.raises(LogForked):
        seal(clock)


def test_a_key_that_was_lost_is_another_in_the_new_epoch(backup: tuple[int, int], clock: SetClock) -> None:
    (Path(current_app.instance_path) / "keys" / "log.ed25519").unlink()
    assert restored(clock)["known_size"] == backup[1]
    seal(clock)
    assert check_log().ok
    first, second = (line.split("+", 2)[2] for line in vkeys())
    assert first != second


def test_one_person_alone_restores_nothing(backup: Any, clock: SetClock) -> None:
    with pytest.raises(ValueError, match="two people"):
        restored(clock, second=RINA)


def test_the_restore_stands_right_after_the_backup_even_by_a_clock_that_is_behind(
    backup: tuple[int, int], clock: SetClock, later: Any
) -> None:
    with writing():
        event = begin_epoch(by=SYSTEM, at=later(-9000), backup="b", reason="r", first=RINA, second=HADI, head_size=None)
        assert (event.seq, event.act) == (backup[0] + 1, Tag.LOG_RESTORED)


def test_another_key_in_the_public_file_is_found(log_of: Any, clock: SetClock) -> None:
    log_of(1)
    seal(clock)
    file = folder() / f"{log()}.vkey"
    file.write_text(file.read_text(encoding="ascii").replace("+A", "+B", 1), encoding="ascii")
    assert (check_log().ok, check_log().kind) == (False, "tanda-tangan")
    with pytest.raises(BadNote):
        vkeys()


def test_checks_need_no_private_key(log_of: Any, clock: SetClock) -> None:
    log_of(2)
    seal(clock)
    private = Path(current_app.instance_path) / "keys" / "log.ed25519"
    private.unlink()
    assert check_log().ok
    assert recent_problem() == ""
    refuse_shortened_log()
    assert vkeys()
    assert not private.exists(), "a check makes no key"
