"""One office in which everything happened that changes state: whatever the log can tell, it tells here."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts.models import Role
from app.accounts.passwords import hash_password
from app.calendars import actions as calendars
from app.demo.figures import load_figures
from app.demo.load import give_sekretaris_a_key
from app.demo.office import SOP_FILE
from app.demo.papers import paper
from app.demo.people import Office, find_office
from app.demo.story import Story, wita
from app.evidence.actions import file_ref, register_file
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.performance import actions as figures
from app.performance import budget_actions, definition_actions
from app.performance.capaian import Formula
from app.performance.definition import Accumulation, Definition
from app.performance.models import BudgetLine, Indicator, Sasaran
from app.performance.period import Period
from app.reports.actions import freeze_report, thaw_report, withdraw_paraf
from app.reports.keeping import store_pdf
from app.reports.queries import report_of
from app.runs import actions as runs
from app.runs import queries
from app.signing.actions import add_trust_root, choose_method, keep_key, remove_key, remove_trust_root
from app.signing.backends.container import open_container
from app.signing.codes import new_code
from app.signing.demo_certificates import demo_authority, demo_certificate
from app.signing.models import BACKENDS
from app.signing.queries import current_key
from app.signing.verification.verdicts import Trust
from app.sop.actions import confirm_cell, import_sop
from app.sop.importers import parse_source, read_source
from app.sop.queries import active_version_or_refuse
from app.web.transaction import writing
from tests.inspection.replacing import replace_the_signed_report
from tests.inspection.review.story import act_reviews

AT = wita("2026-11-23 09.00")
SIGNED_RUN = 2
"""The run whose report is signed; run 1 was cancelled, run 3 goes on."""


def act_everything() -> None:
    office = find_office()
    with writing():
        give_sekretaris_a_key(at=AT)
        _accounts(office)
        _acting(office)
    with writing():
        _calendar(office)
        _sop(office)
        _trust(office)
    with writing():
        _figures(find_office())
    _cancelled_run()
    _signed_run()
    _going_run()
    act_reviews()


def evidence(name: str = "bukti.docx", title: str = "Bukti") -> EvidenceFile:
    return register_file(paper(name, title, "isi"), at=AT)


def _accounts(office: Office) -> None:
    admin, code = office.admin, hash_password("k")
    unit = accounts.add_unit(code="HUMAS", name="Bagian Humas", short_name="Humas", by=admin, at=AT)
    accounts.change_unit(unit, code="HMS", name="Bagian Humas dan Protokol", short_name="Humas", by=admin, at=AT)
    person = accounts.add_person(
        nip="199301012020012000", name="Contoh Baru", jabatan="Pengelola", roles={Role.STAF}, code_hash=code,
        unit=unit, by=admin, at=AT,
    )  # fmt: skip
    accounts.change_person(
        person, name="Contoh Baru, S.Kom.", jabatan="Analis", pangkat="Penata", unit=office.umum,
        roles={Role.STAF, Role.TIM}, by=admin, at=AT,
    )  # fmt: skip
    accounts.deactivate(person, reason="cuti panjang", by=admin, at=AT)
    accounts.reactivate(person, reason="kembali bekerja", by=admin, at=AT)
    accounts.deactivate(person, reason="pindah tugas", by=admin, at=AT)
    accounts.close_unit(unit, by=admin, at=AT)
    accounts.reopen_unit(unit, by=admin, at=AT)
    accounts.close_unit(unit, by=admin, at=AT)


def _acting(office: Office) -> None:
    """A Plh. who comes and goes, and one who was ended early."""
    today = AT.date()
    facts = {"kind": "plh", "sk_date": today, "starts_on": today, "by": office.admin, "at": AT}
    accounts.appoint_acting(office.tim, post=Role.KABAG, sk_number="800/12", ends_on=today + timedelta(days=3), **facts)
    ended = accounts.appoint_acting(office.kabag_umum, post=Role.SEKRETARIS, sk_number="800/13", ends_on=today, **facts)
    accounts.end_acting(ended, reason="Sekretaris sudah kembali", by=office.admin, at=AT)


def _calendar(office: Office) -> None:
    draft = calendars.open_draft(by=office.admin, at=AT)
    day = next(iter(draft.timetable.holidays))
    changed = draft.timetable.without_holiday(day).with_holiday(AT.date() + timedelta(days=30), "Hari Jadi Kabupaten")
    calendars.change_draft(draft, changed, by=office.admin, at=AT)
    calendars.publish_calendar(draft, note="Surat Edaran Bupati", by=office.admin, at=AT)


def _sop(office: Office) -> None:
    version = active_version_or_refuse()
    cells = [cell for step in version.steps[:3] for cell in step.cells if cell.is_inferred]
    for cell in cells[:2]:
        confirm_cell(cell, by=office.sekretaris, at=AT)
    source = read_source(SOP_FILE.read_bytes(), name=SOP_FILE.name)
    draft = import_sop(parse_source(source), by=office.admin, at=AT, source=source)
    confirm_cell(draft.steps[3].cells[1], by=office.sekretaris, at=AT)


def _trust(office: Office) -> None:
    root = demo_authority(at=AT - timedelta(days=30)).certificate.public_bytes(Encoding.DER)
    added = add_trust_root(root, note="diperiksa di kantor", trust=Trust.LOCAL, by=office.admin, at=AT)
    remove_trust_root(added, reason="sidik jarinya belum dibandingkan", by=office.admin, at=AT)
    again = add_trust_root(root, note="dibandingkan dengan surat", trust=Trust.LOCAL, by=office.admin, at=AT)
    remove_trust_root(again, reason="diganti induk baru", at=AT)
    add_trust_root(root, note="dibandingkan lewat telepon", trust=Trust.LOCAL, at=AT)
    made = demo_certificate(office.tim.name, nip=office.tim.nip, passphrase="kunci tim", at=AT)
    for _ in range(2):
        opened = open_container(made.p12, passphrase="kunci tim")
        keep_key(made.p12, certificate=opened.certificate, user=office.tim, at=AT)
    key = current_key(office.tim)
    assert key is not None
    remove_key(key, by=office.tim, at=AT)
    for backend, label in (("upload", ""), ("token", "kantor")):
        choose_method(
            office.tim, backend=backend, offered=BACKENDS, token_label=label, key_label=label, by=office.admin, at=AT
        )


def _figures(office: Office) -> None:
    load_figures(office, at=AT)
    first = db.session.scalars(select(Indicator)).first()
    other = db.session.scalars(select(Sasaran).order_by(Sasaran.id.desc())).first()
    assert first is not None and other is not None
    definition = Definition(
        code="2.9", name="Indikator yang diubah", satuan="indeks", formula=Formula.HIGHER,
        accumulation=Accumulation.LAST, source="Survei baru", unit_id=office.umum.id, first_year=2024,
    )  # fmt: skip
    definition_actions.change_indicator(first, definition, sasaran=other, by=office.tim, at=AT)
    definition_actions.change_sasaran(other, code="II", name="Sasaran yang diubah", by=office.tim, at=AT)
    year, quarter = Period(2025), Period(2026, 3)
    figures.set_target(first, period=year, value="85,00", by=office.sekretaris, at=AT)
    figures.set_target(first, period=quarter, value="20", by=office.sekretaris, at=AT)
    file = file_ref(evidence("rekap.xlsx", "Rekap"), role="sumber")
    figures.enter_realisasi(first, period=quarter, value="21", source="Rekap", evidence=file, by=office.tim, at=AT)
    figures.enter_realisasi(first, period=quarter, value="22,5", source="Rekap baru", by=office.tim, at=AT)
    line = db.session.scalars(select(BudgetLine).order_by(BudgetLine.id)).all()[1]
    budget_actions.change_pagu(line, code="4.02.01.2.09", name="Nama baru", pagu="1.000.000", by=office.tim, at=AT)
    budget_actions.enter_spending(line, realisasi="900.000", source="SP2D", by=office.tim, at=AT)


def _cancelled_run() -> None:
    story = Story(2025, None, at=AT)
    with writing():
        office, step = find_office(), queries.find_step(story.run_id, 1)
        runs.start_step(step, by=office.sekretaris, at=AT)
        runs.cancel_run(step.run, reason="salah memilih periode", by=office.sekretaris, at=AT)


def _signed_run() -> None:
    """Every verb of a run: replaced, exempted and cleared items, two returns, a stated time, thawed, signed."""
    story = Story(2026, 3, at=wita("2026-11-23 09.05"))
    story.begin(1, "sekretaris", wita("2026-11-23 09.06"))
    _documents(story.run_id)
    story.complete(1, "sekretaris", wita("2026-11-23 09.12"))
    _state_earlier(story, 2)
    story.begin(3, "tim", wita("2026-11-23 10.00")).complete(3, "tim", wita("2026-11-23 10.30"))
    story.complete(4, "tim", wita("2026-11-23 11.00")).report(5, "kabag_umum", wita("2026-11-23 11.10"))
    story.send_back(5, 4, "sekretaris", wita("2026-11-23 11.20"), reason="data belum cocok")
    story.complete(4, "tim", wita("2026-11-24 09.00"))
    _accept(story, wita("2026-11-24 10.00"))
    story.send_back(6, 3, "kabag_umum", wita("2026-11-24 10.30"), reason="konsep perlu disusun ulang")
    story.complete(3, "tim", wita("2026-11-24 11.00")).complete(4, "tim", wita("2026-11-24 11.30"))
    _accept(story, wita("2026-11-24 11.50"))
    story.complete(6, "kabag_umum", wita("2026-11-24 13.30"))
    _correct(story.run_id)
    story.write(wita("2026-11-24 13.40"), kata_pengantar="Laporan ini disusun menurut SOP.")
    _freeze_and_thaw(story.run_id)
    story.freeze(wita("2026-11-24 14.30")).paraf(wita("2026-11-24 14.40"), "kabag_umum")
    _withdraw_paraf(story, wita("2026-11-24 14.42"))
    story.paraf(wita("2026-11-24 14.45")).sign(wita("2026-11-24 15.00"))
    replace_the_signed_report(story)


def _withdraw_paraf(story: Story, at: datetime) -> None:
    with writing():
        version = report_of(story.run_id).pending
        assert version is not None
        withdraw_paraf(version, reason="lampiran belum terbaca", by=find_office().kabag_umum, at=at)


def _going_run() -> None:
    story = Story(2026, 4, at=wita("2026-11-25 09.00"))
    story.complete(1, "sekretaris", wita("2026-11-25 14.30"), late_reason="rapat paripurna sampai siang")


def _documents(run_id: int) -> None:
    at = wita("2026-11-23 09.08")
    with writing():
        office, step = find_office(), queries.find_step(run_id, 1)
        first, second = step.items[0], step.items[1]
        runs.fill_item(first, file=evidence("lama.docx", "Lama"), name="lama.docx", by=office.sekretaris, at=at)
        runs.fill_item(first, file=evidence("baru.docx", "Baru"), name="baru.docx", by=office.sekretaris, at=at)
        runs.exempt_item(second, reason="tidak diperlukan kali ini", by=office.sekretaris, at=at)
        runs.clear_item(first, reason="salah berkas", by=office.sekretaris, at=at)


def _state_earlier(story: Story, no: int) -> None:
    at = wita("2026-11-23 09.50")
    with writing():
        office, step = find_office(), queries.find_step(story.run_id, no)
        story._fill(step, by=office.kabag_umum, at=at)
        runs.complete_step(
            step, by=office.kabag_umum, at=at, units=queries.reporting_units(), occurred=at - timedelta(minutes=20),
            stated_reason="jaringan kantor padam",
        )  # fmt: skip


def _accept(story: Story, at: datetime) -> None:
    for who in ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi"):
        story.report(5, who, at)
    story.complete(5, "sekretaris", at)


def _correct(run_id: int) -> None:
    at = wita("2026-11-24 13.35")
    with writing():
        office, step = find_office(), queries.find_step(run_id, 4)
        runs.correct_step(
            step, what="berkas", before="", after="berkas yang benar", reason="tertukar saat mengunggah",
            by=office.tim, at=at, file=evidence("benar.docx", "Benar"), name="benar.docx",
        )  # fmt: skip
        runs.correct_step(step, what="alasan", before="a", after="b", reason="salah ketik", by=office.tim, at=at)


def _freeze_and_thaw(run_id: int) -> None:
    at = wita("2026-11-24 14.00")
    file = store_pdf(b"%PDF-1.7\nbekuan pertama\n%%EOF\n", name="bekuan.pdf")
    with writing():
        freeze_report(report_of(run_id), file=file, pages=1, code=new_code(), by=find_office().tim, at=at)
    with writing():
        thaw_report(report_of(run_id), reason="angka belum lengkap", by=find_office().tim, at=at)
