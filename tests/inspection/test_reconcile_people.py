"""Mandates and paraf against the log: a window that was stretched and a paraf that nobody gave are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.inspection.tables import TABLES
from app.inspection.verification import verify
from app.reports.models import Paraf

Insider = Callable[..., None]
FORGED = "'" + "f" * 64 + "'"
PARAF = (
    "INSERT INTO paraf (version_id, user_id, unit_id, sha256, given_at, jabatan, withdraw_reason) "
    f"SELECT id, 6, 1, {FORGED}, '2026-11-24T06:00:00.000000+00:00', 'Kepala Bagian', '' "
    "FROM report_version WHERE no = 1"
)
CHANGED = {
    "acting_official user:5/mandate:1 ends_on": "UPDATE acting_official SET ends_on = '2027-11-23' WHERE id = 1",
    "acting_official user:5/mandate:1 post": "UPDATE acting_official SET post = 'sekretaris' WHERE id = 1",
    "acting_official user:5/mandate:1 kind": "UPDATE acting_official SET kind = 'plt' WHERE id = 1",
    "acting_official user:5/mandate:1 sk_number": "UPDATE acting_official SET sk_number = '1/2026' WHERE id = 1",
    "acting_official user:2/mandate:2 ended_at":
        "UPDATE acting_official SET ended_at = NULL, ended_by_id = NULL WHERE id = 2",
    "paraf report:1/version:2/paraf:1 withdrawn_at":
        "UPDATE paraf SET withdrawn_at = '2026-11-24T07:00:00.000000+00:00' WHERE id = {first}",
    "paraf report:1/version:2/paraf:1 withdraw_reason": "UPDATE paraf SET withdraw_reason = 'x' WHERE id = {first}",
    "paraf report:1/version:2/paraf:2 sha256": f"UPDATE paraf SET sha256 = {FORGED} WHERE id = {{first}} + 1",
    "paraf report:1/version:2/paraf:2 person": "UPDATE paraf SET user_id = 6 WHERE id = {first} + 1",
    "paraf report:1/version:2/paraf:3 jabatan": "UPDATE paraf SET jabatan = 'Sekretaris DPRD' WHERE id = {first} + 2",
}  # fmt: skip


def first_paraf(app: Flask) -> int:
    """The one that was withdrawn, of the version that was signed in the end."""
    found = db.session.scalars(select(Paraf.id).where(Paraf.withdrawn_at.is_not(None)).order_by(Paraf.id)).first()
    assert found is not None
    return found


@pytest.mark.parametrize("place", CHANGED)
def test_a_value_changed_by_sql_is_found_and_named(app: Flask, insider: Insider, place: str) -> None:
    insider(CHANGED[place].replace("{first}", str(first_paraf(app))))

    assert place in [difference.name for difference in verify().state]


@pytest.mark.parametrize(("table", "where"), [("paraf", "withdrawn_at IS NULL"), ("acting_official", "id = 1")])
def test_a_row_that_was_deleted_is_missed(app: Flask, insider: Insider, table: str, where: str) -> None:
    insider(f"DELETE FROM {table} WHERE {where}")

    assert [found for found in verify().state if found.place.startswith(table) and found.in_table == "tidak ada"]


def test_a_paraf_that_nobody_gave_is_found(app: Flask, insider: Insider) -> None:
    insider(PARAF)

    (found,) = [found for found in verify().state if found.in_log == "tidak ada"]
    assert found.place.startswith("paraf report:1/version:1")


def test_what_the_log_tells_of_people_agrees_with_the_tables(app: Flask) -> None:
    names = {table.shape.table: table for table in TABLES}
    assert len(list(names["acting_official"].rows())) == 2
    assert len(list(names["paraf"].rows())) >= 4
    assert [found.sentence for found in verify().state if found.place.startswith(("acting", "paraf"))] == []
