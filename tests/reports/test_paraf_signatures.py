"""Where a paraf is a signature: seal, three Kabags and the Sekretaris sign one file, none able to change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.queries import acting_person
from app.demo.people import find_office
from app.demo.story import PASSPHRASE, Story
from app.evidence import store
from app.evidence.uploads import files_folder
from app.extensions import db
from app.inspection.verification import verify
from app.reports import readiness
from app.reports.actions.sealing import sign_paraf
from app.reports.errors import NotReady, OtherBytes
from app.reports.models import ReportVersion
from app.reports.paraf_signing import sign_paraf_of
from app.reports.queries import report_of
from app.signing.actions import choose_method, keep_key
from app.signing.actions.verify import check_own
from app.signing.backends.container import open_container
from app.signing.backends.signer import Secrets
from app.signing.demo_certificates import demo_certificate
from app.signing.seal import install_seal
from app.signing.verification.verdicts import Verdict
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE
from tests.instances import copy_instance
from tests.reports.offices import FROZEN_AT, RUN, bring_to_step_7, opened

KABAGS = ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi")
AT = FROZEN_AT + timedelta(minutes=5)
pytestmark = pytest.mark.slow


def _key_for(name: str, nip: str) -> bytes:
    return demo_certificate(name, nip=nip, passphrase=PASSPHRASE, at=MONDAY_NINE - timedelta(days=1)).p12


@pytest.fixture(scope="module")
def sealed_instance(template_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of cryptographic paraf whose report is frozen and sealed; made once."""
    instance = copy_instance(template_instance, tmp_path_factory.mktemp("sealed") / "instance")
    bring_to_step_7(instance)
    with opened(instance, paraf_form="cryptographic") as app:
        office = find_office()
        with writing():
            seal = _key_for("Segel Sekretariat DPRD", "")
            install_seal(seal, passphrase=PASSPHRASE, folder=app.config["SETTINGS"].keys_folder, at=FROZEN_AT)
            for who in KABAGS:
                person = getattr(office, who)
                data = _key_for(person.name, person.nip)
                opened_key = open_container(data, passphrase=PASSPHRASE)
                keep_key(data, certificate=opened_key.certificate, user=person, at=FROZEN_AT)
        story = Story.__new__(Story)
        story.run_id = RUN
        story.freeze(FROZEN_AT)
    return instance


@pytest.fixture
def sealed(sealed_instance: Path, tmp_path: Path) -> Iterator[Flask]:
    with opened(copy_instance(sealed_instance, tmp_path / "instance"), at=AT, paraf_form="cryptographic") as app:
        yield app


def _version() -> ReportVersion:
    version = report_of(RUN).pending
    assert version is not None
    return version


def _give(who: str, *, passphrase: str = PASSPHRASE) -> None:
    person, version = getattr(find_office(), who), _version()
    read = version.to_sign.sha256
    signed = sign_paraf_of(version, user=person, secrets=Secrets(passphrase), at=AT)
    with writing():
        person = getattr(find_office(), who)
        sign_paraf(_version(), sha256=read, file=signed.file, facts=signed.facts, by=person, at=AT)


def _sign() -> ReportVersion:
    story = Story.__new__(Story)
    story.run_id = RUN
    return story.sign(AT + timedelta(minutes=5))


def _newest(version: ReportVersion) -> bytes:
    return store.read(version.newest.sha256, folder=files_folder())


def test_freezing_seals_the_report_with_a_field_for_every_kabag(sealed: Flask) -> None:
    version = _version()
    assert [file.kind for file in version.files] == ["frozen", "sealed"]
    answer = check_own(_newest(version), now=AT)
    assert answer.verdict is Verdict.INTACT
    assert [one.field for one in answer.signatures] == ["segel"]


def test_three_paraf_and_the_signature_make_one_chain(sealed: Flask) -> None:
    for who in KABAGS:
        _give(who)
    version = _sign()
    assert [file.kind for file in version.files] == ["frozen", "sealed", "paraf", "paraf", "paraf", "signed"]
    answer = check_own(_newest(version), now=AT)
    assert answer.verdict.accepted, answer.reasons
    assert all(one.valid for one in answer.signatures)
    assert [one.signer for one in answer.signatures][-1].startswith(find_office().sekretaris.name.split(",")[0])
    assert len(answer.signatures) == 5
    found = verify()
    assert found.ok, (found.state, found.files)


def test_the_sekretaris_waits_for_the_paraf_that_is_missing(sealed: Flask) -> None:
    _give("kabag_umum")
    with pytest.raises(NotReady, match="Menunggu paraf"):
        _sign()
    db.session.rollback()
    assert _version().signed_at is None


def test_who_signed_an_older_file_is_told_to_read_the_new_one(sealed: Flask) -> None:
    person, version = find_office().kabag_umum, _version()
    read = version.to_sign.sha256
    mine = sign_paraf_of(version, user=person, secrets=Secrets(PASSPHRASE), at=AT)
    _give("kabag_persidangan")
    with pytest.raises(OtherBytes), writing():
        sign_paraf(_version(), sha256=read, file=mine.file, facts=mine.facts, by=find_office().kabag_umum, at=AT)


def test_a_paraf_inside_the_file_cannot_be_withdrawn(sealed: Flask, sign_in) -> None:
    _give("kabag_umum")
    client = sealed.test_client()
    sign_in(client, find_office().kabag_umum)
    page = client.get(f"/runs/{RUN}/report/paraf").get_data(as_text=True)
    assert "Tarik paraf saya" not in page


def test_a_kabag_gives_his_paraf_in_the_browser_with_his_passphrase(sealed: Flask, sign_in) -> None:
    client = sealed.test_client()
    sign_in(client, find_office().kabag_umum)
    page = client.get(f"/runs/{RUN}/report/paraf").get_data(as_text=True)
    assert "Tandatangani paraf" in page
    form = {"sha256": _version().to_sign.sha256, "statement": "y", "passphrase": "salah"}
    refused = client.post(f"/runs/{RUN}/report/paraf/signature", data=form)
    assert refused.status_code == 422
    assert "Frasa sandi kunci salah" in refused.get_data(as_text=True)
    assert _version().to_sign.kind == "sealed"
    given = client.post(f"/runs/{RUN}/report/paraf/signature", data=form | {"passphrase": PASSPHRASE})
    assert given.status_code == 303
    db.session.expire_all()
    assert _version().to_sign.kind == "paraf"


def test_the_form_of_the_other_kind_of_office_is_refused(sealed: Flask, sign_in) -> None:
    client = sealed.test_client()
    sign_in(client, find_office().kabag_umum)
    form = {"sha256": _version().to_sign.sha256, "statement": "y", "password": "apa pun"}
    assert client.post(f"/runs/{RUN}/report/paraf", data=form).status_code == 409


@pytest.mark.parametrize(("backend", "fits"), [("pkcs12", True), ("token", True), ("esign", False), ("upload", True)])
def test_the_esign_service_is_not_asked_to_sign_behind_a_seal(sealed: Flask, backend: str, fits: bool) -> None:
    """It adds a field of its own, which the seal forbids: its signature would be made and then refused."""
    office = find_office()
    if backend != "pkcs12":
        labels = {"token_label": "kantor", "key_label": "sekretaris"} if backend == "token" else {}
        with writing():
            choose_method(office.sekretaris, backend=backend, offered=(backend,), by=office.admin, at=AT, **labels)
    found = readiness.checks(_version(), acting_person(find_office().sekretaris, at=AT), now=AT)
    line = next(check for check in found if check.label.startswith("Cara tanda tangan"))
    assert line.ok is fits
    assert fits or "kunci lokal, token, atau unggahan" in line.advice
