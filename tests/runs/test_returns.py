"""Reports of each bagian, and work that is sent back: attempts share one allowance, and the clock stands between."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.audit.integrity import check_log
from app.demo.story import wita
from app.runs import policies
from app.runs.errors import AlreadyDone, Incomplete, NeedsReason, NotYourStep, StepNotOpen
from app.web.refusals import Invalid
from tests.runs.desk import run_of, step_of
from tests.runs.stories import DAY, report_all, run_at

TEN = wita(f"{DAY} 10.00")


def states(run_id: int) -> list[str]:
    return [step.state for step in run_of(run_id).steps]


def test_step_5_takes_one_report_a_bagian(app, office, clock):
    story = run_at(5, clock=clock)
    story.report(5, "kabag_umum", wita(f"{DAY} 11.10"))
    with pytest.raises(AlreadyDone, match="Bagian Umum dan Keuangan sudah disahkan"):
        story.report(5, "kabag_umum", wita(f"{DAY} 11.12"))
    with pytest.raises(Incomplete, match="Bagian Persidangan dan Perundang-undangan, Bagian Fasilitasi"):
        story.complete(5, "sekretaris", wita(f"{DAY} 11.15"))
    with pytest.raises(Invalid, match="tidak meminta laporan per bagian"):
        run_at(3, clock=clock, quarter=1).report(3, "kabag_umum", TEN)


def test_a_kabag_without_a_bagian_is_told_what_to_do(app, clock):
    story = run_at(5, clock=clock)
    nowhere = SimpleNamespace(id=1, roles={"kabag"}, unit_id=None)
    with pytest.raises(NotYourStep, match="belum tercatat pada satu bagian"):
        policies.check_can_report_unit(step_of(story.run_id, 5), nowhere)


def test_a_return_from_5_reopens_4_and_the_reports_come_anew(app, clock):
    story = run_at(5, clock=clock)
    report_all(story)
    story.send_back(5, 4, "sekretaris", wita(f"{DAY} 11.20"), reason="Angka 1.3 belum cocok.")
    assert states(story.run_id) == [*["done"] * 3, "ready", *["waiting"] * 3]
    with pytest.raises(StepNotOpen):
        story.report(5, "kabag_umum", wita(f"{DAY} 11.25"))
    story.complete(4, "tim", wita(f"{DAY} 13.30"))
    fifth = step_of(story.run_id, 5)
    assert (fifth.handed_over.no, fifth.handed_over.unit_reports) == (2, [])
    report_all(story, at=f"{DAY} 13.40")
    story.complete(5, "sekretaris", wita(f"{DAY} 13.50"))
    assert states(story.run_id)[5] == "ready"
    assert check_log().ok


@pytest.mark.parametrize("to_no", [3, 4])
def test_the_meeting_sends_back_to_the_tim(app, clock, to_no):
    story = run_at(6, clock=clock)
    story.send_back(6, to_no, "kabag_persidangan", wita(f"{DAY} 13.30"), reason="Konsep belum memuat Pokir.")
    expected = ["done"] * (to_no - 1) + ["ready"] + ["waiting"] * (7 - to_no)
    assert states(story.run_id) == expected
    assert step_of(story.run_id, to_no).handed_over.no == 2


def test_attempts_share_the_allowance_while_the_clock_stands_still_between(app, clock):
    story = run_at(4, clock=clock)
    story.complete(4, "tim", wita("2026-11-24 10.00"))
    story.send_back(5, 4, "sekretaris", wita("2026-11-26 10.00"), reason="Angka 1.3 belum cocok.")
    story.complete(4, "tim", wita("2026-11-26 11.00"))
    done = step_of(story.run_id, 4).completion
    # Monday 10.00 to Tuesday 10.00 is 450 minutes, Thursday 10.00 to 11.00 is 60; the days between don't count.
    assert (done.used_minutes, done.verdict) == (510, "on_time")
    first, second = step_of(story.run_id, 4).attempts
    assert first.completion is not None
    assert second.completion is done


def test_what_is_sent_back_too_late_is_late_by_both_attempts(app, clock):
    story = run_at(4, clock=clock)
    story.complete(4, "tim", wita("2026-11-25 09.30"))
    story.send_back(5, 4, "sekretaris", wita("2026-11-25 10.00"), reason="Angka 1.3 belum cocok.")
    with pytest.raises(NeedsReason):
        story.complete(4, "tim", wita("2026-11-25 13.30"))


@pytest.mark.parametrize("no, to_no", [(5, 3), (5, 5), (6, 5), (6, 2), (6, 6)])
def test_there_is_no_way_back_that_the_sop_does_not_have(app, clock, no, to_no):
    story = run_at(no, clock=clock)
    with pytest.raises(Invalid, match="hanya dapat dikembalikan ke langkah"):
        story.send_back(no, to_no, "sekretaris" if no == 5 else "kabag_umum", TEN, reason="Tidak sesuai.")


def test_a_return_needs_a_reason_and_its_own_people(app, clock):
    story = run_at(5, clock=clock)
    with pytest.raises(NeedsReason, match="alasan pengembalian"):
        story.send_back(5, 4, "sekretaris", TEN, reason=" ")
    with pytest.raises(NotYourStep):
        story.send_back(5, 4, "kabag_umum", TEN, reason="Tidak sesuai.")
    with pytest.raises(Invalid, match="tidak ada jalan kembali"):
        run_at(3, clock=clock, quarter=1).send_back(3, 2, "tim", TEN, reason="Tidak sesuai.")
