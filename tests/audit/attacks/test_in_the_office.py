"""Whoever holds the office's database and files changes nothing unseen: the check names kind and record."""

from __future__ import annotations

import pytest

from tests.audit.attacks.office import Office
from tests.audit.attacks.on_office import LOG_ATTACKS
from tests.audit.attacks.rounds import rounds, told


@pytest.mark.parametrize("name", LOG_ATTACKS)
def test_the_log(name: str, office: Office) -> None:
    for seed, rng in rounds(f"office/{name}"):
        with told(seed):
            expected = LOG_ATTACKS[name](rng, office)
            verdict = office.log()
            assert expected.fits(verdict.ok, verdict.kind, verdict.first_bad_seq), f"{expected}: {verdict.sentence}"
            office.restore()


def test_the_office_is_whole_before_it_is_attacked(office: Office) -> None:
    found = office.everything()
    assert found.ok, found.sentence
    assert len(office.bodies) > 256
