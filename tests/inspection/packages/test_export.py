"""Making a package: announced in the log, whole, proven offline, nothing left where it can't be made."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.audit.queries import events_about, head, newest_checkpoint
from app.audit.verify.package import verify_package
from app.demo.people import Office
from app.evidence.store import path_of
from app.inspection.errors import PackageImpossible, PackageIncomplete
from app.inspection.packages import export
from app.inspection.packages.export import export_package
from app.inspection.packages.gather import gather
from app.inspection.packages.scope import OfPeriod, OfRun
from app.runs.errors import RunNotFound
from tests.inspection.conftest import LATER
from tests.inspection.packages.conftest import ROOT, Checked, names_in, text_in
from tests.inspection.stories import SIGNED_RUN

REPORT = "data/laporan/laporan-pengukuran-kinerja-triwulan-iii-2026"


def size_of_log() -> int:
    log = head()
    assert log is not None
    return log.size


def test_the_package_proves_itself_offline(package: Path, checked: Checked) -> None:
    result = checked(package)

    assert result.returncode == 0, result.stdout
    assert result.stdout.startswith("UTUH\n")


def test_it_carries_the_verifier_that_the_inspector_may_take(package: Path, tmp_path: Path, checked: Checked) -> None:
    with zipfile.ZipFile(package) as archive:
        assert archive.read(f"{ROOT}periksa.pyz") == (tmp_path / "stik" / "periksa.pyz").read_bytes()


def test_it_holds_the_evidence_and_every_file_of_every_version(package: Path) -> None:
    names = names_in(package)

    assert f"{REPORT}-v1.pdf" in names
    assert f"{REPORT}-v2.pdf" in names
    assert f"{REPORT}-v2-bertanda-tangan.pdf" in names
    assert f"{REPORT}-v2-bertanda-tangan-bercap-waktu.pdf" in names
    assert f"{REPORT}-v3-bertanda-tangan.pdf" in names
    evidence = [name for name in names if name.startswith("data/bukti/")]
    assert len(evidence) > 10
    assert all(name.endswith((".docx", ".xlsx", ".pdf")) for name in evidence)


def test_its_log_ends_with_its_own_announcement(package: Path, office: Office) -> None:
    lines = text_in(package, "data/log/log.jsonl").splitlines()
    last = json.loads(lines[-1])

    assert last["act"] == "log:exported"
    assert last["data"]["run"] == f"run:{SIGNED_RUN}"
    assert last["data"]["package"] == json.loads(text_in(package, "paket.json"))["package"]
    assert last["actor"]["name"] == office.inspektur.name
    point = newest_checkpoint()
    assert point is not None
    assert len(lines) == size_of_log() == point.size


def test_the_notes_say_whose_run_it_is_and_how_to_check(package: Path, office: Office) -> None:
    notes = text_in(package, "BACA-SAYA.txt")

    assert "Pengukuran Kinerja Triwulan III 2026" in notes
    assert f"oleh {office.inspektur.name}" in notes
    assert "python periksa.pyz" in notes
    assert "periksa.html" in notes
    for name in names_in(package) - {"BACA-SAYA.txt"}:
        folder = "/".join(name.split("/")[:2]) + "/" if name.startswith(("data/bukti", "data/laporan")) else name
        assert folder in notes, f"{name} is not explained"


def test_a_changed_bit_is_refused(package: Path, checked: Checked) -> None:
    data = bytearray(package.read_bytes())
    data[data.index(b"step:completed") + 3] ^= 1
    package.write_bytes(data)

    result = checked(package)

    assert result.returncode == 1
    assert "TIDAK UTUH" in result.stdout


def test_a_package_repacked_without_a_file_is_refused(package: Path, tmp_path: Path, checked: Checked) -> None:
    less = tmp_path / "kurang.zip"
    with zipfile.ZipFile(package) as whole, zipfile.ZipFile(less, "w") as target:
        left_out = next(name for name in whole.namelist() if "/bukti/" in name)
        for name in whole.namelist():
            if name != left_out:
                target.writestr(name, whole.read(name))

    assert checked(less).returncode == 1


def test_the_next_package_continues_the_checkpoint_that_was_kept(
    package: Path, office: Office, tmp_path: Path, checked: Checked
) -> None:
    kept = tmp_path / "checkpoints.txt"
    kept.write_text(text_in(package, "data/log/checkpoints.txt"), encoding="utf-8")
    following = tmp_path / "berikut.zip"
    export_package(OfRun(SIGNED_RUN), following, by=office.inspektur, at=LATER)

    result = checked(following, "--last-checkpoint", str(kept))

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("run_id", [1, 3])
def test_a_run_without_a_signed_report_is_packed_too(
    app: Flask, office: Office, tmp_path: Path, checked: Checked, run_id: int
) -> None:
    out = tmp_path / "lain.zip"
    export_package(OfRun(run_id), out, by=office.sekretaris, at=LATER)

    assert checked(out).returncode == 0


def test_a_period_holds_every_run_of_which_something_happened(
    app: Flask, office: Office, tmp_path: Path, checked: Checked
) -> None:
    out = tmp_path / "masa.zip"
    export_package(OfPeriod(date(2026, 11, 1), date(2026, 11, 30)), out, by=office.inspektur, at=LATER)

    assert checked(out).returncode == 0, checked(out).stdout
    last = json.loads(text_in(out, "data/log/log.jsonl").splitlines()[-1])
    assert last["act"] == "period:exported"
    assert (last["data"]["first"], last["data"]["last"]) == ("2026-11-01", "2026-11-30")
    index = text_in(out, "indeks.html")
    for run in ("Tahun 2025", "Triwulan III 2026", "Triwulan IV 2026"):
        assert f"<h2>Pengukuran Kinerja {run} " in index


def test_a_period_without_one_of_its_files_is_refused_by_the_verifier(
    app: Flask, office: Office, tmp_path: Path, checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office that leaves a whole run out of the period's package."""

    def without_the_last(scope: OfPeriod, *, upto: int, folder: Path) -> object:
        return gather(OfRun(SIGNED_RUN), upto=upto, folder=folder)

    monkeypatch.setattr(export, "gather", without_the_last)
    out = tmp_path / "kurang.zip"
    export_package(OfPeriod(date(2026, 11, 1), date(2026, 11, 30)), out, by=office.inspektur, at=LATER)

    result = checked(out)
    assert result.returncode == 1
    assert "berkas" in result.stdout


class TestNothingIsLeft:
    """Where a package can't be made there is no file, and no event where it was refused beforehand."""

    def test_an_unknown_run(self, app: Flask, office: Office, tmp_path: Path) -> None:
        before = size_of_log()
        for run_id in (99, 2**40):
            with pytest.raises(RunNotFound):
                export_package(OfRun(run_id), tmp_path / "paket.zip", by=office.inspektur, at=LATER)

        assert not (tmp_path / "paket.zip").exists()
        assert size_of_log() == before

    def test_a_missing_file(self, app: Flask, office: Office, tmp_path: Path, instance: Path) -> None:
        before = size_of_log()
        a_file(instance).unlink()

        with pytest.raises(PackageIncomplete, match="tidak ada di penyimpanan"):
            export_package(OfRun(SIGNED_RUN), tmp_path / "paket.zip", by=office.inspektur, at=LATER)

        assert size_of_log() == before

    def test_another_file_in_its_place(self, app: Flask, office: Office, tmp_path: Path, instance: Path) -> None:
        before, path = size_of_log(), a_file(instance)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1] + b"?")

        with pytest.raises(PackageIncomplete, match="isinya bukan yang tercatat"):
            export_package(OfRun(SIGNED_RUN), tmp_path / "paket.zip", by=office.inspektur, at=LATER)

        assert size_of_log() == before

    def test_a_file_swapped_between_the_check_and_the_writing(
        self, app: Flask, office: Office, tmp_path: Path, instance: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = a_file(instance)
        monkeypatch.setattr(export, "check_files", lambda *_args, **_kwargs: None)
        path.chmod(0o600)
        path.write_bytes(b"tertukar")

        with pytest.raises(PackageIncomplete, match="isinya bukan yang tercatat"):
            export_package(OfRun(SIGNED_RUN), tmp_path / "keluar" / "paket.zip", by=office.inspektur, at=LATER)

        assert list((tmp_path / "keluar").iterdir()) == []

    def test_a_full_disk(self, app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_descriptor: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("app.audit.package.writer.os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            export_package(OfRun(SIGNED_RUN), tmp_path / "keluar" / "paket.zip", by=office.inspektur, at=LATER)

        assert list((tmp_path / "keluar").iterdir()) == []

    def test_more_than_a_zip_holds(
        self, app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.audit.package.container.LARGEST", 100_000)
        with pytest.raises(PackageImpossible, match="melebihi 4 GB"):
            export_package(OfRun(SIGNED_RUN), tmp_path / "keluar" / "paket.zip", by=office.inspektur, at=LATER)

        assert list((tmp_path / "keluar").iterdir()) == []


def a_file(instance: Path) -> Path:
    """One that an event of the signed run names."""
    digest = next(file["sha256"] for entry in events_about(f"run:{SIGNED_RUN}") for file in entry.files)
    return path_of(digest, folder=instance / "files")


class TestTheCommand:
    def test_it_writes_a_run(self, app: Flask, tmp_path: Path, checked: Checked) -> None:
        out = tmp_path / "dari-perintah.zip"

        result = app.test_cli_runner().invoke(args=["audit", "export", str(SIGNED_RUN), "--out", str(out)])

        assert result.exit_code == 0, result.output
        assert "rekaman log" in result.stdout
        assert checked(out).returncode == 0

    def test_it_writes_a_period(self, app: Flask, tmp_path: Path, checked: Checked) -> None:
        out = tmp_path / "masa.zip"
        arguments = ["audit", "export", "--from", "2026-11-24", "--to", "2026-11-24", "--out", str(out)]

        result = app.test_cli_runner().invoke(args=arguments)

        assert result.exit_code == 0, result.output
        assert json.loads(text_in(out, "paket.json"))["scope"] == "period:2026-11-24..2026-11-24"
        assert checked(out).returncode == 0

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["99", "--out", "x.zip"], "tidak ada"),
            (["dua", "--out", "x.zip"], "dua"),
            (["2"], "--out"),
            (["--out", "x.zip"], "Sebutkan nomor RUN, atau --from dan --to"),
            (["--from", "2026-11-01", "--out", "x.zip"], "--from dan --to keduanya"),
            (["2", "--from", "2026-11-01", "--to", "2026-11-02", "--out", "x.zip"], "Pilih salah satu"),
            (["2", "--to", "2026-11-02", "--out", "x.zip"], "Pilih salah satu"),
            (["--from", "2026-11-02", "--to", "2026-11-01", "--out", "x.zip"], "mendahului"),
            (["--from", "kemarin", "--to", "2026-11-01", "--out", "x.zip"], "kemarin"),
            (["--from", "2020-01-01", "--to", "2020-12-31", "--out", "x.zip"], "Tidak ada pelaksanaan yang tercatat"),
        ],
    )
    def test_it_refuses_with_a_sentence(
        self, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        before = size_of_log()

        result = app.test_cli_runner().invoke(args=["audit", "export", *arguments])

        assert result.exit_code != 0
        assert sentence in result.stderr
        assert size_of_log() == before
        assert not (tmp_path / "x.zip").exists()


class TestThePlaceOfThePackage:
    def refused(self, app: Flask, out: Path) -> str:
        before = size_of_log()
        result = app.test_cli_runner().invoke(args=["audit", "export", str(SIGNED_RUN), "--out", str(out)])
        assert result.exit_code == 1
        assert size_of_log() == before
        return str(result.stderr)

    def test_an_older_package_and_an_empty_file_make_room(self, app: Flask, tmp_path: Path) -> None:
        out = tmp_path / "paket.zip"
        out.touch()
        for _ in range(2):
            result = app.test_cli_runner().invoke(args=["audit", "export", str(SIGNED_RUN), "--out", str(out)])
            assert result.exit_code == 0, result.stderr
            assert verify_package(out).ok

    def test_a_file_that_is_no_package_is_not_replaced(self, app: Flask, tmp_path: Path) -> None:
        out = tmp_path / "paket.zip"
        out.write_bytes(b"bukti yang lama")

        assert "sudah ada dan bukan paket; berkas itu tidak diganti" in self.refused(app, out)
        assert out.read_bytes() == b"bukti yang lama"

    def test_a_mistyped_folder_is_not_made(self, app: Flask, tmp_path: Path) -> None:
        out = tmp_path / "pakte" / "paket.zip"

        assert f"Folder {out.parent} tidak ada" in self.refused(app, out)
        assert not out.parent.exists()

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="Needs a folder that takes no files.")
    def test_a_package_that_can_not_be_written_is_not_recorded(self, app: Flask) -> None:
        said = self.refused(app, Path("/proc/paket.zip"))

        assert "Tidak dapat ditulis: tempat itu tidak ada atau tidak menerima berkas." in said


def test_a_checkpoint_is_made_on_demand_and_only_once(app: Flask) -> None:
    runner: Callable[..., object] = app.test_cli_runner().invoke
    first, second = (runner(args=["audit", "checkpoint"]) for _ in range(2))

    log = head()
    assert log is not None
    assert first.exit_code == 0  # type: ignore[attr-defined]
    assert first.stdout == second.stdout == f"Checkpoint pada {log.size} rekaman, akar {log.root}\n"  # type: ignore[attr-defined]


def test_a_shortened_log_is_not_signed(app: Flask, insider: Callable[..., None]) -> None:
    insider("UPDATE audit_head SET size = 3")

    result = app.test_cli_runner().invoke(args=["audit", "checkpoint"])

    assert result.exit_code == 1
    assert "flask audit verify" in result.stderr


def test_as_many_notes_travel_as_the_inspector_can_use(package: Path) -> None:
    notes = text_in(package, "data/log/checkpoints.txt")
    assert 1 <= notes.count("papan-kinerja/") // 2 <= export.NOTES_IN_A_PACKAGE
