"""A package is a bag that archives can take in: judged by the Library of Congress's program and by RFC 8493."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.logs import Story, notes

Unpacked = Callable[[Path], dict[str, bytes]]


def bag_of(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder / "paket-inspektorat"


@pytest.fixture
def bag(story: Story, tmp_path: Path) -> Path:
    witnesses = (["saksi+1+AAAA\n"], notes(story.bodies, 3), {3: b"cap"})
    return bag_of(story.pack(witnesses=witnesses), tmp_path / "dibongkar")


def test_another_program_finds_the_bag_valid(bag: Path) -> None:
    found = bagit.Bag(str(bag))
    found.validate()
    assert found.version_info == (1, 0)
    assert found.encoding == "UTF-8"
    assert found.algorithms == ["sha256"]


@pytest.mark.parametrize(
    "name", ["data/log/log.jsonl", "data/saksi/3.tsr", "paket.json", "indeks.html", "periksa.pyz", "bag-info.txt"]
)
def test_another_program_sees_a_changed_file(bag: Path, name: str) -> None:
    data = bytearray((bag / name).read_bytes())
    data[len(data) // 2] ^= 1
    (bag / name).write_bytes(data)
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_another_program_misses_a_file_that_was_taken_out(bag: Path) -> None:
    next((bag / "data" / "bukti").iterdir()).unlink()
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_the_declaration_is_the_two_fixed_lines(bag: Path) -> None:
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_the_two_manifests_list_everything_once_and_sorted(bag: Path) -> None:
    there = {path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()}
    payload, tags = (listed(bag / name) for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"))
    assert set(payload) | set(tags) | {"tagmanifest-sha256.txt"} == there
    assert all(path.startswith("data/") for path in payload)
    assert not any(path.startswith("data/") for path in tags)
    for entries in (payload, tags):
        assert list(entries) == sorted(entries)
        for path, digest in entries.items():
            assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest


def listed(manifest: Path) -> dict[str, str]:
    lines = manifest.read_text(encoding="utf-8").splitlines()
    matches = [re.fullmatch(r"([0-9a-f]{64})  (\S+)", line) for line in lines]
    return {match[2]: match[1] for match in matches if match}


def test_the_head_says_who_when_what_and_how_much(bag: Path) -> None:
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    octets = sum(path.stat().st_size for path in payload)
    assert (bag / "bag-info.txt").read_text(encoding="utf-8") == (
        "Source-Organization: Sekretariat DPRD Kabupaten Balangan\n"
        "Bagging-Date: 2026-11-23\n"
        "External-Description: Pengukuran Kinerja Triwulan III 2026\n"
        f"Payload-Oxum: {octets}.{len(payload)}\n"
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(office=st.text(max_size=60), title=st.text(max_size=60))
def test_whatever_an_office_is_called_its_head_stays_four_lines(
    story: Story, unpacked: Unpacked, office: str, title: str
) -> None:
    content = unpacked(story.pack(office=office, title=title))["bag-info.txt"]
    assert len(content.decode().splitlines()) == 4
    assert content.count(b"\n") == 4
