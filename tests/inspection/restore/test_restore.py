"""Going back to a backup is an act of two people that the log tells, with what was lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import stamp

from app.accounts.actions import deactivate
from app.audit import SYSTEM, Tag, record
from app.audit.actions import make_checkpoint
from app.audit.epochs import epochs_of
from app.audit.errors import SignerAway
from app.audit.models import AuditEvent
from app.audit.queries import head, newest_checkpoint, newest_events
from app.clock.current import SetClock
from app.demo.people import PASSWORD, PEOPLE, find_office
from app.extensions import db
from app.inspection.errors import RestoreRefused
from app.inspection.restore import place, restoring
from app.inspection.restore.confirmation import Typed
from app.inspection.restore.draft import rebuilt
from app.inspection.restore.restoring import Restored, restore_backup
from app.inspection.verification import verify
from app.web.database import sqlite_module
from app.web.transaction import writing
from tests.conftest import build
from tests.inspection.conftest import LATER
from tests.instances import ON_POSTGRESQL, copy_instance, database_url, discard_instance

ADMIN, SEKRETARIS, STAF = (Typed(PEOPLE[who][0], PASSWORD) for who in ("admin", "sekretaris", "staf"))
INSPEKTUR = Typed(PEOPLE["inspektur"][0], PASSWORD)
REASON = "Cakram server rusak pada malam hari."


@pytest.fixture(scope="session")
def migrated(template_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office as `flask db upgrade` leaves it: with its schema's version."""
    instance = copy_instance(template_instance, tmp_path_factory.mktemp("migrated") / "instance")
    with build(instance, SetClock(LATER)).app_context():
        stamp()
        db.session.remove()
        db.engine.dispose()
    return instance


@pytest.fixture
def app(migrated: Path, tmp_path: Path, clock: SetClock) -> Iterator[Flask]:
    instance = copy_instance(migrated, tmp_path / "instance")
    app = build(instance, clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    discard_instance(instance)


@pytest.fixture(scope="session")
def made_backup(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backed-up")
    app = build(copy_instance(migrated, folder / "instance"), SetClock(LATER))
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["backup", "create", str(folder / "cadangan")])
        assert result.exit_code == 0, result.output
        db.session.remove()
        db.engine.dispose()
    return folder / "cadangan"


@pytest.fixture
def backup(made_backup: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made_backup, tmp_path / "cadangan")


@pytest.fixture
def office(app: Flask, instance: Path, backup: Path) -> Path:
    """The instance that is to be replaced. On PostgreSQL the database is a new and empty one, as the docs ask."""
    if ON_POSTGRESQL:
        db.session.remove()
        db.engine.dispose()
        discard_instance(instance)
        database_url(instance)
    return instance


def work(times: int = 3) -> int:
    """What is done after the backup, and signed; how many events."""
    with writing():
        for _ in range(times):
            record(Tag.ACCOUNT_SIGNED_OUT, by=find_office().tim, about="user:1", at=LATER, data={})
    with writing():
        make_checkpoint(at=LATER)
    return head().size  # type: ignore[union-attr]


def restore(backup: Path, *, first: Typed = ADMIN, second: Typed = SEKRETARIS, reason: str = REASON) -> Restored:
    return restore_backup(backup, first=first, second=second, reason=reason, at=LATER)


def told() -> dict[str, Any]:
    db.session.rollback()
    row = db.session.scalars(
        db.select(AuditEvent).where(AuditEvent.act == "log:restored").order_by(AuditEvent.seq.desc())
    ).first()
    assert row is not None
    return row.data


needs_its_old_database = pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL: the old database is another one.")


@needs_its_old_database
def test_the_office_continues_from_the_backup_and_the_log_tells_what_was_lost(app: Flask, backup: Path) -> None:
    size = work()
    made = restore(backup)
    data = told()
    assert (made.epoch, made.lost, made.unsealed) == (2, size - data["backup_size"], "")
    assert (data["known_size"], data["head_size"]) == (size, size)
    assert (data["first"]["name"], data["second"]["name"]) == (PEOPLE["admin"][1], PEOPLE["sekretaris"][1])
    assert data["reason"] == REASON and data["backup"] == "cadangan"
    assert newest_checkpoint().size == head().size == data["backup_size"] + 1  # type: ignore[union-attr]
    assert [epoch.number for epoch in epochs_of(head().log)] == [1, 2]  # type: ignore[union-attr]
    assert verify().ok
    assert "dipulihkan dari cadangan cadangan" in newest_events().entries[0].sentence


def test_an_empty_folder_becomes_the_office_again(app: Flask, office: Path, backup: Path, tmp_path: Path) -> None:
    for part in ("files", "keys", "checkpoints"):
        shutil.rmtree(office / part)
    if not ON_POSTGRESQL:
        db.session.remove()
        db.engine.dispose()
        (office / "papan.db").unlink()
    made = restore(backup, first=INSPEKTUR, second=ADMIN)
    assert (made.epoch, made.aside) == (2, None)
    assert told()["head_size"] is None
    assert verify().ok


@needs_its_old_database
def test_what_was_replaced_is_kept_aside_and_files_that_came_later_stay(
    app: Flask, instance: Path, backup: Path
) -> None:
    work()
    later = instance / "files" / "ab" / "cd" / ("ab" * 32)
    later.parent.mkdir(parents=True)
    later.write_bytes(b"bukti sesudah cadangan")
    made = restore(backup)
    assert made.aside is not None and (made.aside / "papan.db").stat().st_size > 0
    assert list((made.aside / "checkpoints").glob("*.txt"))
    assert later.exists()
    assert [path.name for path in instance.iterdir() if path.name.startswith(".restore")] == []


@needs_its_old_database
def test_a_second_restore_is_a_third_epoch(app: Flask, backup: Path) -> None:
    work()
    restore(backup)
    work()
    assert restore(backup).epoch == 3
    assert verify().ok


@needs_its_old_database
def test_an_old_copy_put_in_place_by_hand_is_still_found(app: Flask, instance: Path, backup: Path) -> None:
    work()
    db.session.remove()
    db.engine.dispose()
    for name in ("papan.db-wal", "papan.db-shm"):
        (instance / name).unlink(missing_ok=True)
    shutil.copyfile(backup / "papan.db", instance / "papan.db")
    assert verify().log.kind == "dipotong"


def unchanged(instance: Path, act: Callable[[], object], match: str) -> None:
    """The refusal says why, and no bit of the instance has moved."""
    before = snapshot(instance)
    with pytest.raises(RestoreRefused, match=match):
        act()
    assert snapshot(instance) == before


def snapshot(instance: Path) -> dict[str, bytes]:
    db.session.remove()
    db.engine.dispose()
    parts = (instance / name for name in ("files", "keys", "checkpoints"))
    found = {str(path): path.read_bytes() for part in parts for path in part.rglob("*") if path.is_file()}
    return found | {str(path): path.read_bytes() for path in instance.glob("papan.db")}


@needs_its_old_database
@pytest.mark.parametrize(
    ("first", "second", "match"),
    [
        (ADMIN, ADMIN, "dua orang yang berbeda"),
        (ADMIN, STAF, "Admin bersama Sekretaris DPRD atau Inspektorat"),
        (SEKRETARIS, INSPEKTUR, "Admin bersama Sekretaris DPRD atau Inspektorat"),
        (Typed(ADMIN.nip, "bukan-kata-sandinya"), SEKRETARIS, "orang pertama tidak cocok"),
        (ADMIN, Typed("199901012020121000", PASSWORD), "orang kedua tidak cocok"),
        (ADMIN, Typed("", ""), "orang kedua tidak cocok"),
    ],
)
def test_only_two_of_the_right_people_restore(
    app: Flask, instance: Path, backup: Path, first: Typed, second: Typed, match: str
) -> None:
    unchanged(instance, lambda: restore(backup, first=first, second=second), match)


@needs_its_old_database
def test_a_closed_account_confirms_nothing(app: Flask, instance: Path, tmp_path: Path) -> None:
    office = find_office()
    with writing():
        deactivate(office.inspektur, reason="pindah tugas", by=office.admin, at=LATER)
    app.test_cli_runner().invoke(args=["backup", "create", str(tmp_path / "tutup")])
    unchanged(instance, lambda: restore(tmp_path / "tutup", second=INSPEKTUR), "orang kedua tidak cocok")


@needs_its_old_database
def test_nothing_is_restored_while_the_signer_is_silent(app: Flask, instance: Path, backup: Path) -> None:
    """Whoever stops it for an hour would have a restore that doesn't tell of what only the signer remembers."""
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = settings.model_copy(update={"log_signer": str(instance / "nobody.sock")})
    with pytest.raises(SignerAway):
        restore(backup)
    app.config["SETTINGS"] = settings
    assert not (instance / "before-restore").exists()
    assert [epoch.number for epoch in epochs_of(head().log)] == [1]  # type: ignore[union-attr]


@needs_its_old_database
def test_a_key_that_was_handed_to_the_signer_does_not_come_back(app: Flask, instance: Path, backup: Path) -> None:
    """The backup is from before; what the web could read then, it must not read again."""
    (instance / "keys/log.ed25519").unlink()
    with rebuilt(backup, beside=instance, settings=app.config["SETTINGS"]) as draft:
        apart = draft.settings.model_copy(update={"log_signer": "/run/papan-penanda/log.sock"})
        place.put_in_place(replace(draft, settings=apart), instance, at=LATER)
    assert (backup / "keys/log.ed25519").exists()
    assert not (instance / "keys/log.ed25519").exists()


@needs_its_old_database
def test_a_restore_needs_a_reason(app: Flask, instance: Path, backup: Path) -> None:
    unchanged(instance, lambda: restore(backup, reason="   rusak  "), "alasan pemulihan")


@needs_its_old_database
def test_a_damaged_backup_is_refused(app: Flask, instance: Path, backup: Path) -> None:
    (backup / "papan.db").write_bytes((backup / "papan.db").read_bytes()[:-8192])
    unchanged(instance, lambda: restore(backup), "tidak dapat dibangun kembali|tidak utuh")


@needs_its_old_database
def test_a_backup_with_a_swapped_file_is_refused(app: Flask, instance: Path, backup: Path) -> None:
    evidence = next(path for path in (backup / "files").rglob("*") if path.is_file())
    evidence.chmod(0o600)
    evidence.write_bytes(b"lain")
    unchanged(instance, lambda: restore(backup), "tidak utuh")


@needs_its_old_database
def test_a_backup_of_a_newer_release_is_refused(app: Flask, instance: Path, backup: Path) -> None:
    copy = sqlite_module().connect(str(backup / "papan.db"))
    copy.execute("UPDATE alembic_version SET version_num = '9999'")
    copy.commit()
    copy.close()
    unchanged(instance, lambda: restore(backup), "versi aplikasi yang lebih baru")


def test_a_folder_that_is_no_backup_is_refused(app: Flask, instance: Path, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    unchanged(instance, lambda: restore(tmp_path / "kosong"), "bukan cadangan")


@needs_its_old_database
def test_another_offices_backup_is_refused(app: Flask, instance: Path, backup: Path, tmp_path: Path) -> None:
    for name in (instance / "checkpoints").iterdir():
        name.rename(name.with_name("0" * 32 + name.name[32:]))
    db.session.remove()
    db.engine.dispose()
    (instance / "papan.db").unlink()
    unchanged(instance, lambda: restore(backup), "milik log lain")


@needs_its_old_database
def test_a_running_office_is_not_replaced(app: Flask, instance: Path, backup: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(restoring, "who_uses", lambda _: "granian (pid 412)")
    unchanged(instance, lambda: restore(backup), "masih berjalan: granian")


@needs_its_old_database
def test_who_has_the_database_open_is_seen(app: Flask, instance: Path) -> None:
    import subprocess
    import sys

    assert place.who_uses(instance) == ""
    program = f"import sys; held = open({str(instance / 'papan.db')!r}); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None and other.stdout.readline() == b"open\n"
    assert f"(pid {other.pid})" in place.who_uses(instance)
    other.communicate()


@needs_its_old_database
def test_a_stop_on_the_way_leaves_the_old_office(app: Flask, instance: Path, backup: Path, monkeypatch: Any) -> None:
    def out_of_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    size = work()
    monkeypatch.setattr(restoring, "put_in_place", out_of_disk)
    with pytest.raises(OSError, match="No space"):
        restore(backup)
    assert head().size == size  # type: ignore[union-attr]
    assert verify().ok


@needs_its_old_database
def test_the_command_asks_both_and_says_where_the_old_database_is(app: Flask, backup: Path) -> None:
    work()
    asked = ["backup", "restore", str(backup), "--first", ADMIN.nip, "--second", SEKRETARIS.nip, "--reason", REASON]
    refused = app.test_cli_runner().invoke(args=asked, input=f"{PASSWORD}\nsalah\n")
    assert refused.exit_code == 1 and "orang kedua tidak cocok" in refused.output
    done = app.test_cli_runner().invoke(args=asked, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert "epoch 2" in done.output and "before-restore" in done.output and "Beri tahu Inspektorat" in done.output


@needs_its_old_database
@pytest.mark.parametrize("own", [False, True], ids=["made for it", "given"])
def test_a_drill_rebuilds_a_backup_and_leaves_the_office_alone(app: Flask, backup: Path, own: bool) -> None:
    size = head().size  # type: ignore[union-attr]
    result = app.test_cli_runner().invoke(args=["backup", "drill", *([str(backup)] if own else [])])
    assert result.exit_code == 0, result.output
    assert "Latihan berhasil" in result.output
    entry = newest_events().entries[0]
    assert entry.tag == "backup:drilled" and entry.data["backup"] == ("cadangan" if own else "")
    assert head().size > size  # type: ignore[union-attr]
    assert verify().ok


@needs_its_old_database
def test_a_drill_with_a_damaged_backup_fails(app: Flask, backup: Path) -> None:
    evidence = next(path for path in (backup / "files").rglob("*") if path.is_file())
    evidence.unlink()
    result = app.test_cli_runner().invoke(args=["backup", "drill", str(backup)])
    assert result.exit_code == 1 and "tidak utuh" in result.output


def test_nobody_else_may_record_a_restore_of_one_person(app: Flask) -> None:
    from app.audit.epochs import begin_epoch

    person = find_office().admin.audit_actor()
    with pytest.raises(ValueError, match="two people"), writing():
        begin_epoch(by=SYSTEM, at=LATER, backup="x", reason="y", first=person, second=person)
