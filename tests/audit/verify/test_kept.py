"""What the inspector kept from last time catches what the package alone can't show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.audit.verify.package import UNCHECKED, PackageVerdict, verify_package
from tests.audit.verify.packer import EPOCH_1, LOG, Package, Signer, chained, exported, other_key, repacked, unpacked
from tests.audit.verify.test_package import answer, rewritten

Check = Callable[..., PackageVerdict]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    return lambda package, **options: verify_package(package.pack(tmp_path / "paket.zip"), **options)


class TestTheCheckpointOnTheStick:
    def kept(self, folder: Path, text: str) -> Path:
        path = folder / "kunjungan-lalu.txt"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    @pytest.mark.parametrize("ends", ["\n", "\r\n"])
    def test_a_log_that_continues_it_is_whole(self, check: Check, tmp_path: Path, ends: str) -> None:
        package = Package()
        kept = self.kept(tmp_path, EPOCH_1.note(package.bodies[:2]).replace("\n", ends))
        verdict = check(package, last_checkpoint=kept)
        assert verdict.ok, verdict.sentence
        assert "checkpoint 2 yang Anda simpan" in verdict.notes[0]

    def test_a_log_rewritten_with_the_true_key_is_caught(self, check: Check, tmp_path: Path) -> None:
        package = Package()
        kept = self.kept(tmp_path, EPOCH_1.note(package.bodies[:3]))
        package.bodies = rewritten(package.bodies, 1, request="lain")
        assert check(package).ok, "alone it can't be seen"
        assert answer(check(package, last_checkpoint=kept)) == (False, "ditulis-ulang", 1)

    def test_an_old_backup_is_caught(self, check: Check, tmp_path: Path) -> None:
        package = Package()
        longer = chained([{}, {}], after=package.bodies)
        kept = self.kept(tmp_path, EPOCH_1.note(longer))
        assert answer(check(package, last_checkpoint=kept)) == (False, "dipotong", 7)

    def test_a_log_with_another_key_is_caught(self, check: Check, tmp_path: Path) -> None:
        package, forger = Package(), Signer(EPOCH_1.name, key=other_key())
        kept = self.kept(tmp_path, EPOCH_1.note(package.bodies[:2]))
        package.vkeys, package.checkpoints = [forger.vkey], [forger.note(package.bodies)]
        assert check(package).ok, "alone it can't be seen"
        assert answer(check(package, last_checkpoint=kept)) == (False, "tanda-tangan", None)

    @pytest.mark.parametrize("text", ["", "\n", "bukan checkpoint", f"papan-kinerja/{LOG}\n"])
    def test_a_file_that_is_no_checkpoint_accuses_nobody(self, check: Check, tmp_path: Path, text: str) -> None:
        kept = self.kept(tmp_path, text)
        verdict = check(Package(), last_checkpoint=kept)
        assert answer(verdict) == (False, UNCHECKED, None)
        assert verdict.sentence.startswith(f"Berkas checkpoint Anda ({kept}) tidak memuat checkpoint")

    def test_a_missing_file_is_said(self, check: Check, tmp_path: Path) -> None:
        assert check(Package(), last_checkpoint=tmp_path / "tidak-ada.txt").kind == UNCHECKED

    @pytest.mark.parametrize(("before", "after"), [("", "\n"), ("", "\n\n"), ("\n", ""), ("\ufeff", "\r\n")])
    def test_an_empty_line_more_at_its_ends_does_no_harm(
        self, check: Check, tmp_path: Path, before: str, after: str
    ) -> None:
        text = before + EPOCH_1.note(Package().bodies[:2]) + after
        assert check(Package(), last_checkpoint=self.kept(tmp_path, text)).ok
        assert check(Package(), last_checkpoint=self.kept(tmp_path, text.rstrip("\r\n"))).ok

    def test_an_older_package_stands_for_its_checkpoints(self, check: Check, tmp_path: Path) -> None:
        older = Package()
        kept = [older.pack(tmp_path / "lama.zip"), repacked(tmp_path / "lagi.zip", older.files()),
                unpacked(tmp_path / "lama", older.files())]  # fmt: skip
        newer = Package(bodies=chained([{}, exported()], after=older.bodies))
        forged = Package(bodies=rewritten(newer.bodies, 1, request="lain"))
        for path in kept:
            assert "checkpoint 6 yang Anda simpan" in check(newer, last_checkpoint=path).notes[0]
            assert answer(check(forged, last_checkpoint=path)) == (False, "ditulis-ulang", 1)

    def test_an_older_package_that_is_broken_accuses_nobody(self, check: Check, tmp_path: Path) -> None:
        older = Package().pack(tmp_path / "lama.zip")
        older.write_bytes(older.read_bytes()[:500])
        assert check(Package(), last_checkpoint=older).kind == UNCHECKED
