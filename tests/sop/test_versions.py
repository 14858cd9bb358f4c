"""Versions of the SOP: drafts are corrected, what is in force stays, and each act is in the log."""

import json

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.audit import SYSTEM
from app.audit.models import AuditEvent
from app.clock.allowance import Unit
from app.demo.people import Office
from app.extensions import db
from app.sop import queries
from app.sop.actions import activate_version, assign_role, confirm_cell, import_sop
from app.sop.document import ParsedSop
from app.sop.errors import AlreadyActivated, NotAnSop, NotReadyToActivate, UnknownSop
from app.sop.models import FixedForGood, PelaksanaCell, SopVersion
from app.sop.parser import parse
from app.sop.pelaksana import Duty, Source, Symbol
from app.sop.policies import can_activate, why_not_activate
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE
from tests.sop.conftest import bring_in


def cell_of(version: SopVersion, step: int, role: Role) -> PelaksanaCell:
    return next(cell for cell in queries.step(version, step).cells if cell.column.role == role)


def last_event() -> dict:
    event = db.session.scalar(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1))
    return json.loads(event.body)


def test_an_import_is_a_draft_that_is_not_in_force(office: Office, draft_id: int, parsed: ParsedSop):
    version = queries.version(draft_id)
    assert version.is_draft
    assert version.imported_by == office.admin.name
    assert version.source_text == parsed.text
    assert version.document["identity"]["labels"][0] == ["number", "NOMOR SOP"]
    assert last_event()["act"] == "sop:imported"
    assert last_event()["data"] == {"number": version.number, "version": version.no, "findings": 0, "carried": []}


def test_the_steps_keep_their_words_and_know_their_time(draft_id: int):
    steps = queries.version(draft_id).steps
    assert [step.no for step in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert (steps[0].allowance.amount, steps[0].allowance.unit) == (20, Unit.MENIT)
    assert steps[0].allowance.text == "20 Menit"
    assert steps[0].kelengkapan_items() == ["Struktur organisasi", "surat perintah"]
    assert steps[3].output_items() == ["Konsep laporan", "data-data"]


def test_who_answers_helps_and_decides(draft_id: int):
    version = queries.version(draft_id)
    answering = [step.answering_roles() for step in version.steps]
    assert answering == [
        {Role.SEKRETARIS}, {Role.KABAG}, {Role.TIM}, {Role.TIM}, {Role.KABAG}, {Role.KABAG}, {Role.SEKRETARIS},
    ]  # fmt: skip
    assert queries.step(version, 7).helping_roles() == {Role.KABAG, Role.TIM}
    assert queries.step(version, 5).deciding_roles() == {Role.SEKRETARIS}
    assert queries.step(version, 1).receiving_roles() == {Role.KABAG}
    assert queries.step(version, 5).per_unit
    assert queries.step(version, 6).meeting


def test_every_step_has_a_cell_for_every_pelaksana(draft_id: int):
    version = queries.version(draft_id)
    assert {len(step.cells) for step in version.steps} == {4}
    assert len(version.unconfirmed) == 14


def test_activating_puts_it_in_force(office: Office, draft_id: int):
    with writing():
        activate_version(queries.version(draft_id), by=office.admin, at=MONDAY_NINE)
    assert queries.active_version().id == draft_id
    assert last_event()["act"] == "sop:activated"
    assert last_event()["object"] == queries.version(draft_id).audit_ref


def test_a_version_is_activated_once(office: Office, active_id: int):
    version = queries.version(active_id)
    with pytest.raises(AlreadyActivated, match="sudah pernah diberlakukan"):
        activate_version(version, by=office.admin, at=MONDAY_NINE)


def test_a_draft_with_an_unreadable_waktu_is_kept_but_not_activated(office: Office, text: str):
    version = queries.version(bring_in(text.replace("\t2 jam\t", "\tnanti\t"), by=office.admin))
    assert queries.step(version, 6).allowance is None
    assert not can_activate(version)
    assert 'Langkah 6: Waktu "nanti"' in why_not_activate(version)
    with pytest.raises(NotReadyToActivate):
        activate_version(version, by=office.admin, at=MONDAY_NINE)


def test_a_step_that_nobody_answers_for_holds_the_draft_back(office: Office, text: str):
    other = queries.version(bring_in(text.replace("175 / 188", "900 / 1"), by=office.admin))
    assert why_not_activate(other).startswith("Belum ada pelaksana yang bertanggung jawab pada langkah 1, 2, 3")


def test_words_that_name_no_sop_are_refused(app: object, office: Office):
    with pytest.raises(NotAnSop, match="tidak jelas SOP mana"):
        import_sop(parse("Undangan rapat"), by=office.admin, at=MONDAY_NINE)


def test_the_system_may_bring_one_in(app: object, text: str):
    with writing():
        version = import_sop(parse(text.replace("175 / 188", "1 / 2")), by=SYSTEM, at=MONDAY_NINE)
        assert (version.no, version.imported_by) == (1, "Sistem")


def test_confirming_a_cell_says_who_and_when(office: Office, active_id: int):
    with writing():
        cell = cell_of(queries.version(active_id), 3, Role.TIM)
        confirm_cell(cell, by=office.sekretaris, at=MONDAY_NINE)
    cell = cell_of(queries.version(active_id), 3, Role.TIM)
    assert (cell.source, cell.confirmed_by.id, cell.confirmed_at) == ("dikonfirmasi", office.sekretaris.id, MONDAY_NINE)
    data = last_event()["data"]
    assert data == {
        "step": 3, "column": "Tim Penyusun SAKIP/LAKIP", "symbol": "box", "duty": "answers", "before": "box",
    }  # fmt: skip


def test_a_cell_in_force_can_be_confirmed_but_not_changed(office: Office, active_id: int):
    cell = cell_of(queries.version(active_id), 3, Role.STAF)
    with pytest.raises(AlreadyActivated, match="isinya tetap"):
        confirm_cell(cell, by=office.sekretaris, at=MONDAY_NINE, symbol=Symbol.BOX, duty=Duty.HELPS)


def test_a_draft_s_cell_can_be_put_right(office: Office, draft_id: int):
    with writing():
        cell = cell_of(queries.version(draft_id), 3, Role.STAF)
        confirm_cell(cell, by=office.sekretaris, at=MONDAY_NINE, symbol=Symbol.BOX, duty=Duty.HELPS)
    assert queries.step(queries.version(draft_id), 3).helping_roles() == {Role.STAF}
    assert last_event()["data"]["before"] == "none"


def test_what_was_confirmed_holds_in_the_next_version_of_the_same_words(office: Office, draft_id: int, text: str):
    with writing():
        cell = cell_of(queries.version(draft_id), 3, Role.STAF)
        confirm_cell(cell, by=office.sekretaris, at=MONDAY_NINE, symbol=Symbol.BOX, duty=Duty.HELPS)
    reworded = text.replace("7.\tHasil Laporan", "7.\tMenyerahkan laporan")
    following = queries.version(bring_in(reworded, by=office.admin))
    assert following.no == queries.version(draft_id).no + 1
    assert cell_of(following, 3, Role.STAF).source == Source.DIKONFIRMASI
    assert cell_of(following, 3, Role.STAF).duty == Duty.HELPS


def test_a_column_gets_its_role_in_a_draft_only(office: Office, draft_id: int, active_id: int):
    with writing():
        assign_role(queries.version(draft_id).columns[3], role=Role.TIM, by=office.admin, at=MONDAY_NINE)
    assert queries.version(draft_id).columns[3].role == "tim"
    assert last_event()["data"] == {"column": "Staf", "role": "tim"}
    with pytest.raises(AlreadyActivated):
        assign_role(queries.version(active_id).columns[3], role=Role.TIM, by=office.admin, at=MONDAY_NINE)


@pytest.mark.parametrize(
    "meddle",
    [
        lambda version: setattr(version, "source_text", "lain"),
        lambda version: setattr(version.steps[0], "uraian", "lain"),
        lambda version: setattr(version.columns[0], "role", "staf"),
        lambda version: setattr(version.steps[0].cells[0], "duty", "helps"),
        lambda version: setattr(version, "activated_at", None),
    ],
    ids=["text", "step", "column", "cell", "activation"],
)
def test_code_can_t_change_a_version_in_force(office: Office, active_id: int, meddle):
    version = queries.version(active_id)
    with pytest.raises(FixedForGood), writing():
        meddle(queries.version(active_id))
        db.session.flush()
    db.session.rollback()
    assert queries.version(active_id).id == version.id


def test_an_unknown_version_cell_step_or_column_is_not_found(active_id: int):
    version = queries.version(active_id)
    for ask in (
        lambda: queries.version(10_000),
        lambda: queries.cell(version, 10_000),
        lambda: queries.step(version, 8),
        lambda: queries.column(version, 10_000),
    ):
        with pytest.raises(UnknownSop):
            ask()


def test_a_version_is_found_by_its_number_however_spaced(active_id: int):
    assert queries.latest_by_number("175/188/setwan-blg/2023").id == active_id
    assert queries.latest_by_number("000") is None


def test_the_whole_version_takes_a_fixed_number_of_statements(active_id: int):
    from sqlalchemy import event

    statements: list[str] = []
    db.session.rollback()
    listener = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    version = queries.version(active_id)
    queries.drawn_rows(version)
    event.remove(db.engine, "before_cursor_execute", listener)
    assert len([text for text in statements if text.startswith("SELECT")]) <= 5
