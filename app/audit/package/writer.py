"""Writing the package that the inspector takes along: docs/reference/audit-package.md, to the letter."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from app.audit.canonical import canonical
from app.audit.checkpoint import join_notes
from app.audit.merkle import Frontier, leaf_hash
from app.audit.package.bag import DECLARATION, Bag, Progress
from app.audit.package.container import StoredZip
from app.audit.package.errors import FileChanged
from app.audit.package.verifier import verifier_bytes
from app.audit.verify_html import page_bytes
from app.web.words import WITA

FORMAT = "papan-kinerja-paket/2"
EVIDENCE_ENDING = re.compile(r"[a-z0-9]*")
REPORT_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
LINES_AT_ONCE = 1 << 18

Witnesses = tuple[Sequence[str], Sequence[str], Mapping[int, bytes]]
"""Public keys, cosigned notes (oldest first), and RFC 3161 time stamps by the size they are over."""


def new_package_id() -> str:
    """A random name that binds a package to the event that announces it."""
    return secrets.token_hex(16)


def write_package(
    out: Path,
    *,
    scope: str,
    package: str,
    epoch: int,
    bodies: Iterable[bytes],
    checkpoints: Sequence[str],
    vkeys: Sequence[str],
    files: Mapping[str, tuple[Path, str]],
    reports: Mapping[str, Path],
    readme: str,
    index: str,
    office: str,
    at: datetime,
    title: str,
    witnesses: Witnesses | None = None,
    progress: Progress | None = None,
    log_bytes: int = 0,
) -> None:
    """Write the package of a run ("run:3") or a period ("period:2025-01-01..2025-12-31"), whole or not at all.

    `bodies` are the log's events from the first to the newest of `checkpoints` (signed notes, oldest
    first), among them the one that announces this package; `vkeys` are the log's keys, one an epoch.
    `files` are evidence by digest, each with its path and ending; `reports` by file name. `log_bytes` only
    helps `progress` to know the end. Raises FileChanged, PackageTooLarge, OSError; then nothing is left.
    """
    content = _Content(scope, package, epoch, bodies, checkpoints, vkeys, files, reports, witnesses or ([], [], {}))
    tags = {"BACA-SAYA.txt": readme, "indeks.html": index}
    total = log_bytes + sum(path.stat().st_size for path in content.paths)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as stream:
            archive = StoredZip(stream, comment=FORMAT.encode())
            bag = Bag(archive, total=total, progress=progress)
            _write(bag, content, tags)
            bag.finish(organization=office, day=at.astimezone(WITA).date(), description=title)
            archive.close()
            _settle(stream)
        draft.replace(out)
        _settle_folder(out.parent)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Content:
    scope: str
    package: str
    epoch: int
    bodies: Iterable[bytes]
    checkpoints: Sequence[str]
    vkeys: Sequence[str]
    files: Mapping[str, tuple[Path, str]]
    reports: Mapping[str, Path]
    witnesses: Witnesses

    def __post_init__(self) -> None:
        if not all(EVIDENCE_ENDING.fullmatch(ending) for _, ending in self.files.values()):
            raise ValueError("An ending is lower-case letters and digits.")
        if not all(map(REPORT_NAME.fullmatch, self.reports)):
            raise ValueError("A report's name is letters, digits, dots, dashes and underscores.")

    @property
    def paths(self) -> list[Path]:
        return [*(path for path, _ in self.files.values()), *self.reports.values()]


def _write(bag: Bag, content: _Content, tags: Mapping[str, str]) -> None:
    bag.add("bagit.txt", DECLARATION.encode())
    tree, leaf = _add_log(bag, content.bodies)
    bag.add("data/log/checkpoints.txt", join_notes(list(content.checkpoints)).encode())
    bag.add("data/log/log.vkey", _lines(content.vkeys))
    _add_witnesses(bag, content.witnesses)
    for digest, (path, ending) in sorted(content.files.items()):
        name = f"{digest}.{ending}" if ending else digest
        if bag.add_file(f"data/bukti/{name}", path) != digest:
            raise FileChanged(digest)
    for name, path in sorted(content.reports.items()):
        bag.add_file(f"data/laporan/{name}", path)
    about = {
        "format": FORMAT,
        "log": content.vkeys[0].partition("+")[0].split("/")[1],
        "epoch": content.epoch,
        "scope": content.scope,
        "package": content.package,
        "checkpoint": {"size": tree.size, "root": tree.root.hex(), "leaf": leaf.hex()},
    }
    bag.add("paket.json", canonical(about))
    for name, text in sorted(tags.items()):
        bag.add(name, text.encode())
    bag.add("periksa.html", page_bytes())
    bag.add("periksa.pyz", verifier_bytes())


def _add_log(bag: Bag, bodies: Iterable[bytes]) -> tuple[Frontier, bytes]:
    """The log, many lines at once; the tree over it, and its last leaf."""
    tree, leaf = Frontier(), bytes(32)

    def chunks() -> Iterable[bytes]:
        nonlocal tree, leaf
        lines = bytearray()
        for body in bodies:
            leaf = leaf_hash(body)
            tree = tree.append(leaf)
            lines += body + b"\n"
            if len(lines) >= LINES_AT_ONCE:
                yield bytes(lines)
                lines.clear()
        yield bytes(lines)

    bag.add_stream("data/log/log.jsonl", chunks())
    return tree, leaf


def _add_witnesses(bag: Bag, witnesses: Witnesses) -> None:
    vkeys, notes, stamps = witnesses
    if vkeys:
        bag.add("data/saksi/saksi.vkey", _lines(vkeys))
    if notes:
        bag.add("data/saksi/kesaksian.txt", join_notes(list(notes)).encode())
    for size, stamp in sorted(stamps.items()):
        bag.add(f"data/saksi/{size}.tsr", stamp)


def _lines(values: Sequence[str]) -> bytes:
    return "".join(value.removesuffix("\n") + "\n" for value in values).encode()


def _settle(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _settle_folder(folder: Path) -> None:
    """So that a power cut doesn't take the name away again."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
