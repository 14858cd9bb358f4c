"""Files by content: what is accepted, under which name they are kept, and that nothing half-written stays."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from app.evidence import store
from app.evidence.errors import EmptyFile, FileMissing, FileTooLarge, WrongType

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MEGABYTE = 1024 * 1024


def image(kind: str) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (4, 4), "white").save(stream, kind)
    return stream.getvalue()


def docx() -> bytes:
    stream = BytesIO()
    Document().save(stream)
    return stream.getvalue()


def xlsx() -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def archive(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "isi")
    return stream.getvalue()


def receive(folder: Path, content: bytes, name: str, *, limit: int = MEGABYTE) -> store.StoredFile:
    return store.receive(BytesIO(content), filename=name, limit=limit, folder=folder)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "name, content, media_type",
    [
        ("laporan.pdf", PDF, "application/pdf"),
        ("LAPORAN.PDF", PDF, "application/pdf"),
        ("surat.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("data.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("rapat.jpg", image("JPEG"), "image/jpeg"),
        ("rapat.jpeg", image("JPEG"), "image/jpeg"),
        ("bagan.png", image("PNG"), "image/png"),
    ],
)
def test_the_office_s_kinds_are_taken_and_read_back_byte_for_byte(tmp_path, name, content, media_type):
    kept = receive(tmp_path, content, name)
    assert (kept.size, kept.media_type, kept.name) == (len(content), media_type, name)
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert store.read(kept.sha256, folder=tmp_path) == content


@pytest.mark.parametrize(
    "name, content",
    [
        ("halo.pdf", b"halo dunia"),
        ("kosong-ekor.pdf", b"%PDF-1.7\n tanpa akhir"),
        ("terselip.pdf", b"MZ" + PDF),
        ("surat.docx", xlsx()),
        ("data.xlsx", docx()),
        ("surat.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("surat.docx", archive("word/document.xml")),
        ("dua.docx", archive("[Content_Types].xml", "word/document.xml", "xl/workbook.xml")),
        ("surat.docx", b"PK\x03\x04 rusak"),
        ("rapat.jpg", image("PNG")),
        ("rapat.png", PDF),
        ("laporan.pdf", image("PNG")),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_and_nothing_is_kept(tmp_path, name, content):
    with pytest.raises(WrongType, match=f"Isi berkas “{name}” bukan"):
        receive(tmp_path, content, name)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["virus.exe", "catatan.txt", "gambar.svg", "halaman.html", "arsip.zip", "tanpa", ".pdf"]
)
def test_other_kinds_are_refused_with_what_is_accepted(tmp_path, name):
    with pytest.raises(WrongType, match="pdf, docx, xlsx, jpg, atau png hingga 1 MB"):
        receive(tmp_path, PDF, name)
    assert files_in(tmp_path) == []


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(tmp_path):
    exactly = PDF + b"\0" * (MEGABYTE - len(PDF) - 6) + b"%%EOF\n"
    assert receive(tmp_path, exactly, "pas.pdf").size == MEGABYTE
    with pytest.raises(FileTooLarge, match="“lebih.pdf” melebihi 1 MB"):
        receive(tmp_path, exactly + b"\n", "lebih.pdf")
    assert len(files_in(tmp_path)) == 1


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(EmptyFile, match="“kosong.pdf” kosong"):
        receive(tmp_path, b"", "kosong.pdf")
    assert files_in(tmp_path) == []


def test_the_same_content_is_kept_once_whatever_it_is_called(tmp_path):
    first, second = receive(tmp_path, PDF, "satu.pdf"), receive(tmp_path, PDF, "dua.pdf")
    assert first.sha256 == second.sha256
    assert (first.name, second.name) == ("satu.pdf", "dua.pdf")
    assert len(files_in(tmp_path)) == 1


def test_a_file_stands_under_its_digest_and_is_read_only(tmp_path):
    kept = receive(tmp_path, PDF, "laporan.pdf")
    path = tmp_path / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    assert store.path_of(kept.sha256, folder=tmp_path) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o440


def test_file_and_folders_are_synced_before_the_name_appears(tmp_path, monkeypatch):
    order: list[str] = []
    sync, replace = os.fsync, os.replace

    def seen_sync(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    def seen_replace(source: str, target: str) -> None:
        order.append("name")
        replace(source, target)

    monkeypatch.setattr(store.os, "fsync", seen_sync)
    monkeypatch.setattr(store.os, "replace", seen_replace)
    receive(tmp_path, PDF, "laporan.pdf")
    assert order == ["file", "name", "folder", "folder", "folder"]


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_nothing_behind(tmp_path, monkeypatch, fails):
    def fail(*_args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(store.os, fails, fail)
    with pytest.raises(OSError, match="No space left"):
        receive(tmp_path, PDF, "laporan.pdf")
    assert files_in(tmp_path) == []


def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path):
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        store.receive(Broken(PDF), filename="laporan.pdf", limit=MEGABYTE, folder=tmp_path)
    assert files_in(tmp_path) == []


def test_what_is_half_written_never_has_a_digest_for_its_name(tmp_path):
    names: list[str] = []

    class Watched(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            names.extend(path.name for path in files_in(tmp_path))
            return super().read(size)

    store.receive(Watched(PDF), filename="laporan.pdf", limit=MEGABYTE, folder=tmp_path)
    assert names
    assert all(name.startswith(".masuk-") for name in names)


@pytest.mark.parametrize("sha256", ["", "x", "../papan.db", "A" * 64, "0" * 63, "0" * 65, "0" * 62 + "/x"])
def test_an_address_that_is_no_digest_reaches_no_file(tmp_path, sha256):
    with pytest.raises(FileMissing, match="tidak sah"):
        store.path_of(sha256, folder=tmp_path)


def test_a_digest_that_is_not_stored_says_whom_to_ask(tmp_path):
    with pytest.raises(FileMissing, match="Hubungi admin"):
        store.read("0" * 64, folder=tmp_path)


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../etc/laporan.pdf", "laporan.pdf"),
        ("C:\\Users\\rina\\laporan.pdf", "laporan.pdf"),
        ("lap\r\noran.pdf", "laporan.pdf"),
        ('lap"oran<>|:*?.pdf', "laporan.pdf"),
        ("  laporan .pdf ", "laporan .pdf"),
        ("Laporan Persidangan (final).pdf", "Laporan Persidangan (final).pdf"),
        ("unggahan/", "berkas"),
    ],
)
def test_a_name_keeps_its_words_but_no_path_and_no_control(given, kept):
    assert store.clean_name(given) == kept


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder_or_breaks_a_header(name):
    clean = store.clean_name(name)
    assert clean
    assert len(clean) <= 120
    assert not set(clean) & set('/\\"\r\n\0')
    assert clean not in (".", "..")


def test_what_the_system_made_is_kept_as_it_is(tmp_path):
    kept = store.put(b"apa saja", name="laporan.pdf", media_type="application/pdf", folder=tmp_path)
    assert store.open_file(kept.sha256, folder=tmp_path).read() == b"apa saja"
