"""What periksa.pyz makes is what the server takes, and what the server packs is what periksa.pyz reads."""

from __future__ import annotations

from app.accounts.models import User
from app.audit.epochs import vkeys
from app.audit.verify.keyfile import key_line, new_key
from app.audit.verify.notes import read_vkey, split_checkpoints
from app.audit.verify.witness import cosigned_note, read_testimonies
from app.inspection.witnesses import actions, queries
from app.web.transaction import writing
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import SIGNED, Witness


def test_a_key_and_a_testimony_of_periksa_are_taken(note: str, inspektur: User) -> None:
    own = new_key("inspektorat-balangan/irban-1")
    (signed,) = split_checkpoints(note)
    testimony = cosigned_note(signed, own.key, own.seed, int(SIGNED.timestamp()))
    with writing():
        actions.register_witness(key_line(own.key), by=inspektur, at=LATER)
        kept = actions.keep_cosignature(testimony.encode(), by=inspektur, at=LATER)

    assert [(row.witness.name, row.signed_at, row.note) for row in kept.rows] == [(own.key.name, SIGNED, testimony)]


def test_what_a_package_takes_along_is_read_by_periksa(note: str, inspektur: User) -> None:
    witnesses = [Witness("inspektorat-balangan"), Witness("bpk-perwakilan")]
    with writing():
        for one in witnesses:
            actions.register_witness(one.vkey, by=inspektur, at=LATER)
            actions.keep_cosignature(one.cosign(note), by=inspektur, at=LATER)

    keys, notes, _ = queries.witnessed(10**6)
    read = read_testimonies(
        "\n".join(notes), [read_vkey(line.strip()) for line in vkeys()], [read_vkey(line.strip()) for line in keys]
    )

    assert [(one.witness.name, one.time) for one in read] == [(one.name, int(SIGNED.timestamp())) for one in witnesses]
