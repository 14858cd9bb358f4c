"""periksa.pyz as an inspector runs it: any Python from 3.9 on, nothing else, plain words, a clear exit status."""

from __future__ import annotations

import ast
import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import app.audit.verify
from app.audit.merkle import leaf_hash, node_hash
from app.audit.package.verifier import MAIN, build_verifier
from app.audit.proofs import inclusion_proof
from app.audit.verify.command import main
from app.audit.verify.proof import read_proof
from app.audit.verify.verdicts import Bad
from tests.audit.verify.packer import (
    EPOCH_1,
    INSPECTOR,
    Package,
    Signer,
    chained,
    other_key,
    root_of,
    unpacked,
    zipped,
)  # fmt: skip

FOLDER = Path(app.audit.verify.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
OTHERS = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"), key=str)
"""Interpreters of other versions, where a developer has them."""

MINORS = {int(path.parts[-3].split(".")[1]): str(path) for path in OTHERS}
PYTHONS = [sys.executable, *(path for minor, path in MINORS.items() if minor >= 9 and minor != sys.version_info.minor)]
BODIES = Package().bodies


def proof(seq: int = 2, bodies: list[bytes] = BODIES, *, note: str = "", body: bytes = b"") -> str:
    """rekaman-<seq>.txt by the reference."""

    def node(level: int, index: int) -> bytes:
        hashes = [leaf_hash(body) for body in bodies[index << level : index + 1 << level]]
        while len(hashes) > 1:
            hashes = [node_hash(a, b) for a, b in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    path = [base64.b64encode(value).decode() + "\n" for value in inclusion_proof(len(bodies), seq - 1, node)]
    extra = base64.b64encode(body or bodies[seq - 1]).decode()
    return f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {seq - 1}\n{''.join(path)}\n{note or EPOCH_1.note(bodies)}"


class TestAlone:
    """In a Python that has nothing but its standard library."""

    @pytest.fixture
    def pyz(self, tmp_path: Path) -> Path:
        build_verifier(tmp_path / "periksa.pyz")
        return tmp_path / "periksa.pyz"

    def run(self, *arguments: object, python: str = sys.executable, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [python, "-I", "-S", "-X", "utf8", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **options)

    @pytest.mark.parametrize("python", PYTHONS, ids=lambda path: "-".join(Path(path).parts[-3:-2]))
    def test_it_says_whole_with_0_and_tampered_with_1(self, pyz: Path, tmp_path: Path, python: str) -> None:
        good = self.run(pyz, Package().pack(tmp_path / "p.zip"), python=python)
        assert (good.returncode, good.stderr) == (0, "")
        assert good.stdout.startswith("UTUH\nLog utuh: 6 rekaman.\n")
        forged = Package(checkpoints=[EPOCH_1.note(BODIES)])
        forged.bodies = [*BODIES[:2], BODIES[2].replace(b'"r3"', b'"r2"'), *BODIES[3:]]
        bad = self.run(pyz, forged.pack(tmp_path / "q.zip"), python=python)
        assert (bad.returncode, bad.stderr) == (1, "")
        assert bad.stdout.startswith("TIDAK UTUH\nIsi rekaman 3 diubah setelah dicatat: ")
        assert "\nJenis: diubah\nRekaman pertama yang bermasalah: 3\nSimpan berkas ini" in bad.stdout

    @pytest.mark.parametrize("python", PYTHONS, ids=lambda path: "-".join(Path(path).parts[-3:-2]))
    def test_a_witness_makes_his_key_and_testifies(self, pyz: Path, tmp_path: Path, python: str) -> None:
        key, package, memory = tmp_path / "kunci", Package().pack(tmp_path / "p.zip"), tmp_path / "catatan.txt"
        made = self.run(pyz, "kunci-saksi", key, "--nama", "rahmat", input="sandi-panjang\n" * 2, python=python)
        assert (made.returncode, made.stderr) == (0, "")
        arguments = (pyz, "saksikan", package, "--kunci", key, "--catatan", memory)
        done = self.run(*arguments, input="sandi-panjang\n", python=python)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert (tmp_path / "kesaksian-6.txt").read_text("utf-8").startswith(EPOCH_1.note(BODIES))

    def test_it_runs_without_the_pyz_suffix_of_a_path(self, pyz: Path, tmp_path: Path) -> None:
        folder = unpacked(tmp_path / "E:paket-inspektorat", Package().files())
        shutil.copy(pyz, tmp_path / "salinan")
        assert self.run(tmp_path / "salinan", folder).returncode == 0

    def test_a_console_without_our_letters_gets_an_answer(self, pyz: Path, tmp_path: Path) -> None:
        name = Signer("saksi/Рахмат", kind=4, key=INSPECTOR.key)
        package = Package(witnesses={"saksi.vkey": name.vkey.encode()}).pack(tmp_path / "p.zip")
        for encoding in ("cp1252", "ascii"):
            command = [sys.executable, str(pyz), str(package)]
            environment = {"PYTHONIOENCODING": f"{encoding}:strict", "PATH": os.environ["PATH"]}
            done = subprocess.run(command, capture_output=True, check=False, env=environment)
            assert (done.returncode, done.stderr) == (0, b"")
            assert b"Saksi saksi/??????: belum ada kesaksian" in done.stdout

    def test_its_modules_need_only_the_standard_library_of_python_3_9(self) -> None:
        own = {path.stem for path in MODULES}
        assert len(own) > 10
        for path in MODULES:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    assert node.level == 0 or node.module in own
                    names = [node.module or ""] if node.level == 0 else []
                assert all(name.partition(".")[0] in sys.stdlib_module_names for name in names), path


class TestTheCommand:
    def test_a_whole_package_is_told_in_plain_words(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        files = {"saksi.vkey": INSPECTOR.vkey.encode(), "kesaksian.txt": EPOCH_1.note(BODIES, INSPECTOR).encode()}
        package = Package(witnesses=files | {"6.tsr": b"cap waktu"}).pack(tmp_path / "p.zip")
        assert main([str(package)]) == 0
        told = capsys.readouterr().out.splitlines()
        assert told[:5] == [
            "UTUH",
            "Log utuh: 6 rekaman.",
            "Lingkup: pelaksanaan SOP nomor 3 (run:3)",
            f"Akar log: {root_of(BODIES).hex()}",
            "Berkas bukti dan laporan: 2",
        ]
        assert told[5] == "Checkpoint bertanda tangan: 2; epoch log: 1"
        assert told[6].startswith("Saksi inspektorat/rahmat: 1 kesaksian, terbaru atas checkpoint 6 (21-09-2026 ")
        assert told[7].startswith("Cap waktu RFC 3161: 1 ")
        assert told[-1].startswith("Simpan data/log/checkpoints.txt")

    @pytest.mark.parametrize("given", [[], ["--lain"], ["a.zip", "b.zip"], ["saksikan", "a.zip"], ["kunci-saksi"]])
    def test_bad_usage_is_told_with_2(self, given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as stopped:
            main(given)
        assert stopped.value.code == 2
        assert capsys.readouterr().err.startswith("Perintah tidak lengkap atau salah tulis.\ncara pakai:")

    def test_help_is_in_the_language_of_the_office(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as stopped:
            main(["--help"])
        assert stopped.value.code == 0
        assert capsys.readouterr().out.startswith("cara pakai:")

    @pytest.mark.parametrize("option", [None, "--last-checkpoint", "--saksi-vkey"])
    def test_a_mistyped_name_is_no_verdict(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str | None
    ) -> None:
        package, gone = str(Package().pack(tmp_path / "p.zip")), str(tmp_path / "salah-ketik")
        for command in ([package, option, gone] if option else [gone],):
            with pytest.raises(SystemExit) as stopped:
                main(list(command))
            assert stopped.value.code == 2
            assert capsys.readouterr().out.startswith(f"BELUM DIPERIKSA\nTidak ada berkas atau folder {gone}.")

    def test_a_package_older_than_the_kept_checkpoint_is_told_what_it_may_be(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        longer = Package(checkpoints=[EPOCH_1.note(BODIES)])
        kept = tmp_path / "checkpoints.txt"
        kept.write_text(longer.checkpoints[0])
        older = Package(bodies=BODIES[:-1], checkpoints=[EPOCH_1.note(BODIES[:-1])]).pack(tmp_path / "p.zip")
        assert main([str(older), "--last-checkpoint", str(kept)]) == 1
        assert "dibuat sebelum checkpoint simpanan Anda" in capsys.readouterr().out

    def test_a_whole_package_says_what_in_it_nobody_signed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(Package().pack(tmp_path / "p.zip"))]) == 0
        assert (
            "indeks.html, BACA-SAYA.txt, bag-info.txt, dan nama berkas tidak ditandatangani" in capsys.readouterr().out
        )

    def test_a_missing_key_file_is_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        package = Package().pack(tmp_path / "p.zip")
        assert main(["saksikan", str(package), "--kunci", str(tmp_path / "k"), "--catatan", str(tmp_path / "c")]) == 1
        assert "tidak dapat dibaca" in capsys.readouterr().out


class TestOneRecord:
    @pytest.fixture
    def vkey(self, tmp_path: Path) -> Path:
        path = tmp_path / "log.vkey"
        path.write_text(EPOCH_1.vkey, encoding="utf-8")
        return path

    @pytest.mark.parametrize("seq", range(1, 7))
    def test_each_record_is_proven_and_told(
        self, seq: int, vkey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / f"rekaman-{seq}.txt"
        path.write_text(proof(seq), encoding="utf-8")
        assert main([str(path), "--vkey", str(vkey)]) == 0
        told = capsys.readouterr().out
        assert told.startswith(f"TERBUKTI\nRekaman {seq} ada dalam log ini, pada checkpoint 6 (epoch 1).")

    def test_a_log_of_one_record_needs_no_hashes(self) -> None:
        assert read_proof(proof(1, BODIES[:1]), EPOCH_1.vkey).point.size == 1

    def test_a_cosigned_checkpoint_will_do(self) -> None:
        assert read_proof(proof(note=EPOCH_1.note(BODIES, INSPECTOR)), EPOCH_1.vkey).event["seq"] == 2

    def test_any_changed_letter_is_refused(self) -> None:
        text = proof(4)
        for place in range(0, len(text), 3):
            letter = "A" if text[place] != "A" else "B"
            with pytest.raises(Bad):
                read_proof(text[:place] + letter + text[place + 1 :], EPOCH_1.vkey)

    def test_another_record_is_not_proven(self) -> None:
        with pytest.raises(Bad, match="akar"):
            read_proof(proof(body=BODIES[2]), EPOCH_1.vkey)
        forged = chained([{"request": "lain"}], after=BODIES[:1])[1]
        with pytest.raises(Bad, match="akar"):
            read_proof(proof(body=forged), EPOCH_1.vkey)

    def test_a_record_that_says_another_number_is_refused(self) -> None:
        bodies = [BODIES[0], BODIES[0], BODIES[2]]
        with pytest.raises(Bad, match="nomor atau lognya"):
            read_proof(proof(2, bodies), EPOCH_1.vkey)

    def test_a_checkpoint_by_another_key_proves_nothing(
        self, vkey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "rekaman-2.txt"
        path.write_text(proof(note=Signer(EPOCH_1.name, key=other_key()).note(BODIES)), encoding="utf-8")
        assert main([str(path), "--vkey", str(vkey)]) == 1
        assert capsys.readouterr().out.startswith("TIDAK TERBUKTI\nCheckpoint atau kunci log diganti")

    def test_without_a_key_nothing_can_be_said(self, tmp_path: Path) -> None:
        path = tmp_path / "rekaman-2.txt"
        path.write_text(proof(), encoding="utf-8")
        with pytest.raises(SystemExit):
            main([str(path)])


def test_what_is_no_package_or_no_checkpoint_of_his_own_is_not_judged_and_accuses_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(zipped(tmp_path / "p.zip", {}, comment=b""))]) == 1
    assert capsys.readouterr().out.startswith("BELUM DIPERIKSA\nIni bukan paket Inspektorat.")
    package, own = str(Package().pack(tmp_path / "p.zip")), tmp_path / "lalu.txt"
    own.write_text("")
    assert main([package, "--last-checkpoint", str(own)]) == 1
    assert capsys.readouterr().out.startswith(f"BELUM DIPERIKSA\nBerkas checkpoint Anda ({own}) ")


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 9), (3, 8, 20)])
def test_an_older_python_is_told_what_is_missing_with_2(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(MAIN, feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stopped:
        exec(compile(MAIN, "__main__.py", "exec"), {})
    assert stopped.value.code == 2
    told = capsys.readouterr().out
    assert (
        told.startswith("BELUM DIPERIKSA\nperiksa.pyz memerlukan Python 3.9") and f"{version[0]}.{version[1]}" in told
    )
