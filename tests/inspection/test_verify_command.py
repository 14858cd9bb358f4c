"""`flask audit verify`: exit 0 only when log, state and files agree, and the first bad one is named."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.audit.queries import head, newest_checkpoint
from app.clock.current import SetClock
from app.extensions import db
from app.runs.models import Run
from app.web.transaction import writing
from tests.conftest import build
from tests.inspection.conftest import LATER
from tests.instances import ON_POSTGRESQL

Verify = Callable[[], tuple[int, dict[str, Any]]]
KEYS = {"ok", "events", "root", "checkpoint", "log", "state", "files", "first_bad", "sentence"}
FAKED = "UPDATE step_completion SET completed_at = '2026-11-23T00:00:00.000000+00:00' WHERE id = 1"


def stored(instance: Path, sha256: str) -> Path:
    return instance / "files" / sha256[:2] / sha256[2:4] / sha256


@pytest.fixture
def signed_file(app: Flask, instance: Path) -> Path:
    digest = db.session.scalar(db.text("SELECT signed_sha256 FROM report_version WHERE signed_at IS NOT NULL"))
    assert digest is not None
    return stored(instance, digest)


def test_an_honest_instance_agrees(audit_verify: Verify) -> None:
    status, answer = audit_verify()

    log, point = head(), newest_checkpoint()
    assert log is not None and point is not None
    assert status == 0
    assert answer.keys() == KEYS
    assert answer["ok"] is True
    assert (answer["events"], answer["root"]) == (log.size, log.root)
    assert answer["checkpoint"]["size"] == point.size
    assert (answer["state"], answer["files"], answer["first_bad"]) == ([], [], "")
    assert answer["sentence"] == f"Log, keadaan, dan berkas cocok: {log.size} rekaman."


def test_people_read_the_same_as_sentences(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert result.exit_code == 0
    assert result.stdout.startswith("COCOK\nLog, keadaan, dan berkas cocok")
    assert "Keadaan: cocok\nBerkas: cocok\n" in result.stdout


def test_with_json_standard_output_holds_one_line(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert len(result.stdout.splitlines()) == 1
    assert "COCOK" in result.stderr


def test_a_time_changed_by_sql_fails_and_is_named(audit_verify: Verify, insider: Callable[..., None]) -> None:
    insider(FAKED)

    status, answer = audit_verify()

    assert status == 1
    assert answer["ok"] is False
    assert answer["log"]["ok"] is True
    assert answer["first_bad"] == "step_completion run:2/step:1/attempt:1 completed_at"
    assert answer["sentence"].startswith("Pengesahan langkah 1 percobaan 1 pelaksanaan 2: waktu pengesahan di tabel")
    assert answer["state"][0]["in_table"] == "2026-11-23T00:00:00.000000+00:00"


def test_a_changed_record_is_named_before_everything_else(audit_verify: Verify, insider: Callable[..., None]) -> None:
    insider(
        "UPDATE audit_event SET body = replace(body, 'salah berkas', 'benar') WHERE body LIKE '%salah berkas%'", FAKED
    )

    status, answer = audit_verify()

    assert status == 1
    assert answer["first_bad"] == f"audit_event {answer['log']['first_bad']}"
    assert answer["log"]["kind"] == "diubah"
    assert answer["sentence"] == answer["log"]["sentence"]
    assert answer["state"]


def test_who_changes_record_and_row_alike_is_still_found(audit_verify: Verify, insider: Callable[..., None]) -> None:
    insider(
        "UPDATE step_correction SET reason = 'karangan' WHERE reason = 'salah ketik'",
        "UPDATE audit_event SET body = CAST(replace(body, 'salah ketik', 'karangan') AS BLOB)"
        " WHERE body LIKE '%salah ketik%'",
    )

    status, answer = audit_verify()

    assert status == 1
    assert answer["log"]["ok"] is False


def test_a_log_cut_short_leaves_rows_that_nobody_told_of(audit_verify: Verify, insider: Callable[..., None]) -> None:
    insider("DELETE FROM audit_event WHERE seq > 100")

    status, answer = audit_verify()

    assert status == 1
    assert answer["log"]["kind"] == "dipotong"
    assert any("tidak pernah tercatat" in one["sentence"] for one in answer["state"])


def test_a_record_that_is_no_json_is_an_answer_and_no_crash(audit_verify: Verify, insider: Callable[..., None]) -> None:
    insider("UPDATE audit_event SET body = x'00ff' WHERE seq = 40")

    status, answer = audit_verify()

    assert status == 1
    assert answer["first_bad"] == "audit_event 40"
    assert answer["state"][0]["sentence"].startswith("Log tidak dapat dibaca sampai akhir")


def test_a_head_that_holds_nonsense_is_an_answer_too(audit_verify: Verify, insider: Callable[..., None]) -> None:
    insider("UPDATE audit_head SET peaks = x'00'")

    status, answer = audit_verify()

    assert status == 1
    assert answer["log"]["ok"] is False


def test_a_missing_file_is_named(audit_verify: Verify, signed_file: Path) -> None:
    signed_file.unlink()

    status, answer = audit_verify()

    assert status == 1
    assert answer["log"]["ok"] is True
    assert answer["first_bad"] == f"files {signed_file.name}"
    assert answer["files"][0]["problem"] == "tidak ada di penyimpanan"
    assert answer["sentence"].startswith("Berkas “laporan-pengukuran-kinerja-triwulan-iii-2026-v2")


def test_a_swapped_file_is_named(audit_verify: Verify, signed_file: Path) -> None:
    signed_file.chmod(0o600)
    signed_file.write_bytes(b"%PDF-1.7 laporan lain")

    status, answer = audit_verify()

    assert status == 1
    assert [one["problem"] for one in answer["files"]] == ["isinya bukan yang tercatat"]


def test_one_changed_bit_in_a_file_is_enough(audit_verify: Verify, signed_file: Path) -> None:
    data = bytearray(signed_file.read_bytes())
    data[len(data) // 2] ^= 1
    signed_file.chmod(0o600)
    signed_file.write_bytes(data)

    assert audit_verify()[0] == 1


def test_a_file_that_nothing_names_is_no_matter(audit_verify: Verify, instance: Path) -> None:
    stray = stored(instance, "a" * 64)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"sisa formulir yang ditolak")

    assert audit_verify()[0] == 0


def test_a_visitors_document_need_not_be_kept(app: Flask, audit_verify: Verify) -> None:
    from app.audit import ANONYMOUS, FileRef, Tag, record

    with writing():
        record(
            Tag.DOCUMENT_VERIFIED, by=ANONYMOUS, about="document:" + "b" * 64, at=LATER,
            data={"verdict": "rusak", "trust": "tidak-dikenal", "registered": False},
            files=[FileRef("b" * 64, 12, "diperiksa")],
        )  # fmt: skip

    assert audit_verify()[0] == 0


def test_rows_of_the_session_that_asks_do_not_count(app: Flask, audit_verify: Verify) -> None:
    """What is checked is what is committed."""
    run = db.session.get_one(Run, 2)
    db.session.expunge(run)
    run.year = 1999

    assert audit_verify()[0] == 0


@pytest.mark.skipif(ON_POSTGRESQL, reason="The database is a file only with SQLite.")
@pytest.mark.parametrize("how", ["cut in half", "random bytes", "a page of zeros"])
def test_a_damaged_database_is_an_answer_and_no_crash(app: Flask, instance: Path, how: str) -> None:
    file = instance / "papan.db"
    db.session.remove()
    db.engine.dispose()
    data = file.read_bytes()
    damaged = {
        "cut in half": data[: len(data) // 2],
        "random bytes": random.Random(1).randbytes(len(data)),
        "a page of zeros": data[:4096] + bytes(4096) + data[8192:],
    }
    file.write_bytes(damaged[how])
    for beside in instance.glob("papan.db-*"):
        beside.unlink()

    result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    answer = json.loads(result.stdout.splitlines()[-1])
    assert answer["ok"] is False
    assert answer.keys() == KEYS
    assert "rusak" in answer["sentence"]
    assert answer["sentence"] in result.stderr
    assert "sqlalche" not in result.stderr


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path) -> None:
    app = build(tmp_path / "kosong", SetClock(LATER))

    result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert result.exit_code == 1
    assert "Basis data belum siap" in result.stderr
    assert not (tmp_path / "kosong" / "papan.db").exists()
