"""Writing a package: the same content is the same file, complete or not there at all, in little memory."""

from __future__ import annotations

import errno
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.audit.canonical import canonical
from app.audit.checkpoint import join_notes, split_notes
from app.audit.merkle import leaf_hash
from app.audit.package import FORMAT, FileChanged, PackageTooLarge, build_verifier, container, writer
from app.audit.verify_html import page_bytes
from tests.audit.logs import LOG, PACKAGE, Story, body, digest, frontier, notes

Unpacked = Callable[[Path], dict[str, bytes]]
MIB = 1 << 20


def test_the_same_content_gives_the_same_bytes(story: Story) -> None:
    assert story.pack("satu.zip").read_bytes() == story.pack("dua.zip").read_bytes()


def test_everything_lies_where_the_reference_says(story: Story, unpacked: Unpacked) -> None:
    assert sorted(unpacked(story.pack())) == sorted(
        [
            "BACA-SAYA.txt", "bag-info.txt", "bagit.txt", "indeks.html", "manifest-sha256.txt", "paket.json",
            "periksa.html", "periksa.pyz", "tagmanifest-sha256.txt", "data/log/checkpoints.txt",
            "data/log/log.jsonl", "data/log/log.vkey", "data/laporan/laporan.pdf",
            f"data/bukti/{digest(story.evidence)}.pdf",
        ]
    )  # fmt: skip


def test_the_log_is_its_exact_bytes_a_record_a_line(story: Story, unpacked: Unpacked) -> None:
    content = unpacked(story.pack())
    assert content["data/log/log.jsonl"] == b"".join(line + b"\n" for line in story.bodies)
    assert split_notes(content["data/log/checkpoints.txt"].decode()) == notes(story.bodies, *story.sizes)


def test_its_own_account_names_log_scope_and_the_head(story: Story, unpacked: Unpacked) -> None:
    data = unpacked(story.pack(epoch=2, scope="period:2026-01-01..2026-12-31"))["paket.json"]
    about = json.loads(data)
    assert canonical(about) == data
    assert about == {
        "format": FORMAT, "log": LOG, "epoch": 2, "scope": "period:2026-01-01..2026-12-31", "package": PACKAGE,
        "checkpoint": {
            "size": 5, "root": frontier(story.bodies).root.hex(), "leaf": leaf_hash(story.bodies[-1]).hex(),
        },
    }  # fmt: skip


def test_each_epoch_has_its_key_on_a_line(story: Story, unpacked: Unpacked) -> None:
    keys = [f"papan-kinerja/{LOG}+00000000+A", f"papan-kinerja/{LOG}/2+00000001+B\n"]
    content = unpacked(story.pack(vkeys=keys))
    assert content["data/log/log.vkey"].decode().splitlines() == [keys[0], keys[1].strip()]
    assert json.loads(content["paket.json"])["log"] == LOG


def test_what_witnesses_said_travels_only_where_there_is_some(story: Story, unpacked: Unpacked) -> None:
    assert not any("saksi" in name for name in unpacked(story.pack()))
    cosigned = notes(story.bodies, 3, 5)
    content = unpacked(story.pack(witnesses=(["a+1+A", "b+2+B\n"], cosigned, {5: b"lima", 3: b"tiga"})))
    assert content["data/saksi/saksi.vkey"] == b"a+1+A\nb+2+B\n"
    assert content["data/saksi/kesaksian.txt"].decode() == join_notes(cosigned)
    assert (content["data/saksi/3.tsr"], content["data/saksi/5.tsr"]) == (b"tiga", b"lima")
    only_keys = unpacked(story.pack(witnesses=(["a+1+A"], [], {})))
    assert "data/saksi/kesaksian.txt" not in only_keys


def test_evidence_without_an_ending_has_none(story: Story, unpacked: Unpacked) -> None:
    files = {digest(story.evidence): (story.stored(story.evidence), "")}
    assert f"data/bukti/{digest(story.evidence)}" in unpacked(story.pack(files=files))


@pytest.mark.parametrize("ending", ["PDF", "p.df", "../x", "p/d", "pdf\n", "é"])
def test_an_ending_is_lower_case_letters_and_digits(story: Story, ending: str) -> None:
    with pytest.raises(ValueError, match="ending"):
        story.pack(files={digest(story.evidence): (story.stored(story.evidence), ending)})


@pytest.mark.parametrize("name", ["", "../laporan.pdf", "a/b.pdf", ".pdf", "a b.pdf", "laporan\n.pdf", "lapörän.pdf"])
def test_a_report_has_a_plain_name(story: Story, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        story.pack(reports={name: story.stored(story.report)})


def test_both_verifiers_travel_as_we_build_them(story: Story, unpacked: Unpacked) -> None:
    pyz = story.folder / "periksa.pyz"
    build_verifier(pyz)
    content = unpacked(story.pack())
    assert content["periksa.pyz"] == pyz.read_bytes()
    assert content["periksa.html"] == page_bytes()


class TestWholeOrNotAtAll:
    """Whatever goes wrong, no half a package is left, and an older one stays."""

    def left(self, story: Story) -> list[str]:
        return sorted(path.name for path in (story.folder / "hasil").iterdir())

    def refuse(self, story: Story, error: type[BaseException], **changes: Any) -> None:
        folder = story.folder / "hasil"
        folder.mkdir(exist_ok=True)
        (folder / "paket.zip").write_bytes(b"yang lama")
        with pytest.raises(error):
            story.pack("hasil/paket.zip", **changes)
        assert self.left(story) == ["paket.zip"]
        assert (folder / "paket.zip").read_bytes() == b"yang lama"

    def test_a_missing_file(self, story: Story) -> None:
        self.refuse(story, FileNotFoundError, files={digest(b"hilang"): (story.folder / "hilang", "")})

    def test_a_file_that_is_another_by_now(self, story: Story) -> None:
        self.refuse(story, FileChanged, files={digest(b"dulu"): (story.stored(b"kini"), "pdf")})

    def test_a_log_that_breaks_off_while_it_is_read(self, story: Story) -> None:
        def broken() -> Iterator[bytes]:
            yield story.bodies[0]
            raise ConnectionError("the database is gone")

        self.refuse(story, ConnectionError, bodies=broken())

    def test_a_key_pressed_in_the_middle(self, story: Story) -> None:
        def stopped(_done: int, _total: int, what: str) -> None:
            if what.startswith("data/bukti"):
                raise KeyboardInterrupt

        self.refuse(story, KeyboardInterrupt, progress=stopped)

    def test_too_much_for_the_container(self, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(container, "LARGEST", 3000)
        self.refuse(story, PackageTooLarge)

    def test_a_full_disk(self, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_descriptor: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(writer.os, "fsync", full)
        self.refuse(story, OSError)

    def test_a_good_one_replaces_the_older(self, story: Story) -> None:
        (story.folder / "hasil").mkdir()
        (story.folder / "hasil" / "paket.zip").write_bytes(b"yang lama")
        assert story.pack("hasil/paket.zip").read_bytes()[:4] == container.LOCAL
        assert self.left(story) == ["paket.zip"]


def test_progress_grows_to_the_whole_and_says_what_is_written(story: Story) -> None:
    told: list[tuple[int, int, str]] = []
    log_bytes = sum(len(line) + 1 for line in story.bodies)
    story.pack(progress=lambda *one: told.append(one), log_bytes=log_bytes)
    total = log_bytes + len(story.evidence) + len(story.report)
    assert {whole for _, whole, _ in told} == {total}
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == total
    assert {"data/log/log.jsonl", "data/laporan/laporan.pdf"} <= {what for _, _, what in told}


def test_a_large_log_and_large_evidence_need_little_memory(story: Story) -> None:
    """20 MiB of log and 64 MiB of evidence within 6 MiB."""
    big = story.folder / "besar"
    with big.open("wb") as stream:
        stream.truncate(64 * MIB)
    sha256 = "3b6a07d0d404fab4e23b6d34bc6696a6a312dd92821332385e5af7c01c421351"

    def bodies() -> Iterator[bytes]:
        prev = bytes(32)
        for seq in range(1, 10_001):
            line = body(seq, prev, request="r" * 1600)
            prev = leaf_hash(line)
            yield line

    tracemalloc.start()
    try:
        out = story.pack(bodies=bodies(), checkpoints=["x"], files={sha256: (big, "pdf")})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert out.stat().st_size > 80 * MIB
    assert peak < 6 * MIB
