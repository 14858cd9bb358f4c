"""The inspector's package: whole as it was written, refused with any other bit, checked without our code."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit.verify import package as package_module
from app.audit.checkpoint import join_notes, origin_of, vkey
from app.audit.package import VERIFIER_MODULES, build_verifier, write_package
from app.audit.verify.package import main, verify_package
from tests.audit.logs import LOG, Story, chained, digest, edited, notes, opening, relinked

CHECKED = ("log.jsonl", "checkpoints.txt", "log.vkey", "manifest.json", "laporan/laporan.pdf", "berkas")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path: Path, content: dict[str, bytes]) -> Path:
    """The package as another program would zip it: compressed, dated today, without our mark."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def test_a_package_is_whole_as_it_was_written(story: Story) -> None:
    verdict = verify_package(story.pack())
    assert verdict.ok, verdict.sentence
    assert (verdict.events, verdict.files, verdict.notes) == (5, 2, [])


def test_the_same_content_gives_the_same_bytes(story: Story) -> None:
    assert story.pack("satu.zip").read_bytes() == story.pack("dua.zip").read_bytes()


def test_a_package_zipped_again_by_another_program_is_read_and_said_so(story: Story, tmp_path: Path) -> None:
    verdict = verify_package(repacked(tmp_path / "lagi.zip", unpacked(story.pack())))
    assert verdict.ok, verdict.sentence
    assert "dikemas ulang" in verdict.notes[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_any_flipped_bit_of_the_zip_is_refused(story: Story, data: st.DataObject) -> None:
    path = story.folder / "paket.zip"
    whole = bytearray((path if path.exists() else story.pack()).read_bytes())
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    damaged = story.folder / "rusak.zip"
    damaged.write_bytes(whole)
    verdict = verify_package(damaged)
    assert not verdict.ok, f"bit {bit}"
    assert verdict.sentence


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_any_flipped_bit_of_a_file_is_refused_in_a_repacked_package_too(story: Story, data: st.DataObject) -> None:
    content = unpacked(story.folder / "paket.zip" if (story.folder / "paket.zip").exists() else story.pack())
    name = data.draw(st.sampled_from(sorted(content)))
    changed = bytearray(content[name])
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    content[name] = bytes(changed)
    assert not verify_package(repacked(story.folder / "rusak.zip", content)).ok


@pytest.mark.parametrize("name", CHECKED)
def test_a_file_taken_out_is_missed(story: Story, name: str) -> None:
    content = {path: data for path, data in unpacked(story.pack()).items() if not path.startswith(name)}
    verdict = verify_package(repacked(story.folder / "kurang.zip", content))
    assert not verdict.ok
    assert verdict.kind in ("berkas", "paket")


def test_a_file_put_in_is_noticed(story: Story) -> None:
    content = unpacked(story.pack()) | {"catatan.txt": b"tambahan"}
    verdict = verify_package(repacked(story.folder / "lebih.zip", content))
    assert (verdict.ok, verdict.kind) == (False, "berkas")


def test_evidence_that_the_log_never_mentioned_is_refused(story: Story) -> None:
    strange = b"surat yang dibuat belakangan"
    files = {digest(data): story.stored(data) for data in (story.evidence, strange)}
    verdict = verify_package(story.pack(files=files))
    assert (verdict.ok, verdict.kind) == (False, "berkas")
    assert "tidak pernah disebut" in verdict.sentence


def test_evidence_that_the_run_mentions_has_to_be_there(story: Story) -> None:
    verdict = verify_package(story.pack(files={}))
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "berkas", 2)


def test_a_package_that_the_log_does_not_announce_is_refused(story: Story) -> None:
    for changes in ({"package": "f" * 32}, {"run": "run:4"}):
        verdict = verify_package(story.pack(**changes))
        assert (verdict.ok, verdict.kind) == (False, "paket")
        assert "tidak memuat pembuatan paket" in verdict.sentence


def test_an_edited_event_is_named(story: Story) -> None:
    forged = [*story.bodies]
    forged[2] = edited(forged[2], actor={"id": 9, "name": "Orang Lain", "role": "staf"})
    verdict = verify_package(story.pack(bodies=forged))
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "diubah", 3)


def test_a_flipped_bit_in_the_log_names_the_record_not_only_the_file(story: Story) -> None:
    damaged = story.folder / "rusak.zip"
    damaged.write_bytes(story.pack().read_bytes().replace(b'"request":"r3"', b'"request":"r2"'))
    verdict = verify_package(damaged)
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "diubah", 3)


def test_an_edited_last_event_is_named(story: Story) -> None:
    content = unpacked(story.pack())
    honest = content["log.jsonl"]
    tampered = honest.replace(b'"request":"r5"', b'"request":"r6"')
    content["log.jsonl"] = tampered
    manifest = content["manifest.json"].replace(digest(honest).encode(), digest(tampered).encode())
    verdict = verify_package(repacked(story.folder / "x.zip", content | {"manifest.json": manifest}))
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "diubah", 5)


def test_a_rewritten_log_fails_its_own_checkpoint(story: Story) -> None:
    honest = notes(story.bodies, 5)
    forged = relinked([story.bodies[0], edited(story.bodies[1], request="lain"), *story.bodies[2:]], start=1)
    verdict = verify_package(story.pack(bodies=forged, checkpoints=honest))
    assert (verdict.ok, verdict.kind) == (False, "ditulis-ulang")


def test_a_cut_log_fails_its_own_checkpoint(story: Story) -> None:
    verdict = verify_package(story.pack(bodies=story.bodies[:4], checkpoints=notes(story.bodies, 5)))
    assert not verdict.ok


def test_events_beyond_the_newest_checkpoint_are_refused(story: Story) -> None:
    verdict = verify_package(story.pack(checkpoints=notes(story.bodies, 4)))
    assert (verdict.ok, verdict.kind) == (False, "paket")


def test_a_checkpoint_by_another_key_is_refused(story: Story) -> None:
    stolen = notes(story.bodies, 5, key=Ed25519PrivateKey.generate())
    verdict = verify_package(story.pack(checkpoints=stolen))
    assert (verdict.ok, verdict.kind) == (False, "tanda-tangan")


class TestTheCheckpointOnTheStick:
    """What the inspector kept from last time catches what the package alone can't show."""

    def kept(self, story: Story, text: str) -> Path:
        path = story.folder / "kunjungan-lalu.txt"
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_log_that_continues_it_is_whole(self, story: Story) -> None:
        kept = self.kept(story, notes(story.bodies, 2)[0])
        verdict = verify_package(story.pack(), last_checkpoint=kept)
        assert verdict.ok, verdict.sentence
        assert "checkpoint 2 yang Anda simpan" in verdict.notes[0]

    def test_a_log_rewritten_with_the_true_key_is_caught(self, story: Story) -> None:
        kept = self.kept(story, join_notes(notes(story.bodies, 2, 3)))
        forged = relinked([story.bodies[0], edited(story.bodies[1], request="lain"), *story.bodies[2:]], start=1)
        resigned = notes(forged, 5)
        path = story.pack(bodies=forged, checkpoints=resigned)
        assert verify_package(path).ok, "alone it can't be seen"
        verdict = verify_package(path, last_checkpoint=kept)
        assert (verdict.ok, verdict.kind) == (False, "ditulis-ulang")

    def test_an_old_backup_is_caught(self, story: Story) -> None:
        longer = chained([opening(), *({} for _ in range(8))])
        path = story.pack()
        verdict = verify_package(path, last_checkpoint=self.kept(story, notes([*story.bodies, *longer[5:]], 8)[0]))
        assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "dipotong", 6)

    def test_a_log_with_another_key_is_caught(self, story: Story) -> None:
        other = Ed25519PrivateKey.generate()
        kept = self.kept(story, notes(story.bodies, 2)[0])
        path = story.pack(checkpoints=notes(story.bodies, 5, key=other), vkey=vkey(origin_of(LOG), other.public_key()))
        assert verify_package(path).ok, "alone it can't be seen"
        verdict = verify_package(path, last_checkpoint=kept)
        assert (verdict.ok, verdict.kind) == (False, "tanda-tangan")

    @pytest.mark.parametrize("text", ["", "bukan checkpoint"])
    def test_a_file_that_is_no_checkpoint_is_no_witness(self, story: Story, text: str) -> None:
        assert not verify_package(story.pack(), last_checkpoint=self.kept(story, text)).ok

    def test_a_missing_file_is_said(self, story: Story) -> None:
        verdict = verify_package(story.pack(), last_checkpoint=story.folder / "tidak-ada.txt")
        assert (verdict.ok, verdict.kind) == (False, "tanda-tangan")


@pytest.mark.parametrize("content", [b"", b"bukan zip", b"PK\3\4" + bytes(40)])
def test_what_is_no_zip_is_said_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert verify_package(path).kind == "paket"
    assert verify_package(tmp_path / "tidak-ada.zip").kind == "paket"


def test_a_failed_packing_leaves_nothing_behind(story: Story, tmp_path: Path) -> None:
    out = tmp_path / "hasil" / "paket.zip"
    content: dict[str, Any] = {"run": "run:3", "package": "0" * 32, "bodies": story.bodies, "readme": "", "reports": {}}
    missing = {digest(b"hilang"): tmp_path / "hilang"}
    with pytest.raises(FileNotFoundError):
        write_package(out, checkpoints=notes(story.bodies, 5), vkey="x", files=missing, **content)
    assert list(out.parent.iterdir()) == []


class TestTheVerifierAlone:
    """periksa.pyz in a Python that has nothing but its standard library."""

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "-X", "utf8", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")

    def test_it_says_whole_with_0_and_tampered_with_1(self, story: Story) -> None:
        pyz = story.folder / "periksa.pyz"
        build_verifier(pyz)
        path = story.pack()
        good = self.run(pyz, path)
        assert (good.returncode, good.stderr) == (0, "")
        assert good.stdout.startswith("UTUH\nLog utuh: 5 rekaman.\n")
        forged = [*story.bodies]
        forged[1] = edited(forged[1], request="lain")
        bad = self.run(pyz, story.pack(bodies=forged))
        assert (bad.returncode, bad.stderr) == (1, "")
        assert bad.stdout.startswith("TIDAK UTUH\nIsi rekaman 2 diubah setelah dicatat: ")
        assert "Rekaman pertama yang bermasalah: 2" in bad.stdout

    def test_it_takes_the_kept_checkpoint(self, story: Story) -> None:
        pyz, kept = story.folder / "periksa.pyz", story.folder / "lalu.txt"
        build_verifier(pyz)
        kept.write_text(notes(story.bodies, 2)[0], encoding="utf-8")
        assert self.run(pyz, story.pack(), "--last-checkpoint", kept).returncode == 0
        assert self.run(pyz, story.pack(), "--last-checkpoint", story.folder / "tak-ada").returncode == 1

    def test_the_one_in_the_package_is_the_one_we_build(self, story: Story) -> None:
        pyz = story.folder / "periksa.pyz"
        build_verifier(pyz)
        assert unpacked(story.pack())["periksa.pyz"] == pyz.read_bytes()

    def test_its_modules_need_only_the_standard_library_of_python_3_9(self) -> None:
        folder = Path(package_module.__file__).parent
        for name in VERIFIER_MODULES:
            tree = ast.parse((folder / name).read_text(encoding="utf-8"), feature_version=(3, 9))
            for node in ast.walk(tree):
                modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    own = node.level == 1 and f"{node.module}.py" in VERIFIER_MODULES
                    modules = [] if own else [node.module or ""]
                assert all(module.partition(".")[0] in sys.stdlib_module_names for module in modules), name


def test_the_command_prints_and_returns(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(story.pack())]) == 0
    assert "Berkas bukti dan laporan: 2" in capsys.readouterr().out
    assert main([str(story.folder / "tidak-ada.zip")]) == 1
    assert capsys.readouterr().out.startswith("TIDAK UTUH\nPaket rusak")
