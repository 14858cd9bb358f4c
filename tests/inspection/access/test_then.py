"""Who could do what on a day follows from the log alone, each fact from the record that last said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from app.accounts import actions
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.queries import acting_person
from app.accounts.roles import Role
from app.audit.models import AuditEvent
from app.audit.queries import AFTER_ALL, bodies
from app.demo.people import Office
from app.demo.story import wita
from app.extensions import db
from app.inspection.access.queries import office_until
from app.inspection.access.then import AccountThen, accounts_on, holders, office_after, turns_on
from app.inspection.fold.acts import acts
from app.web.transaction import writing
from tests.inspection.conftest import LATER

MONDAY, FAR = date(2026, 11, 23), LATER + timedelta(days=365)


def on(day: date) -> dict[str, AccountThen]:
    return {one.name: one for one in accounts_on(day, office_until(wita(f"{day} 00.00") + timedelta(days=1)))}


def event(seq: int) -> AuditEvent:
    found = db.session.get(AuditEvent, seq)
    assert found is not None
    return found


def test_today_it_says_what_the_tables_say(app: Flask) -> None:
    found = {one.id: one for one in accounts_on(LATER.date(), office_until(FAR))}

    people = db.session.scalars(select(User)).all()
    assert found.keys() == {person.id for person in people}
    for person in people:
        acting_person(person, at=LATER)
        account = found[person.id]
        assert (account.name, account.roles, account.active) == (person.name, person.held_roles, person.active)
        assert account.roles.union(one.post for one in account.mandates) == person.roles


def test_what_the_table_says_makes_no_difference(app: Flask, insider: Callable[..., None], office: Office) -> None:
    insider("UPDATE person_role SET role = 'admin' WHERE role = 'staf'")

    assert on(MONDAY)[office.staf.name].roles == {Role.STAF}


def test_each_fact_names_the_record_that_last_said_so(app: Flask, office: Office) -> None:
    account = on(MONDAY)["Contoh Baru, S.Kom."]

    assert account.roles == {Role.STAF, Role.TIM}
    assert event(account.roles_seq).act == "user:changed"
    assert not account.active
    assert event(account.active_seq).data == {"reason": "pindah tugas"}
    assert account.unit == "Bagian Umum dan Keuangan"
    assert account.permissions == frozenset()


def test_a_mandate_counts_on_its_days_alone(app: Flask, office: Office) -> None:
    name = office.tim.name
    days = [MONDAY + timedelta(days=number) for number in (0, 3, 4)]

    counted = [[one.words for one in on(day)[name].mandates] for day in days]

    assert counted == [["Plh. Kabag/Kasubag"], ["Plh. Kabag/Kasubag"], []]
    mandate = on(MONDAY)[name].mandates[0]
    assert event(mandate.seq).act == "acting:appointed"
    assert mandate.sk_number == "800/12"


def test_a_mandate_that_was_ended_that_day_counts_no_more(app: Flask, office: Office) -> None:
    assert on(MONDAY)[office.kabag_umum.name].mandates == ()


def test_a_mandate_turns_on_its_own_days_whenever_it_was_recorded(app: Flask, office: Office) -> None:
    def turning(number: int) -> list[tuple[str, str, bool]]:
        day = MONDAY + timedelta(days=number)
        return [(one.name, one.mandate.words, one.begins) for one in turns_on(day, office_until(FAR))]

    rina = (office.tim.name, "Plh. Kabag/Kasubag")

    assert [turning(number) for number in (0, 1, 3)] == [[(*rina, True)], [], [(*rina, False)]]


def test_a_role_that_came_later_was_not_there_before(app: Flask, office: Office) -> None:
    at = wita("2026-12-01 10.00")
    person = office.staf
    with writing():
        actions.change_person(
            db.session.get_one(User, person.id), name=person.name, jabatan=person.jabatan, pangkat=person.pangkat,
            unit=person.unit, roles={Role.STAF, Role.TIM}, by=office.admin, at=at,
        )  # fmt: skip

    before, after = on(date(2026, 11, 30))[person.name], on(date(2026, 12, 1))[person.name]

    assert (before.roles, after.roles) == ({Role.STAF}, {Role.STAF, Role.TIM})
    assert before.roles_seq < after.roles_seq
    assert after.active_seq == before.active_seq
    assert Permission.STEP_COMPLETE not in before.permissions
    assert Permission.STEP_COMPLETE in after.permissions


def test_before_the_log_there_was_nobody(app: Flask) -> None:
    assert on(date(2020, 1, 1)) == {}


def test_who_could_sign_or_read_says_through_what(app: Flask, office: Office) -> None:
    found = list(on(MONDAY).values())

    signers = holders(Permission.REPORT_SIGN, found)
    readers = {one.name for one in holders(Permission.AUDIT_READ, found)}
    givers = {one.name: one.through for one in holders(Permission.PARAF_GIVE, found)}

    assert [(one.name, one.through) for one in signers] == [(office.sekretaris.name, "Sekretaris DPRD")]
    assert {office.inspektur.name, office.admin.name} <= readers
    assert "Contoh Baru, S.Kom." not in readers
    assert givers[office.tim.name] == "Plh. Kabag/Kasubag"
    assert givers[office.kabag_umum.name] == "Kabag/Kasubag"


def test_a_contradiction_is_kept_and_the_rest_goes_on(app: Flask) -> None:
    told = [act for act in acts(bodies(upto=AFTER_ALL)) if act.tag != "user:added" or act.number("user") != 1]

    office = office_after(told)

    assert {one.id for one in accounts_on(MONDAY, office)} >= {2, 3}
    assert all(why for _, _, why in office.state.unfoldable)


def test_only_acts_on_accounts_are_read(app: Flask) -> None:
    """Folding the whole log gives the same: what is left out says nothing about people."""
    whole = office_after(acts(bodies()))

    assert accounts_on(LATER.date(), whole) == accounts_on(LATER.date(), office_until(FAR))
