"""The witnesses' page: honest about what nobody outside has seen; only the Inspektorat writes on it."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select

from app.accounts.models import User
from app.audit.checkpoint import Checkpoint, sign
from app.audit.events import Tag
from app.audit.keys import log_key
from app.audit.models import AuditEvent
from app.audit.queries import head
from app.demo.people import Office
from app.extensions import db
from app.inspection.witnesses import actions, notes, ours, queries, standing
from app.inspection.witnesses.models import LogCosignature, LogWitness
from app.inspection.witnesses.printed import PrintedHead, printed_heads
from tests.conftest import OutsideClient
from tests.inspection.conftest import LATER
from tests.inspection.witnesses.witness import Witness

PAGE, NOTES = "/jejak/saksi", "/jejak/saksi/kesaksian"


def file(data: bytes, name: str = "kesaksian-120.txt") -> dict[str, object]:
    return {"file": (io.BytesIO(data), name)}


def readings(person: User) -> list[str]:
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.act == Tag.LOG_READ.value, AuditEvent.actor_id == person.id)
    return [event.data["filter"] for event in db.session.scalars(query.order_by(AuditEvent.seq))]


def test_without_a_witness_the_page_says_what_cannot_be_caught(
    monkeypatch: pytest.MonkeyPatch, inspector: OutsideClient
) -> None:
    monkeypatch.setattr(standing, "printed_heads", lambda newest: [])

    page = inspector.get(PAGE).text

    assert "Belum ada saksi di luar." in page
    assert "dapat menulis ulang seluruh log" in page
    assert "kunci-saksi" in page
    assert f"{head().size} rekaman" in page  # type: ignore[union-attr]


def test_an_inspector_registers_a_key_and_hands_in_his_note(
    inspector: OutsideClient, witness: Witness, note: str
) -> None:
    registered = inspector.post(PAGE, data={"vkey": witness.vkey}, follow_redirects=True)
    kept = inspector.post(NOTES, data=file(witness.cosign(note)), follow_redirects=True)

    size = int(note.split("\n")[1])
    assert "terdaftar sebagai saksi" in registered.text
    assert "akarnya cocok dengan log ini" in kept.text
    assert f"Rekaman 1 sampai {size} sudah dilihat saksi" in kept.text
    assert f"{head().size - size} rekaman</b>" in kept.text  # type: ignore[union-attr]
    assert witness.vkey in kept.text


def test_a_wrong_key_comes_back_with_its_sentence(inspector: OutsideClient) -> None:
    answer = inspector.post(PAGE, data={"vkey": "saksi+0badc0de+BAAA"})

    assert answer.status_code == 422
    assert "saksi+0badc0de+BAAA" in answer.text
    assert notes.BAD_KEY in answer.text


@pytest.mark.parametrize("typed", ["PRIVATE+KEY+saksi+0badc0de+rahasia", "kunci rahasia: 0badc0de"])
def test_a_secret_key_is_refused_and_never_shown_again(inspector: OutsideClient, typed: str) -> None:
    answer = inspector.post(PAGE, data={"vkey": typed})

    assert answer.status_code == 422
    assert notes.IS_SECRET in answer.text
    assert typed not in answer.text


def test_a_known_key_is_a_conflict_on_its_field(
    inspector: OutsideClient, registered: LogWitness, witness: Witness
) -> None:
    answer = inspector.post(PAGE, data={"vkey": witness.vkey})

    assert answer.status_code == 409
    assert "sudah terdaftar" in answer.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(None, "Pilih berkas kesaksian."), (b"halo", notes.NOT_A_NOTE), (b"a" * 70_000, notes.NOT_A_NOTE)],
)
def test_a_file_that_is_no_testimony_is_told_so(inspector: OutsideClient, data: bytes | None, sentence: str) -> None:
    answer = inspector.post(NOTES, data={} if data is None else file(data))

    assert answer.status_code == 422
    assert escape(sentence) in answer.text


def test_a_split_view_is_told_to_the_inspector_and_nothing_is_kept(
    app: Flask, inspector: OutsideClient, registered: LogWitness, witness: Witness
) -> None:
    key = log_key(app.config["SETTINGS"].keys_folder)
    other = sign(Checkpoint(next(iter(ours.log_keys())), 9, b"\x09" * 32), key)

    answer = inspector.post(NOTES, data=file(witness.cosign(other)))

    assert answer.status_code == 422
    assert actions.OTHER_ROOT.format(size=9) in answer.text
    assert db.session.scalars(select(LogCosignature)).all() == []


def test_retiring_needs_a_reason_and_keeps_what_was_signed(
    inspector: OutsideClient, registered: LogWitness, witness: Witness, note: str
) -> None:
    inspector.post(NOTES, data=file(witness.cosign(note)))
    address = f"{PAGE}/{registered.id}/retirement"

    refused = inspector.post(address, data={f"witness{registered.id}-reason": "x"})
    reason = {f"witness{registered.id}-reason": "Pejabat saksi berganti."}
    done = inspector.post(address, data=reason, follow_redirects=True)
    again = inspector.post(address, data=reason)

    assert (refused.status_code, again.status_code) == (422, 409)
    assert "sedikitnya 10 huruf" in refused.text
    assert "dihentikan" in done.text
    assert "Pejabat saksi berganti." in done.text
    assert len(queries.witnessed(10**6)[1]) == 1


def test_a_witness_that_is_not_there_is_not_found(inspector: OutsideClient) -> None:
    assert inspector.post(f"{PAGE}/999/retirement", data={"witness999-reason": "tidak ada orangnya"}).status_code == 404


@pytest.mark.parametrize("who", ["sekretaris", "tim", "admin"])
def test_others_read_but_hand_in_nothing(client: OutsideClient, office: Office, who: str, witness: Witness) -> None:
    client.sign_in(getattr(office, who))
    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Serahkan kesaksian</h2>" not in page.text
    assert client.post(PAGE, data={"vkey": witness.vkey}).status_code == 403
    assert client.post(NOTES, data=file(b"")).status_code == 403


def test_a_witness_that_the_log_contradicts_is_shouted(
    monkeypatch: pytest.MonkeyPatch, inspector: OutsideClient
) -> None:
    forged = PrintedHead("Laporan Tahun 2025, versi 1", 2, 1, LATER, 12, "ab" * 32, agrees=False)
    monkeypatch.setattr(standing, "printed_heads", lambda newest: [forged])

    page = inspector.get(PAGE).text

    assert "Log tidak lagi cocok dengan saksi" in page
    assert "Belum ada saksi di luar." in page


def test_the_signed_report_of_the_office_prints_and_holds_the_logs_head(inspector: OutsideClient) -> None:
    found = printed_heads(newest=3)

    assert found
    assert all(one.agrees and ours.root_at(one.size).hex() == one.root for one in found)
    assert all(one.root in inspector.get(PAGE).text for one in found)


def test_a_report_of_the_office_itself_is_no_witness_outside(
    monkeypatch: pytest.MonkeyPatch, inspector: OutsideClient
) -> None:
    good = PrintedHead("Laporan Tahun 2025, versi 1", 2, 1, LATER, 12, ours.root_at(12).hex(), agrees=True)
    monkeypatch.setattr(standing, "printed_heads", lambda newest: [good])

    page = inspector.get(PAGE).text

    assert "sudah dilihat saksi" not in page
    assert "Belum ada saksi di luar." in page
    assert "memuat akar 12 rekaman; itu menjadi bukti hanya bila salinannya Anda pegang sendiri" in page
    size = head().size  # type: ignore[union-attr]
    assert standing.standing().unwitnessed == size
    assert good.root in page


def test_the_inspectors_reading_stands_in_the_log(inspector: OutsideClient, inspektur: User) -> None:
    inspector.get(PAGE)
    inspector.get(f"{PAGE}/lembar")

    assert readings(inspektur)[-2:] == ["saksi log", "lembar saksi mingguan"]


def test_a_checkpoint_is_fetched_to_its_last_byte(inspector: OutsideClient, note: str) -> None:
    size = int(note.split("\n")[1])

    assert inspector.get(f"{PAGE}/checkpoint/{size}.txt").data == note.encode()
    assert inspector.get(f"{PAGE}/checkpoint/1.txt").status_code == 404
    assert inspector.get(f"{PAGE}/cap-waktu/{size}.tsr").status_code == 404


def test_the_root_at_every_size_is_the_trees(app: Flask, note: str) -> None:
    from app.audit.merkle import Frontier, leaf_hash
    from app.audit.queries import bodies

    frontier = Frontier()
    for body in bodies():
        frontier = frontier.append(leaf_hash(body))
        assert ours.root_at(frontier.size) == frontier.root
    assert frontier.root.hex() == head().root  # type: ignore[union-attr]
    assert re.search(rf"\n{frontier.size}\n", note)
