"""The office that is attacked: acted once through the application, with witnesses, a sample, and backups on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.audit import SYSTEM, Tag, record
from app.audit.actions import make_checkpoint
from app.audit.queries import head
from app.clock.current import SetClock
from app.demo.people import find_office
from app.inspection.sampling.actions import draw_sample, record_sample
from app.inspection.sampling.draw import Question
from app.inspection.witnesses.actions import keep_cosignature, register_witness
from app.web.transaction import writing
from tests.audit.attacks.office import Office
from tests.conftest import build
from tests.inspection.conftest import LATER
from tests.inspection.stories import act_everything
from tests.inspection.witnesses.witness import Witness
from tests.instances import ON_POSTGRESQL, copy_instance


@pytest.fixture(scope="session")
def attacked(template_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Office]]:
    if ON_POSTGRESQL:
        pytest.skip("The attacker changes a database file; the judges read both kinds through the same queries.")
    instance = copy_instance(template_instance, tmp_path_factory.mktemp("attacked") / "instance")
    app = build(instance, SetClock(LATER))
    office = Office(instance)
    with app.app_context():
        act_everything()
        _go_on(office)
        office.stand()
    yield app, office


@pytest.fixture
def office(attacked: tuple[Flask, Office]) -> Iterator[Office]:
    app, office = attacked
    with app.app_context():
        yield office
        office.restore()


def _go_on(office: Office) -> None:
    """Two witnesses' signatures, a sample and some reading: 300 records, five more checkpoints, three backups."""
    witness = Witness()
    with writing():
        register_witness(witness.vkey, by=find_office().inspektur, at=LATER)
    for day in range(1, 6):
        at, inspektur = LATER + timedelta(days=day), find_office().inspektur
        with writing():
            for number in range(20):
                record(Tag.LOG_READ, by=inspektur, about="log:x", at=at, data={"filter": f"halaman {number}"})
        with writing():
            note = make_checkpoint(at=at).note
        if day in (2, 4):
            with writing():
                keep_cosignature(witness.cosign(note), by=inspektur, at=at)
        if day == 3:
            log = head()
            assert log is not None
            question = Question(kind="steps", scope="log", seed="Paringin", upto=log.size)
            with writing():
                record_sample(question, draw_sample(question, size=3), purpose="Reviu", by=inspektur, at=at)
        if day in (1, 3, 5):
            office.before.append(office.back_up())
    with writing():
        for _ in range(6):
            record(Tag.LOG_READ, by=SYSTEM, about="log:x", at=at, data={"filter": ""})
