"""The zip file of a package: any program reads it, and no bit of it could be another."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.package import container
from app.audit.package.container import StoredZip
from app.audit.package.errors import PackageTooLarge

names = st.from_regex(r"[a-z]{1,8}(/[a-z0-9.-]{1,12}){0,2}", fullmatch=True)
members = st.dictionaries(names, st.lists(st.binary(max_size=64), max_size=4), max_size=6)


def zipped(content: dict[str, list[bytes]], comment: bytes = b"tanda/2") -> bytes:
    target = io.BytesIO()
    archive = StoredZip(target, comment=comment)
    for name, chunks in content.items():
        archive.add(name, chunks)
    archive.close()
    return target.getvalue()


@given(members)
def test_another_program_reads_what_was_written(content: dict[str, list[bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(content))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: b"".join(chunks) for name, chunks in content.items()
        }
        assert archive.namelist() == list(content)
        assert archive.comment == b"tanda/2"


@given(members)
def test_every_header_is_the_only_one_it_could_be(content: dict[str, list[bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(content))) as archive:
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert member.compress_type == zipfile.ZIP_STORED
            assert (member.flag_bits, member.extra, member.comment) == (0, b"", b"")
            assert (member.create_system, member.create_version, member.extract_version) == (3, 20, 20)
            assert member.external_attr == 0o644 << 16


@given(members)
def test_nothing_stands_before_between_or_after_the_members(content: dict[str, list[bytes]]) -> None:
    data = zipped(content)
    overhead = sum(30 + 46 + 2 * len(name) for name in content)
    assert len(data) == overhead + sum(len(b"".join(chunks)) for chunks in content.values()) + 22 + len(b"tanda/2")
    assert data[:4] == (container.LOCAL if content else container.END)


def test_a_name_stands_in_it_once() -> None:
    archive = StoredZip(io.BytesIO(), comment=b"")
    archive.add("satu", [b"1"])
    with pytest.raises(ValueError, match="satu"):
        archive.add("satu", [b"2"])


def test_a_name_is_ascii() -> None:
    with pytest.raises(UnicodeEncodeError):
        StoredZip(io.BytesIO(), comment=b"").add("données", [b""])


def test_what_does_not_fit_into_4_gib_is_refused_while_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST", 500)
    with pytest.raises(PackageTooLarge):
        zipped({"besar": [b"x" * 100] * 6})
    with pytest.raises(PackageTooLarge):
        zipped({f"kecil-{no}": [b""] for no in range(9)})
    assert len(zipped({"pas": [b"x" * 300]})) < 500


def test_more_files_than_a_zip_counts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_MEMBERS", 2)
    with pytest.raises(PackageTooLarge):
        zipped({"a": [], "b": [], "c": []})


def test_offsets_beyond_2_gib_need_no_extra_field() -> None:
    """zipfile's own writer would turn to ZIP64 there; the last offset that we write is read as it is."""
    target = io.BytesIO()
    archive = StoredZip(target, comment=b"")
    archive._offset = 3 << 30
    target.seek(0)
    archive._stream = _Sparse(target)
    archive.add("jauh", [b"isi"])
    archive.close()
    assert struct.pack("<I", 3 << 30) in bytes(archive._directory)
    assert len(archive._directory) == 46 + len("jauh")


class _Sparse(io.BytesIO):
    """A file whose first 3 GiB are a hole that takes no memory."""

    def __init__(self, target: io.BytesIO) -> None:
        super().__init__()

    def seek(self, offset: int, whence: int = 0) -> int:
        return super().seek(offset - (3 << 30), whence)
