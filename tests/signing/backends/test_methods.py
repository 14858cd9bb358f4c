"""The admin chooses how a person signs, from what the server is set up for, and the log keeps it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.inspection.verification import verify
from app.signing import actions, queries
from app.signing.models import SigningMethod
from app.web.refusals import Invalid
from app.web.transaction import writing
from tests.signing.conftest import AT

ALL = ("pkcs12", "token", "esign", "upload")


def choose(office: Office, backend: str, *, at=AT, offered=ALL, **labels: str) -> SigningMethod:
    with writing():
        return actions.choose_method(
            office.sekretaris, backend=backend, offered=offered, by=office.admin, at=at, **labels
        )


def events() -> list[dict]:
    bodies = db.session.scalars(select(AuditEvent.body).order_by(AuditEvent.seq))
    return [json.loads(body) for body in bodies]


@pytest.fixture
def equipped(app):
    """A server with a token's library and the esign service in its settings."""
    settings = app.config["SETTINGS"]
    with_both = settings.model_copy(
        update={"pkcs11_module": "/usr/lib/softhsm/libsofthsm2.so", "esign_url": "http://127.0.0.1:9"}
    )
    app.config["SETTINGS"] = with_both
    yield app
    app.config["SETTINGS"] = settings


def test_without_a_choice_a_person_signs_with_a_local_key(office: Office) -> None:
    assert queries.method_of(office.sekretaris) is None


def test_a_choice_is_kept_with_who_and_when_and_is_in_the_log(office: Office) -> None:
    method = choose(office, "token", token_label="kantor", key_label="sekretaris")
    assert (method.chosen_at, method.chosen_by_id) == (AT, office.admin.id)
    event = events()[-1]
    assert event["act"] == "signing:method-chosen" and event["object"] == f"user:{office.sekretaris.id}"
    assert event["data"] == {
        "backend": "token", "token_label": "kantor", "key_label": "sekretaris", "before": "pkcs12",
    }  # fmt: skip


def test_a_later_choice_replaces_the_former_which_stays(office: Office) -> None:
    first = choose(office, "upload")
    second = choose(office, "esign", at=AT + timedelta(hours=1), email="noor@contoh.go.id")
    assert queries.method_of(office.sekretaris) == second
    (former,) = queries.former_methods(office.sekretaris)
    assert former.id == first.id and former.replaced_by_id == office.admin.id
    assert "noor@contoh.go.id" not in json.dumps(events())


def test_state_and_log_agree_after_two_choices(office: Office) -> None:
    choose(office, "upload")
    choose(office, "token", at=AT + timedelta(minutes=5), token_label="kantor", key_label="sekretaris")
    answer = verify()
    assert answer.log.ok and answer.state == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE signing_method SET backend = 'pkcs12'",
        "UPDATE signing_method SET key_label = 'punya-orang'",
        "DELETE FROM signing_method",
    ],
)
def test_a_choice_that_nobody_made_is_found_out(office: Office, sql: str) -> None:
    choose(office, "token", token_label="kantor", key_label="sekretaris")
    with db.engine.begin() as connection:
        connection.execute(text(sql))
    assert {one.place.split()[0] for one in verify().state} == {"signing_method"}


@pytest.mark.parametrize(
    ("backend", "options", "field"),
    [
        ("token", {}, "token_label"),
        ("token", {"token_label": "kantor"}, "key_label"),
        ("esign", {"email": "bukan surel"}, "email"),
        ("esign", {"offered": ("pkcs12", "upload")}, "backend"),
        ("kertas", {"offered": ("kertas",)}, "backend"),
        ("pkcs12", {}, "backend"),
    ],
)
def test_what_cannot_be_chosen_names_its_field_and_changes_nothing(office: Office, backend, options, field) -> None:
    before = len(events())
    with pytest.raises(Invalid) as refusal:
        choose(office, backend, **options)
    assert refusal.value.field == field
    assert queries.method_of(office.sekretaris) is None and len(events()) == before


def test_labels_of_another_way_are_not_kept(office: Office) -> None:
    method = choose(office, "upload", token_label="kantor", key_label="x", email="a@b.c")
    assert (method.token_label, method.key_label, method.email) == ("", "", "")


def test_the_admin_chooses_on_the_persons_page(equipped, client, office: Office, sign_in) -> None:
    sign_in(client, office.admin)
    address = f"/pengguna/{office.sekretaris.id}/tanda-tangan"
    assert address in client.get(f"/pengguna/{office.sekretaris.id}").text
    page = client.get(address).text
    assert all(f'value="{backend}"' in page for backend in ALL)
    answer = client.post(address, data={"backend": "token", "token_label": " kantor ", "key_label": "sekretaris"})
    assert answer.status_code == 303
    assert queries.method_of(office.sekretaris).token_label == "kantor"
    assert "Token kriptografi" in client.get(address).text


def test_what_the_server_is_not_set_up_for_is_not_offered(client, office: Office, sign_in) -> None:
    sign_in(client, office.admin)
    address = f"/pengguna/{office.sekretaris.id}/tanda-tangan"
    page = client.get(address).text
    assert 'value="token"' not in page and 'value="esign"' not in page
    assert "PAPAN_PKCS11_MODULE" in page and "PAPAN_ESIGN_URL" in page
    answer = client.post(address, data={"backend": "esign"})
    assert answer.status_code == 422 and queries.method_of(office.sekretaris) is None


def test_a_token_without_its_labels_is_sent_back_with_what_was_typed(equipped, client, office, sign_in) -> None:
    sign_in(client, office.admin)
    answer = client.post(
        f"/pengguna/{office.sekretaris.id}/tanda-tangan", data={"backend": "token", "token_label": "kantor"}
    )
    assert answer.status_code == 422
    assert "Isi nama kunci pada token" in answer.text and 'value="kantor"' in answer.text


def test_nobody_but_the_admin_chooses(client, office: Office, sign_in) -> None:
    sign_in(client, office.sekretaris)
    address = f"/pengguna/{office.sekretaris.id}/tanda-tangan"
    assert client.get(address).status_code == 403
    assert client.post(address, data={"backend": "upload"}).status_code == 403


def test_nobody_there_is_not_found(client, office: Office, sign_in) -> None:
    sign_in(client, office.admin)
    assert client.get("/pengguna/9999/tanda-tangan").status_code == 404


def test_the_profile_says_which_way_applies(client, office: Office, sign_in) -> None:
    choose(office, "upload")
    sign_in(client, office.sekretaris)
    page = client.get("/profil/kunci").text
    assert "Cara Anda menandatangani" in page and "aplikasi lain" in page
