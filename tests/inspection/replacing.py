"""What can still happen to a report that is signed: proof of time, a replacement given up, and one that is signed."""

from __future__ import annotations

from datetime import datetime

from app.demo.people import find_office
from app.demo.story import Story, wita
from app.evidence.store import read
from app.evidence.uploads import files_folder
from app.reports.actions import cancel_revision, keep_timestamped, open_revision
from app.reports.keeping import store_pdf
from app.reports.queries import report_of
from app.web.transaction import writing

AT = wita("2026-11-24 15.30")


def replace_the_signed_report(story: Story) -> None:
    """The extended file is signed bytes with a line behind: what a timestamp is, its own tests say."""
    version = report_of(story.run_id).current
    assert version is not None
    longer = read(version.sha256, folder=files_folder()) + b"\n% cap waktu\n"
    file = store_pdf(longer, name="cap-waktu.pdf")
    with writing():
        version = report_of(story.run_id).current
        assert version is not None
        keep_timestamped(version, before=version.sha256, file=file, level="B-T", by=None, at=AT)
    _open(story, reason="salah ketik pada tabel capaian", at=AT)
    with writing():
        cancel_revision(report_of(story.run_id), by=find_office().tim, at=AT)
    _open(story, reason="realisasi indikator 1.3 dikoreksi", at=AT)
    story.write(AT, penutup="Versi ini memuat realisasi yang sudah dikoreksi.")
    story.freeze(AT).paraf(AT).sign(wita("2026-11-24 16.00"))


def _open(story: Story, *, reason: str, at: datetime) -> None:
    with writing():
        open_revision(report_of(story.run_id), reason=reason, by=find_office().tim, at=at)
