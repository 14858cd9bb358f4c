"""Who writes and answers findings, and what their states allow; the sentences are what the person reads. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from datetime import date
from typing import Any, Protocol

from app.accounts.roles import Role
from app.inspection.findings.states import ELEMENTS, FindingState, Followup
from app.web.refusals import Conflict, Invalid, NotAllowed, Refusal


class Person(Protocol):
    @property
    def roles(self) -> Set[Role]: ...
    @property
    def unit_id(self) -> int | None: ...


class Recommended(Protocol):
    @property
    def unit_id(self) -> int | None: ...
    @property
    def followup(self) -> Followup: ...


class Found(Protocol):
    @property
    def state(self) -> FindingState: ...
    @property
    def recommendations(self) -> Sequence[Any]: ...


def check_writes(person: Person) -> None:
    if Role.INSPEKTORAT not in person.roles:
        raise NotAllowed("Temuan dan penilaiannya ditulis oleh Inspektorat.")


def check_can_change(finding: Found, person: Person) -> None:
    check_writes(person)
    if finding.state is FindingState.WITHDRAWN:
        raise Conflict("Temuan ini sudah dicabut.")


def can_change(finding: Found, person: Person) -> bool:
    return _allows(check_can_change, finding, person)


def check_can_issue(finding: Found, person: Person) -> None:
    """Only a whole audit form reaches the office: all five elements."""
    check_can_change(finding, person)
    if finding.state is not FindingState.DRAFT:
        raise Conflict("Temuan ini sudah disampaikan.")
    missing = [label for name, label in ELEMENTS.items() if not getattr(finding, name)]
    if missing:
        raise Conflict(f"Belum dapat disampaikan: {' dan '.join(missing)} masih kosong.")
    if not finding.recommendations:
        raise Conflict("Belum dapat disampaikan: temuan ini belum punya rekomendasi.")


def can_issue(finding: Found, person: Person) -> bool:
    return _allows(check_can_issue, finding, person)


def check_can_remove(finding: Found, person: Person) -> None:
    """What the office has read stays; only a draft loses a recommendation."""
    check_can_change(finding, person)
    if finding.state is not FindingState.DRAFT:
        raise Conflict("Rekomendasi yang sudah disampaikan tidak dapat dihapus.")


def check_can_judge(finding: Found, person: Person) -> None:
    check_can_change(finding, person)
    if finding.state is FindingState.DRAFT:
        raise Conflict("Temuan ini belum disampaikan, jadi belum ada tindak lanjut yang dinilai.")


def can_judge(finding: Found, person: Person) -> bool:
    return _allows(check_can_judge, finding, person)


def answers_for(person: Person, unit_id: int | None) -> bool:
    """Whether the person answers for a recommendation of this bagian; None is the whole office's."""
    if not person.roles.isdisjoint({Role.SEKRETARIS, Role.TIM}):
        return True
    return Role.KABAG in person.roles and unit_id in (None, person.unit_id)


def check_can_answer(finding: Found, recommendation: Recommended, person: Person) -> None:
    """A Kabag answers for his own bagian, the Sekretaris and the Tim for all."""
    if person.roles.isdisjoint({Role.SEKRETARIS, Role.TIM, Role.KABAG}):
        raise NotAllowed("Temuan dijawab oleh Sekretaris DPRD, Tim Penyusun, atau Kabag/Kasubag.")
    if not answers_for(person, recommendation.unit_id):
        raise NotAllowed("Rekomendasi ini ditujukan kepada bagian lain; Anda menjawab untuk bagian Anda sendiri.")
    if finding.state is FindingState.WITHDRAWN:
        raise Conflict("Temuan ini sudah dicabut, jadi tidak perlu dijawab lagi.")
    if recommendation.followup is Followup.DONE:
        raise Conflict("Rekomendasi ini sudah dinilai selesai, jadi tidak perlu dijawab lagi.")


def can_answer(finding: Found, recommendation: Recommended, person: Person) -> bool:
    return _allows(check_can_answer, finding, recommendation, person)


def check_due(due_on: date, *, today: date, before: date | None = None) -> None:
    """A new due day lies ahead; one that stays as it was may have passed."""
    if due_on != before and due_on < today:
        raise Invalid("Tenggat tidak boleh sudah lewat. Pilih hari ini atau sesudahnya.", field="due_on")


def check_done_on(done_on: date, *, today: date) -> None:
    if done_on > today:
        raise Invalid("Tanggal tindak lanjut belum tiba. Tulis yang sudah dikerjakan.", field="done_on")


def _allows(check: Callable[..., None], *arguments: Any) -> bool:
    try:
        check(*arguments)
    except Refusal:
        return False
    return True
