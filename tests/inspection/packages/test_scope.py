"""What is in scope, by the log alone: runs by day in WITA, reports by the run that they name, files by both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest
from flask import Flask

from app.audit import SYSTEM, FileRef, Tag, record
from app.audit.models import AuditEvent
from app.audit.queries import head
from app.demo.people import Office
from app.demo.story import wita
from app.evidence.store import put
from app.extensions import db
from app.inspection.errors import NothingInPeriod
from app.inspection.packages.gather import files_of, gather, reports_of
from app.inspection.packages.scope import OfPeriod, OfRun, scope_of
from app.web.refusals import Invalid
from app.web.transaction import writing
from tests.inspection.conftest import LATER
from tests.inspection.stories import SIGNED_RUN


def upto() -> int:
    log = head()
    assert log is not None
    return log.size


def noted(seq: int) -> dict[str, object]:
    event = db.session.get(AuditEvent, seq)
    assert event is not None
    found: dict[str, object] = orjson.loads(event.body)
    return found


@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        ("2026-11-23", "2026-11-23", ("run:1", "run:2")),
        ("2026-11-24", "2026-11-24", ("run:2",)),
        ("2026-11-25", "2026-11-25", ("run:3",)),
        ("2000-01-01", "2099-12-31", ("run:1", "run:2", "run:3")),
    ],
)
def test_a_run_is_in_a_period_when_something_of_it_was_recorded_then(
    app: Flask, first: str, last: str, runs: tuple[str, ...]
) -> None:
    assert OfPeriod(date.fromisoformat(first), date.fromisoformat(last)).runs() == runs


def test_both_days_count_to_their_ends_in_wita(app: Flask) -> None:
    def said(moment: str) -> None:
        with writing():
            record(Tag.EVIDENCE_DOWNLOADED, by=SYSTEM, about="run:1", at=wita(moment), data={"name": "bukti.docx"})

    said("2027-03-01 23.59")
    said("2027-03-03 00.00")
    assert OfPeriod(date(2027, 3, 1), date(2027, 3, 1)).runs() == ("run:1",)
    assert OfPeriod(date(2027, 3, 3), date(2027, 3, 3)).runs() == ("run:1",)
    with pytest.raises(NothingInPeriod, match="2 Maret 2027"):
        OfPeriod(date(2027, 3, 2), date(2027, 3, 2)).runs()


def test_a_report_that_moved_brings_its_run_along(app: Flask, office: Office) -> None:
    with writing():
        record(
            Tag.REPORT_DOWNLOADED, by=office.tim, about="report:1/version:2", at=wita("2027-03-05 09.00"),
            data={"version": 2, "sha256": "b" * 64},
        )  # fmt: skip
    assert OfPeriod(date(2027, 3, 5), date(2027, 3, 5)).runs() == ("run:2",)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(Invalid, match="mendahului"):
        OfPeriod(date(2026, 2, 2), date(2026, 2, 1))


@pytest.mark.parametrize("scope", [OfRun(3), OfPeriod(date(2025, 1, 1), date(2025, 12, 31))])
def test_a_scope_is_read_back_from_its_text(scope: OfRun | OfPeriod) -> None:
    assert scope_of(scope.text) == scope


@pytest.mark.parametrize("text", ["", "run:", "run:x", "period:2025-01-01", "period:2025-13-01..2025-01-01"])
def test_nonsense_is_no_scope(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        scope_of(text)


def test_only_reports_that_name_the_run_are_in_scope(app: Flask) -> None:
    assert reports_of([f"run:{SIGNED_RUN}"]) == {"report:1": f"run:{SIGNED_RUN}"}
    assert reports_of(["run:1"]) == {}


def test_every_file_that_the_log_names_for_the_run_is_gathered(app: Flask, instance: Path) -> None:
    runs = [f"run:{SIGNED_RUN}"]
    wanted = set()
    for seq in range(1, upto() + 1):
        event = noted(seq)
        if str(event["object"]).partition("/")[0] in ("run:2", "report:1"):
            wanted |= {file["sha256"] for file in event["files"]}  # type: ignore[attr-defined]
    found = gather(OfRun(SIGNED_RUN), upto=upto(), folder=instance / "files")

    assert wanted == set(files_of(runs, reports_of(runs)))
    assert wanted == set(found.evidence) | {file.sha256 for file in found.report_files.values()}
    assert not set(found.evidence) & {file.sha256 for file in found.report_files.values()}


def test_what_was_only_checked_is_not_asked_for(app: Flask, office: Office) -> None:
    with writing():
        record(
            Tag.EVIDENCE_DOWNLOADED, by=office.tim, about="run:2", at=LATER, data={"name": "kiriman.pdf"},
            files=[FileRef("b" * 64, 12, "diperiksa")],
        )  # fmt: skip
    assert "b" * 64 not in files_of(["run:2"], {})


def test_a_later_event_is_not_in_an_earlier_package(app: Flask, office: Office, instance: Path) -> None:
    before = upto()
    stored = put(b"belakangan", name="belakangan.txt", media_type="text/plain", folder=instance / "files")
    with writing():
        record(
            Tag.EVIDENCE_DOWNLOADED, by=office.tim, about="run:2", at=LATER, data={"name": "belakangan.txt"},
            files=[FileRef(stored.sha256, stored.size, "bukti")],
        )  # fmt: skip

    assert stored.sha256 not in gather(OfRun(2), upto=before, folder=instance / "files").needed
    later = gather(OfRun(2), upto=upto(), folder=instance / "files")
    assert later.path_in_package(stored.sha256) == f"data/bukti/{stored.sha256}.txt"


def test_people_s_names_for_a_file_are_kept(app: Flask) -> None:
    names = {name for file in files_of(["run:2"], {}).values() for name in file.names}

    assert {"lama.docx", "baru.docx", "benar.docx"} <= names
