"""Deviations: found in the acts alone, with Kriteria from the run's SOP and their records; never with a cause."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.chronology.deviation import Deviation
from app.inspection.chronology.deviations import deviations
from app.inspection.chronology.facts import SopFacts
from app.inspection.chronology.reading import case_of, sop_of
from tests.inspection.chronology.acted import SOP, Log, moment
from tests.inspection.stories import SIGNED_RUN

OF_THE_STORY = {
    "Langkah 5 dikembalikan ke langkah 4", "Langkah 6 dikembalikan ke langkah 3",
    "Langkah 2 dicatat belakangan 20 menit", "Catatan langkah 4 diperbaiki sesudah disahkan",
    "Bekuan laporan dibuka kembali", "Paraf ditarik sebelum laporan ditandatangani",
    "Laporan diganti sesudah ditandatangani", "Langkah 1: kelengkapan dikecualikan",
}  # fmt: skip


def found(log: Log, sop: SopFacts = SOP) -> list[Deviation]:
    return deviations(log.acts, sop)


def only(log: Log) -> Deviation:
    (one,) = found(log)
    return one


def a_run() -> Log:
    return Log().start().complete(1, "09.10", role="sekretaris").complete(2, "10.00")


def closed() -> Log:
    return a_run().complete(3, "10.30", role="sekretaris")


def test_a_run_that_kept_to_its_sop_has_none() -> None:
    assert found(closed()) == []


def test_a_late_step_has_its_standard_as_kriteria_and_dated_facts_as_kondisi() -> None:
    late = only(Log().start().complete(1, "09.30", late=True, role="sekretaris"))

    assert late.title == "Langkah 1 terlambat"
    assert late.kriteria == "SOP 188/7/CONTOH langkah 1: 20 menit"
    assert [fact.quoted for fact in late.kondisi] == [
        "Langkah 1 diserahkan pada hari Senin, 23 November 2026 pukul 09.00 WITA (rekaman 10).",
        "Tenggatnya hari Senin, 23 November 2026 pukul 09.20 WITA; Rina mengesahkannya pada hari Senin, "
        "23 November 2026 pukul 09.30 WITA (rekaman 11).",
        "Terpakai 30 menit dari 20 menit, melewati tenggat selama 10 menit kerja (rekaman 11).",
        "Alasan yang dicatat saat pengesahan: “menunggu data” (rekaman 11).",
    ]


def test_a_late_second_attempt_has_its_deadline_since_the_first_hand_over() -> None:
    log = Log().start().complete(1, "09.10", role="sekretaris").complete(2, "10.00").send_back(3, 2, "11.00")
    log.complete(
        2, "2026-11-26 12.00", late=True, handed_over_at=moment("11.00").isoformat(), used_days="71/20",
        used_minutes=1597, due_at=moment("10.40").isoformat(),
    )  # fmt: skip

    late = next(one for one in found(log) if one.title == "Langkah 2 (pengerjaan ke-2) terlambat")

    assert [fact.text for fact in late.kondisi[:3]] == [
        "Langkah 2 (pengerjaan ke-2) diserahkan pada hari Senin, 23 November 2026 pukul 11.00 WITA",
        "Tenggat langkah 2 sejak penyerahan pertama ialah hari Senin, 23 November 2026 pukul 10.40 WITA, karena waktu "
        "pengerjaan sebelumnya ikut dihitung; Rina mengesahkannya pada hari Kamis, 26 November 2026 pukul 12.00 WITA",
        "Terpakai bersama pengerjaan sebelumnya 3,55 hari (1597 menit kerja) dari 2 hari, melewati tenggat selama "
        "10 menit kerja",
    ]


def test_what_was_late_outside_working_hours_alone_says_so() -> None:
    log = (
        Log()
        .start()
        .complete(1, "19.30", late=True, role="sekretaris", over_minutes=0, due_at=moment("16.00").isoformat())
    )

    assert (
        only(log)
        .kondisi[2]
        .text.endswith("melewati tenggat kurang dari 1 menit kerja; waktu di luar jam kerja tidak dihitung")
    )


def test_late_by_seconds_is_not_said_to_be_outside_working_hours() -> None:
    log = (
        Log()
        .start()
        .complete(1, "09.20", late=True, role="sekretaris", over_minutes=0, due_at=moment("09.20").isoformat())
    )

    assert only(log).kondisi[2].text.endswith("melewati tenggat kurang dari 1 menit kerja")


def test_the_kriteria_is_the_runs_own_sop_and_allowance() -> None:
    log = Log().start().complete(1, "09.30", late=True, role="sekretaris", allowance="45 menit")

    (late,) = found(log, replace(SOP, number="9 /X"))

    assert late.kriteria == "SOP 9/X langkah 1: 45 menit"


def test_a_return_is_told_with_its_reason() -> None:
    back = only(a_run().send_back(3, 2, "10.20").complete(2, "11.00").complete(3, "12.00", role="sekretaris"))

    assert (back.title, back.kriteria) == (
        "Langkah 3 dikembalikan ke langkah 2",
        "SOP 188/7/CONTOH urutan langkah: 2 → 3",
    )
    assert "Rina mengembalikan langkah 3 ke langkah 2: belum cocok" in back.kondisi[0].text


def test_a_step_before_its_predecessor_is_told() -> None:
    early = only(Log().start().complete(2, "10.00"))

    assert early.title == "Langkah 2 disahkan sebelum langkah 1"
    assert early.kondisi[0].text.endswith("sedangkan langkah 1 belum disahkan")


def test_after_a_return_the_steps_between_have_to_be_done_again() -> None:
    log = (
        a_run().send_back(3, 1, "10.20").complete(1, "10.30", role="sekretaris").complete(3, "11.00", role="sekretaris")
    )

    assert "Langkah 3 disahkan sebelum langkah 2" in [one.title for one in found(log)]


def test_an_exempted_item_is_told_with_its_label_and_reason() -> None:
    log = Log().start().complete(1, "09.10", role="sekretaris")
    log.say("step:item-exempted", "09.20", about="run:1/step:2", item=6, label="Draf", reason="tidak diperlukan")

    exempted = only(log)

    assert exempted.title == "Langkah 2: keluaran dikecualikan"
    assert exempted.kriteria == "SOP 188/7/CONTOH langkah 2: keluaran “Draf”"
    assert "mengecualikan “Draf” pada langkah 2 dengan alasan “tidak diperlukan”" in exempted.kondisi[0].text


def test_an_exemption_that_was_filled_after_all_says_both() -> None:
    log = Log().start().complete(1, "09.10", role="sekretaris")
    log.say("step:item-exempted", "09.20", about="run:1/step:2", item=6, label="Draf", reason="tidak diperlukan")
    log.say(
        "step:item-filled", "09.30", about="run:1/step:2", item=6, label="Draf", name="d.docx", document="", files=1
    )

    exempted = only(log)

    assert exempted.title.endswith("dikecualikan, kemudian berubah")
    assert [fact.seq for fact in exempted.kondisi] == [12, 13]


def test_a_time_that_was_stated_later_is_told() -> None:
    late = only(Log().start().complete(1, "12.10", role="sekretaris", occurred="09.05", stated_reason="listrik padam"))

    assert (late.title, late.kriteria) == (
        "Langkah 1 dicatat belakangan 3 jam 5 menit", "SOP 188/7/CONTOH langkah 1: 20 menit",
    )  # fmt: skip


def test_a_cancelled_run_is_told() -> None:
    log = Log().start().say("run:cancelled", "09.30", reason="salah periode")

    assert (only(log).title, only(log).kriteria) == ("Pelaksanaan dibatalkan", "SOP 188/7/CONTOH: langkah 1 sampai 3")


@pytest.mark.parametrize(
    ("role", "title", "words"),
    [
        ("staf", "Langkah 1 disahkan oleh bukan pelaksananya", "Staf"),
        ("plh:sekretaris,kabag", "Langkah 1 disahkan oleh pejabat pengganti", "Kabag/Kasubag, Plh. Sekretaris DPRD"),
        ("", "Langkah 1 disahkan oleh bukan pelaksananya", "tidak ada"),
    ],
)
def test_other_hands_than_the_pelaksanas_are_told(role: str, title: str, words: str) -> None:
    other = only(Log().start().complete(1, "09.10", role=role))

    assert (other.title, other.kriteria) == (title, "SOP 188/7/CONTOH langkah 1: pelaksana Sekretaris DPRD")
    assert other.kondisi[-1].text == f"Peran Rina pada saat itu: {words}"


def test_a_signature_with_every_paraf_is_no_deviation() -> None:
    log = Log().start().reported(4, "09.10").reported(5, "09.11")

    assert found(log.paraf(4, "09.20", by=4).paraf(5, "09.21", by=5).sign("09.30")) == []


def test_a_signature_without_paraf_is_told() -> None:
    signed = only(Log().start().sign("09.30"))

    assert (signed.title, signed.kriteria) == (
        "Laporan ditandatangani tanpa paraf", "SOP 188/7/CONTOH langkah 3: “Menandatangani”",
    )  # fmt: skip


def test_a_bagian_that_reported_and_gave_no_paraf_is_named() -> None:
    log = Log().start().reported(4, "09.10").reported(5, "09.11").paraf(4, "09.20", by=4).sign("09.30")

    assert only(log).title == "Laporan ditandatangani tanpa sebagian paraf"
    assert [fact.text[:8] for fact in only(log).kondisi[:-1]] == ["Bagian 5"]


def test_a_paraf_that_was_taken_back_does_not_stand() -> None:
    log = Log().start().reported(4, "09.10").paraf(4, "09.20", by=4).withdraw("09.25", by=4).sign("09.30")

    assert only(log).title == "Laporan ditandatangani tanpa paraf"
    assert "menarik parafnya" in only(log).kondisi[0].text


def test_a_paraf_on_an_earlier_version_does_not_stand_for_the_signed_one() -> None:
    log = Log().start().paraf(4, "09.20", by=4)
    log.acts[-1] = replace(log.acts[-1], object="report:9/version:0")

    assert only(log.sign("09.30")).title == "Laporan ditandatangani tanpa paraf"


def test_a_thawed_report_says_how_many_paraf_it_voided() -> None:
    log = Log().start().paraf(4, "09.20", by=4)
    log.say("report:thawed", "09.30", about="report:9/version:1", version=1, reason="angka salah")

    assert only(log).title == "Bekuan laporan dibuka kembali"
    assert only(log).kondisi[-1].text.endswith("angka salah; 1 paraf padanya gugur")


def test_a_cause_has_no_place() -> None:
    assert {field.name for field in fields(Deviation)} == {"title", "kriteria", "kondisi"}


@given(st.data())
def test_every_fact_names_a_record_of_the_run(data: st.DataObject) -> None:
    log = Log().start()
    for _ in range(data.draw(st.integers(0, 8))):
        no, late = data.draw(st.integers(1, 3)), data.draw(st.booleans())
        if data.draw(st.booleans()):
            log.complete(no, "09.30", late=late, role=data.draw(st.sampled_from(["tim", "staf", "sekretaris"])))
        else:
            log.send_back(no, data.draw(st.integers(1, no)), "09.40")
    known = {act.seq for act in log.acts}

    told = found(log)

    assert all(fact.seq in known for one in told for fact in one.kondisi)
    assert [one.seq for one in told] == sorted(one.seq for one in told)
    late_ones = sum(act.tag == "step:completed" and act.data["verdict"] == "late" for act in log.acts)
    assert sum(one.title.endswith("terlambat") for one in told) <= late_ones


def test_the_story_in_which_everything_happened_has_every_kind(app: Flask) -> None:
    case = case_of(SIGNED_RUN)

    told = deviations(case.acts, sop_of(case))

    assert {one.title for one in told} >= OF_THE_STORY
    by_title = {one.title: one for one in told}
    stated = by_title["Langkah 2 dicatat belakangan 20 menit"]
    assert stated.kriteria == "SOP 175/188/SETWAN-BLG/2023 langkah 2: 1 jam"
