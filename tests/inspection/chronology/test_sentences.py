"""Sentences that an inspector can quote: dated, whole, each with the record that bears it out."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from app.audit.events import Tag
from app.audit.models import AuditEvent
from app.audit.queries import bodies
from app.extensions import db
from app.inspection.chronology.reading import case_of
from app.inspection.chronology.sentences import LEFT_OUT, sentences
from app.inspection.fold.acts import acts
from tests.inspection.chronology.acted import Log, moment
from tests.inspection.stories import SIGNED_RUN

QUOTABLE = re.compile(
    r"Pada hari (Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d{1,2} [A-Z][a-z]+ \d{4} pukul \d\d\.\d\d WITA, "
    r".+ \(rekaman \d+\)\."
)


def said(log: Log) -> str:
    (one,) = sentences(log.acts[-1:])
    return one.quoted


def test_a_completion_says_who_as_what_how_long_and_what_follows() -> None:
    log = Log().start().complete(1, "09.30", late=True, role="sekretaris", completed_as="Sekretaris (Sekretaris DPRD)")

    assert said(log) == (
        "Pada hari Senin, 23 November 2026 pukul 09.30 WITA, Rina selaku Sekretaris (Sekretaris DPRD) mengesahkan "
        "langkah 1 terlambat, terpakai 30 menit dari 20 menit, dengan alasan keterlambatan “menunggu data”; "
        "langkah 2 dibuka (rekaman 11)."
    )


def test_a_pelaksana_whose_jabatan_is_his_role_is_named_once() -> None:
    log = Log().start().complete(1, "09.10", completed_as="Sekretaris DPRD (Sekretaris DPRD)")

    assert "Rina selaku Sekretaris DPRD mengesahkan" in said(log)


def test_a_standard_in_days_is_told_in_days() -> None:
    log = Log().start().complete(1, "09.10").complete(2, "2026-11-24 12.00", used_minutes=684, used_days="38/25")

    assert "terpakai 1,52 hari (684 menit kerja) dari 2 hari" in said(log)


def test_a_second_attempt_says_that_it_is_one_and_that_the_time_counts_both() -> None:
    log = Log().start().complete(1, "09.10").complete(2, "10.00").send_back(3, 2, "11.00").complete(2, "12.00")

    assert (
        "mengesahkan langkah 2, pengerjaan ke-2, tepat waktu, terpakai bersama pengerjaan sebelumnya 0,06 hari "
        "(30 menit kerja) dari 2 hari"
    ) in said(log)


def test_a_stated_time_stands_beside_the_recorded_one() -> None:
    log = Log().start().complete(1, "12.10", occurred="09.05", stated_reason="listrik padam")

    assert (
        "; kejadiannya dinyatakan pada hari Senin, 23 November 2026 pukul 09.05 WITA dan dicatat belakangan "
        "3 jam 5 menit, dengan alasan “listrik padam” (rekaman 11)."
    ) in said(log)


def test_a_file_has_its_name_and_its_first_digits() -> None:
    log = Log().start().reported(4, "10.00")

    assert "mengesahkan laporan Bagian 4 pada langkah 2, berkas laporan.docx (SHA-256 b00000000000…)" in said(log)


def test_a_signature_says_its_hour_once_where_it_is_the_records() -> None:
    assert said(Log().start().sign("14.00")).startswith(
        "Pada hari Senin, 23 November 2026 pukul 14.00 WITA, Sari menandatangani laporan versi 1 (tingkat B-B"
    )


def test_a_signature_that_was_made_before_its_record_says_both_hours() -> None:
    log = Log().start().sign("14.00")
    log.acts[-1].data["signed_at"] = moment("13.58").isoformat()

    assert "laporan versi 1 pada Sen 23 Nov 2026, 13.58 WITA (tingkat B-B" in said(log)


def test_the_beginning_quotes_the_sop_as_the_kriteria_do() -> None:
    assert "menurut SOP 188/7/CONTOH versi 2" in said(Log().start())


def test_reading_and_drafts_are_not_quoted() -> None:
    log = Log().start()
    log.say("evidence:downloaded", "09.10", name="surat.pdf").say("log:exported", "09.11", run="run:1", package="p")

    assert [one.seq for one in sentences(log.acts)] == [10]


def test_what_is_left_out_are_acts_that_the_log_knows() -> None:
    assert {Tag(tag).value for tag in LEFT_OUT} == LEFT_OUT


def test_every_act_of_a_run_in_which_everything_happened_can_be_quoted(app: Flask) -> None:
    case = case_of(SIGNED_RUN)

    told = sentences(case.acts)

    assert all(QUOTABLE.fullmatch(one.quoted) for one in told), [one.quoted for one in told]
    tags = {act.tag for act in case.acts}
    assert {"step:returned", "step:corrected", "report:thawed", "report:superseded", "report:paraf-withdrawn"} <= tags
    assert [one.seq for one in told] == [act.seq for act in case.acts if act.tag not in LEFT_OUT]


def test_a_case_holds_the_acts_of_its_run_and_of_its_report_and_no_other(app: Flask) -> None:
    case = case_of(SIGNED_RUN)
    reports = {
        row.root for row in db.session.scalars(select(AuditEvent).where(AuditEvent.act == "report:frozen"))
        if row.data["run"] == f"run:{SIGNED_RUN}"
    }  # fmt: skip
    own = {f"run:{SIGNED_RUN}", *reports}

    expected = [act.seq for act in acts(bodies()) if act.object.partition("/")[0] in own]

    assert reports
    assert [act.seq for act in case.acts] == expected
