"""An honest office is never accused: whatever it records, signs, witnesses, draws and restores, everything agrees."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from app.audit import SYSTEM, Tag, record
from app.audit.actions import make_checkpoint
from app.audit.epochs import begin_epoch, epochs_of
from app.audit.queries import head
from app.demo.people import find_office
from app.inspection.sampling.actions import draw_sample, record_sample
from app.inspection.sampling.draw import Question
from app.inspection.witnesses.actions import keep_cosignature, register_witness
from app.web.transaction import writing
from tests.audit.attacks.bodies import word
from tests.audit.attacks.office import Office
from tests.audit.attacks.on_state import HADI, RINA, read
from tests.audit.attacks.rounds import rounds, told
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import Witness


def test_an_honest_office_is_never_accused(office: Office) -> None:
    for seed, rng in rounds("office/honest"):
        with told(seed):
            _live(rng, office)
            found = office.everything()
            assert found.ok, found.sentence
            office.restore()


def _live(rng: random.Random, office: Office) -> None:
    at = LATER + timedelta(days=9)
    for _ in range(rng.randint(3, 12)):
        at += timedelta(seconds=rng.randrange(-4000, 9000), microseconds=rng.randrange(10**6))
        act = rng.choice(["read", "read", "read", "sign", "sign", "sample", "testify", "restore", "enter"])
        if act == "read":
            read(rng, at=at)
        elif act == "sign":
            with writing():
                make_checkpoint(at=at)
        elif act == "sample":
            _sample(rng, at)
        elif act == "testify":
            _testify(rng, at)
        elif act == "restore":
            _restore(rng, office, at)
        else:
            with writing():
                record(Tag.ACCOUNT_SIGNED_IN, by=find_office().inspektur, about="user:1", at=at, data={})


def _sample(rng: random.Random, at: datetime) -> None:
    log = head()
    assert log is not None
    question = Question(kind="steps", scope="log", seed=word(rng), upto=rng.randint(200, log.size))
    with writing():
        drawn = draw_sample(question, size=rng.randint(1, 3))
        record_sample(question, drawn, purpose="", by=find_office().inspektur, at=at)


def _testify(rng: random.Random, at: datetime) -> None:
    witness, by = Witness(name=word(rng)), find_office().inspektur
    with writing():
        register_witness(witness.vkey, by=by, at=at)
        note = make_checkpoint(at=at).note
    with writing():
        keep_cosignature(witness.cosign(note), by=by, at=at)


def _restore(rng: random.Random, office: Office, at: datetime) -> None:
    """An earlier day's backup, put in place as the restore does it: told, and the published checkpoints left alone.

    Never one that is newer than the last restore: `flask restore` refuses what contradicts a signed checkpoint.
    """
    before = head()
    assert before is not None
    begun = min((epoch.begins for epoch in epochs_of(before.log) if epoch.number > 1), default=2**53)
    office.put(rng.choice([one for one in office.before if one.size < begun]), published=False)
    told_size = rng.choice([None, before.size])
    with writing():
        begin_epoch(by=SYSTEM, at=at, backup="b", reason="Cakram rusak", first=RINA, second=HADI, head_size=told_size)
