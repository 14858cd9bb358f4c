"""The result of a verification: several files at once, each explained, nothing lost by one that is bad."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.demo.people import Office
from app.extensions import db
from app.signing import actions
from app.signing.verification import wording
from app.signing.verification.verdicts import (
    PageChange,
    Registered,
    SignatureReport,
    Trust,
    Verdict,
    Verification,
)
from app.web.transaction import writing
from tests.signing.attacks.edits import appended, swap_content
from tests.signing.conftest import AT
from tests.signing.documents import FIELD

TOO_LARGE = b"%PDF-1.7\n" + bytes(25 * 1024 * 1024)


def upload(client: Any, *files: tuple[str, bytes]) -> Any:
    form = {"file": [(io.BytesIO(data), name) for name, data in files]}
    return client.post("/verifikasi", data=form, content_type="multipart/form-data")


def checks() -> int:
    query = select(func.count()).where(AuditEvent.act == "document:verified")
    return db.session.scalar(query) or 0


def answers(client: Any, monkeypatch: pytest.MonkeyPatch, answer: Verification) -> str:
    """The page for an answer that the verifier would give."""
    monkeypatch.setattr(actions, "check_upload", lambda _data, now: answer)
    return upload(client, ("surat.pdf", b"%PDF-1.7")).text


def report(**facts: Any) -> SignatureReport:
    plain = {"signer": "Rahmadi, S.H.", "level": "B-T", "serial": "1f", "trust": Trust.CERTIFIED, "valid": True}
    return SignatureReport(field=FIELD, **{**plain, **facts})


def answer(*reports: SignatureReport, verdict: Verdict = Verdict.INTACT, **more: Any) -> Verification:
    return Verification("a" * 64, verdict, Trust.CERTIFIED, None, signatures=reports, **more)


def test_several_files_are_judged_at_once_and_summed_up(client: Any, app: Flask, signed: bytes, frozen: bytes) -> None:
    before = checks()
    page = upload(client, ("bertanda.pdf", signed), ("beku.pdf", frozen), ("surat.txt", b"bukan PDF"))
    assert page.status_code == 200
    summary = page.text[page.text.index("<tbody>") : page.text.index("</tbody>")]
    assert re.findall(r'href="#berkas-(\d)">([^<]+)', summary) == [
        ("1", "bertanda.pdf"),
        ("2", "beku.pdf"),
        ("3", "surat.txt"),
    ]
    tags = re.findall(r'class="tag [a-z]+">([^<]+)', summary)
    assert [tag for tag in tags if tag in {one.title for one in wording.VERDICTS.values()}] == [
        "Utuh", "Tanpa tanda tangan", "Tidak dapat diperiksa",
    ]  # fmt: skip
    for number in (1, 2, 3):
        assert f'id="berkas-{number}"' in page.text
    assert checks() == before + 3


def test_one_file_needs_no_summary(client: Any, app: Flask, signed: bytes) -> None:
    assert "<tbody>" not in upload(client, ("bertanda.pdf", signed)).text


def test_one_that_is_too_large_does_not_lose_the_others(client: Any, app: Flask, signed: bytes) -> None:
    before = checks()
    page = upload(client, ("besar.pdf", TOO_LARGE), ("bertanda.pdf", signed))
    assert page.status_code == 200
    assert "lebih besar dari 25 MB" in page.text
    assert "Noor Aisyah" in page.text
    assert checks() == before + 1


def test_where_all_are_too_large_nothing_was_checked(client: Any, app: Flask) -> None:
    before = checks()
    page = upload(client, ("besar.pdf", TOO_LARGE), ("besar-juga.pdf", TOO_LARGE))
    assert page.status_code == 413
    assert page.text.count("lebih besar dari 25 MB") == 2  # in the summary of errors and beside the field
    assert checks() == before


def test_more_than_ten_at_once_are_asked_for_in_turns(client: Any, app: Flask) -> None:
    page = upload(client, *((f"{number}.pdf", b"%PDF-1.7") for number in range(11)))
    assert page.status_code == 422
    assert "Paling banyak 10 berkas sekaligus" in page.text


def test_ten_large_files_are_received_although_other_pages_take_less(client: Any, app: Flask) -> None:
    most = app.config["MAX_CONTENT_LENGTH"]
    assert most < 10 * 25 * 1024 * 1024
    files = [(f"{number}.pdf", bytes(24 * 1024 * 1024)) for number in range(most // (24 * 1024 * 1024) + 1)]
    assert upload(client, *files).status_code == 200


def test_the_name_of_a_file_is_never_markup(client: Any, app: Flask, frozen: bytes) -> None:
    page = upload(client, ("<img src=x>.pdf", frozen), ("<b>tebal</b>.pdf", frozen))
    assert "<img src=x>" not in page.text and "<b>tebal" not in page.text


def test_the_result_can_be_printed_and_says_that_paper_proves_nothing(client: Any, app: Flask, signed: bytes) -> None:
    text = upload(client, ("bertanda.pdf", signed)).text
    assert re.search(r"<button[^>]+data-print[^>]*hidden", text)
    assert "<noscript>" in text and "Ctrl+P" in text
    assert "Cetakan halaman ini bukan bukti" in text
    assert hashlib.sha256(signed).hexdigest() in text
    assert "Diperiksa Sen 23 Nov 2026, 09.00 WITA" in text


def test_what_changed_is_shown_page_by_page(client: Any, app: Flask, signed: bytes) -> None:
    text = upload(client, ("laporan.pdf", appended(signed, swap_content))).text
    assert "Diubah" in text
    assert "Yang berubah sesudah ditandatangani" in text
    assert re.search(r"Halaman \d+:", text)
    said = re.findall(r'<p class="said[^"]*">([^<]*)', text)
    assert "103,00" in said[0] and said[0] != said[1]


def test_text_that_appeared_or_went_is_said_so(client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = (PageChange(2, "teks berubah", "", "Rp1.000"), PageChange(3, "teks berubah", "Rp2.000", ""))
    text = answers(client, monkeypatch, answer(report(), verdict=Verdict.ALTERED, changes=changes))
    assert text.count("tidak ada teks") == 2
    assert "Halaman 2" in text and "Halaman 3" in text


def test_permitted_additions_are_listed(client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    added = answer(report(), verdict=Verdict.INTACT_WITH_ADDITIONS, additions=("Revisi 2: data validasi.",))
    assert "Revisi 2: data validasi." in answers(client, monkeypatch, added)


def test_times_stand_in_wita_and_as_the_signer_wrote_them(
    client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    jakarta = datetime(2026, 11, 23, 8, 0, tzinfo=timezone(timedelta(hours=7)))
    proven = report(signed_at=jakarta, proven_at=AT + timedelta(minutes=2), proven_by="cap waktu TSA Contoh")
    text = answers(client, monkeypatch, answer(proven))
    assert "Sen 23 Nov 2026, 09.00 WITA" in text
    assert "ditulis penanda tangan: Sen 23 Nov 2026, 08.00 WIB" in text
    assert "Sudah ada pada Sen 23 Nov 2026, 09.02 WITA, menurut cap waktu TSA Contoh." in text


def test_a_time_that_nothing_proves_is_the_signers_own_word(
    client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wording.SELF_STATED in answers(client, monkeypatch, answer(report(signed_at=AT, level="B-B")))


@pytest.mark.parametrize(
    ("hours", "shown"),
    [(7, "08.00 WIB"), (8, "09.00 WITA"), (9, "10.00 WIT"), (0, "01.00 UTC"), (-5, "20.00 UTC-05.00")],
)
def test_zones_have_their_indonesian_names(hours: int, shown: str) -> None:
    moment = AT.astimezone(timezone(timedelta(hours=hours)))
    assert wording.as_written(moment).endswith(shown)


def test_half_hours_are_no_indonesian_zone() -> None:
    moment = datetime(2026, 11, 23, 6, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert wording.as_written(moment) == "Sen 23 Nov 2026, 06.30 UTC+05.30"
    assert wording.as_written(moment.astimezone(timezone(timedelta(hours=-3, minutes=-30)))).endswith("UTC-03.30")


def test_the_certificate_is_named_with_its_validity_and_root(
    client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    whose = report(
        issuer="PSrE Contoh", root="Root CA Contoh", not_before=datetime(2025, 1, 1, tzinfo=UTC),
        not_after=datetime(2027, 1, 1, tzinfo=UTC), bytes_covered=9000, bytes_after=1234, revision=2,
    )  # fmt: skip
    text = answers(client, monkeypatch, answer(whose))
    for words in (
        "PSrE Contoh", "berinduk pada Root CA Contoh", "1 Januari 2025 sampai 1 Januari 2027",
        "Sampai revisi 2 (9.000 bita). Sesudahnya ditambahkan 1.234 bita.", wording.LEVELS["B-T"],
    ):  # fmt: skip
        assert words in text


def test_the_trust_of_a_broken_signature_is_not_told(client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = report(valid=False, root="Root CA Contoh")
    text = answers(client, monkeypatch, answer(broken, verdict=Verdict.ALTERED))
    assert "Tidak dinilai" in text
    assert "Root CA Contoh" not in text and "Kepercayaan: Tersertifikasi" not in text


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.ALTERED, "Tidak berlaku, karena isi berkas tidak lagi sama dengan yang ditandatangani."),
        (Verdict.BROKEN, "Tidak berlaku, karena susunan berkas atau tanda tangannya sendiri tidak utuh."),
        (Verdict.UNREADABLE, "Tidak dapat ditentukan, karena tanda tangannya tidak dapat diperiksa."),
    ],
)
def test_an_invalid_signature_covers_nothing_and_names_nobody_for_certain(
    client: Any, app: Flask, monkeypatch: pytest.MonkeyPatch, verdict: Verdict, told: str
) -> None:
    invalid = report(valid=False, certifies=True, covers_whole_file=True, bytes_covered=113_801)
    text = answers(client, monkeypatch, answer(invalid, verdict=verdict))
    assert told in text
    assert "Penanda tangan menurut berkas" in text
    assert "Seluruh berkas" not in text and "Mengunci dokumen" not in text


def test_a_whole_signature_leaves_out_only_its_own_place() -> None:
    whole = report(covers_whole_file=True, bytes_covered=113_801)
    assert wording.coverage_of(whole, verdict=Verdict.INTACT) == (
        "Seluruh berkas kecuali tempat tanda tangannya sendiri (113.801 bita), tanpa tambahan sesudahnya."
    )


@pytest.mark.parametrize("trust", list(Trust))
def test_every_trust_has_its_sentence(trust: Trust) -> None:
    assert wording.trust_of(report(trust=trust)).endswith(".")
    assert wording.trust_of(report(trust=trust, root="Root CA Contoh")).endswith(".")
    assert wording.TRUST_IN_SHORT[trust]


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA", "CMS", "Cap waktu dokumen"])
def test_every_level_has_its_sentence(level: str) -> None:
    assert wording.LEVELS[level].endswith(".")


def test_an_altered_copy_of_ours_leads_to_the_document_itself(
    client: Any, app: Flask, office: Office, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing():
        ours = actions.issue(
            hashlib.sha256(signed).hexdigest(),
            title="Laporan Triwulan III 2026, versi 1", about="report:1/version:1", kind="signed", at=AT,
        )  # fmt: skip
    origin = Registered(ours.sha256, ours.title, ours.kind, ours.code, AT)
    text = answers(client, monkeypatch, answer(report(), verdict=Verdict.ALTERED, origin=origin))
    assert "bermula dari dokumen kami" in text
    assert f"/v/{ours.code}" in text
    assert "Terdaftar: salinan persis" not in text
