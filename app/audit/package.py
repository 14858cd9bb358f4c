"""Writing the package that the inspector takes along: docs/reference/audit-package.md.

The container is the same to the last bit for the same content: stored, not compressed, dated 1980, so
that the verifier can refuse any other bit in it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files as package_files
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from app.audit.canonical import canonical
from app.audit.checkpoint import join_notes
from app.audit.merkle import Frontier, leaf_hash

FORMAT = "papan-kinerja-paket/1"
CHUNK = 1 << 20
OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
MAIN = b"""import sys

from periksa.package import main

sys.exit(main())
"""


def new_package_id() -> str:
    """A random name that binds a package to the log:exported event that announces it."""
    return secrets.token_hex(16)


def write_package(
    out: Path,
    *,
    run: str,
    package: str,
    bodies: Iterable[bytes],
    checkpoints: Sequence[str],
    vkey: str,
    files: Mapping[str, Path],
    readme: str,
    reports: Mapping[str, Path],
) -> None:
    """Write the package of one run ("run:3") to `out`, whole or not at all.

    `bodies` are the log's events from the first to the newest of `checkpoints` (signed notes, oldest
    first), among them log:exported with this run and package. `files` are evidence by digest, `reports`
    by file name; together they hold every file that the run's events mention.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as stream:
            _write(stream, run, package, bodies, checkpoints, vkey, files, readme, reports)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def build_verifier(path: Path) -> None:
    """Write periksa.pyz, the offline verifier, to `path`."""
    path.write_bytes(verifier_bytes())


def verifier_bytes() -> bytes:
    """periksa.pyz: the verifier's modules as one runnable archive, the same bytes every time."""
    content = {"__main__.py": MAIN}
    for module in package_files("app.audit.verify").iterdir():
        if module.name.endswith(".py"):
            content[f"periksa/{module.name}"] = module.read_bytes()
    target = BytesIO()
    target.write(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(target, "a") as archive:
        for name in sorted(content):
            archive.writestr(_entry(name), content[name])
    return target.getvalue()


def _write(
    stream: IO[bytes],
    run: str,
    package: str,
    bodies: Iterable[bytes],
    checkpoints: Sequence[str],
    vkey: str,
    files: Mapping[str, Path],
    readme: str,
    reports: Mapping[str, Path],
) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = FORMAT.encode()
        listed = _Listed(archive)
        frontier, leaf = listed.add_log(bodies)
        listed.add_bytes("checkpoints.txt", join_notes(list(checkpoints)).encode())
        listed.add_bytes("log.vkey", vkey.encode())
        listed.add_bytes("BACA-SAYA.txt", readme.encode())
        listed.add_bytes("periksa.pyz", verifier_bytes())
        for digest in sorted(files):
            listed.add_file(f"berkas/{digest}", files[digest])
        for name in sorted(reports):
            listed.add_file(f"laporan/{name}", reports[name])
        manifest = {
            "format": FORMAT,
            "log": vkey.partition("+")[0].rpartition("/")[2],
            "run": run,
            "package": package,
            "checkpoint": {"size": frontier.size, "root": frontier.root.hex(), "leaf": leaf.hex()},
            "files": sorted(listed.entries, key=lambda entry: str(entry["path"])),
        }
        archive.writestr(_entry("manifest.json"), canonical(manifest))


class _Listed:
    """The archive, with the manifest's line of each file that went into it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.entries: list[dict[str, Any]] = []

    def add_bytes(self, path: str, data: bytes) -> None:
        self._add(path, [data])

    def add_file(self, path: str, source: Path) -> None:
        with source.open("rb") as stream:
            self._add(path, iter(lambda: stream.read(CHUNK), b""))

    def add_log(self, bodies: Iterable[bytes]) -> tuple[Frontier, bytes]:
        frontier, leaf = Frontier(), bytes(32)

        def lines() -> Iterable[bytes]:
            nonlocal frontier, leaf
            for body in bodies:
                leaf = leaf_hash(body)
                frontier = frontier.append(leaf)
                yield body + b"\n"

        self._add("log.jsonl", lines())
        return frontier, leaf

    def _add(self, path: str, chunks: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.archive.open(_entry(path), "w") as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.entries.append({"path": path, "sha256": digest.hexdigest(), "size": size})


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, OLDEST_DATE)
    entry.compress_type = zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
