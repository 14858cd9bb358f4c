"""Packages in the worker: made beside the request, told how far they got, complete or failed with a sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.audit.errors import LogForked
from app.audit.queries import newest_events
from app.clock.current import SetClock
from app.demo.people import Office
from app.extensions import db
from app.inspection.errors import NothingInPeriod, PackageGoing, PackageGone
from app.inspection.packages import jobs
from app.inspection.packages.jobs import ask_again, ask_package, perform_package
from app.inspection.packages.models import PackageJob
from app.inspection.packages.scope import OfPeriod, OfRun, Scope
from app.inspection.packages.shelf import find_place, newest_jobs, place_of, shelf, sweep, unfinished_jobs
from app.runs.errors import RunNotFound
from app.web.background import work_off
from app.web.transaction import writing
from app.worker import resume
from tests.inspection.conftest import LATER
from tests.inspection.packages.conftest import Checked
from tests.inspection.stories import SIGNED_RUN

RUN = OfRun(SIGNED_RUN)


@pytest.fixture
def ask(app: Flask, office: Office) -> Callable[..., int]:
    def asked(scope: Scope = RUN) -> int:
        with writing():
            return ask_package(scope, by=office.inspektur, at=LATER).id

    return asked


def job_of(job_id: int) -> PackageJob:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(PackageJob, job_id)


def fetched(job_id: int) -> tuple[PackageJob, Path]:
    db.session.rollback()
    return find_place(job_id)


def files_on_the_shelf() -> set[str]:
    return {path.name for path in shelf().iterdir()}


def test_a_package_is_made_by_the_worker_and_proves_itself(
    app: Flask, office: Office, ask: Callable[..., int], checked: Checked
) -> None:
    job_id = ask()
    assert job_of(job_id).state == "queued"
    assert place_of(job_of(job_id)) is None

    assert work_off(app) == 1

    job, path = fetched(job_id)
    assert (job.state, job.tries, job.problem) == ("done", 1, "")
    assert job.name == "paket-inspektorat-triwulan-iii-2026.zip"
    assert path.stat().st_size == job.size
    assert files_on_the_shelf() == {f"{job.package}.zip"}
    assert checked(path).returncode == 0
    newest = newest_events().entries[0]
    assert newest.data == {"run": f"run:{SIGNED_RUN}", "package": job.package}
    assert newest.actor == office.inspektur.name


def test_two_at_once_are_two_packages(app: Flask, ask: Callable[..., int], checked: Checked) -> None:
    ids = [ask(), ask(OfPeriod(date(2026, 11, 24), date(2026, 11, 24)))]

    assert work_off(app) == 2

    paths = [fetched(job_id)[1] for job_id in ids]
    assert len(set(paths)) == 2
    assert [checked(path).returncode for path in paths] == [0, 0]


def test_the_same_package_is_not_asked_for_twice_while_it_is_made(app: Flask, ask: Callable[..., int]) -> None:
    ask()
    with pytest.raises(PackageGoing):
        ask()
    work_off(app)
    assert ask()


def test_a_job_that_stands_in_the_queue_twice_is_done_once(app: Flask, ask: Callable[..., int]) -> None:
    job_id = ask()
    resume(app)

    assert work_off(app) >= 2

    assert job_of(job_id).tries == 1
    assert len(files_on_the_shelf()) == 1


@pytest.mark.parametrize(
    ("scope", "error"), [(OfRun(99), RunNotFound), (OfPeriod(date(2020, 1, 1), date(2020, 1, 2)), NothingInPeriod)]
)
def test_what_can_not_be_made_is_not_queued(
    app: Flask, ask: Callable[..., int], scope: Scope, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(scope)
    assert newest_jobs() == []
    assert work_off(app) == 0


def test_progress_is_told_while_it_is_made(
    app: Flask, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str, int, int]] = []
    tell = jobs._Told.__call__

    def watched(self: Any, done: int, total: int, what: str) -> None:
        tell(self, done, total, what)
        with db.engine.connect() as other:
            row = other.execute(db.select(PackageJob.state, PackageJob.phase, PackageJob.done_bytes)).one()
        seen.append((row.state, row.phase, row.done_bytes, total))

    monkeypatch.setattr(jobs._Told, "__call__", watched)
    job_id = ask()
    work_off(app)

    assert job_of(job_id).state == "done"
    assert {state for state, *_ in seen} == {"running"}
    phases = list(dict.fromkeys(phase for _, phase, _, _ in seen))
    assert phases[0] == "memeriksa berkas"
    assert {"memeriksa berkas", "menulis log", "menyalin bukti", "menyalin laporan"} <= set(phases)
    assert all(0 <= done <= total for _, _, done, total in seen)


class TestFailing:
    def fails(self, app: Flask, ask: Callable[..., int]) -> str:
        job_id = ask()
        work_off(app)
        job = job_of(job_id)
        assert (job.state, job.package, files_on_the_shelf()) == ("failed", "", set())
        with pytest.raises(PackageGone):
            find_place(job_id)
        return job.problem

    def test_a_missing_file_is_named(self, app: Flask, ask: Callable[..., int], instance: Path) -> None:
        for path in (instance / "files").rglob("*"):
            if path.is_file():
                path.unlink()
        assert "tidak ada di penyimpanan. Beri tahu admin." in self.fails(app, ask)

    @pytest.mark.parametrize(
        ("number", "sentence"), [(errno.ENOSPC, jobs.FULL), (errno.EDQUOT, jobs.FULL), (errno.EROFS, jobs.UNWRITABLE)]
    )
    def test_a_disk_that_takes_nothing_more(
        self, app: Flask, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
    ) -> None:
        def refuse(_descriptor: int) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr("app.audit.package.writer.os.fsync", refuse)
        assert self.fails(app, ask) == sentence

    @pytest.mark.parametrize(("error", "sentence"), [(LogForked(), jobs.BROKEN_LOG), (KeyError("x"), jobs.FAILED)])
    def test_a_log_that_forked_and_a_mistake_of_ours(
        self, app: Flask, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
    ) -> None:
        def refuse(*_args: object, **_kwargs: object) -> None:
            raise error

        monkeypatch.setattr(jobs, "export_package", refuse)
        assert self.fails(app, ask) == sentence

    def test_it_can_be_asked_for_again(
        self, app: Flask, office: Office, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(jobs, "export_package", lambda *_args, **_kwargs: 1 / 0)
            self.fails(app, ask)
        failed = newest_jobs()[0].id
        with writing():
            again = ask_again(failed, by=office.sekretaris, at=LATER).id
        work_off(app)
        assert job_of(again).state == "done"
        with pytest.raises(PackageGone), writing():
            ask_again(999, by=office.sekretaris, at=LATER)


class Killed(BaseException):
    """What a power cut is to the program: nothing of it runs any more."""


class TestAStoppedWorker:
    def stop(self, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> int:
        """The worker dies while it copies evidence, its draft left behind."""
        job_id = ask()

        def die(_self: object, _done: int, _total: int, what: str) -> None:
            if what.startswith("data/bukti"):
                raise Killed

        with monkeypatch.context() as dying, pytest.raises(Killed):
            dying.setattr(jobs._Told, "__call__", die)
            dying.setattr(Path, "unlink", lambda *_args, **_kwargs: None)
            perform_package(job_id)
        return job_id

    def test_the_next_one_begins_anew_and_cleans_up(
        self, app: Flask, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch, checked: Checked
    ) -> None:
        job_id = self.stop(ask, monkeypatch)
        left = files_on_the_shelf()
        assert job_of(job_id).state == "running"
        assert left and all(name.startswith(".") for name in left), "drafts were left, and no package"
        assert unfinished_jobs() == [job_id]

        resume(app)
        assert files_on_the_shelf() == set()
        work_off(app)

        job, path = fetched(job_id)
        assert job.tries == 2
        assert checked(path).returncode == 0

    def test_one_that_stops_it_again_and_again_is_given_up(
        self, app: Flask, ask: Callable[..., int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job_id = self.stop(ask, monkeypatch)
        with writing():
            job_of(job_id).tries = jobs.MOST_TRIES

        resume(app)
        work_off(app)

        assert (job_of(job_id).state, job_of(job_id).problem) == ("failed", jobs.INTERRUPTED)


class TestTheShelf:
    def test_after_a_week_the_file_goes_and_the_row_stays(
        self, app: Flask, ask: Callable[..., int], clock: SetClock
    ) -> None:
        job_id = ask()
        work_off(app)
        sweep(at=LATER + timedelta(days=6, hours=23))
        assert place_of(job_of(job_id)) is not None
        sweep(at=LATER + timedelta(days=7, hours=1))
        assert place_of(job_of(job_id)) is None
        assert job_of(job_id).state == "done"

    def test_no_more_than_the_newest_ten_are_kept(self, app: Flask, office: Office) -> None:
        with writing():
            for no in range(12):
                row = PackageJob(
                    scope=f"run:{no}", title="x", name="x.zip", state="done", package=f"{no:032x}", asked_at=LATER,
                    asked_by=office.inspektur, ended_at=LATER,
                )  # fmt: skip
                db.session.add(row)
                (shelf() / f"{no:032x}.zip").write_bytes(b"")
        sweep(at=LATER)
        assert files_on_the_shelf() == {f"{no:032x}.zip" for no in range(2, 12)}

    def test_only_the_service_may_look_into_the_folder(self, app: Flask, instance: Path) -> None:
        assert shelf() == instance / "packages"
        assert shelf().stat().st_mode & 0o077 == 0


def test_a_backup_leaves_the_packages_out(app: Flask, office: Office, ask: Callable[..., int], tmp_path: Path) -> None:
    from app.inspection.backup import create_backup

    ask()
    work_off(app)
    create_backup(tmp_path / "cadangan", by=office.admin, at=LATER)

    assert not list((tmp_path / "cadangan").rglob("*.zip"))
