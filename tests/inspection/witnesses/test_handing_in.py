"""A cosignature is kept only when the log, the root, the witness and his signature all agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit import SYSTEM
from app.audit.actions import make_checkpoint
from app.audit.checkpoint import Checkpoint, sign
from app.audit.epochs import begin_epoch
from app.audit.models import AuditEvent
from app.audit.queries import head
from app.extensions import db
from app.inspection.witnesses import actions, ours, queries
from app.inspection.witnesses.errors import NotAccepted, WitnessKnown, WitnessRetired
from app.inspection.witnesses.models import LogCosignature, LogWitness
from app.inspection.witnesses.notes import BadWitness
from app.web.refusals import Invalid
from app.web.transaction import writing
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import SIGNED, Witness


def hand_in(data: bytes, *, by: User) -> actions.Kept:
    with writing():
        return actions.keep_cosignature(data, by=by, at=LATER)


def refused(data: bytes, *, by: User) -> str:
    with pytest.raises(NotAccepted) as refusal:
        hand_in(data, by=by)
    assert db.session.scalars(select(LogCosignature)).all() == []
    return refusal.value.message


def event(act: str) -> AuditEvent:
    return db.session.scalars(select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.seq.desc())).first()


def forged_note(size: int, root: bytes, app: Flask) -> str:
    """A note over another history, signed by who stole the log's key."""
    from app.audit.keys import log_key

    origin = next(iter(ours.log_keys()))
    return sign(Checkpoint(origin, size, root), log_key(app.config["SETTINGS"].keys_folder))


def test_a_good_cosignature_is_kept_and_told_by_the_log(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    kept = hand_in(witness.cosign(note), by=inspektur)

    row = kept.rows[0]
    told = event("witness:cosigned")
    assert (row.note, row.signed_at, row.received_at) == (witness.cosign(note).decode(), SIGNED, LATER)
    assert (told.data["witness"], told.data["size"], told.data["root"]) == (witness.name, row.size, row.root)
    assert told.data["signed_at"] == "2026-11-25T08:30:00.000000Z"


def test_the_same_checkpoint_by_the_same_witness_is_kept_once(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    hand_in(witness.cosign(note), by=inspektur)

    with pytest.raises(NotAccepted, match="sudah disimpan"):
        hand_in(witness.cosign(note, at=SIGNED + timedelta(days=1)), by=inspektur)
    assert len(db.session.scalars(select(LogCosignature)).all()) == 1


def test_two_witnesses_on_one_note_are_two_rows_and_one_note_in_the_package(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    second, stranger = Witness("bpk-perwakilan"), Witness("orang-asing")
    with writing():
        actions.register_witness(second.vkey, by=inspektur, at=LATER)
    lines = witness.line(note) + second.line(note) + stranger.line(note)

    kept = hand_in((note + lines).encode(), by=inspektur)

    keys, notes, stamps = queries.witnessed(10**6)
    assert [row.witness.name for row in kept.rows] == [witness.name, second.name]
    assert kept.strangers == ("orang-asing",)
    assert notes == [note + witness.line(note) + second.line(note)]
    assert keys == [witness.vkey + "\n", second.vkey + "\n"]
    assert stamps == {}


def test_a_package_takes_only_what_its_log_reaches(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    size = hand_in(witness.cosign(note), by=inspektur).rows[0].size
    with writing():
        later = make_checkpoint(at=LATER).note
    hand_in(witness.cosign(later), by=inspektur)

    assert len(queries.witnessed(size)[1]) == 1
    assert len(queries.witnessed(size - 1)[1]) == 0
    assert [text.split("\n")[1] for text in queries.witnessed(10**6)[1]] == [note.split("\n")[1], later.split("\n")[1]]


def test_a_note_over_a_size_between_checkpoints_is_compared_too(
    app: Flask, registered: LogWitness, witness: Witness, inspektur: User
) -> None:
    size = head().size - 3  # type: ignore[union-attr]

    kept = hand_in(witness.cosign(forged_note(size, ours.root_at(size), app)), by=inspektur)

    assert kept.rows[0].size == size


def test_another_history_is_refused_and_called_evidence(
    app: Flask, registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    told = refused(witness.cosign(forged_note(7, b"\x07" * 32, app)), by=inspektur)

    assert told == actions.OTHER_ROOT.format(size=7)


def test_more_records_than_the_log_has_say_that_it_was_cut(
    app: Flask, registered: LogWitness, witness: Witness, inspektur: User
) -> None:
    here = ours.log_size()

    told = refused(witness.cosign(forged_note(here + 5, b"\x07" * 32, app)), by=inspektur)

    assert told == actions.LONGER.format(size=here + 5, here=here)


def test_a_note_that_another_key_signed_in_our_name_is_refused(
    registered: LogWitness, witness: Witness, inspektur: User
) -> None:
    origin = next(iter(ours.log_keys()))
    theirs = sign(Checkpoint(origin, 7, ours.root_at(7)), Ed25519PrivateKey.generate())

    assert refused(witness.cosign(theirs), by=inspektur) == actions.NOT_SIGNED_BY_LOG


def test_a_note_of_another_log_is_refused(registered: LogWitness, witness: Witness, inspektur: User) -> None:
    other = sign(Checkpoint("papan-kinerja/" + "0" * 32, 7, ours.root_at(7)), Ed25519PrivateKey.generate())

    assert "tentang log lain" in refused(witness.cosign(other), by=inspektur)


def test_a_witness_nobody_registered_is_named(note: str, witness: Witness, inspektur: User) -> None:
    assert refused(witness.cosign(note), by=inspektur) == actions.UNKNOWN.format(names=witness.name)


def test_the_registered_name_with_another_key_is_a_stranger(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    assert "Belum ada saksi terdaftar" in refused(Witness(witness.name).cosign(note), by=inspektur)


def test_a_checkpoint_without_a_witness_is_no_testimony(note: str, inspektur: User) -> None:
    assert refused(note.encode(), by=inspektur) == actions.NO_WITNESS


def test_a_signature_over_another_checkpoint_is_refused(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    with writing():
        actions.register_witness(Witness("lain").vkey, by=inspektur, at=LATER)
        later = make_checkpoint(at=LATER).note
    moved = (later + witness.line(note)).encode()

    assert refused(moved, by=inspektur) == actions.FORGED.format(name=witness.name)


def test_a_retired_witness_is_heard_no_more_but_stays(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    hand_in(witness.cosign(note), by=inspektur)
    with writing():
        actions.retire_witness(queries.find_witness(registered.id), reason="pindah tugas", by=inspektur, at=LATER)
        later = make_checkpoint(at=LATER).note

    with pytest.raises(NotAccepted, match="sudah dihentikan"):
        hand_in(witness.cosign(later), by=inspektur)
    assert len(queries.witnessed(10**6)[1]) == 1
    assert queries.witnessed(10**6)[0] == [witness.vkey + "\n"]


def test_a_key_is_registered_once_and_never_again_after_retiring(
    registered: LogWitness, witness: Witness, inspektur: User
) -> None:
    with pytest.raises(WitnessKnown, match="sudah terdaftar"), writing():
        actions.register_witness(witness.vkey, by=inspektur, at=LATER)
    with pytest.raises(WitnessKnown, match="sedang dipakai"), writing():
        actions.register_witness(Witness(witness.name).vkey, by=inspektur, at=LATER)
    with writing():
        actions.retire_witness(queries.find_witness(registered.id), reason="kunci hilang", by=inspektur, at=LATER)
    with pytest.raises(WitnessKnown, match="pernah terdaftar"), writing():
        actions.register_witness(witness.vkey, by=inspektur, at=LATER)
    with pytest.raises(WitnessRetired), writing():
        actions.retire_witness(queries.find_witness(registered.id), reason="sekali lagi", by=inspektur, at=LATER)
    with writing():
        again = actions.register_witness(Witness(witness.name).vkey, by=inspektur, at=LATER)

    assert again.standing


def test_the_log_is_no_witness_of_itself(app: Flask, inspektur: User) -> None:
    with pytest.raises(Invalid, match="milik log sendiri"), writing():
        actions.register_witness(Witness(next(iter(ours.log_keys()))).vkey, by=inspektur, at=LATER)


def test_every_kept_note_can_be_read_again(
    registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    hand_in(witness.cosign(note), by=inspektur)

    for text in queries.witnessed(10**6)[1]:
        try:
            actions.read_cosigned(text.encode())
        except BadWitness as fault:
            pytest.fail(str(fault))


def test_more_than_a_restore_admitted_to_was_hidden(
    app: Flask, registered: LogWitness, witness: Witness, note: str, inspektur: User
) -> None:
    people = [{"id": number, "name": f"Orang {number}", "role": "admin"} for number in (1, 2)]
    with writing():
        restored = begin_epoch(
            by=SYSTEM, at=LATER, backup="cadangan-1", reason="cakram rusak", first=people[0], second=people[1]
        )
        begins, known = restored.seq, restored.data["known_size"]

    told = refused(witness.cosign(forged_note(begins + 2, b"\x07" * 32, app)), by=inspektur)

    assert told == actions.HIDDEN.format(size=begins + 2, begins=begins, known=known)
