"""Whatever a file or folder is, the answer is a sentence: no crash, nothing written, no endless work."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit.verify import container
from app.audit.verify.package import UNCHECKED, PackageVerdict, verify_package
from tests.audit.verify.packer import FOLDER, MARK, Package, repacked, unpacked, zipped


def refused(path: Path) -> PackageVerdict:
    verdict = verify_package(path)
    assert not verdict.ok
    assert verdict.sentence.endswith("."), verdict.sentence
    return verdict


def with_entry(path: Path, entry: zipfile.ZipInfo, data: bytes = b"x") -> Path:
    repacked(path, Package().files())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry, data)
    return path


NO_PACKAGE = [b"", b"bukan zip", b"%PDF-1.7 laporan", b"PK\3\4" + bytes(40), b"PK\5\6" + bytes(18), b"PK\5\6"]


@pytest.mark.parametrize("content", NO_PACKAGE)
def test_what_is_no_package_is_no_evidence_against_the_office(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    verdict = refused(path)
    assert (verdict.kind, verdict.sentence[:29]) == (UNCHECKED, "Ini bukan paket Inspektorat. ")


def test_another_zip_is_no_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lain.zip", "w") as archive:
        archive.writestr("surat.docx", "x")
    assert refused(tmp_path / "lain.zip").kind == UNCHECKED


@pytest.mark.parametrize("length", [60, 900, -30])
def test_a_package_that_was_cut_off_is_judged_all_the_same(tmp_path: Path, length: int) -> None:
    path = Package().pack(tmp_path / "p.zip")
    path.write_bytes(path.read_bytes()[:length])
    assert refused(path).kind == "paket"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert "tidak ada berkas atau folder" in refused(tmp_path / "tidak-ada.zip").sentence
    assert refused(tmp_path).kind == UNCHECKED


def test_a_zip_that_ends_in_the_list_of_a_document_inside_it_is_cut_short(tmp_path: Path) -> None:
    document = zipfile.ZipFile(tmp_path / "d.docx", "w")
    document.writestr("[Content_Types].xml", "x")
    document.close()
    path = tmp_path / "p.zip"
    path.write_bytes(Package().pack(path).read_bytes()[:900] + (tmp_path / "d.docx").read_bytes() + b"dst.")
    verdict = refused(path)
    assert (verdict.kind, "belum tersalin seluruhnya" in verdict.sentence) == ("paket", True)


def test_what_is_added_behind_a_repacked_zip_is_refused(tmp_path: Path) -> None:
    path = repacked(tmp_path / "p.zip", Package().files())
    path.write_bytes(path.read_bytes() + b"tambahan")
    assert refused(path).kind == "paket"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.data())
def test_a_zip_cut_or_scrambled_anywhere_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "p.zip"
    whole = repacked(path, Package().files()).read_bytes()
    begin = data.draw(st.integers(0, len(whole) - 1))
    rubbish = data.draw(st.binary(min_size=1, max_size=40))
    path.write_bytes(data.draw(st.sampled_from([whole[:begin], whole[:begin] + rubbish])))
    refused(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.data())
def test_a_repacked_zip_with_overwritten_bytes_never_crashes(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "p.zip"
    whole = bytearray(repacked(path, Package().files()).read_bytes())
    begin = data.draw(st.integers(0, len(whole) - 1))
    rubbish = data.draw(st.binary(min_size=1, max_size=8))
    whole[begin : begin + len(rubbish)] = rubbish
    path.write_bytes(whole)
    assert verify_package(path).sentence.endswith(".")  # dates and the like may differ and do no harm


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../luar.txt", FOLDER + "../luar.txt", FOLDER + "data/../../luar", "C:/Windows/x", FOLDER + "a\\b",
     FOLDER + "./bagit.txt", FOLDER + "data//x", "lain/bagit.txt", "catatan.txt"],
)  # fmt: skip
def test_a_name_that_leads_out_of_the_package_is_refused(tmp_path: Path, name: str) -> None:
    before = sorted(os.listdir(tmp_path.parent))
    refused(with_entry(tmp_path / "p.zip", zipfile.ZipInfo(name)))
    assert sorted(os.listdir(tmp_path.parent)) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    path = with_entry(tmp_path / "p.zip", zipfile.ZipInfo(FOLDER + "bagit.txt"))
    assert "dua kali" in refused(path).sentence
    files = Package().files()
    with zipfile.ZipFile(tmp_path / "q.zip", "w") as archive:
        archive.comment = MARK
        for name, data in [*files.items(), ("bagit.txt", files["bagit.txt"])]:
            entry = zipfile.ZipInfo(FOLDER + name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    assert "dua kali" in refused(tmp_path / "q.zip").sentence


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo(FOLDER + "data/bukti/tautan")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    assert "tautan" in refused(with_entry(tmp_path / "p.zip", entry, b"/etc/passwd")).sentence


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = repacked(tmp_path / "p.zip", Package().files())
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\1\2")
    data[6] |= 1
    data[central + 8] |= 1
    path.write_bytes(data)
    assert "sandi" in refused(path).sentence


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_strange_compression_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in Package().files().items():
            archive.writestr(FOLDER + name, data)
    assert refused(path).kind == "paket"


def test_a_size_that_lies_is_refused(tmp_path: Path) -> None:
    for claimed in (1, 10**6, 2**32 - 2):
        path = repacked(tmp_path / "p.zip", Package().files())
        data = bytearray(path.read_bytes())
        name = (FOLDER + "data/log/log.jsonl").encode()
        central = data.index(b"PK\1\2")
        place = data.index(name, central) - 46
        struct.pack_into("<I", data, place + 24, claimed)
        path.write_bytes(data)
        refused(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST", 1 << 20)
    files = Package().files() | {"data/laporan/bom.pdf": bytes(2 << 20)}
    assert "lebih besar daripada paket mana pun" in refused(repacked(tmp_path / "p.zip", files)).sentence


def test_a_small_file_that_is_huge_is_not_read(tmp_path: Path) -> None:
    files = Package().files() | {"paket.json": bytes(2 << 20)}
    assert "terlalu besar" in refused(repacked(tmp_path / "p.zip", files)).sentence


def test_a_line_without_an_end_is_refused(tmp_path: Path) -> None:
    files = Package().files()
    files["data/log/log.jsonl"] = b"{" * (17 << 20)
    payload = sum(len(data) for name, data in files.items() if name.startswith("data/"))
    count = sum(name.startswith("data/") for name in files)
    info = files["bag-info.txt"].decode().split("Payload-Oxum")[0] + f"Payload-Oxum: {payload}.{count}\n"
    assert (
        "terpotong atau terlalu panjang"
        in refused(repacked(tmp_path / "p.zip", files | {"bag-info.txt": info.encode()})).sentence
    )


def test_a_directory_that_claims_no_end_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", Package().files())
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\5\6")
    struct.pack_into("<HHI", data, end + 8, 0xFFFF, 0xFFFF, 0xFFFFFFFF)
    path.write_bytes(data)
    assert "daftar isi zip" in refused(path).sentence


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return unpacked(tmp_path / "paket-inspektorat", Package().files())

    def test_a_link_to_a_file_is_refused(self, folder: Path, tmp_path: Path) -> None:
        target = folder / "data/log/log.jsonl"
        target.rename(tmp_path / "log.jsonl")
        target.symlink_to(tmp_path / "log.jsonl")
        assert "tautan" in refused(folder).sentence

    def test_a_link_to_a_folder_is_refused(self, folder: Path, tmp_path: Path) -> None:
        (folder / "data/log").rename(tmp_path / "log")
        (folder / "data/log").symlink_to(tmp_path / "log", target_is_directory=True)
        assert "tautan" in refused(folder).sentence

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_a_pipe_is_not_waited_for(self, folder: Path) -> None:
        os.mkfifo(folder / "data/bukti/pipa")
        assert "bukan berkas biasa" in refused(folder).sentence

    def test_an_empty_folder_does_no_harm(self, folder: Path) -> None:
        (folder / "data/bukti/kosong").mkdir()
        assert verify_package(folder).ok

    def test_a_manifest_that_leads_out_is_refused(self, folder: Path) -> None:
        for path in ("../luar.txt", "/etc/passwd"):
            line = "0" * 64 + f"  {path}\n"
            (folder / "manifest-sha256.txt").write_text(line, encoding="utf-8")
            refused(folder)


def test_an_error_nobody_thought_of_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(container, "_check_directory", broken)
    make: Callable[[Path], Path] = Package().pack
    assert "MemoryError" in refused(make(tmp_path / "p.zip")).sentence
