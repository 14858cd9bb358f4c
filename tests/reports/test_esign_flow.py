"""The Sekretaris signs by BSrE's service through the page, and a time-out never makes two signatures of one report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from pydantic import SecretStr

from app.demo.people import find_office
from app.extensions import db
from app.inspection.verification import verify
from app.signing.actions import add_trust_root, choose_method
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing
from tests.reports.desks import desk, fresh, sign
from tests.reports.offices import SIGNED_AT
from tests.signing.backends.esign_service import NIK, PASSWORD, USER, EsignService, Fault
from tests.signing.conftest import pki  # noqa: F401 - a fixture
from tests.signing.pki import PASSPHRASE, Pki


class OfficesService(EsignService):
    """It knows the Sekretaris of the demo office."""

    def _whose(self) -> str:
        return "pejabat"


@pytest.fixture
def esign(frozen: Flask, pki: Pki) -> Iterator[OfficesService]:  # noqa: F811
    """Version 1 of the service, which asks for the NIK; the office trusts the issuer as a PSrE."""
    service, office = OfficesService(pki), find_office()
    frozen.extensions["clock"].set(SIGNED_AT)
    chosen = {"esign_url": service.url, "esign_version": "1", "esign_user": USER}
    access = {"esign_password": SecretStr(PASSWORD), "esign_seconds": 3.0}
    frozen.config["SETTINGS"] = frozen.config["SETTINGS"].model_copy(update=chosen | access)
    with writing():
        add_trust_root(pki.root.public_bytes(Encoding.DER), note="peragaan", trust=Trust.CERTIFIED, at=SIGNED_AT)
        choose_method(office.sekretaris, backend="esign", offered=("esign",), by=office.admin, at=SIGNED_AT)
    with pki.at(SIGNED_AT):
        yield service
    service.close()


def test_the_report_is_signed_by_the_service_and_said_to_be_certified(frozen, esign) -> None:
    assert sign(frozen, passphrase=PASSPHRASE, nik=NIK).status_code == 303
    version = fresh().current
    assert version.trust == "tersertifikasi"
    assert version.level in ("B-T", "B-LT")
    assert esign.signed == 1
    assert verify().ok


def test_a_wrong_passphrase_is_told_and_neither_it_nor_the_nik_comes_back(frozen, esign) -> None:
    response = sign(frozen, passphrase="frasa-yang-salah", nik=NIK)
    assert response.status_code == 422
    assert "frasa-yang-salah" not in response.text and NIK not in response.text
    assert fresh().current is None and esign.signed == 0


def test_after_a_time_out_the_signed_file_is_asked_for_and_not_made_again(frozen, esign) -> None:
    esign.fault = Fault.HANGS_IN_BODY
    assert sign(frozen, passphrase=PASSPHRASE, nik=NIK).status_code == 409
    assert fresh().current is None and esign.signed == 1
    db.session.rollback()
    esign.fault = None
    assert sign(frozen, passphrase=PASSPHRASE, nik=NIK).status_code == 303
    assert esign.signed == 1
    assert fresh().current is not None
    assert verify().ok


def test_a_person_whose_certificate_was_revoked_is_told_and_nothing_is_signed(frozen, esign) -> None:
    esign.status = "REVOKE"
    response = sign(frozen, passphrase=PASSPHRASE, nik=NIK)
    assert response.status_code == 409
    assert "dicabut" in response.text
    assert esign.signed == 0 and fresh().current is None


def test_the_page_says_that_the_level_is_the_service_s(frozen, esign) -> None:
    text = desk(frozen, "sekretaris").get("/runs/1/report/signature").text
    assert "Tingkatnya ditentukan oleh layanan esign" in text
    assert "jadi tingkatnya B-B" not in text
