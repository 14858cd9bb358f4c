"""A million events are verified offline within 30 s and 100 MiB: `make test-long`, or PAPAN_LONG=1."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.audit.package.verifier import build_verifier
from app.audit.verify.package import verify_package
from tests.audit.verify.packer import (
    DESCRIPTION,
    EPOCH_1,
    FOLDER,
    LOG,
    MARK,
    PACKAGE,
    exported,
    listed,
    opening,
    sha256,
    written,
)  # fmt: skip

LONG = os.environ.get("PAPAN_LONG") == "1"
MILLION = 1_000_000
PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
"""The system's own where there is one, as an inspector has it: one that somebody compiled for himself may be slower."""
SECONDS, MEBIBYTES = 30, 100
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

ACTS = [
    ("step:item-filled", '{"document":null,"item":14,"label":"Struktur organisasi","name":"struktur-2026.docx"}', True),
    ("account:signed-in", "{}", False),
    ("step:started", '{"attempt":1,"started_at":"2026-11-23T01:00:00Z"}', False),
    ("log:read", '{"filter":"halaman 3, \\"disposisi\\""}', False),
    ("realisasi:entered",
     '{"before":null,"indicator":4,"quarter":3,"source":"Rekapitulasi","value":"86.52","year":2026}', False),
    ("step:completed",
     '{"allowance":"2 hari","attempt":1,"completed_as":null,"completed_at":"2026-11-23T01:00:00Z","due_at":'
     '"2026-11-25T08:00:00Z","explanation":{"hari":[1,2],"lewat":["Minggu"]},"handed_over_at":null,"items":6,'
     '"late_reason":"","opens":[5],"over_minutes":0,"stated_reason":"","used_days":1,"used_minutes":214,'
     '"verdict":"on_time"}', False),
]  # fmt: skip


def bodies(events: int, digest: str) -> Iterator[bytes]:
    """An honest log of a run a day with what people do beside it, its last event the announcement."""
    prev = "0" * 64
    for seq in range(1, events + 1):
        at = f"{BEGIN + timedelta(seconds=86 * seq):%Y-%m-%dT%H:%M:%S}.000000Z"
        body = _special(seq, events, at, prev) or _usual(seq, at, prev, digest)
        prev = hashlib.sha256(b"\0" + body).hexdigest()
        yield body


def _special(seq: int, events: int, at: str, prev: str) -> bytes | None:
    if 1 < seq < events:
        return None
    fields = opening() if seq == 1 else exported()
    event = {"v": 1, "log": LOG, "seq": seq, "at": at, "occurred": None, "files": [], "request": None, "prev": prev}
    return written({"actor": {"id": 7, "name": "Rizki Maulana, S.E.", "role": "tim"}} | event | fields)


def _usual(seq: int, at: str, prev: str, digest: str) -> bytes:
    act, data, filed = ACTS[seq % len(ACTS)]
    run = 3 if seq % 100_000 < 600 else 4 + seq // 600
    named = digest if run == 3 else sha256(str(seq).encode())
    files = f'[{{"role":"bukti","sha256":"{named}","size":38412}}]' if filed else "[]"
    return (
        f'{{"act":"{act}","actor":{{"id":5,"name":"Rina Maharani, S.AP.","role":"tim"}},"at":"{at}","data":{data},'
        f'"files":{files},"log":"{LOG}","object":"run:{run}/step:{seq % 7 + 1}","occurred":null,"prev":"{prev}",'
        f'"request":"{seq:016x}","seq":{seq},"v":1}}'
    ).encode()


def big_package(path: Path, events: int) -> Path:
    """Written as it is made: nothing of the log stays in memory."""
    evidence = b"%PDF-1.7 struktur organisasi"
    digests, peaks, leaf, octets = hashlib.sha256(), list[tuple[int, bytes]](), b"", 0
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = MARK
        with archive.open(_entry("data/log/log.jsonl"), "w") as target:
            for body in bodies(events, sha256(evidence)):
                line = body + b"\n"
                target.write(line)
                digests.update(line)
                octets += len(line)
                leaf = node = hashlib.sha256(b"\0" + body).digest()
                height = 0
                while peaks and peaks[-1][0] == height:
                    node, height = hashlib.sha256(b"\1" + peaks.pop()[1] + node).digest(), height + 1
                peaks.append((height, node))
        root = peaks[-1][1]
        for _, peak in reversed(peaks[:-1]):
            root = hashlib.sha256(b"\1" + peak + root).digest()
        text = f"{EPOCH_1.name}\n{events}\n{base64.b64encode(root).decode()}\n"
        head = {"size": events, "root": root.hex(), "leaf": leaf.hex()}
        about = {
            "format": MARK.decode(),
            "log": LOG,
            "epoch": 1,
            "scope": "run:3",
            "package": PACKAGE,
            "checkpoint": head,
        }
        payload = {
            "data/log/checkpoints.txt": f"{text}\n{EPOCH_1.line(text)}".encode(),
            "data/log/log.vkey": EPOCH_1.vkey.encode(),
            f"data/bukti/{sha256(evidence)}": evidence,
        }
        lines = listed(payload) + f"{digests.hexdigest()}  data/log/log.jsonl\n".encode()
        oxum = f"{octets + sum(map(len, payload.values()))}.{len(payload) + 1}"
        tags = DESCRIPTION | {
            "paket.json": written(about | {"checkpoint": head}),
            "manifest-sha256.txt": b"".join(sorted(lines.splitlines(keepends=True), key=lambda line: line[66:])),
            "bag-info.txt": (
                "Source-Organization: Kantor\nBagging-Date: 2026-11-23\n"
                f"External-Description: Uji\nPayload-Oxum: {oxum}\n"
            ).encode(),
        }
        for name, data in (payload | tags | {"tagmanifest-sha256.txt": listed(tags)}).items():
            archive.writestr(_entry(name), data)
    return path


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(FOLDER + name, (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def test_the_big_log_is_an_honest_one(tmp_path: Path) -> None:
    verdict = verify_package(big_package(tmp_path / "besar.zip", 3_000))
    assert verdict.ok, verdict.sentence
    assert verdict.events == 3_000


MEASURE = """import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


@pytest.mark.skipif(not LONG, reason="half a minute and half a gigabyte: PAPAN_LONG=1")
def test_a_million_events_are_verified_in_time_and_little_memory(tmp_path: Path) -> None:
    package, pyz = big_package(tmp_path / "besar.zip", MILLION), tmp_path / "periksa.pyz"
    build_verifier(pyz)
    command = [sys.executable, "-c", MEASURE, PYTHON, "-I", "-S", str(pyz), str(package)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    status, seconds, mebibytes = int(told[0]), float(told[1]), float(told[2])
    print(f"{MILLION} events: {seconds:.1f} s CPU, {mebibytes:.0f} MiB, {package.stat().st_size >> 20} MiB of package")
    assert status == 0
    assert (seconds <= SECONDS, mebibytes <= MEBIBYTES) == (True, True), (seconds, mebibytes)
