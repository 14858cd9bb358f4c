"""A copy proves itself: its database is sound, and log, state and files agree in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.inspection.copies import POSTGRESQL_COPY
from app.inspection.errors import BackupRefused
from app.inspection.verification import verify
from app.settings import ROOT
from app.web.database import sqlite_module

NOT_SOUND = "Cadangan tidak dibuat: salinan basis data tidak utuh ({problem})."
NOT_AGREEING = "Cadangan tidak dibuat, karena salinannya tidak lolos pemeriksaan. {sentence}"


def check_copy(folder: Path, *, database: Path) -> tuple[int, str]:
    """Size and root of the log that the copy holds. Raises BackupRefused where the copy is not sound."""
    if database.name == POSTGRESQL_COPY:
        return _check_dump(database)
    _check_sqlite(database)
    answer = _verified_apart(folder)
    return answer["events"], answer["root"]


def _check_sqlite(database: Path) -> None:
    connection = sqlite_module().connect(str(database))
    try:
        problems = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if problems != ["ok"] or orphans is not None:
        raise BackupRefused(NOT_SOUND.format(problem=problems[0] if problems != ["ok"] else f"rujukan {orphans[0]}"))


def _verified_apart(folder: Path) -> dict[str, Any]:
    """`flask audit verify` in a process of its own, on the copy alone."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "audit", "verify", "--json"],
        cwd=ROOT, env=environment | {"PAPAN_INSTANCE": str(folder.resolve())},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    _tidy(folder)
    lines = done.stdout.splitlines()
    if not lines:
        raise BackupRefused(NOT_AGREEING.format(sentence=" ".join(done.stderr.split())[-300:]))
    answer: dict[str, Any] = json.loads(lines[-1])
    if done.returncode != 0 or not answer["ok"]:
        raise BackupRefused(NOT_AGREEING.format(sentence=answer["sentence"]))
    return answer


def _tidy(folder: Path) -> None:
    """What the checking process made for itself is no part of the copy."""
    for name in ("huey.db", "huey.db-wal", "huey.db-shm", "papan.db-wal", "papan.db-shm"):
        (folder / name).unlink(missing_ok=True)


def _check_dump(database: Path) -> tuple[int, str]:
    """A dump can't be opened in place: its list has to be readable, and the source it came from has to agree."""
    program = shutil.which("pg_restore")
    if program is not None:
        listed = subprocess.run([program, "--list", str(database)], capture_output=True, text=True, check=False)
        if listed.returncode != 0 or "audit_event" not in listed.stdout:
            raise BackupRefused(NOT_SOUND.format(problem="daftar isinya tidak terbaca"))
    answer = verify()
    if not answer.ok:
        raise BackupRefused(NOT_AGREEING.format(sentence=answer.sentence))
    return answer.log.events, answer.log.root
