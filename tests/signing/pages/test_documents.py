"""Where a printed document's QR leads: does this version count, which one replaced it, what the log tells anybody."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.audit import Tag, record
from app.demo.people import Office
from app.signing import actions
from app.signing.actions.register import supersede
from app.signing.codes import new_code
from app.signing.provenance import provenance_of
from app.signing.signed_by import WORTH
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing
from tests.signing.conftest import AT
from tests.signing.pages.test_results import upload

REASON = "Angka indikator 1.3 keliru."


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def issue(no: int, *, code: str, kind: str = "signed", at: datetime = AT, sha256: str = "") -> None:
    about, title = f"report:7/version:{no}", f"Laporan Triwulan III 2026, versi {no}"
    actions.issue(sha256 or digest(f"{no} {kind}"), title=title, about=about, kind=kind, at=at, code=code)


def tell(tag: Tag, no: int, *, by: User, at: datetime, **data: Any) -> None:
    record(tag, by=by, about=f"report:7/version:{no}", at=at, data={"version": no} | data)


def tell_frozen(no: int, *, by: User, at: datetime) -> None:
    tell(Tag.REPORT_FROZEN, no, by=by, at=at, run="run:7", code="x", sha256=digest("x"), pages=12)


def tell_paraf(no: int, *, by: User, at: datetime) -> None:
    jabatan = by.jabatan
    tell(Tag.REPORT_PARAF_GIVEN, no, by=by, at=at, sha256=digest("x"), unit=1, jabatan=jabatan, form="recorded")


def tell_signed(no: int, *, by: User, at: datetime) -> None:
    tell(
        Tag.REPORT_SIGNED, no, by=by, at=at, sha256_frozen=digest("x"), sha256=digest("y"), level="B-B",
        certificate=digest("c"), trust="lokal", signed_at="2026-11-23T01:30:00.000000Z", backend="pkcs12", mandate=None,
    )  # fmt: skip


@pytest.fixture
def codes(app: Flask, office: Office) -> tuple[str, str]:
    """Two versions of one report, the second of which replaced the first."""
    first, second = new_code(), new_code()
    with writing():
        issue(1, code=first, kind="frozen")
        tell_frozen(1, by=office.tim, at=AT)
        tell_paraf(1, by=office.kabag_umum, at=later(10))
        tell_signed(1, by=office.sekretaris, at=later(30))
        issue(1, code=first, at=later(30))
        tell_frozen(2, by=office.tim, at=later(60))
        issue(2, code=second, kind="frozen", at=later(60))
        tell_signed(2, by=office.sekretaris, at=later(90))
        issue(2, code=second, at=later(90))
        supersede(first, successor=second, reason=REASON, at=later(90))
        tell(
            Tag.REPORT_SUPERSEDED, 1, by=office.sekretaris, at=later(90), successor=2, code=second, reason=REASON
        )  # fmt: skip
    return first, second


def test_a_version_that_counts_says_so(client: Any, codes: tuple[str, str]) -> None:
    page = client.get(f"/v/{codes[1]}")
    assert page.status_code == 200
    assert "Versi ini yang berlaku" in page.text
    assert "Digantikan" not in page.text


def test_the_page_behind_the_qr_says_who_signed_and_what_that_is_worth(
    client: Any, office: Office, codes: tuple[str, str]
) -> None:
    said = (
        f"Ditandatangani {office.sekretaris.name}, Sekretaris DPRD, Sen 23 Nov 2026, 10.30 WITA. "
        "Tanda tangan elektronik tidak tersertifikasi (kunci lokal), tingkat "
    )
    assert f"{said}B-B." in client.get(f"/v/{codes[1]}").text
    with writing():
        tell(
            Tag.REPORT_TIMESTAMPED, 2, by=office.admin, at=later(95), sha256=digest("z"), sha256_before=digest("y"),
            level="B-LTA",
        )  # fmt: skip
    assert f"{said}B-LTA." in client.get(f"/v/{codes[1]}").text


@pytest.mark.parametrize("trust", list(Trust))
def test_every_trust_has_its_words_at_the_document(trust: Trust) -> None:
    certified = "tidak tersertifikasi" not in WORTH[trust]
    assert certified is (trust is Trust.CERTIFIED)


def test_a_replaced_version_names_its_successor_the_day_and_the_reason(client: Any, codes: tuple[str, str]) -> None:
    text = client.get(f"/v/{codes[0]}").text
    assert "Versi ini sudah digantikan" in text
    assert 'class="verdict late"' in text
    assert f'<a href="/v/{codes[1]}">Laporan Triwulan III 2026, versi 2</a>' in text
    assert "Sen 23 Nov 2026, 10.30 WITA" in text and REASON in text


def test_the_versions_are_listed_with_how_they_stand(client: Any, codes: tuple[str, str]) -> None:
    text = client.get(f"/v/{codes[1]}").text
    listed = text[text.index("Semua versi") :]
    assert listed.index("versi 2") < listed.index("versi 1")
    assert f'href="/v/{codes[0]}"' in listed
    assert "berlaku" in listed and "digantikan Sen 23 Nov 2026, 10.30 WITA" in listed


def test_the_log_tells_who_approved_with_its_numbers(client: Any, office: Office, codes: tuple[str, str]) -> None:
    text = client.get(f"/v/{codes[0]}").text
    assert f"{office.kabag_umum.name} memberi paraf pada laporan ini versi 1" in text
    assert f"{office.sekretaris.name} menandatangani laporan ini versi 1" in text
    known = provenance_of(codes[0])
    assert known is not None
    for entry in known.acts:
        assert f"rekaman {entry.seq}" in text
        assert f'href="/jejak/{entry.seq}"' not in text


def test_who_may_read_the_log_goes_from_a_document_to_its_records(
    client: Any, office: Office, codes: tuple[str, str]
) -> None:
    known = provenance_of(codes[0])
    assert known is not None
    text = client.sign_in(office.inspektur).get(f"/v/{codes[0]}").text
    for entry in known.acts:
        assert f'href="/jejak/{entry.seq}">rekaman {entry.seq}</a>' in text


def test_another_versions_acts_are_not_told_here(codes: tuple[str, str]) -> None:
    known = provenance_of(codes[1])
    assert known is not None
    assert [entry.tag for entry in known.acts] == [Tag.REPORT_FROZEN, Tag.REPORT_SIGNED]


def test_what_people_do_inside_the_office_is_not_told(client: Any, office: Office, codes: tuple[str, str]) -> None:
    with writing():
        tell(Tag.REPORT_DOWNLOADED, 1, by=office.inspektur, at=later(100), sha256=digest("y"))
    assert office.inspektur.name not in client.get(f"/v/{codes[0]}").text


def test_a_paraf_that_was_taken_back_is_not_shown_as_given(app: Flask, office: Office) -> None:
    code = new_code()
    with writing():
        issue(1, code=code, kind="frozen")
        tell_paraf(1, by=office.kabag_umum, at=AT)
        tell_paraf(1, by=office.kabag_persidangan, at=later(1))
        tell(Tag.REPORT_PARAF_WITHDRAWN, 1, by=office.kabag_umum, at=later(2), sha256=digest("x"), reason="rahasia")
    known = provenance_of(code)
    assert known is not None
    assert [entry.actor_id for entry in known.acts] == [office.kabag_persidangan.id]


def test_a_frozen_copy_that_was_taken_back_counts_for_nothing(client: Any, app: Flask, office: Office) -> None:
    code = new_code()
    with writing():
        issue(1, code=code, kind="frozen")
        tell_frozen(1, by=office.tim, at=AT)
    assert "Belum ditandatangani" in client.get(f"/v/{code}").text
    with writing():
        tell(Tag.REPORT_THAWED, 1, by=office.tim, at=later(5), reason="catatan dalam kantor")
    text = client.get(f"/v/{code}").text
    assert "Ditarik kembali pada Sen 23 Nov 2026, 09.05 WITA" in text
    assert "catatan dalam kantor" not in text


def test_a_version_that_nobody_signed_is_not_named_to_holders_of_another(
    client: Any, codes: tuple[str, str], office: Office
) -> None:
    third = new_code()
    with writing():
        issue(3, code=third, kind="frozen", at=later(120))
    assert third not in client.get(f"/v/{codes[1]}").text
    assert "Belum ditandatangani" in client.get(f"/v/{third}").text


def test_another_reports_versions_are_not_its_sisters(client: Any, codes: tuple[str, str]) -> None:
    other = new_code()
    with writing():
        actions.issue(digest("70"), title="Laporan lain", about="report:70/version:1", kind="signed", at=AT, code=other)
    assert other not in client.get(f"/v/{codes[0]}").text


def test_successors_are_followed_to_the_one_that_counts(app: Flask, codes: tuple[str, str]) -> None:
    third = new_code()
    with writing():
        issue(3, code=third, at=later(120))
        supersede(codes[1], successor=third, reason=REASON, at=later(120))
    known = provenance_of(codes[0])
    assert known is not None and known.current is not None
    assert known.current.code == third


def test_successors_in_a_circle_end(client: Any, codes: tuple[str, str]) -> None:
    with writing():
        supersede(codes[1], successor=codes[0], reason=REASON, at=later(120))
    known = provenance_of(codes[0])
    assert known is not None and known.current is None
    assert client.get(f"/v/{codes[0]}").status_code == 200


def test_an_unknown_code_says_what_to_do(client: Any, app: Flask) -> None:
    page = client.get(f"/v/{new_code()}")
    assert page.status_code == 404
    for words in ("Tidak ada di register kami", "Periksa ketikannya", "jangan andalkan lembar itu"):
        assert words in page.text
    assert 'action="/verifikasi"' in page.text


def test_an_unknown_digest_says_what_to_do(client: Any, app: Flask) -> None:
    page = client.get(f"/verifikasi/{'0' * 64}")
    assert page.status_code == 404
    assert "bukan terbitan kami" in page.text
    assert "Periksa ketikannya" not in page.text


def test_the_digest_leads_to_the_same_page(client: Any, codes: tuple[str, str]) -> None:
    assert "Versi ini sudah digantikan" in client.get(f"/verifikasi/{digest('1 signed')}").text


def test_the_file_can_be_compared_right_there(client: Any, app: Flask, signed: bytes, office: Office) -> None:
    code = new_code()
    with writing():
        issue(1, code=code, sha256=hashlib.sha256(signed).hexdigest())
    assert 'type="file"' in client.get(f"/v/{code}").text
    text = upload(client, ("laporan.pdf", signed)).text
    assert "Terdaftar: salinan persis" in text
    assert "Versi ini yang berlaku" in text and f"/v/{code}" in text


def test_a_replaced_file_is_intact_and_yet_not_to_be_used(client: Any, app: Flask, signed: bytes) -> None:
    first, second = new_code(), new_code()
    with writing():
        issue(1, code=first, sha256=hashlib.sha256(signed).hexdigest())
        issue(2, code=second, at=later(60))
        supersede(first, successor=second, reason=REASON, at=later(60))
    text = upload(client, ("lama.pdf", signed)).text
    assert "Utuh" in text and "Versi ini sudah digantikan" in text
    assert f"/v/{second}" in text and REASON in text


def test_a_frozen_copy_is_not_taken_for_the_signed_document(client: Any, app: Flask, frozen: bytes) -> None:
    code = new_code()
    with writing():
        issue(1, code=code, kind="frozen", sha256=hashlib.sha256(frozen).hexdigest())
        issue(1, code=code, at=later(1))
    text = upload(client, ("beku.pdf", frozen)).text
    assert "Bukan berkas akhirnya" in text
    assert "Versi ini yang berlaku" not in text
