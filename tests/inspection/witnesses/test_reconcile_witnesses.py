"""Witnesses, cosignatures and stamps against the log: what SQL changed, added or took is found and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import User
from app.inspection.verification import verify
from app.inspection.witnesses import actions, stamping
from app.inspection.witnesses.models import LogWitness
from app.web.transaction import writing
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import Witness
from tests.instances import ON_POSTGRESQL
from tests.signing.pki import Pki

NOW = "'2026-11-25T08:00:00.000000+00:00'"
DONE = {
    "log_witness witness:1 vkey": "UPDATE log_witness SET vkey = 'lain' WHERE id = 1",
    "log_witness witness:1 retired_at":
        f"UPDATE log_witness SET retired_at = {NOW}, retired_by_id = 1, retire_reason = 'x' WHERE id = 1",
    "log_cosignature witness:1/size:{size} {root} note": "UPDATE log_cosignature SET note = 'lain'",
    "log_cosignature witness:1/size:{size} {root} signed_at": f"UPDATE log_cosignature SET signed_at = {NOW}",
    "log_cosignature witness:1/size:{size} {root}": "DELETE FROM log_cosignature",
    "log_timestamp witness:cap-waktu/size:{size} {root} token": "UPDATE log_timestamp SET token = x'00'",
    "log_timestamp witness:cap-waktu/size:{size} {root} stamped_at": f"UPDATE log_timestamp SET stamped_at = {NOW}",
    "log_timestamp witness:cap-waktu/size:{size} {root} authority": "UPDATE log_timestamp SET authority = 'lain'",
    "log_timestamp witness:cap-waktu/size:{size} {root}": "DELETE FROM log_timestamp",
    "log_witness witness:7":
        "INSERT INTO log_witness (id, name, vkey, registered_at, registered_by_id, retire_reason) "
        f"VALUES (7, 'sisipan', 'sisipan+1+2', {NOW}, 1, '')",
}  # fmt: skip


@pytest.fixture
def everything(app: Flask, pki: Pki, registered: LogWitness, witness: Witness, note: str, inspektur: User) -> str:
    """A witness with a cosignature, one that was retired, a stamp; gives "size root"."""
    with writing():
        kept = actions.keep_cosignature(witness.cosign(note), by=inspektur, at=LATER)
        gone = actions.register_witness(Witness("lama").vkey, by=inspektur, at=LATER)
        actions.retire_witness(gone, reason="kunci hilang", by=inspektur, at=LATER)
    place = f"{kept.rows[0].size} {kept.rows[0].root}"
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"tsa_url": pki.tsa_url})
    assert stamping.stamp_newest(at=LATER) is not None
    return place


def test_what_the_log_tells_is_what_the_tables_hold(everything: str) -> None:
    answer = verify()

    assert (answer.ok, answer.sentence) == (True, answer.sentence)


@pytest.mark.parametrize("place", DONE)
def test_what_sql_did_is_found_and_named(everything: str, insider: Callable[..., None], place: str) -> None:
    statement = DONE[place]
    if ON_POSTGRESQL:
        statement = statement.replace("x'00'", "'\\x00'")
    insider(statement)
    size, root = everything.split()

    assert place.format(size=size, root=root) in [difference.name for difference in verify().state]
