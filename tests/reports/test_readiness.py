"""Before the signature: each thing that is not as it must be is a line of its own, and says what to do."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts.models import ActingOfficial
from app.accounts.queries import acting_person
from app.accounts.roles import Role
from app.audit.actions import make_checkpoint
from app.audit.models import AuditCheckpoint, AuditEvent
from app.audit.recent import recent_problem
from app.demo.people import find_office
from app.demo.story import PASSPHRASE
from app.evidence import store
from app.evidence.uploads import files_folder
from app.extensions import db
from app.reports import readiness
from app.reports.actions import thaw_report
from app.reports.context import SIGNATURE_FIELD, RenderedReport
from app.reports.errors import NotReady
from app.reports.models import ReportVersion
from app.reports.queries import report_of
from app.reports.signatory import signer_at
from app.runs.errors import NotYourStep
from app.signing.actions import keep_key
from app.signing.backends.container import open_container
from app.signing.demo_certificates import demo_certificate
from app.web.transaction import writing
from tests.instances import ON_POSTGRESQL
from tests.reports.offices import FROZEN_AT, RUN, story_of_the_run
from tests.reports.reading import words_of
from tests.runs.desk import Desk
from tests.statements import statements

AT = FROZEN_AT
TOMORROW = AT + timedelta(days=1)


def version() -> ReportVersion:
    db.session.rollback()
    db.session.expire_all()
    return report_of(RUN).versions[-1]


def failing(who: str = "sekretaris", *, at: Any = AT) -> dict[str, str]:
    """Label and advice of what is in the way."""
    found = version()
    person = acting_person(getattr(find_office(), who), at=at)
    return {check.label: check.advice for check in readiness.checks(found, person, now=at) if not check.ok}


def appoint(who: str = "kabag_umum", *, kind: str = "plh", days: int = 1) -> None:
    with writing():
        office, day = find_office(), AT.date()
        accounts.appoint_acting(
            getattr(office, who), kind=kind, post=Role.SEKRETARIS, sk_number="800/7", sk_date=day, starts_on=day,
            ends_on=day + timedelta(days=days - 1), by=office.admin, at=AT,
        )  # fmt: skip


def frozen_bytes() -> bytes:
    return store.read(version().to_sign.sha256, folder=files_folder())


def put_on_disk(data: bytes) -> None:
    """What somebody with a shell does to the stored file."""
    path = store.path_of(version().to_sign.sha256, folder=files_folder())
    path.chmod(0o644)
    path.write_bytes(data)


def rewritten(change: Callable[[pikepdf.Pdf], None], **saving: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(frozen_bytes())) as pdf:
        change(pdf)
        pdf.save(out, **saving)
    return out.getvalue()


# --- Ready ----------------------------------------------------------------------------------------


def test_a_frozen_report_with_all_paraf_is_ready_and_each_line_says_what_was_looked_at(frozen):
    person = acting_person(find_office().sekretaris, at=AT)
    checks = readiness.checks(version(), person, now=AT)
    assert [check.advice for check in checks if not check.ok] == []
    assert [check.label for check in checks] == [
        "Langkah 7 menunggu tanda tangan",
        "Versi 1 dibekukan",
        "Jabatan Sekretaris DPRD",
        "PDF beku utuh, dengan tempat tanda tangan yang kosong",
        "Laporan menyebut H. Contoh Sekretaris, S.Sos., M.AP., Sekretaris DPRD",
        "Paraf Kabag/Kasubag",
        "Log audit utuh",
    ]
    readiness.check_ready(version(), person, now=AT)


def test_looking_writes_nothing_and_reads_no_more_of_the_log_than_came_since_the_checkpoint(frozen):
    person = acting_person(find_office().sekretaris, at=AT)
    with writing():
        make_checkpoint(at=AT)
    found = version()
    with statements() as asked:
        readiness.checks(found, person, now=AT)
    assert not db.session.dirty and not db.session.new
    restores, since = (sql for sql in asked if "FROM audit_event" in sql)
    assert "audit_event.act = " in restores and "audit_event.seq >" in since
    assert len(asked) <= 40, len(asked)


# --- The paraf and the step -----------------------------------------------------------------------


def test_each_missing_paraf_is_named(awaiting):
    story_of_the_run().paraf(AT, "kabag_persidangan")
    assert failing() == {
        "Paraf Kabag/Kasubag": (
            "Menunggu paraf Umum: Ahmad Fauzi, S.Sos. (Kepala Bagian Umum dan Keuangan); "
            "Fasilitasi: Muhammad Ridwan, S.E. (Kepala Bagian Fasilitasi Penganggaran dan Pengawasan)."
        )
    }


def test_the_action_itself_refuses_a_report_without_paraf(awaiting):
    with pytest.raises(NotReady, match="Menunggu paraf Umum"):
        story_of_the_run().sign(AT)
    assert version().signed_at is None


def test_a_version_that_was_opened_again_waits_for_no_signature(frozen):
    old = version()
    with writing():
        thaw_report(report_of(RUN), reason="angka keliru", by=find_office().tim, at=AT)
    assert old.no == 1
    found = failing()
    assert "Langkah 7 menunggu tanda tangan" in found
    assert "Buka versi yang terbaru" in found["Versi 1 dibekukan"]


@pytest.mark.parametrize("who", ["kabag_umum", "tim", "inspektur"])
def test_who_is_no_sekretaris_is_told_who_signs(frozen, who):
    found = failing(who)
    assert found["Wewenang menandatangani"].startswith("Yang menandatangani: Sekretaris DPRD, atau Plt./Plh.-nya.")


# --- Who signs ------------------------------------------------------------------------------------


def test_the_holder_does_not_sign_what_names_his_plh(awaiting):
    with writing():
        thaw_report(report_of(RUN), reason="Sekretaris berhalangan", by=find_office().tim, at=AT)
    appoint()
    story_of_the_run().freeze(AT).paraf(AT, "kabag_persidangan", "kabag_fasilitasi")
    assert failing("kabag_umum") == {}
    assert failing("sekretaris") == {
        "Laporan menyebut Ahmad Fauzi, S.Sos., Plh. Sekretaris DPRD": (
            "Laporan ini menyebut Ahmad Fauzi, S.Sos. (Plh. Sekretaris DPRD) sebagai penanda tangan. "
            "Minta Tim Penyusun membuka bekuannya dan membekukan laporan lagi."
        )
    }
    late = failing("kabag_umum", at=TOMORROW)
    assert "berlaku pada 23 November 2026 saja, jadi sekarang sudah berakhir" in late["Wewenang menandatangani"]
    assert "minta admin mencatat SK-nya" in late["Wewenang menandatangani"]


def test_the_printed_block_names_the_acting_person_his_post_and_his_decree(awaiting):
    appoint(kind="plt", days=3)
    signatory = signer_at(AT).printed()
    assert (signatory.acting, signatory.jabatan) == ("Plt.", "Sekretaris DPRD")
    assert (signatory.name, signatory.nip) == ("Ahmad Fauzi, S.Sos.", "197503122000031000")
    assert signatory.mandate == (
        "Berdasarkan SK Nomor 800/7 tanggal 23 November 2026, berlaku 23 November 2026 sampai 25 November 2026"
    )
    assert signer_at(AT + timedelta(days=3)).printed().name == "H. Contoh Sekretaris, S.Sos., M.AP."


def test_without_a_sekretaris_nobody_is_named(awaiting):
    with writing():
        office = find_office()
        accounts.deactivate(office.sekretaris, reason="pensiun", by=office.admin, at=AT)
    with pytest.raises(NotReady, match="belum punya penanda tangan"):
        signer_at(AT)
    appoint(kind="plt")
    assert signer_at(AT).jabatan == "Plt. Sekretaris DPRD"


def test_the_plh_does_not_sign_what_names_the_holder(frozen):
    appoint()
    found = failing("kabag_umum")
    assert list(found) == ["Laporan menyebut H. Contoh Sekretaris, S.Sos., M.AP., Sekretaris DPRD"]
    assert failing("sekretaris") == {}


def test_a_mandate_that_was_ended_since_the_page_was_opened_counts_no_more(frozen):
    appoint()
    person = acting_person(find_office().kabag_umum, at=AT)
    with writing():
        row = db.session.scalars(select(ActingOfficial)).one()
        accounts.end_acting(row, reason="Sekretaris kembali", by=find_office().admin, at=AT)
    advice = {check.label: check.advice for check in readiness.checks(version(), person, now=AT) if not check.ok}
    assert "sudah diakhiri pada 23 November 2026: Sekretaris kembali." in advice["Wewenang menandatangani"]


def test_the_freeze_button_says_who_will_sign(unfrozen):
    office = find_office()
    tim = Desk(unfrozen.test_client().sign_in(office.tim), office.tim)
    assert "Akan ditandatangani oleh H. Contoh Sekretaris" in tim.get(f"/runs/{RUN}/report").text
    appoint()
    page = tim.get(f"/runs/{RUN}/report").text
    assert "Akan ditandatangani oleh Ahmad Fauzi, S.Sos., Plh. Sekretaris DPRD (SK Nomor 800/7" in page


# --- The PDF --------------------------------------------------------------------------------------


def test_a_file_that_is_not_what_was_recorded_is_not_signed(frozen):
    data = frozen_bytes()
    put_on_disk(data[:-10] + b"x" + data[-9:])
    assert "tidak sama dengan SHA-256 yang tercatat" in next(iter(failing().values()))


def test_a_file_that_is_gone_is_said_so(frozen):
    store.path_of(version().to_sign.sha256, folder=files_folder()).unlink()
    assert "tidak ada di penyimpanan" in next(iter(failing().values()))


def empty_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array()
    for page in pdf.pages:
        page.Annots = pikepdf.Array()


def fill_field(pdf: pikepdf.Pdf) -> None:
    for field in pdf.Root.AcroForm.Fields:
        if str(field.T) == SIGNATURE_FIELD:
            field.V = pikepdf.Dictionary(Type=pikepdf.Name.Sig)


def name_nobody(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["data.json"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: rewritten(empty_form), "tidak punya tempat tanda tangan"),
        (lambda: rewritten(fill_field), "sudah terisi"),
        (lambda: rewritten(name_nobody), "tidak dapat dibaca"),
        (lambda: rewritten(lambda _: None, encryption=pikepdf.Encryption(owner="x", user="")), "terenkripsi"),
        (lambda: rewritten(lambda _: None, encryption=pikepdf.Encryption(owner="x", user="y")), "terenkripsi"),
        (lambda: b"bukan PDF", "tidak dapat dibaca"),
        (lambda: b"", "tidak dapat dibaca"),
    ],
)
def test_what_can_not_be_signed_in_is_said_so(frozen, data, sentence):
    found = readiness._read_pdf(data())
    assert sentence in found.problem
    assert "membekukan laporan lagi" in found.problem


# --- The log --------------------------------------------------------------------------------------


def insider(*sql: str) -> None:
    """Somebody with the database file and a shell: no triggers."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if ON_POSTGRESQL:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in connection.exec_driver_sql(listed).fetchall():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in sql:
            connection.exec_driver_sql(statement)


NEWEST = "(SELECT max(seq) FROM audit_event)"
A_BODY = "(SELECT body FROM audit_event WHERE seq = 1)"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (f"UPDATE audit_event SET body = {A_BODY} WHERE seq = {NEWEST}", "tidak memberi kepala log"),
        (f"DELETE FROM audit_event WHERE seq = {NEWEST}", "tidak memberi kepala log"),
        ("UPDATE audit_head SET size = size - 1", "padahal pohonnya bukan dari sebanyak itu"),
        ("UPDATE audit_head SET size = 3", "padahal checkpoint sudah dibuat atas"),
        ("UPDATE audit_checkpoint SET note = 'palsu'", "tidak dapat dibaca dengan kunci log ini"),
        (
            "UPDATE audit_checkpoint SET size = size - 1 WHERE size = (SELECT max(size) FROM audit_checkpoint)",
            "tidak sama dengan catatan bertandatangannya",
        ),
    ],
)
def test_a_damaged_end_of_the_log_is_found_and_nobody_signs(frozen, statement, sentence):
    assert recent_problem() == ""
    insider(statement)
    found = failing()
    assert sentence in found["Log audit utuh"]
    assert "minta admin menjalankan flask audit verify" in found["Log audit utuh"]


def test_an_old_database_behind_the_published_checkpoint_is_found(frozen):
    """The file of checkpoints outside the database is not taken back with an old backup."""
    with writing():
        make_checkpoint(at=AT)
    newest = db.session.scalars(select(AuditCheckpoint.size).order_by(AuditCheckpoint.size.desc())).first()
    insider(
        f"DELETE FROM audit_checkpoint WHERE size = {newest}",
        f"DELETE FROM audit_event WHERE seq = {newest}",
        "UPDATE audit_head SET size = size - 1",
    )
    assert f"padahal checkpoint sudah dibuat atas {newest}" in recent_problem()


# --- On the page ----------------------------------------------------------------------------------


def test_the_page_shows_what_is_in_the_way_and_offers_no_button(awaiting):
    office = find_office()
    page = Desk(awaiting.test_client().sign_in(office.sekretaris), office.sekretaris)
    text = page.get(f"/runs/{RUN}/report/signature").text
    assert "Menunggu paraf Umum: Ahmad Fauzi" in text
    assert "Tandatangani laporan</button>" not in text


# --- A Plh. signs ---------------------------------------------------------------------------------


def give_key_to(who: str) -> None:
    person = getattr(find_office(), who)
    made = demo_certificate(person.name, nip=person.nip, passphrase=PASSPHRASE, at=AT)
    with writing():
        certificate = open_container(made.p12, passphrase=PASSPHRASE).certificate
        keep_key(made.p12, certificate=certificate, user=getattr(find_office(), who), at=AT)


def test_a_plh_signs_in_his_own_name_inside_his_window_and_not_after_it(awaiting):
    with writing():
        thaw_report(report_of(RUN), reason="Sekretaris berhalangan", by=find_office().tim, at=AT)
    appoint()
    give_key_to("kabag_umum")
    story = story_of_the_run()
    story.freeze(AT).paraf(AT, "kabag_persidangan", "kabag_fasilitasi")
    with pytest.raises(NotYourStep, match="berlaku pada 23 November 2026 saja, jadi sekarang sudah berakhir"):
        story.sign(TOMORROW, who="kabag_umum", late_reason="menunggu")
    signed = story.sign(AT + timedelta(minutes=20), who="kabag_umum")
    assert signed.signed_by is not None
    assert (signed.signed_by.name, signed.report.run.is_open) == ("Ahmad Fauzi, S.Sos.", False)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "report:signed")).one().fields
    assert event["actor"]["role"] == "plh:sekretaris,kabag"
    assert event["data"]["mandate"] == 1
    completed = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "step:completed")).all()[-1]
    assert completed.data["completed_as"] == "Plh. Sekretaris DPRD (Sekretaris DPRD)"
    pdf = store.read(signed.sha256, folder=files_folder())
    words = " ".join(words_of(RenderedReport(pdf, signed.sha256, signed.pages)).split())
    assert "Plh. Sekretaris DPRD, " in words
    assert "NIP 19750312 200003 1 000" in words
    assert "Berdasarkan SK Nomor 800/7 tanggal 23 November 2026, berlaku pada 23 November 2026 saja" in words
