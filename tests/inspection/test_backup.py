"""`flask backup create`: a copy that proves itself, or no copy."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.audit.queries import head, newest_events
from app.clock.current import SetClock
from app.extensions import db
from app.inspection import backup, copies
from app.inspection.errors import BackupRefused
from app.inspection.verification import verify
from tests.conftest import build
from tests.inspection.conftest import LATER
from tests.instances import ON_POSTGRESQL, database_url

COPY = copies.POSTGRESQL_COPY if ON_POSTGRESQL else copies.SQLITE_COPY


def create(app: Flask, target: Path) -> object:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["backup", "create", str(target)])


@pytest.fixture
def copy(app: Flask, tmp_path: Path) -> Path:
    target = tmp_path / "cadangan"
    result = create(app, target)
    assert result.exit_code == 0, result.output  # type: ignore[attr-defined]
    assert "Simpan di tempat yang hanya dapat dibuka admin" in result.stderr  # type: ignore[attr-defined]
    return target


def test_the_copy_is_an_instance_of_its_own_that_agrees(copy: Path) -> None:
    app = build(copy, SetClock(LATER))
    if ON_POSTGRESQL:
        subprocess.run(["pg_restore", "--dbname", database_url(copy), copy / COPY], check=True)
    with app.app_context():
        assert verify().ok
        db.session.remove()
        db.engine.dispose()


def test_it_holds_database_files_checkpoints_and_keys_and_nothing_else(copy: Path, instance: Path) -> None:
    assert {path.name for path in copy.iterdir()} == {COPY, "files", "checkpoints", "keys"}
    for part in ("files", "checkpoints", "keys"):
        copied = {path.relative_to(copy): path.read_bytes() for path in (copy / part).rglob("*") if path.is_file()}
        kept = {path.relative_to(instance) for path in (instance / part).rglob("*") if path.is_file()}
        assert set(copied) == kept


def test_keys_are_for_their_owner_alone(copy: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (copy / "keys").rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700
    assert stat.S_IMODE((copy / COPY).stat().st_mode) == 0o600


def test_the_log_names_the_backup_and_what_it_holds(copy: Path, app: Flask) -> None:
    entry = newest_events().entries[0]

    assert entry.tag == "backup:created"
    assert entry.data["backup"] == "cadangan"
    assert entry.data["events"] == head().size - 1  # type: ignore[union-attr]
    assert "membuat cadangan cadangan" in entry.sentence


def test_no_draft_is_left_beside_it(copy: Path) -> None:
    assert [path.name for path in copy.parent.iterdir() if path.name.startswith(".")] == []


def test_an_existing_folder_is_never_written_into(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "ada"
    target.mkdir()

    result = create(app, target)

    assert result.exit_code == 1  # type: ignore[attr-defined]
    assert "sudah ada" in result.stderr  # type: ignore[attr-defined]
    assert list(target.iterdir()) == []


def test_a_backup_inside_the_instance_is_refused(app: Flask, instance: Path) -> None:
    result = create(app, instance / "files" / "cadangan")

    assert result.exit_code == 1  # type: ignore[attr-defined]
    assert "di luarnya" in result.stderr  # type: ignore[attr-defined]


def test_an_instance_that_does_not_agree_gives_no_backup(
    app: Flask, tmp_path: Path, insider: Callable[..., None]
) -> None:
    before = head().size  # type: ignore[union-attr]
    insider("UPDATE report_version SET trust = 'tersertifikasi' WHERE no = 2")

    result = create(app, tmp_path / "cadangan")

    assert result.exit_code == 1  # type: ignore[attr-defined]
    assert "tidak lolos pemeriksaan" in result.stderr  # type: ignore[attr-defined]
    assert "kepercayaan di tabel “tersertifikasi”" in result.stderr  # type: ignore[attr-defined]
    assert [path.name for path in tmp_path.iterdir() if "cadangan" in path.name] == []
    assert head().size == before  # type: ignore[union-attr]


@pytest.mark.skipif(ON_POSTGRESQL, reason="A dump is no database, so its references are checked when it is restored.")
def test_a_broken_reference_gives_no_backup(app: Flask, tmp_path: Path, insider: Callable[..., None]) -> None:
    insider("DELETE FROM person WHERE id = 5")

    result = create(app, tmp_path / "cadangan")

    assert result.exit_code == 1  # type: ignore[attr-defined]
    assert "salinan basis data tidak utuh" in result.stderr  # type: ignore[attr-defined]


def test_a_disk_that_fills_up_leaves_nothing(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.copies, "copy_keys", full_disk)

    result = create(app, tmp_path / "cadangan")

    assert result.exit_code == 1  # type: ignore[attr-defined]
    assert "cakram penuh" in result.stderr  # type: ignore[attr-defined]
    assert [path.name for path in tmp_path.iterdir() if "cadangan" in path.name] == []


def test_what_is_still_being_received_is_not_copied(tmp_path: Path) -> None:
    source = tmp_path / "files"
    source.mkdir()
    (source / ".masuk-abc").write_bytes(b"separuh")
    (source / "ab").mkdir()
    (source / "ab" / "cd").write_bytes(b"utuh")

    assert copies.copy_tree(source, tmp_path / "salinan") == 1
    assert not (tmp_path / "salinan" / ".masuk-abc").exists()


def test_postgresql_without_its_tool_is_a_clear_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import create_mock_engine

    monkeypatch.setattr(copies.shutil, "which", lambda _name: None)
    engine = create_mock_engine("postgresql+psycopg://", lambda *_args: None)

    with pytest.raises(BackupRefused, match="pg_dump tidak ada"):
        copies.copy_database(engine, tmp_path)  # type: ignore[arg-type]
