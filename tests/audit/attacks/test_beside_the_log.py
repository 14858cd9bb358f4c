"""Tables, files, witnesses, restores and the signing key: what the check finds, and what only a witness can."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.audit import SYSTEM, Tag, record
from app.audit.queries import bodies
from app.audit.record import moment
from app.audit.verify.events import decode_json
from app.demo.people import find_office
from app.inspection.witnesses import actions as witnesses
from app.inspection.witnesses.errors import NotAccepted
from app.web.transaction import writing
from tests.audit.attacks.office import Office
from tests.audit.attacks.on_state import RESTORE_ATTACKS, STATE_ATTACKS, read, rechain_with_key
from tests.audit.attacks.rounds import rounds, told
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import Witness

ALSO = {"sop_pelaksana_cell": "sop_version"}
"""A cell that nobody had to confirm is told by the digest of the whole SOP."""


@pytest.mark.parametrize("name", STATE_ATTACKS)
def test_the_state(name: str, office: Office) -> None:
    for seed, rng in rounds(f"state/{name}"):
        with told(seed):
            place = STATE_ATTACKS[name](rng, office)
            found = office.everything()
            named = [one.place for one in found.state] + [one.sha256 for one in found.files]
            assert not found.ok, place
            name_of = place.split(" ")[0]
            assert {name_of, ALSO.get(name_of)} & {one.split(" ")[0] for one in named}, f"{place}: {named[:3]}"
            office.restore()


@pytest.mark.parametrize("name", RESTORE_ATTACKS)
def test_the_restore(name: str, office: Office) -> None:
    for seed, rng in rounds(f"restore/{name}"):
        with told(seed):
            expected = RESTORE_ATTACKS[name](rng, office)
            verdict = office.log()
            assert expected.fits(verdict.ok, verdict.kind, verdict.first_bad_seq), f"{expected}: {verdict.sentence}"
            office.restore()


def test_a_log_rewritten_with_the_key_is_whole_in_the_office_and_refuted_by_a_witness(office: Office) -> None:
    newest = office.notes[-1]
    for seed, rng in rounds("office/rechain-with-key"):
        with told(seed):
            rechain_with_key(rng, office)
            assert office.log().ok, "by itself it is whole: docs/reference/threat-model.md says so"
            witness, inspektur = Witness(name=f"saksi-{rng.randrange(9)}"), find_office().inspektur
            with pytest.raises(NotAccepted, match="ditulis ulang"), writing():
                witnesses.register_witness(witness.vkey, by=inspektur, at=LATER + timedelta(days=9))
                witnesses.keep_cosignature(witness.cosign(newest), by=inspektur, at=LATER + timedelta(days=9))
            office.restore()


def test_a_root_that_the_log_itself_states_tells_on_a_thief_who_forgot_it(office: Office) -> None:
    for seed, rng in rounds("office/rechain-with-key-and-forget"):
        with told(seed):
            changed = rechain_with_key(rng, office, forgets_stated_roots=True)
            verdict = office.log()
            assert (verdict.ok, verdict.kind) == (False, "ditulis-ulang"), verdict.sentence
            assert verdict.first_bad_seq is not None and verdict.first_bad_seq <= changed
            office.restore()


def test_a_clock_set_back_is_told_and_no_time_decreases(office: Office) -> None:
    for seed, rng in rounds("office/clock"):
        with told(seed):
            newest, behind = LATER + timedelta(days=9), []
            read(rng, at=newest)
            for _ in range(rng.randint(3, 9)):
                at = newest + timedelta(seconds=rng.randrange(-9000, 3000), microseconds=rng.randrange(10**6))
                with writing():
                    record(Tag.LOG_READ, by=SYSTEM, about="log:x", at=at, data={"filter": ""})
                behind += [int((newest - at).total_seconds())] * (newest - at >= timedelta(seconds=1))
                newest = max(newest, at)
            events = [decode_json(body) for body in bodies(after=len(office.bodies))]
            assert behind == [one["data"]["behind_seconds"] for one in events if one["act"] == "log:clock-went-back"]
            times = [one["at"] for one in events]
            assert times == sorted(times)
            assert times[-1] == moment(newest)
            assert office.log().ok
            office.restore()
