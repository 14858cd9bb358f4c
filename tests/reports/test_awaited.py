"""A replacement on a closed run: whoever has to move it on finds it at home, and is counted for it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.accounts import actions as accounts
from app.accounts.queries import acting_person
from app.accounts.roles import Role
from app.demo.people import find_office
from app.reports.actions import open_revision, thaw_report
from app.reports.awaited import awaited_replacements, awaited_signatures
from app.reports.routes.report import how_full
from app.reports.seats import missing_parafs
from app.runs.counting import turns_of
from app.runs.turns import Turn
from app.web.background import work_off
from app.web.transaction import writing
from tests.home.test_navigation import counted
from tests.reports.desks import WHERE, desk, fresh, sign
from tests.reports.offices import FROZEN_AT, RUN, SIGNED_AT, story_of_the_run
from tests.statements import statements

REASON = "Realisasi indikator 1.3 salah baris."
FROZEN = f"versi 2 menggantikan versi 1: {REASON}"


def open_it() -> None:
    with writing():
        open_revision(fresh(), reason=REASON, by=find_office().tim, at=SIGNED_AT)


def freeze_it(*, parafs: bool = True) -> None:
    open_it()
    story = story_of_the_run().freeze(SIGNED_AT)
    if parafs:
        story.paraf(SIGNED_AT)


def homes(app: Any, who: str) -> list[str]:
    return [desk(app, who).get(path).text for path in ("/", "/tugas")]


def awaited(who: str, *, at: Any = SIGNED_AT) -> int:
    return len(awaited_signatures(acting_person(getattr(find_office(), who), at=at), at=at))


def test_the_sekretaris_is_told_that_a_replacement_waits_for_his_signature(signed):
    freeze_it()
    for text in homes(signed, "sekretaris"):
        assert "Laporan pengganti menunggu tanda tangan Anda" in text
        assert FROZEN in text
        assert f'class="btn primary" href="{WHERE}/signature">Baca dan tandatangani laporan' in text
        assert "Tidak ada yang menunggu Anda" not in text
        assert counted(text) == 1


def test_once_he_has_signed_it_nothing_waits_any_more(signed):
    freeze_it()
    assert sign(signed).status_code == 303
    for text in homes(signed, "sekretaris"):
        assert "menunggu tanda tangan Anda" not in text
        assert counted(text) == 0


def test_while_a_paraf_is_missing_the_replacement_waits_for_the_kabag(signed):
    freeze_it(parafs=False)
    assert awaited("sekretaris") == 0
    assert "menunggu tanda tangan Anda" not in desk(signed, "sekretaris").get("/").text
    assert "Laporan menunggu paraf Anda" in desk(signed, "kabag_umum").get("/").text


def test_the_tim_is_told_of_a_replacement_until_it_is_frozen(signed):
    open_it()
    for text in homes(signed, "tim"):
        assert "Pengganti versi 1 belum dibekukan" in text
        assert REASON in text
        assert f'href="{WHERE}">Siapkan laporan pengganti' in text
        assert counted(text) == 1
    story_of_the_run().freeze(SIGNED_AT)
    assert counted(desk(signed, "tim").get("/").text) == 0
    with writing():
        thaw_report(fresh(), reason="Tabel 3.2 keliru.", by=find_office().tim, at=SIGNED_AT)
    assert counted(desk(signed, "tim").get("/").text) == 1


def test_only_the_one_whom_it_names_is_asked_to_sign_it(signed):
    with writing():
        office, day = find_office(), SIGNED_AT.date()
        accounts.appoint_acting(
            office.kabag_umum, kind="plh", post=Role.SEKRETARIS, sk_number="800/7", sk_date=day, starts_on=day,
            ends_on=day, by=office.admin, at=SIGNED_AT,
        )  # fmt: skip
    open_it()
    story_of_the_run().freeze(SIGNED_AT).paraf(SIGNED_AT, "kabag_persidangan", "kabag_fasilitasi")
    assert awaited("kabag_umum") == 1
    assert awaited("sekretaris") == 0
    assert awaited("kabag_umum", at=SIGNED_AT + timedelta(days=1)) == 0


def test_the_first_signature_is_told_at_its_step_and_not_twice(frozen):
    text = desk(frozen, "sekretaris").get("/").text
    assert text.count("Baca dan tandatangani laporan") == 1
    assert counted(text) == 1


def test_who_neither_signs_nor_writes_costs_no_statement(signed):
    freeze_it()
    person = find_office().kabag_umum
    assert person.roles
    with statements() as asked:
        assert awaited_signatures(person, at=SIGNED_AT) == []
        assert awaited_replacements(person) == []
    assert asked == []


def test_the_paraf_of_a_replacement_says_what_it_replaces_and_why(signed):
    freeze_it(parafs=False)
    assert f"Menggantikan versi 1: {REASON}" in desk(signed, "kabag_umum").get(f"{WHERE}/paraf").text


def test_who_comes_for_a_paraf_after_the_signature_is_shown_the_report(signed):
    kabag = desk(signed, "kabag_umum")
    assert kabag.get(f"{WHERE}/paraf").location == WHERE
    assert "Versi 1 sudah ditandatangani H. Contoh Sekretaris, S.Sos., M.AP. pada" in kabag.get(WHERE).text


def test_the_sekretaris_may_read_but_is_not_told_to_sign_while_a_paraf_is_missing(awaiting):
    story_of_the_run().paraf(FROZEN_AT, "kabag_umum")
    for text in homes(awaiting, "sekretaris"):
        assert "Dapat Anda baca lebih dulu" in text
        assert "Paraf Persidangan, Fasilitasi" in text
        assert f'class="btn quiet" href="{WHERE}">Baca laporan' in text
        assert "Baca dan tandatangani" not in text
    report = desk(awaiting, "sekretaris").get(WHERE).text
    assert "menunggu paraf</span>" in report
    assert f'class="btn quiet" href="{WHERE}/signature">Baca laporan' in report
    for path in ("", "/steps/7", "/sop"):
        text = desk(awaiting, "sekretaris").get(f"/runs/{RUN}{path}").text
        assert "Paraf Persidangan, Fasilitasi" in text, path
        assert "Baca dan tandatangani" not in text


def test_once_the_last_paraf_is_there_it_is_his_turn(frozen):
    for text in homes(frozen, "sekretaris"):
        assert "Dapat Anda baca lebih dulu" not in text
        assert f'class="btn primary" href="{WHERE}">Baca dan tandatangani laporan' in text
    report = desk(frozen, "sekretaris").get(WHERE).text
    assert "menunggu tanda tangan</span>" in report
    assert f'class="btn primary" href="{WHERE}/signature">Baca dan tandatangani' in report


def test_the_menu_the_start_page_and_the_board_agree_on_whose_turn_it_is(awaiting):
    sekretaris = acting_person(find_office().sekretaris, at=FROZEN_AT)
    assert turns_of(sekretaris) == [Turn.READ]
    assert counted(desk(awaiting, "sekretaris").get("/").text) == 1
    story_of_the_run().paraf(FROZEN_AT)
    assert turns_of(acting_person(find_office().sekretaris, at=FROZEN_AT)) == [Turn.SIGN]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("every-unit", "Paraf Umum, Persidangan, Fasilitasi"),
        ("one", "Paraf Umum atau Persidangan atau Fasilitasi"),
        ("none", ""),
    ],
)
def test_whose_paraf_is_missing_is_said_by_the_offices_rule(awaiting, rule, said):
    awaiting.config["SETTINGS"] = awaiting.config["SETTINGS"].model_copy(update={"paraf": rule})
    assert missing_parafs([RUN], at=FROZEN_AT).get(RUN, "") == said


def test_two_frozen_reports_cost_no_more_statements_than_one(awaiting):
    with statements() as asked:
        missing_parafs([RUN, 99], at=FROZEN_AT)
    assert len(asked) <= 9, asked


# --- On the report's page -----------------------------------------------------------------------------


def test_with_a_replacement_at_hand_only_its_button_stands_out(signed):
    freeze_it()
    text = desk(signed, "sekretaris").get(WHERE).text
    assert text.count('<a class="btn primary"') == 1
    assert "Buka laporan bertanda tangan" in text


def test_while_a_job_is_going_nothing_else_is_offered_and_then_the_whole_page_is_fresh(unfrozen):
    tim = desk(unfrozen, "tim")
    tim.post(f"{WHERE}/freezing")
    for path in (WHERE, f"{WHERE}/progress"):
        going = tim.get(path).text
        assert "Laporan sedang disusun" in going
        assert "Bekukan laporan</button>" not in going
        assert "Belum dibekukan" not in going
    work_off(unfrozen)
    fresh_region = tim.get(f"{WHERE}/progress").text
    assert "Versi 1 dibekukan" in fresh_region
    assert "Buka bekuan untuk memperbaiki" in fresh_region
    assert "<h2>Paraf" in fresh_region
    assert "<h2>Versi</h2>" in fresh_region


def test_an_empty_quarter_is_said_to_be_empty_as_a_whole():
    def measured(*missing: str, rows: int = 8, has_figures: bool = True) -> Any:
        period = SimpleNamespace(label="Triwulan III 2026")
        return SimpleNamespace(missing=missing, rows=("",) * rows, has_figures=has_figures, period=period)

    assert how_full(measured("Target dan realisasi belum diisi.", has_figures=False)) == "Triwulan III 2026 belum diisi"
    assert how_full(measured("1.3: realisasi belum diisi.")) == "1 angka belum diisi; dicetak sebagai n/a"
    assert how_full(measured()) == "lengkap"
    assert how_full(measured("Belum ada.", rows=0)) == "belum ada indikator untuk Triwulan III 2026"


def test_a_signed_report_has_nothing_left_to_be_filled_in(signed):
    assert "Isi laporan" not in desk(signed, "tim").get(WHERE).text
    open_it()
    assert "Isi laporan" in desk(signed, "tim").get(WHERE).text


def test_the_checks_of_a_replacement_name_what_waits_and_put_what_fails_first(signed):
    freeze_it(parafs=False)
    text = desk(signed, "sekretaris").get(f"{WHERE}/signature").text
    assert "Pengganti versi 1 menunggu tanda tangan" in text
    assert "Langkah 7 menunggu tanda tangan" not in text
    first = text.index("Paraf Kabag/Kasubag")
    assert first < text.index("lainnya siap") < text.index("Pengganti versi 1 menunggu")
