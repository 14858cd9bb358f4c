"""The Sekretaris signs by BSrE's service through the page, and a time-out never makes two signatures of one report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
from tests.signing.backends.esign_service import EMAIL, NIK, PASSWORD, TOTP, USER, EsignService, Fault
from tests.signing.conftest import pki  # noqa: F401 - a fixture
from tests.signing.pki import PASSPHRASE, Pki


class OfficesService(EsignService):
    """It knows the Sekretaris of the demo office."""

    asks_nik = True

    def _whose(self) -> str:
        return "pejabat"

    @property
    def who(self) -> dict[str, str]:
        return {"nik": NIK} if self.asks_nik else {}


@pytest.fixture
def esign(frozen: Flask, pki: Pki) -> Iterator[OfficesService]:  # noqa: F811
    """Version 1 of the service, which asks for the NIK; the office trusts the issuer as a PSrE."""
    with installed(frozen, pki, version="1") as service:
        yield service


@pytest.fixture(params=["", EMAIL], ids=["by NIK", "by e-mail"])
def esign_2(frozen: Flask, pki: Pki, request: pytest.FixtureRequest) -> Iterator[OfficesService]:  # noqa: F811
    """Version 2, which takes a one-time code in place of the passphrase."""
    with installed(frozen, pki, version="2", email=request.param) as service:
        service.asks_nik = not request.param
        yield service


@contextmanager
def installed(frozen: Flask, pki: Pki, *, version: str, email: str = "") -> Iterator[OfficesService]:  # noqa: F811
    service, office = OfficesService(pki), find_office()
    frozen.extensions["clock"].set(SIGNED_AT)
    chosen = {"esign_url": service.url, "esign_version": version, "esign_user": USER}
    access = {"esign_password": SecretStr(PASSWORD), "esign_seconds": 3.0}
    frozen.config["SETTINGS"] = frozen.config["SETTINGS"].model_copy(update=chosen | access)
    with writing():
        add_trust_root(pki.root.public_bytes(Encoding.DER), note="peragaan", trust=Trust.CERTIFIED, at=SIGNED_AT)
        choose_method(
            office.sekretaris, backend="esign", email=email, offered=("esign",), by=office.admin, at=SIGNED_AT
        )
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


def test_a_one_time_code_signs_in_place_of_the_passphrase(frozen, esign_2) -> None:
    text = desk(frozen, "sekretaris").get("/runs/1/report/signature").text
    assert "atau kode sekali pakai (TOTP)" in text and ("NIK Anda" in text) == esign_2.asks_nik
    assert sign(frozen, passphrase="", totp=f" {TOTP} ", **esign_2.who).status_code == 303
    assert fresh().current is not None and esign_2.signed == 1
    assert verify().ok


def test_the_passphrase_signs_in_version_2_as_well(frozen, esign_2) -> None:
    assert sign(frozen, passphrase=PASSPHRASE, **esign_2.who).status_code == 303
    assert fresh().current is not None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"passphrase": "", "totp": ""}, "Isi frasa sandi tanda tangan elektronik Anda, atau kode sekali pakai."),
        ({"passphrase": PASSPHRASE, "totp": TOTP}, "Isi salah satu saja"),
        ({"passphrase": "", "totp": "12a"}, "Kode sekali pakai terdiri atas 6 sampai 8 angka."),
    ],
)
def test_a_form_without_exactly_one_secret_asks_nobody_and_echoes_none(frozen, esign_2, typed, told) -> None:
    response = sign(frozen, **typed, **esign_2.who)
    assert response.status_code == 422 and told in response.text
    assert TOTP not in response.text and "12a" not in response.text
    assert fresh().current is None and esign_2.signed == 0


def test_a_wrong_code_is_told_and_does_not_come_back(frozen, esign_2) -> None:
    response = sign(frozen, passphrase="", totp="246802", **esign_2.who)
    assert response.status_code == 422 and "246802" not in response.text
    assert fresh().current is None and esign_2.signed == 0


def test_version_1_asks_for_the_nik_also_of_a_person_whose_address_is_known(frozen, pki) -> None:  # noqa: F811
    with installed(frozen, pki, version="1", email=EMAIL):
        text = desk(frozen, "sekretaris").get("/runs/1/report/signature").text
    assert "NIK Anda" in text and "TOTP" not in text
