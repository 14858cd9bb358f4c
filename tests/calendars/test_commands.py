"""The commands answer with one line of JSON, or refuse with a sentence and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.calendars import queries
from app.calendars.models import CalendarVersion
from app.clock.current import SetClock
from tests.conftest import MONDAY_NINE, build

LOCAL_DAY = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260408\r
SUMMARY:Hari Jadi Kabupaten Balangan\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260101\r
SUMMARY:Tahun Baru 2026\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20400101\r
SUMMARY:Jauh\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Tanpa tanggal\r
END:VEVENT\r
END:VCALENDAR\r
"""


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def answer(app: Flask, *arguments: str) -> dict[str, Any]:
    result = run(app, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def bare(tmp_path: Path) -> Flask:
    """An application on an instance folder without a database."""
    return build(tmp_path / "kosong", SetClock(MONDAY_NINE))


def test_due_answers_in_wita_with_its_intervals(bare: Flask) -> None:
    found = answer(bare, "worktime", "due", "2023-07-17T15:50", "20 menit")

    assert list(found) == ["due", "minutes", "days", "intervals"]
    assert (found["due"], found["minutes"]) == ("2023-07-18T07:40:00+08:00", 20)
    assert found["days"] == round(20 / 450, 6)
    assert [(i["minutes"], i["counted"], i["reason"]) for i in found["intervals"]] == [
        (10, True, "Jam kerja"), (0, False, "Di luar jam kerja"), (10, True, "Jam kerja"),
    ]  # fmt: skip


def test_elapsed_answers_without_a_due_time(bare: Flask) -> None:
    found = answer(bare, "worktime", "elapsed", "2023-07-18T15:00", "2023-07-20T09:00")

    assert (found["due"], found["minutes"]) == ("", 150)
    assert sum(interval["minutes"] for interval in found["intervals"]) == 150
    assert "Tahun Baru Islam" in {interval["reason"] for interval in found["intervals"]}


def test_the_answer_of_due_can_be_asked_back(bare: Flask) -> None:
    start = "2026-03-17T10:00"
    due = answer(bare, "worktime", "due", start, "3 hari")["due"]

    assert answer(bare, "worktime", "elapsed", start, due)["days"] == 3


def test_seconds_are_told_as_parts_of_a_minute(bare: Flask) -> None:
    assert answer(bare, "worktime", "elapsed", "2023-07-17T08:00:00", "2023-07-17T08:00:30")["minutes"] == 0.5


def test_an_allowance_needs_no_quotes_and_a_time_may_name_its_zone(bare: Flask) -> None:
    found = answer(bare, "worktime", "due", "2023-07-17T00:00Z", "20", "menit")

    assert found["due"] == "2023-07-17T08:20:00+08:00"


def test_without_json_it_is_for_people(bare: Flask) -> None:
    due = run(bare, "worktime", "due", "2023-07-18T10:00", "1 hari").stdout
    used = run(bare, "worktime", "elapsed", "2023-07-17T07:00", "2023-07-17T18:00").stdout

    assert due.splitlines()[:2] == [
        "Tenggat Kamis 20 Juli 2023, 10.00 WITA",
        "7 jam 30 menit kerja (450 menit, 1 hari)",
    ]
    assert "  Rabu 19 Juli 2023: Tahun Baru Islam, 0 menit" in due.splitlines()
    assert used.startswith("7 jam 30 menit kerja (450 menit, 1 hari)\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("due", "2023-07-17T08:00", "secepatnya"), 'Waktu "secepatnya" tidak dapat dibaca.'),
        (("due", "2023-07-17T08:00", "-5 menit"), 'Waktu "-5 menit" tidak dapat dibaca.'),
        (("due", "2023-07-17T08:00", ""), "Waktu kosong."),
        (("due", "2023-07-17T08:00"), "Waktu kosong."),
        (("due",), 'Waktu mulai "" tidak dapat dibaca.'),
        (("elapsed", "2023-07-17T08:00"), 'Waktu selesai "" tidak dapat dibaca.'),
        (("due", "2023-07-17T08:00", "0 hari"), "angkanya harus lebih dari 0"),
        (("due", "2023-07-17T08:00", "99999 hari"), "tidak punya cukup jam kerja"),
        (("due", "kemarin", "1 hari"), 'Waktu mulai "kemarin" tidak dapat dibaca.'),
        (("due", "2023-07-17", "1 hari"), "Tulis seperti 2023-07-17T08:00."),
        (("due", "2023-02-30T08:00", "1 hari"), "tidak dapat dibaca"),
        (("due", "0001-01-01T00:00+14:00", "1 hari"), "tidak dapat dibaca"),
        (("due", "1999-07-17T08:00", "1 hari"), "di luar Kalender bawaan"),
        (("elapsed", "2023-07-18T08:00", "2023-07-17T08:00"), "Waktu selesai mendahului waktu mulai."),
        (("elapsed", "2023-07-18T08:00", "2099-01-01T08:00"), "di luar Kalender bawaan"),
    ],
)
def test_bad_input_is_a_sentence_and_status_2(bare: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    for extra in ((), ("--json",)):
        result = run(bare, "worktime", *arguments, *extra)

        assert result.exit_code == 2
        assert result.stdout == ""
        assert sentence in result.stderr


def test_worktime_makes_no_database(bare: Flask) -> None:
    answer(bare, "worktime", "due", "2023-07-17T08:00", "1 bulan")

    assert not (Path(bare.instance_path) / "papan.db").exists()


def test_an_import_goes_to_the_draft_and_says_what_it_did(
    app: Flask, calendar: CalendarVersion, tmp_path: Path
) -> None:
    file = tmp_path / "libur.ics"
    file.write_text(LOCAL_DAY, encoding="utf-8")

    result = run(app, "calendar", "import", str(file), "--json")

    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == {
        "version": 2,
        "published": False,
        "added": ["2026-04-08"],
        "renamed": ["2026-01-01"],
        "outside": ["2040-01-01"],
        "problems": ["Baris 14: DTSTART kosong bukan tanggal."],
    }
    assert "Baris 14" in result.stderr
    assert "2026-04-08" in queries.draft().content["holidays"]
    assert queries.current_version().no == 1


def test_an_import_can_be_published_at_once(app: Flask, calendar: CalendarVersion, tmp_path: Path) -> None:
    file = tmp_path / "libur.ics"
    file.write_text(LOCAL_DAY, encoding="utf-8")

    result = run(app, "calendar", "import", str(file), "--publish", "Perbup libur daerah")

    assert result.stdout.endswith("Kalender kerja versi 2 diterbitkan.\n")
    assert (queries.current_version().no, queries.current_version().note) == (2, "Perbup libur daerah")


def test_importing_the_same_file_again_changes_nothing(app: Flask, calendar: CalendarVersion, tmp_path: Path) -> None:
    file = tmp_path / "libur.ics"
    file.write_text(LOCAL_DAY, encoding="utf-8")
    run(app, "calendar", "import", str(file), "--publish", "Perbup libur daerah")

    result = run(app, "calendar", "import", str(file), "--publish", "Sekali lagi")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "belum mengubah apa pun" in result.stderr
    assert queries.find_draft() is None


@pytest.mark.parametrize(("content", "sentence"), [(None, "tidak dapat dibaca"), ("halo", "BEGIN:VCALENDAR")])
def test_a_file_that_is_no_calendar_is_refused(
    app: Flask, calendar: CalendarVersion, tmp_path: Path, content: str | None, sentence: str
) -> None:
    file = tmp_path / "libur.ics"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    result = run(app, "calendar", "import", str(file), "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_an_import_before_the_office_is_set_up_says_what_to_do(bare: Flask, tmp_path: Path) -> None:
    file = tmp_path / "libur.ics"
    file.write_text(LOCAL_DAY, encoding="utf-8")

    result = run(bare, "calendar", "import", str(file), "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Basis data belum siap." in result.stderr
