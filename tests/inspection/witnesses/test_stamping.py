"""The daily time stamp: asked once, kept with its proof, silent where nobody answers, readable by others."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from app.audit.actions import make_checkpoint
from app.audit.queries import newest_checkpoint
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.inspection.reading import note_reading
from app.inspection.witnesses import queries, stamping
from app.inspection.witnesses.standing import standing
from app.signing.actions import add_trust_root
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing
from app.worker import stamp_if_due
from tests.conftest import OutsideClient
from tests.inspection.conftest import LATER
from tests.signing.pki import Fault, Pki

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def stamped_office(app: Flask, pki: Pki, note: str) -> Iterator[Flask]:
    """The office with a time stamp authority set up, whose clock is the office's."""
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"tsa_url": pki.tsa_url, "tsa_seconds": 2.0})
    pki.calls.clear()
    with pki.at(LATER):
        yield app


def work(office: Office, *, at: object = LATER) -> None:
    """Something happens, and a checkpoint is made over it."""
    note_reading(f"sesuatu pada {at}", by=office.inspektur, at=at)  # type: ignore[arg-type]
    with writing():
        make_checkpoint(at=at)  # type: ignore[arg-type]


def test_the_newest_checkpoint_is_stamped_and_the_log_tells_it(stamped_office: Flask) -> None:
    row = stamping.stamp_newest(at=LATER)

    checkpoint = newest_checkpoint()
    assert row is not None and checkpoint is not None
    assert (row.size, row.root) == (checkpoint.size, checkpoint.frontier.root.hex())
    assert (row.authority, row.stamped_at, row.received_at) == ("CONTOH – Cap Waktu", LATER, LATER)
    assert queries.witnessed(row.size)[2].keys() == {row.size}
    assert queries.witnessed(row.size - 1)[2] == {}


def test_openssl_agrees_and_finds_a_changed_note(stamped_office: Flask, pki: Pki, note: str, tmp_path: Path) -> None:
    row = stamping.stamp_newest(at=LATER)
    assert row is not None
    (tmp_path / "note.txt").write_text(note)
    (tmp_path / "other.txt").write_text(note.replace("papan", "papam"))
    (tmp_path / "root.pem").write_bytes(pki.root.public_bytes(Encoding.PEM))
    (tmp_path / "stamp.tsr").write_bytes(queries.witnessed(row.size)[2][row.size])

    def verified(data: str) -> bool:
        moment = str(int(LATER.timestamp()))
        command = ["openssl", "ts", "-verify", "-in", "stamp.tsr", "-data", data, "-CAfile", "root.pem"]
        answer = subprocess.run(
            [*command, "-attime", moment], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return answer.returncode == 0 and "Verification: OK" in answer.stdout + answer.stderr

    assert verified("note.txt")
    assert not verified("other.txt")


def test_once_a_day_and_never_for_the_stamp_alone(stamped_office: Flask, pki: Pki, office: Office) -> None:
    first = stamping.stamp_newest(at=LATER)
    work(office, at=LATER + HOUR)
    same_day = stamping.stamp_newest(at=LATER + HOUR)
    next_day = stamping.stamp_newest(at=LATER + DAY)
    with writing():
        make_checkpoint(at=LATER + DAY)
    nothing_new = stamping.stamp_newest(at=LATER + 2 * DAY)

    assert first is not None and next_day is not None
    assert (same_day, nothing_new) == (None, None)
    assert next_day.size > first.size
    assert pki.calls == ["tsa", "tsa"]


def test_without_an_authority_nobody_is_asked(app: Flask, note: str) -> None:
    assert stamping.stamp_newest(at=LATER) is None
    assert queries.timestamp_trial() is None


@pytest.mark.parametrize("fault", [Fault.REFUSES, Fault.GARBAGE, Fault.WRONG_IMPRINT, Fault.BAD_SIGNATURE, Fault.HANGS])
def test_a_bad_answer_is_no_witness_and_is_remembered(stamped_office: Flask, pki: Pki, fault: Fault) -> None:
    settings = stamped_office.config["SETTINGS"].model_copy(update={"tsa_seconds": 0.5})
    stamped_office.config["SETTINGS"] = settings
    with pki.failing(tsa=fault):
        assert stamping.stamp_newest(at=LATER) is None
        assert stamping.stamp_newest(at=LATER + HOUR) is None

    trial = queries.timestamp_trial()
    assert trial is not None
    assert (trial.failing_since, trial.asked_at) == (LATER, LATER + HOUR)
    assert trial.problem
    assert queries.newest_timestamp() is None


def test_the_page_says_since_when_nobody_answers_until_somebody_does(
    stamped_office: Flask, pki: Pki, client: OutsideClient, office: Office
) -> None:
    client.sign_in(office.tim)
    with pki.failing(tsa=Fault.REFUSES):
        stamping.stamp_newest(at=LATER)
    away = client.get("/jejak/saksi").text
    stamping.stamp_newest(at=LATER + HOUR)
    back = client.get("/jejak/saksi").text

    assert "tidak terjangkau sejak Rab 25 Nov 2026, 15.00 WITA" in away
    assert "tidak terjangkau" not in back
    assert "oleh CONTOH – Cap Waktu" in back


def test_a_stranger_is_called_one_until_the_office_trusts_its_root(
    stamped_office: Flask, pki: Pki, office: Office
) -> None:
    row = stamping.stamp_newest(at=LATER)
    assert row is not None
    before = stamping.known_authority(row)
    with writing():
        add_trust_root(
            pki.certificate("rogue-root").public_bytes(Encoding.DER), note="tiruan yang bernama sama",
            trust=Trust.CERTIFIED, by=office.admin, at=LATER,
        )  # fmt: skip
    namesake = stamping.known_authority(queries.newest_timestamp())  # type: ignore[arg-type]
    with writing():
        add_trust_root(
            pki.root.public_bytes(Encoding.DER), note="dibandingkan lewat telepon", trust=Trust.CERTIFIED,
            by=office.admin, at=LATER,
        )  # fmt: skip

    assert (before, namesake) == ("", "")
    assert "CONTOH – Root" in stamping.known_authority(queries.newest_timestamp())  # type: ignore[arg-type]


def test_clocks_that_differ_are_told(stamped_office: Flask, pki: Pki) -> None:
    with pki.at(LATER + 3 * HOUR):
        stamping.stamp_newest(at=LATER)

    assert standing().stamp.minutes_apart == 180


def test_the_file_on_the_page_is_the_packages(stamped_office: Flask, client: OutsideClient, office: Office) -> None:
    row = stamping.stamp_newest(at=LATER)
    assert row is not None
    expected, size = queries.witnessed(row.size)[2][row.size], row.size
    client.sign_in(office.tim)

    assert client.get(f"/jejak/saksi/cap-waktu/{size}.tsr").data == expected


def test_the_worker_does_it_by_itself(stamped_office: Flask, clock: SetClock) -> None:
    stamp_if_due(stamped_office)
    db.session.rollback()

    assert queries.newest_timestamp() is not None
