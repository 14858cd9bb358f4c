"""What an acting official did is told with the decree that covered it and the record of the appointment."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.audit.queries import head
from app.inspection.chronology.mandates import with_mandates
from app.inspection.chronology.reading import appointments
from app.inspection.chronology.sentences import dated
from app.inspection.fold.acts import Act
from tests.inspection.chronology.acted import Log

DECREE = "(SK 12/2026, 23–24 November 2026, rekaman 10)"


def appointed(**changes: Any) -> Log:
    data = {
        "mandate": 3, "kind": "plh", "post": "kabag", "sk_number": "12/2026", "sk_date": "2026-11-20",
        "starts_on": "2026-11-23", "ends_on": "2026-11-24",
    }  # fmt: skip
    return Log().say("acting:appointed", "08.00", about="user:1", who="Admin", by=9, **(data | changes))


def told(log: Log) -> str:
    (act,) = with_mandates(log.acts[-1:], [act for act in log.acts if act.tag.startswith("acting:")])
    return dated(act)


def paraf(log: Log, when: str = "10.00", *, by: int = 1, jabatan: str = "Plh. Kepala Bagian Umum") -> Log:
    return log.say(
        "report:paraf-given", when, about="report:9/version:1", by=by, version=1, sha256="a" * 64, unit=1,
        jabatan=jabatan, form="recorded",
    )  # fmt: skip


def test_a_paraf_of_an_acting_official_names_its_decree() -> None:
    assert told(paraf(appointed())).endswith(f"sebagai Plh. Kepala Bagian Umum {DECREE}")


def test_a_completion_of_an_acting_official_names_its_decree() -> None:
    log = appointed(post="sekretaris").complete(1, "10.00", completed_as="Plh. Sekretaris DPRD (Sekretaris DPRD)")

    assert f"selaku Plh. Sekretaris DPRD (Sekretaris DPRD; {DECREE[1:]} mengesahkan langkah 1" in told(log)


def test_a_signature_of_an_acting_official_says_as_whom_and_by_which_decree() -> None:
    log = appointed(post="sekretaris", kind="plt").sign("10.00")
    log.acts[-1].data["mandate"] = 3

    assert told(log).endswith(f"selaku Plt. Sekretaris DPRD {DECREE}")


def test_a_signature_of_the_holder_names_no_decree() -> None:
    assert "SK" not in told(appointed(post="sekretaris").sign("10.00"))


@pytest.mark.parametrize(
    "log",
    [
        paraf(appointed(), jabatan="Kepala Bagian Umum"),
        paraf(appointed(), by=2),
        paraf(appointed(kind="plt")),
        paraf(appointed(post="sekretaris")),
        paraf(appointed(), "2026-11-25 08.00"),
        paraf(appointed().say("acting:ended", "09.00", about="user:1", by=9, mandate=3, reason="pulang")),
    ],
    ids=["own post", "somebody else", "other kind", "other post", "after the window", "ended"],
)
def test_a_mandate_that_does_not_cover_the_act_is_not_quoted(log: Log) -> None:
    assert "SK" not in told(log)


def test_acts_keep_their_order_and_everything_else() -> None:
    acts: list[Act] = paraf(appointed()).acts

    assert [(act.seq, act.tag, act.data) for act in with_mandates(acts, [])] == [
        (act.seq, act.tag, act.data) for act in acts
    ]


def test_the_log_gives_every_appointment_and_its_end(app: Flask) -> None:
    opened = head()
    assert opened is not None

    found = appointments(upto=opened.size)

    assert [act.tag for act in found] == ["acting:appointed", "acting:appointed", "acting:ended"]
    assert found[1].data["mandate"] == found[2].data["mandate"] != found[0].data["mandate"]
    assert appointments(upto=found[1].seq) == found[:2]
