"""The weekly sheet: the newest checkpoint of each ISO week in WITA, on a line to sign."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from app.audit.actions import make_checkpoint
from app.clock.current import SetClock
from app.demo.people import Office
from app.demo.story import wita
from app.inspection.reading import note_reading
from app.inspection.witnesses import sheet
from app.web.transaction import writing
from tests.conftest import OutsideClient

SHEET = "/jejak/saksi/lembar"


def checkpoint(office: Office, at: str) -> int:
    moment = wita(at)
    note_reading(f"sesuatu {at}", by=office.inspektur, at=moment)
    with writing():
        return make_checkpoint(at=moment).size


def test_a_week_ends_on_sunday_midnight_in_wita(app: Flask, office: Office) -> None:
    sunday = checkpoint(office, "2026-11-29 23.59")
    monday = checkpoint(office, "2026-11-30 00.00")

    found = sheet.lines(date(2026, 11, 29), date(2026, 12, 6))

    assert [(line.name, line.size) for line in found] == [("2026-W48", sunday), ("2026-W49", monday)]


def test_a_week_has_its_newest_checkpoint_or_none(app: Flask, office: Office) -> None:
    checkpoint(office, "2026-12-01 09.00")
    newest = checkpoint(office, "2026-12-04 16.00")

    found = sheet.lines(date(2026, 12, 1), date(2026, 12, 8))

    assert [(line.size, line.at is None) for line in found] == [(newest, False), (0, True)]


def test_the_year_of_a_week_is_the_iso_year(app: Flask, office: Office) -> None:
    assert [line.name for line in sheet.lines(date(2027, 1, 1), date(2027, 1, 4))] == ["2026-W53", "2027-W01"]


def test_no_week_is_older_than_the_log(app: Flask) -> None:
    found = sheet.lines(date(2020, 1, 1), date(2026, 11, 25))

    assert [line.name for line in found] == ["2026-W48"]


def test_the_root_stands_in_groups_of_four_on_two_lines(app: Flask, office: Office) -> None:
    checkpoint(office, "2026-12-01 09.00")
    line = sheet.lines(date(2026, 12, 1), date(2026, 12, 1))[0]

    assert len(line.halves) == 2
    assert [len(half.split()) for half in line.halves] == [8, 8]
    assert "".join(line.halves).replace(" ", "") == line.root


def test_the_page_and_the_text_say_the_same(client: OutsideClient, office: Office, clock: SetClock) -> None:
    size = checkpoint(office, "2026-11-25 15.00")
    client.sign_in(office.tim)
    line = sheet.lines(date(2026, 11, 25), date(2026, 11, 25))[0]

    page, text = client.get(SHEET), client.get(f"{SHEET}.txt")

    assert text.mimetype == "text/plain"
    for told in (page.text, text.text):
        assert "2026-W48" in told
        assert all(half in told for half in line.halves)
        assert re.search(rf"\b{size}\b", told)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("dari=2026-11-25&sampai=2026-11-01", "Minggu akhir mendahului minggu awal."),
        ("dari=2025-01-01&sampai=2026-11-25", "Paling banyak 53 minggu"),
        ("dari=kemarin", "Tanggal tidak dapat dibaca"),
    ],
)
def test_a_span_that_cannot_be_is_told(client: OutsideClient, office: Office, query: str, sentence: str) -> None:
    client.sign_in(office.tim)

    answer = client.get(f"{SHEET}?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert client.get(f"{SHEET}.txt?{query}").status_code == 303


def test_fifty_three_weeks_fit(client: OutsideClient, office: Office) -> None:
    client.sign_in(office.tim)
    last = date(2026, 11, 25)
    first = last - timedelta(weeks=52)

    assert client.get(f"{SHEET}?dari={first}&sampai={last}").status_code == 200
