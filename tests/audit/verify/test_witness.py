"""Witnesses: what a package says of them is checked, and the inspector's own key signs only what continues."""

from __future__ import annotations

import base64
import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.audit.verify import keyfile
from app.audit.verify.command import main
from app.audit.verify.notes import named, open_note, read_vkey
from app.audit.verify.package import PackageVerdict, verify_package
from app.audit.verify.verdicts import Bad
from tests.audit.verify.packer import (
    EPOCH_1,
    EPOCH_2,
    INSPECTOR,
    Package,
    Signer,
    chained,
    exported,
    opening,
    other_key,
    requested_report,
    restored,
    signed_report,
    with_file,
)  # fmt: skip

SANDI = "kursi-di-Paringin-2026"
OTHER = Signer("saksi/lain", kind=4, key=other_key(8))


def witnessed(*notes: str, keys: str = INSPECTOR.vkey) -> Package:
    files = {"saksi.vkey": keys.encode(), "kesaksian.txt": "\n".join(notes).encode()}
    return Package(witnesses=files if notes else {"saksi.vkey": keys.encode()})


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., PackageVerdict]:
    def checked(package: Package, own: Signer | None = None) -> PackageVerdict:
        key = tmp_path / "saya.vkey"
        key.write_text(own.vkey if own else "", encoding="utf-8")
        return verify_package(package.pack(tmp_path / "p.zip"), own_witness=key if own else None)

    return checked


Check = Callable[..., PackageVerdict]
BODIES = Package().bodies


class TestCosignaturesInAPackage:
    def test_a_good_one_is_told(self, check: Check) -> None:
        verdict = check(witnessed(EPOCH_1.note(BODIES[:4], INSPECTOR), EPOCH_1.note(BODIES, INSPECTOR)))
        assert verdict.ok, verdict.sentence
        assert verdict.facts
        seen = [(one.witness.name, one.point.size, one.time) for one in verdict.facts.testimonies]
        assert seen == [("inspektorat/rahmat", size, 1_790_000_000) for size in (4, 6)]

    def test_a_witness_who_has_not_signed_yet_is_listed_alone(self, check: Check) -> None:
        assert check(witnessed()).ok

    def test_several_may_sign_one_note_and_strangers_are_passed_over(self, check: Check) -> None:
        note = EPOCH_1.note(BODIES, INSPECTOR, OTHER)
        both = check(witnessed(note, keys=INSPECTOR.vkey + OTHER.vkey))
        assert both.ok and both.facts and len(both.facts.testimonies) == 2
        alone = check(witnessed(note))
        assert alone.ok and alone.facts and len(alone.facts.testimonies) == 1

    def test_it_binds_the_log_like_any_checkpoint(self, check: Check) -> None:
        other = chained([opening(), {}, {}])
        verdict = check(witnessed(EPOCH_1.note(other, INSPECTOR)))
        assert (verdict.ok, verdict.kind) == (False, "ditulis-ulang")
        longer = chained([{}], after=BODIES)
        assert check(witnessed(EPOCH_1.note(longer, INSPECTOR))).kind == "dipotong"

    def test_a_note_without_a_listed_witness_is_refused(self, check: Check) -> None:
        assert check(witnessed(EPOCH_1.note(BODIES))).kind == "saksi"
        assert check(witnessed(EPOCH_1.note(BODIES, OTHER))).kind == "saksi"

    def test_a_false_one_is_refused(self, check: Check) -> None:
        forger = Signer(INSPECTOR.name, kind=4, key=other_key(5))
        forged = forger.note(BODIES).splitlines()[-1]
        data = bytearray(base64.b64decode(forged.split(" ")[2]))
        data[:4] = INSPECTOR.id
        line = f"— {INSPECTOR.name} {base64.b64encode(data).decode()}\n"
        assert check(witnessed(EPOCH_1.note(BODIES) + line)).kind == "saksi"

    def test_an_impossible_time_is_refused(self, check: Check) -> None:
        note = EPOCH_1.note(BODIES)
        line = INSPECTOR.line(note.partition("\n\n")[0] + "\n", time=2**63)
        assert check(witnessed(note + line)).kind == "saksi"

    def test_a_note_that_the_log_did_not_sign_is_refused(self, check: Check) -> None:
        forger = Signer(EPOCH_1.name, key=other_key())
        assert check(witnessed(forger.note(BODIES, INSPECTOR))).kind == "tanda-tangan"

    @pytest.mark.parametrize("keys", [EPOCH_1.vkey, INSPECTOR.vkey * 2, Signer("papan-kinerja/x", kind=4).vkey])
    def test_a_list_of_witnesses_that_are_none_is_refused(self, check: Check, keys: str) -> None:
        assert check(witnessed(keys=keys)).kind == "saksi"

    def test_notes_without_keys_are_refused(self, check: Check) -> None:
        package = Package(witnesses={"kesaksian.txt": EPOCH_1.note(BODIES, INSPECTOR).encode()})
        assert check(package).kind == "saksi"


class TestTheInspectorsOwnKey:
    def test_his_own_cosignatures_are_told(self, check: Check) -> None:
        verdict = check(witnessed(EPOCH_1.note(BODIES[:4], INSPECTOR)), INSPECTOR)
        assert "Kesaksian dengan kunci Anda (inspektorat/rahmat): 1, yang terbaru atas checkpoint 4." in verdict.notes

    def test_a_key_put_under_his_name_is_refused(self, check: Check) -> None:
        forger = Signer(INSPECTOR.name, kind=4, key=other_key(5))
        package = witnessed(EPOCH_1.note(BODIES, forger), keys=forger.vkey)
        assert check(package).ok, "alone it can't be seen"
        assert check(package, INSPECTOR).kind == "saksi"

    def test_a_package_without_any_of_his_says_so(self, check: Check) -> None:
        verdict = check(Package(), INSPECTOR)
        assert verdict.ok
        assert any(note.startswith("PERHATIAN: paket ini tidak memuat kesaksian") for note in verdict.notes)

    def test_a_file_that_is_no_witness_key_is_refused(self, check: Check) -> None:
        assert check(Package(), EPOCH_1).kind == "saksi"


# --- Making a key, and testifying -----------------------------------------------------------------

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    def ran(*arguments: object, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = main([str(argument) for argument in arguments])
        return status, capsys.readouterr().out

    return ran


@pytest.fixture
def key(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(keyfile.SCRYPT, "n", 2**10)
    path = tmp_path / "kunci"
    status, _ = run("kunci-saksi", path, "--nama", "inspektorat/rahmat", typed=f"{SANDI}\n{SANDI}\n")
    assert status == 0
    return path


class TestMakingAKey:
    def test_it_prints_the_line_for_the_office(self, run: Run, tmp_path: Path) -> None:
        status, told = run("kunci-saksi", tmp_path / "k", "--nama", "inspektorat/rahmat", "--tanpa-sandi")
        line = told.splitlines()[-1]
        assert status == 0
        assert read_vkey(line).name == "inspektorat/rahmat"
        assert (tmp_path / "k.vkey").read_text() == line + "\n"
        assert "TANPA SANDI" in told

    def test_the_secret_is_for_its_owner_alone_and_not_in_the_clear(self, key: Path) -> None:
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        own = keyfile.read_key(key.read_text(), SANDI)
        assert own.seed.hex() not in key.read_text()

    def test_every_changed_letter_and_any_other_passphrase_is_refused(self, key: Path) -> None:
        text = key.read_text()
        for place in range(0, len(text), 7):
            letter = "0" if text[place] != "0" else "1"
            with pytest.raises(Bad):
                keyfile.read_key(text[:place] + letter + text[place + 1 :], SANDI)
        with pytest.raises(Bad, match="sandi kunci salah"):
            keyfile.read_key(text, SANDI + "x")

    def test_an_existing_key_is_never_replaced(self, run: Run, key: Path) -> None:
        before = key.read_bytes()
        for extra in ((), ("--tanpa-sandi",)):
            status, told = run("kunci-saksi", key, "--nama", "a", *extra, typed=f"{SANDI}\n{SANDI}\n")
            assert (status, key.read_bytes()) == (1, before)
            assert "sudah ada" in told

    @pytest.mark.parametrize("typed", ["", "pendek\npendek\n", f"{SANDI}\nlain-{SANDI}\n"])
    def test_a_short_or_mistyped_passphrase_makes_no_key(self, run: Run, tmp_path: Path, typed: str) -> None:
        status, told = run("kunci-saksi", tmp_path / "k", "--nama", "a", typed=typed)
        assert (status, (tmp_path / "k").exists()) == (1, False)
        assert "kunci tidak dibuat" in told

    @pytest.mark.parametrize("name", ["", "dua kata", "a+b", "papan-kinerja/x", "x" * 81])
    def test_a_name_that_no_note_can_carry_is_refused(self, run: Run, tmp_path: Path, name: str) -> None:
        assert run("kunci-saksi", tmp_path / "k", "--nama", name, "--tanpa-sandi")[0] == 1


class TestTestifying:
    def say(self, run: Run, key: Path, package: Path, *more: object, sandi: str = SANDI) -> tuple[int, str]:
        memory = package.with_name("catatan.txt")
        return run("saksikan", package, "--kunci", key, "--catatan", memory, *more, typed=sandi + "\n")

    def test_the_first_time_makes_the_memory_and_says_so(self, run: Run, key: Path, tmp_path: Path) -> None:
        package = Package().pack(tmp_path / "p.zip")
        status, told = self.say(run, key, package)
        assert status == 0, told
        assert told.startswith("DISAKSIKAN") and "baru dibuat" in told
        assert (tmp_path / "catatan.txt").read_text("utf-8") == EPOCH_1.note(BODIES)
        own = read_vkey((tmp_path / "kunci.vkey").read_text().strip())
        note = (tmp_path / "kesaksian-6.txt").read_text("utf-8")
        names = [one.key.name for one in open_note(note, named([own, read_vkey(EPOCH_1.vkey.strip())]))]
        assert names == [EPOCH_1.name, "inspektorat/rahmat"]

    def test_what_he_wrote_is_good_in_the_next_package(self, run: Run, key: Path, tmp_path: Path) -> None:
        self.say(run, key, Package().pack(tmp_path / "p.zip"))
        note, line = (tmp_path / "kesaksian-6.txt").read_text("utf-8"), (tmp_path / "kunci.vkey").read_text()
        later = chained([{}, exported()], after=BODIES)
        package = Package(bodies=later, checkpoints=[EPOCH_1.note(later)],
                          witnesses={"saksi.vkey": line.encode(), "kesaksian.txt": note.encode()})  # fmt: skip
        path = package.pack(tmp_path / "q.zip")
        assert verify_package(path, own_witness=tmp_path / "kunci.vkey").ok
        status, told = self.say(run, key, path)
        assert status == 0 and "Log melanjutkan" in told
        assert (tmp_path / "catatan.txt").read_text("utf-8") == EPOCH_1.note(BODIES) + "\n" + EPOCH_1.note(later)

    def test_the_same_package_twice_changes_no_memory(self, run: Run, key: Path, tmp_path: Path) -> None:
        package = Package().pack(tmp_path / "p.zip")
        assert [self.say(run, key, package)[0] for _ in range(2)] == [0, 0]
        assert (tmp_path / "catatan.txt").read_text("utf-8") == EPOCH_1.note(BODIES)

    def test_a_log_that_does_not_continue_is_refused(self, run: Run, key: Path, tmp_path: Path) -> None:
        memory = tmp_path / "catatan.txt"
        memory.write_text(EPOCH_1.note(chained([opening(), {}, {}])), encoding="utf-8")
        before = memory.read_bytes()
        status, told = self.say(run, key, Package().pack(tmp_path / "p.zip"))
        assert status == 1
        assert told.startswith("TIDAK DISAKSIKAN\nTIDAK UTUH\nLog ditulis ulang")
        assert (memory.read_bytes(), list(tmp_path.glob("kesaksian-*"))) == (before, [])

    def test_a_package_that_is_not_whole_is_refused(self, run: Run, key: Path, tmp_path: Path) -> None:
        status, told = self.say(run, key, Package(evidence={}).pack(tmp_path / "p.zip"))
        assert (status, (tmp_path / "catatan.txt").exists(), list(tmp_path.glob("kesaksian-*"))) == (1, False, [])
        assert "Jenis: berkas" in told

    def test_a_wrong_passphrase_signs_nothing(self, run: Run, key: Path, tmp_path: Path) -> None:
        status, told = self.say(run, key, Package().pack(tmp_path / "p.zip"), sandi="lain")
        assert (status, list(tmp_path.glob("kesaksian-*"))) == (1, [])
        assert told.startswith("DITOLAK\nSandi kunci salah")

    def test_a_restore_over_what_he_saw_needs_his_consent(self, run: Run, key: Path, tmp_path: Path) -> None:
        saw = chained([opening(), with_file(), requested_report(), signed_report(), {}, {}, {}])
        (tmp_path / "catatan.txt").write_text(EPOCH_1.note(saw), encoding="utf-8")
        now = chained([restored(saw[:5], known=saw), exported()], after=saw[:5])
        fields: dict[str, Any] = {"epoch": 2, "vkeys": [EPOCH_1.vkey, EPOCH_2.vkey], "checkpoints": [EPOCH_2.note(now)]}
        package = Package(bodies=now, **fields).pack(tmp_path / "p.zip")
        status, told = self.say(run, key, package)
        assert status == 1 and "--terima-pemulihan" in told
        assert not list(tmp_path.glob("kesaksian-*"))
        assert self.say(run, key, package, "--terima-pemulihan")[0] == 0
        assert (tmp_path / "kesaksian-7.txt").exists()

    def test_it_writes_where_it_is_told(self, run: Run, key: Path, tmp_path: Path) -> None:
        (tmp_path / "stik").mkdir()
        self.say(run, key, Package().pack(tmp_path / "p.zip"), "--keluar", tmp_path / "stik")
        assert (tmp_path / "stik" / "kesaksian-6.txt").exists()
