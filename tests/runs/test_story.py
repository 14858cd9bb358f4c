"""The SOP's seven steps as the office runs them: completion, lateness, returns, cancelling, corrections."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from app.audit.integrity import check_log
from app.calendars.queries import current_version
from app.demo.story import Story, wita
from app.evidence.actions import register_file
from app.extensions import db
from app.runs import actions, queries
from app.runs.errors import AlreadyDone, Incomplete, NeedsReason, NotYourStep, PeriodTaken, RunEnded, StepNotOpen
from app.runs.models import Run
from app.runs.states import State
from app.sop.queries import active_version_or_refuse
from app.web.refusals import Conflict, Invalid
from app.web.transaction import writing
from tests.runs.desk import log_of, run_of, step_of
from tests.runs.stories import DAY, KABAG, WHO, run_at

TEN = wita(f"{DAY} 10.00")


def states(run_id: int) -> list[str]:
    return [step.state for step in run_of(run_id).steps]


def test_an_order_opens_step_1_and_pins_sop_and_calendar(app, clock):
    run = run_of(run_at(1, clock=clock).run_id)
    assert [step.state for step in run.steps] == [State.READY, *[State.WAITING] * 6]
    assert run.title == "Pengukuran Kinerja Triwulan III 2026"
    assert (run.sop_version.no, run.calendar_version.no) == (1, 1)
    assert run.hari_reading.startswith("hari kerja sebagai pecahan")
    assert [item.label for item in run.steps[0].items] == [
        "Struktur organisasi", "surat perintah", "Disposisi perintah", "surat",
    ]  # fmt: skip


def test_steps_1_to_6_run_on_time_and_hand_over_to_each_other(app, clock):
    run = run_of(run_at(7, clock=clock).run_id)
    assert [step.state for step in run.steps] == [*[State.DONE] * 6, State.READY]
    for step in run.steps[:-1]:
        assert step.completion.on_time, step.no
        assert step.next.handed_over.handed_over_at == step.completion.completed_at
        assert step.completion.completed_by.has_role(WHO[step.no].partition("_")[0]), step.no
    assert check_log().ok


def test_every_pengesahan_stands_in_the_log_with_its_files(app, clock):
    run_id = run_at(3, clock=clock).run_id
    acts = log_of(run_id)
    assert acts[0] == "run:started"
    assert acts.count("step:completed") == 2
    assert acts.count("step:item-filled") == len(run_of(run_id).steps[0].items) + len(run_of(run_id).steps[1].items)


def test_a_period_has_one_run_and_a_cancelled_one_leaves_its_place(app, office, clock):
    story = run_at(1, clock=clock)
    with pytest.raises(PeriodTaken, match="Pilih periode lain"):
        Story(2026, 3, at=TEN)
    with writing():
        actions.cancel_run(queries.find_run(story.run_id), reason="Salah triwulan.", by=office.sekretaris, at=TEN)
    assert Story(2026, 3, at=TEN).run_id != story.run_id
    assert Story(2026, None, at=TEN).title == "Pengukuran Kinerja Tahun 2026"


def test_two_runs_of_a_period_are_refused_by_the_database_too(app, clock):
    run = run_of(run_at(1, clock=clock).run_id)
    twin = {name: getattr(run, name) for name in ("sop_version_id", "calendar_version_id", "year", "quarter_no")}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Run(**twin, started_at=TEN, started_by_id=run.started_by_id))
        db.session.flush()


@pytest.mark.parametrize("year, quarter", [(2019, 1), (2101, 1), (2026, 5), (2026, -1)])
def test_an_unknown_period_is_refused(app, office, year, quarter):
    with pytest.raises(Invalid, match="Periode tidak dikenal"), writing():
        actions.start_run(
            active_version_or_refuse(), calendar_version=current_version(), year=year, quarter=quarter,
            by=office.sekretaris, at=TEN,
        )  # fmt: skip


@pytest.mark.parametrize("no", [2, 3, 4, 5, 6])
def test_a_step_out_of_order_is_refused(app, office, clock, no):
    story = run_at(1, clock=clock)
    with pytest.raises(StepNotOpen, match=f"Langkah {no} belum terbuka"):
        story.complete(no, WHO[no], TEN)


def complete_bare(story: Story, no: int, person: object) -> None:
    """The pengesahan alone, as somebody who skips the page would send it."""
    with writing():
        step = queries.find_step(story.run_id, no)
        actions.complete_step(step, by=person, at=TEN, units=queries.reporting_units())


@pytest.mark.parametrize("no", range(1, 8))
def test_only_who_the_sop_names_completes_a_step(app, office, clock, no):
    story = run_at(no, clock=clock)
    rightful = {*KABAG} if no in (2, 6) else {WHO.get(no, "sekretaris")}
    for who in ("sekretaris", *KABAG, "tim", "staf", "inspektur", "admin"):
        if who in rightful:
            continue
        with pytest.raises(NotYourStep, match=f"Yang dapat mengesahkan langkah {no}"):
            complete_bare(story, no, getattr(office, who))
    assert not queries.find_step(story.run_id, no).completion


def test_a_step_is_completed_once(app, office, clock):
    story = run_at(3, clock=clock)
    with pytest.raises(AlreadyDone, match="Langkah 2 sudah disahkan oleh Ahmad Fauzi"):
        complete_bare(story, 2, office.kabag_persidangan)


def test_missing_documents_are_named(app, office, clock):
    story = run_at(3, clock=clock)
    with pytest.raises(Incomplete, match="Belum lengkap: tim, Draf pengukuran kinerja"):
        complete_bare(story, 3, office.tim)


def test_not_every_keluaran_can_be_exempted(app, office, clock):
    story = run_at(3, clock=clock)
    with pytest.raises(Incomplete, match="sekurang-kurangnya satu keluaran"), writing():
        step = queries.find_step(story.run_id, 3)
        for item in step.items:
            actions.exempt_item(item, reason="Tidak diperlukan.", by=office.tim, at=TEN)
        actions.complete_step(step, by=office.tim, at=TEN, units=[])


def test_an_exemption_says_why(app, office, clock):
    story = run_at(3, clock=clock)
    for empty in ("", "   ", "ok"):
        with pytest.raises(NeedsReason, match="alasan pengecualian"), writing():
            item = queries.find_step(story.run_id, 3).items[0]
            actions.exempt_item(item, reason=empty, by=office.tim, at=TEN)


def test_lateness_needs_a_reason_and_nothing_is_kept_without_it(app, clock):
    story = run_at(3, clock=clock)
    later = wita("2026-11-25 09.00")
    with pytest.raises(NeedsReason, match="alasan keterlambatan") as refused:
        story.complete(3, "tim", later)
    assert refused.value.field == "late_reason"
    assert states(story.run_id)[2] == State.READY
    story.complete(3, "tim", later, late_reason="Data SIPD terlambat tersedia.")
    done = step_of(story.run_id, 3).completion
    assert (done.verdict, done.late_reason) == ("late", "Data SIPD terlambat tersedia.")
    assert done.over_minutes > 0


def test_a_verdict_adds_up_from_its_own_explanation(app, clock):
    story = run_at(4, clock=clock)
    story.complete(4, "tim", wita("2026-11-24 15.00"))
    done = step_of(story.run_id, 4).completion
    assert sum(part["minutes"] for part in done.explanation if part["counted"]) == done.used_minutes
    assert all(part["reason"] for part in done.explanation if not part["counted"])


def test_an_earlier_time_is_stated_but_the_recorded_one_is_judged(app, office, clock):
    story = run_at(2, clock=clock)
    stated, recorded = wita(f"{DAY} 09.30"), wita(f"{DAY} 13.30")
    with writing():
        step = queries.find_step(story.run_id, 2)
        story._fill(step, by=office.kabag_umum, at=recorded)
        done = actions.complete_step(
            step, by=office.kabag_umum, at=recorded, units=[], occurred=stated, late_reason="Jaringan padam.",
            stated_reason="Rapat selesai pukul setengah sepuluh.",
        )  # fmt: skip
        assert (done.completed_at, done.occurred_at, done.verdict) == (recorded, stated, "late")


@pytest.mark.parametrize(
    "occurred, words",
    [(f"{DAY} 15.00", "sesudah sekarang"), (f"{DAY} 08.00", "sebelum langkah ini diserahkan")],
)
def test_a_stated_time_lies_between_the_hand_over_and_now(app, office, clock, occurred, words):
    story = run_at(2, clock=clock)
    with pytest.raises(Invalid, match=words), writing():
        step = queries.find_step(story.run_id, 2)
        story._fill(step, by=office.kabag_umum, at=TEN)
        actions.complete_step(
            step, by=office.kabag_umum, at=TEN, units=[], occurred=wita(occurred), stated_reason="Jaringan padam."
        )


def test_mulai_shows_who_is_at_it_once(app, clock):
    story = run_at(4, clock=clock)
    story.begin(4, "staf", TEN)
    assert states(story.run_id)[3] == State.WORKING
    with pytest.raises(Conflict, match="sudah dimulai oleh Budi Hartono, A.Md. pada"):
        story.begin(4, "tim", TEN)
    with pytest.raises(NotYourStep):
        story.begin(4, "inspektur", TEN)


# --- The end -----------------------------------------------------------------------------------------


def test_a_cancelled_run_refuses_everything_and_stays_in_the_log(app, office, clock):
    story = run_at(5, clock=clock)
    with writing():
        run = queries.find_run(story.run_id)
        actions.cancel_run(run, reason="Diperintahkan untuk periode yang salah.", by=office.sekretaris, at=TEN)
    for act in (
        lambda: story.begin(5, "kabag_umum", TEN),
        lambda: story.report(5, "kabag_umum", TEN),
        lambda: story.complete(5, "sekretaris", TEN),
        lambda: story.send_back(5, 4, "sekretaris", TEN, reason="Tidak sesuai."),
        lambda: cancel_again(story, office),
    ):
        with pytest.raises(RunEnded, match="dibatalkan pada"):
            act()
    assert log_of(story.run_id)[-1] == "run:cancelled"


def cancel_again(story: Story, office: object) -> None:
    with writing():
        actions.cancel_run(queries.find_run(story.run_id), reason="Sekali lagi.", by=office.sekretaris, at=TEN)


def test_only_the_sekretaris_cancels_and_says_why(app, office, clock):
    story = run_at(2, clock=clock)
    with pytest.raises(NotYourStep, match="Hanya Sekretaris DPRD"), writing():
        actions.cancel_run(queries.find_run(story.run_id), reason="Salah periode.", by=office.kabag_umum, at=TEN)
    with pytest.raises(NeedsReason), writing():
        actions.cancel_run(queries.find_run(story.run_id), reason="", by=office.sekretaris, at=TEN)


def test_a_correction_is_an_act_of_its_own(app, office, clock):
    story = run_at(4, clock=clock)
    before = step_of(story.run_id, 3).completion.text
    with writing():
        actions.correct_step(
            queries.find_step(story.run_id, 3), what="alasan", before="Draf 1", after="Draf 2",
            reason="Nomor draf salah tulis.", by=office.tim, at=TEN,
        )  # fmt: skip
    assert step_of(story.run_id, 3).completion.text == before
    assert [fix.after for fix in queries.corrections_of(step_of(story.run_id, 3))] == ["Draf 2"]
    assert log_of(story.run_id)[-1] == "step:corrected"


@pytest.mark.parametrize(
    "changed, refused",
    [({"what": "cuaca"}, Invalid), ({"after": " "}, Invalid), ({"reason": ""}, NeedsReason), ({"no": 4}, StepNotOpen)],
)
def test_a_correction_that_says_nothing_is_refused(app, office, clock, changed, refused):
    story = run_at(4, clock=clock)
    said = {"no": 3, "what": "alasan", "before": "", "after": "Draf 2", "reason": "Salah tulis."} | changed
    with pytest.raises(refused), writing():
        step = queries.find_step(story.run_id, said.pop("no"))
        actions.correct_step(step, **said, by=office.tim, at=TEN)


def test_only_who_answers_for_a_step_corrects_it(app, office, clock):
    story = run_at(4, clock=clock)
    for who in ("sekretaris", "kabag_umum", "staf", "inspektur", "admin"):
        with pytest.raises(NotYourStep), writing():
            actions.correct_step(
                queries.find_step(story.run_id, 3), what="alasan", before="", after="Draf 2", reason="Salah tulis.",
                by=getattr(office, who), at=TEN,
            )  # fmt: skip


def test_a_file_stays_in_the_history_when_it_is_replaced(app, office, clock):
    story = run_at(4, clock=clock)
    with writing():
        step = queries.find_step(story.run_id, 4)
        story._fill(step, by=office.staf, at=TEN)
        other = register_of_bytes(app, clock)
        actions.fill_item(step.items[0], file=other, name="konsep-baru.pdf", by=office.tim, at=TEN)
    fills = [fill for fill in step_of(story.run_id, 4).handed_over.fills if fill.item_id == step.items[0].id]
    assert [fill.stands for fill in fills] == [False, True]
    assert fills[0].clear_reason == "diganti"


def register_of_bytes(app: object, clock: object) -> object:
    from app.evidence.store import put

    folder = app.config["SETTINGS"].files_folder
    return register_file(put(b"%PDF-1.4 baru", name="baru.pdf", media_type="application/pdf", folder=folder), at=TEN)
