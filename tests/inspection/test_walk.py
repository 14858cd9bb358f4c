"""A walk through the acts of a run, as chance has it, always reconciles; also where the clock stumbles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit.models import AuditEvent
from app.audit.queries import bodies
from app.calendars.queries import current_version
from app.demo.people import Office, find_office
from app.demo.story import wita
from app.evidence.models import EvidenceFile
from app.extensions import db
from app.inspection.fold import acts, fold
from app.inspection.reconcile import reconcile
from app.runs import actions, policies, queries
from app.runs.duties import duties_of
from app.runs.models import Run, RunStep
from app.sop.queries import active_version_or_refuse
from app.web.refusals import Refusal
from app.web.transaction import writing
from tests.inspection.stories import evidence

STUMBLES = (timedelta(0), timedelta(milliseconds=400), timedelta(seconds=90))
"""How far the clock falls back now and then: not at all, by an overlap of requests, by a correction."""

TURN = st.tuples(st.integers(0, 99), st.integers(0, 600), st.sampled_from(STUMBLES))
"""Which act, how many minutes later, and how the clock stumbles."""

Act = Callable[[RunStep, Office, EvidenceFile, datetime, int], None]


def begin(step: RunStep, office: Office, _file: EvidenceFile, at: datetime, _n: int) -> None:
    actions.start_step(step, by=who_may(step, office), at=at)


def fill(step: RunStep, office: Office, file: EvidenceFile, at: datetime, n: int) -> None:
    item = step.items[n % len(step.items)]
    actions.fill_item(item, file=file, name=f"berkas-{n}.docx", by=who_may(step, office), at=at)


def exempt(step: RunStep, office: Office, _file: EvidenceFile, at: datetime, n: int) -> None:
    item = step.items[n % len(step.items)]
    actions.exempt_item(item, reason=f"tidak perlu karena {n}", by=who_may(step, office), at=at)


def clear(step: RunStep, office: Office, _file: EvidenceFile, at: datetime, n: int) -> None:
    item = step.items[n % len(step.items)]
    actions.clear_item(item, reason="salah berkas", by=who_may(step, office), at=at)


def report(step: RunStep, office: Office, file: EvidenceFile, at: datetime, n: int) -> None:
    kabag = (office.kabag_umum, office.kabag_persidangan, office.kabag_fasilitasi)[n % 3]
    actions.report_unit(step, file=file, name="laporan.docx", by=kabag, at=at)


def complete(step: RunStep, office: Office, file: EvidenceFile, at: datetime, n: int) -> None:
    """Everything that is missing first, so that walks get somewhere."""
    person = who_completes(step, office)
    for item in step.items:
        if item.id not in {fill.item_id for fill in step.attempt.fills if fill.stands}:
            actions.fill_item(item, file=file, name="lengkap.docx", by=person, at=at)
    for unit in policies.missing_units(step, queries.reporting_units()):
        kabag = next(one for one in office.people() if one.unit_id == unit.id and "kabag" in one.roles)
        actions.report_unit(step, file=file, name="laporan.docx", by=kabag, at=at)
    assert step.attempt is not None
    earlier = at - timedelta(minutes=1)
    stated = earlier if n % 3 == 0 and earlier > step.attempt.handed_over_at else None
    actions.complete_step(
        step, by=person, at=at, units=queries.reporting_units(), late_reason="banyak pekerjaan lain",
        occurred=stated, stated_reason="listrik padam" if stated else "",
    )  # fmt: skip


def send_back(step: RunStep, office: Office, _file: EvidenceFile, at: datetime, n: int) -> None:
    targets = policies.targets_of(step)
    to_no = targets[n % len(targets)] if targets else 1
    actions.return_step(step, to_no=to_no, reason="perlu diperbaiki", by=who_completes(step, office), at=at)


def correct(step: RunStep, office: Office, file: EvidenceFile, at: datetime, n: int) -> None:
    done = step.run.step(1)
    assert done is not None
    actions.correct_step(
        done, what="berkas", before="a", after=f"b {n}", reason="salah ketik", by=office.sekretaris, at=at,
        file=file if n % 2 else None, name="benar.docx" if n % 2 else "",
    )  # fmt: skip


def cancel(step: RunStep, office: Office, _file: EvidenceFile, at: datetime, n: int) -> None:
    if n % 5 == 0:
        actions.cancel_run(step.run, reason="salah periode", by=office.sekretaris, at=at)


WALK: tuple[Act, ...] = (begin, fill, complete, exempt, complete, clear, report, complete, send_back, correct, cancel)


def who_may(step: RunStep, office: Office) -> object:
    return next(one for one in office.people() if not duties_of(step.sop_step).contributes.isdisjoint(one.roles))


def who_completes(step: RunStep, office: Office) -> object:
    return next(one for one in office.people() if not duties_of(step.sop_step).completes.isdisjoint(one.roles))


@pytest.fixture
def periods() -> Iterator[int]:
    return count(2030)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(TURN, min_size=8, max_size=22))
def test_whatever_people_do_with_a_run_reconciles(
    app: Flask, periods: Iterator[int], steps: list[tuple[int, int, timedelta]]
) -> None:
    at = wita("2026-11-26 08.00") + timedelta(days=7 * next(walks))
    run_id = a_run(next(periods), at)
    for n, minutes, stumble in steps:
        at += timedelta(minutes=minutes)
        act_once(run_id, n, at - stumble)

    differences = reconcile(acts(bodies()))

    assert differences == []


walks = count()


def a_run(year: int, at: datetime) -> int:
    with writing():
        run = actions.start_run(
            active_version_or_refuse(), calendar_version=current_version(), year=year, quarter=None,
            by=find_office().sekretaris, at=at,
        )  # fmt: skip
    return run.id


def act_once(run_id: int, n: int, at: datetime) -> None:
    """One act on the step that is on; what the policies refuse leaves nothing behind."""
    run = db.session.get_one(Run, run_id)
    open_step = next((step for step in run.steps if step.is_open), None)
    if not run.is_open or open_step is None:
        return
    no = open_step.no
    try:
        with writing():
            WALK[n % len(WALK)](queries.find_step(run_id, no), find_office(), evidence(), at, n)
    except Refusal:
        pass


def test_the_walk_does_reach_returns_and_corrections(app: Flask, periods: Iterator[int]) -> None:
    """A walk that never got anywhere would prove nothing."""
    at = wita("2028-01-03 08.00")
    run_id = a_run(2029, at)
    for act in (begin, complete, complete, fill, complete, complete, report, correct, send_back, exempt, complete):
        at += timedelta(minutes=7)
        act_once(run_id, WALK.index(act), at)
    events = db.session.query(AuditEvent).filter(AuditEvent.root == f"run:{run_id}")
    acted = {event.act for event in events}
    assert {"step:completed", "step:returned", "step:corrected", "step:unit-reported", "step:item-exempted"} <= acted
    assert fold(acts(bodies())).unfoldable == []
