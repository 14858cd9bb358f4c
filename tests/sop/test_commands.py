"""`flask sop import` and `flask sop check`: one line of JSON last, everything else beside it."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.clock.current import SetClock
from app.sop import queries
from app.sop.library import SEED_PATH
from tests.conftest import build


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["sop", *arguments])


def told(result: Result) -> dict:
    lines = result.stdout.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


@pytest.fixture
def broken(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sop.txt"
    path.write_text(text.replace("\t2 jam\t", "\tnanti\t"), encoding="utf-8")
    return path


def test_importing_the_office_s_sop_makes_a_draft(app: Flask):
    result = run(app, "import", str(SEED_PATH), "--json")
    assert result.exit_code == 0
    answer = told(result)
    assert answer["number"] == "175 / 188 / SETWAN-BLG/2023"
    assert answer["name"] == "PELAKSANAAN PENGUKURAN KINERJA"
    assert (answer["steps"], answer["problems"]) == (7, [])
    assert queries.versions()[0].no == answer["version"]
    assert queries.versions()[0].is_draft


def test_it_may_be_activated_at_once(app: Flask):
    answer = told(run(app, "import", str(SEED_PATH), "--activate", "--json"))
    assert queries.active_version().no == answer["version"]


def test_an_unreadable_waktu_exits_with_two_and_names_its_place(app: Flask, broken: Path):
    result = run(app, "import", str(broken), "--activate", "--json")
    assert result.exit_code == 2
    (problem,) = told(result)["problems"]
    assert (problem["line"], problem["column"], problem["blocks"]) == (85, "Waktu", True)
    assert "baris 85, kolom Waktu" in result.stderr
    assert queries.versions()[0].is_draft


@pytest.mark.parametrize("data", [b"", b"\x00", b"PK\x03\x04", b"Undangan rapat"])
def test_a_file_that_is_no_sop_is_refused_with_a_sentence(app: Flask, tmp_path: Path, data: bytes):
    path = tmp_path / "apa"
    path.write_bytes(data)
    before = len(queries.versions())
    result = run(app, "import", str(path))
    assert result.exit_code == 2
    assert result.stderr.strip().endswith(".")
    assert len(queries.versions()) == before


def test_a_file_is_checked_without_being_imported(app: Flask):
    before = len(queries.versions())
    answer = told(run(app, "check", str(SEED_PATH), "--json"))
    assert answer["sop"] == "175 / 188 / SETWAN-BLG/2023"
    assert {"rule", "place", "sentence", "quote", "line"} == set(answer["findings"][0])
    assert any("Tentang 2006 Tentang" in finding["sentence"] for finding in answer["findings"])
    assert len(queries.versions()) == before


@pytest.mark.parametrize("which", ["aktif", "175/188/SETWAN-BLG/2023"])
def test_the_active_sop_and_a_numbered_one_are_checked(app: Flask, active_id: int, which: str):
    result = run(app, "check", which)
    assert result.exit_code == 0
    assert "23 temuan pada SOP 175 / 188 / SETWAN-BLG/2023." in result.stdout


def test_an_unknown_number_is_refused(app: Flask):
    result = run(app, "check", "999")
    assert result.exit_code == 2
    assert 'Tidak ada SOP bernomor "999"' in result.stderr


def test_a_missing_file_is_refused_with_a_sentence(app: Flask, tmp_path: Path):
    result = run(app, "import", str(tmp_path / "tidak-ada.txt"))
    assert result.exit_code == 2
    assert "tidak dapat dibaca." in result.stderr
    assert result.stdout == ""


def test_without_tables_a_file_can_be_checked_but_not_imported(tmp_path: Path, clock: SetClock):
    app = build(tmp_path / "kosong", clock)
    assert told(run(app, "check", str(SEED_PATH), "--json"))["findings"]
    for arguments in (("import", str(SEED_PATH)), ("check", "aktif")):
        result = run(app, *arguments)
        assert result.exit_code == 2
        assert "Basis data belum siap." in result.stderr
