"""Before a secret is typed: each way of signing says what is ready and what is not, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from pydantic import SecretStr

from app.demo.people import Office
from app.signing import actions
from app.signing.backends import esign_words as words
from app.signing.backends import token_look
from app.signing.errors import KeyNotReady
from app.signing.preflight import check_ready, preflight, standing_checks
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing
from tests.signing.backends.esign_service import EMAIL, PASSWORD, USER, EsignService
from tests.signing.backends.softhsm import MODULE
from tests.signing.conftest import AT
from tests.signing.pki import Pki


@pytest.fixture
def configure(app: Flask) -> Iterator:
    before = app.config["SETTINGS"]

    def configure(**settings: object) -> None:
        app.config["SETTINGS"] = before.model_copy(update=settings)

    yield configure
    app.config["SETTINGS"] = before


@pytest.fixture(scope="module")
def running(pki: Pki) -> Iterator[EsignService]:
    service = EsignService(pki)
    yield service
    service.close()


@pytest.fixture
def esign(running: EsignService, configure) -> EsignService:
    running.status = "ISSUE"
    running.asked.clear()
    configure(esign_url=running.url, esign_user=USER, esign_password=SecretStr(PASSWORD), esign_version="2")
    return running


def choose(office: Office, backend: str, **labels: str) -> None:
    with writing():
        actions.choose_method(office.sekretaris, backend=backend, offered=(backend,), by=office.admin, at=AT, **labels)


def problems(office: Office, *, now=AT) -> list[str]:
    return [check.advice for check in preflight(office.sekretaris, now=now) if not check.ok]


@pytest.mark.usefixtures("token")
def test_a_token_with_his_certificate_is_ready(office: Office, configure) -> None:
    configure(pkcs11_module=MODULE)
    choose(office, "token", token_label="kantor", key_label="sekretaris")
    assert problems(office) == []
    check_ready(office.sekretaris, now=AT)


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("labels", "days", "sentence"),
    [
        ({"token_label": "rumah", "key_label": "rsa"}, 0, "“rumah” tidak ditemukan"),
        ({"token_label": "kantor", "key_label": "tanpa-sertifikat"}, 0, "tidak ada sertifikat"),
        ({"token_label": "kantor", "key_label": "sekretaris"}, 800, "habis masa berlakunya"),
        ({"token_label": "kantor", "key_label": "induk"}, 0, "atas nama “CONTOH – Otoritas"),
        ({"token_label": "kantor", "key_label": "rsa"}, 0, "atas nama “Dra. Hj. Noor Aisyah"),
    ],
)
def test_a_token_that_cannot_sign_says_why_beforehand(office: Office, configure, labels, days, sentence) -> None:
    configure(pkcs11_module=MODULE)
    choose(office, "token", **labels)
    moment = AT + timedelta(days=days)
    assert any(sentence in problem for problem in problems(office, now=moment))
    with pytest.raises(KeyNotReady):
        check_ready(office.sekretaris, now=moment)


def test_a_token_without_a_library_is_the_admins_to_set_up(office: Office) -> None:
    choose(office, "token", token_label="kantor", key_label="rsa")
    (problem,) = problems(office)
    assert "PAPAN_PKCS11_MODULE" in problem


def test_a_page_that_only_lists_concerns_touches_no_token(office: Office, configure, monkeypatch) -> None:
    monkeypatch.setattr(token_look.subprocess, "run", lambda *_, **__: pytest.fail("a token was asked"))
    configure(pkcs11_module=MODULE)
    choose(office, "token", token_label="kantor", key_label="rsa")
    assert all(check.ok for check in standing_checks(office.sekretaris, now=AT))


def test_a_person_known_by_mail_sees_his_status(office: Office, esign: EsignService) -> None:
    choose(office, "esign", email=EMAIL)
    assert problems(office) == []
    esign.status = "SUSPEND"
    assert problems(office) == [words.STATUSES["SUSPEND"]]


def test_without_a_mail_address_only_the_service_is_looked_for(office: Office, esign: EsignService, configure) -> None:
    choose(office, "esign")
    assert problems(office) == [] and esign.asked == []
    configure(esign_url="http://127.0.0.1:9")
    assert problems(office) == [words.NOT_REACHED]


def test_the_service_that_is_away_says_so_on_the_page(office: Office, esign: EsignService, configure) -> None:
    choose(office, "esign", email=EMAIL)
    configure(esign_url="http://127.0.0.1:9")
    assert problems(office) == [words.NOT_REACHED]


def test_the_page_says_whether_it_will_be_called_certified(office: Office, esign, pki: Pki) -> None:
    choose(office, "esign", email=EMAIL)
    said = [check.advice for check in preflight(office.sekretaris, now=AT)]
    assert any("belum dapat disebut tersertifikasi" in advice for advice in said)
    with writing():
        actions.add_trust_root(pki.roots[0].der, note="peragaan", trust=Trust.CERTIFIED, at=AT)
    said = [check.advice for check in preflight(office.sekretaris, now=AT)]
    assert any("hanya diterima bila" in advice for advice in said)


def test_an_upload_has_nothing_to_check_but_something_to_say(office: Office) -> None:
    choose(office, "upload")
    (note,) = preflight(office.sekretaris, now=AT)
    assert note.ok and "tanpa menyimpan ulang" in note.advice
