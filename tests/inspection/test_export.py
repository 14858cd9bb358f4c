"""The inspector's package: announced in the log, whole, checked by its own verifier on another machine."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.audit.queries import events_about, head, newest_checkpoint
from app.demo.people import Office
from app.inspection import export
from app.inspection.errors import PackageIncomplete
from app.inspection.export import export_run
from app.runs.errors import RunNotFound
from tests.inspection.conftest import LATER
from tests.inspection.stories import SIGNED_RUN


@pytest.fixture
def package(app: Flask, office: Office, tmp_path: Path) -> Path:
    out = tmp_path / "paket.zip"
    export_run(SIGNED_RUN, out, by=office.inspektur, at=LATER)
    return out


def checked(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As the inspector does it: the verifier out of the package, in an isolated Python, in another folder."""
    folder = package.parent / "stik"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(package) as archive:
        archive.extract("periksa.pyz", folder)
    return subprocess.run(
        [sys.executable, "-I", str(folder / "periksa.pyz"), str(package), *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_package_proves_itself_offline(package: Path) -> None:
    result = checked(package)

    assert result.returncode == 0, result.stdout
    assert result.stdout.startswith("UTUH\n")


def test_it_holds_the_evidence_and_the_reports_of_the_run(package: Path) -> None:
    names = zipfile.ZipFile(package).namelist()

    assert "laporan/laporan-pengukuran-kinerja-triwulan-iii-2026-v2-bertanda-tangan.pdf" in names
    assert "laporan/laporan-pengukuran-kinerja-triwulan-iii-2026-v2.pdf" in names
    assert "laporan/laporan-pengukuran-kinerja-triwulan-iii-2026-v1.pdf" in names
    assert "laporan/laporan-pengukuran-kinerja-triwulan-iii-2026-v2-bertanda-tangan-bercap-waktu.pdf" in names
    assert "laporan/laporan-pengukuran-kinerja-triwulan-iii-2026-v3-bertanda-tangan.pdf" in names
    assert sum(name.startswith("berkas/") for name in names) > 10


def test_its_log_ends_with_its_own_announcement(package: Path, office: Office) -> None:
    lines = zipfile.ZipFile(package).read("log.jsonl").splitlines()

    assert b'"act":"log:exported"' in lines[-1]
    assert office.inspektur.name.encode() in lines[-1]
    log, point = head(), newest_checkpoint()
    assert log is not None and point is not None
    assert len(lines) == log.size == point.size


def test_the_notes_say_whose_run_it_is_and_how_to_check(package: Path, office: Office) -> None:
    notes = zipfile.ZipFile(package).read("BACA-SAYA.txt").decode()

    assert "Pengukuran Kinerja Triwulan III 2026" in notes
    assert f"oleh {office.inspektur.name}" in notes
    assert "python periksa.pyz" in notes


def test_a_changed_bit_is_refused(package: Path) -> None:
    data = bytearray(package.read_bytes())
    data[data.index(b"langkah pada" if b"langkah pada" in data else b"step:completed") + 3] ^= 1
    package.write_bytes(data)

    result = checked_again(package)

    assert result.returncode == 1
    assert "TIDAK UTUH" in result.stdout


def checked_again(package: Path) -> subprocess.CompletedProcess[str]:
    """With the verifier of an earlier, whole package, as the notes advise."""
    return subprocess.run(
        [sys.executable, "-I", str(_verifier(package)), str(package)], capture_output=True, text=True, check=False
    )


def _verifier(package: Path) -> Path:
    from app.audit.package import build_verifier

    path = package.parent / "periksa-lama.pyz"
    build_verifier(path)
    return path


def test_a_package_repacked_without_a_file_is_refused(package: Path, tmp_path: Path) -> None:
    less = tmp_path / "kurang.zip"
    with zipfile.ZipFile(package) as whole, zipfile.ZipFile(less, "w") as target:
        left_out = next(name for name in whole.namelist() if name.startswith("berkas/"))
        for name in whole.namelist():
            if name != left_out:
                target.writestr(name, whole.read(name))

    assert checked_again(less).returncode == 1


def test_the_next_package_continues_the_checkpoint_that_was_kept(package: Path, office: Office, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoints.txt"
    kept.write_bytes(zipfile.ZipFile(package).read("checkpoints.txt"))
    following = tmp_path / "berikut.zip"
    export_run(SIGNED_RUN, following, by=office.inspektur, at=LATER)

    result = checked(following, "--last-checkpoint", str(kept))

    assert result.returncode == 0
    assert "Log melanjutkan checkpoint" in result.stdout


@pytest.mark.parametrize("run_id", [1, 3])
def test_a_run_without_a_signed_report_is_packed_too(app: Flask, office: Office, tmp_path: Path, run_id: int) -> None:
    out = tmp_path / "lain.zip"
    export_run(run_id, out, by=office.sekretaris, at=LATER)

    assert checked(out).returncode == 0


def test_an_unknown_run_is_refused_and_nothing_is_recorded(app: Flask, office: Office, tmp_path: Path) -> None:
    before = head().size  # type: ignore[union-attr]
    with pytest.raises(RunNotFound):
        export_run(99, tmp_path / "paket.zip", by=office.inspektur, at=LATER)

    assert not (tmp_path / "paket.zip").exists()
    assert head().size == before  # type: ignore[union-attr]


def test_a_missing_file_is_refused_before_anything_is_announced(
    app: Flask, office: Office, tmp_path: Path, instance: Path
) -> None:
    before = head().size  # type: ignore[union-attr]
    digest = next(file["sha256"] for entry in events_about(f"run:{SIGNED_RUN}") for file in entry.files)
    (instance / "files" / digest[:2] / digest[2:4] / digest).unlink()

    with pytest.raises(PackageIncomplete, match="tidak ada di penyimpanan"):
        export_run(SIGNED_RUN, tmp_path / "paket.zip", by=office.inspektur, at=LATER)

    assert head().size == before  # type: ignore[union-attr]


def test_a_failure_while_writing_leaves_no_file(
    app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.audit.package.os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        export_run(SIGNED_RUN, tmp_path / "keluar" / "paket.zip", by=office.inspektur, at=LATER)

    assert list((tmp_path / "keluar").iterdir()) == []


def test_the_command_writes_it_for_the_office(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "dari-perintah.zip"

    result = app.test_cli_runner().invoke(args=["audit", "export", str(SIGNED_RUN), "--out", str(out)])

    assert result.exit_code == 0, result.output
    assert "rekaman log" in result.stdout
    assert checked(out).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["99", "--out", "x.zip"], "tidak ada"), (["dua", "--out", "x.zip"], "dua"), (["2"], "--out")],
)
def test_the_command_refuses_with_a_sentence(app: Flask, arguments: list[str], sentence: str) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "export", *arguments])

    assert result.exit_code != 0
    assert sentence in result.stderr


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


def test_as_many_notes_travel_as_the_inspector_can_use(app: Flask, package: Path) -> None:
    notes = zipfile.ZipFile(package).read("checkpoints.txt").decode()
    assert 1 <= notes.count("papan-kinerja/") // 2 <= export.NOTES_IN_A_PACKAGE
