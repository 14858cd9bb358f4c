"""Testifying: a witness signs a package's newest checkpoint, after he found it whole and continuing what he saw."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from .kept import kept_text, split_kept
from .keyfile import OwnKey
from .package import UNCHECKED, PackageVerdict, verify_package
from .verdicts import Unchecked
from .witness import cosigned_note


class Testified(NamedTuple):
    verdict: PackageVerdict
    written: Path | None
    first_time: bool
    refusal: str = ""


def testify(
    package: Path, own: OwnKey, memory: Path, *, at: int, folder: Path | None = None, restored_too: bool = False
) -> Testified:
    """Check the package against what the witness remembers, write his cosigned note, and remember this checkpoint.

    `memory` are the notes he saw, made at the first use. A log that was restored over what he saw is only
    signed with `restored_too`. `at` is the time in seconds since 1970. Raises OSError where nothing can be written.
    """
    first_time = not memory.exists()
    try:
        seen = [] if first_time else split_kept(memory)
    except Unchecked as unchecked:
        return Testified(PackageVerdict(False, str(unchecked), UNCHECKED), None, first_time)
    verdict = verify_package(package, last_checkpoint=None if first_time else memory)
    facts = verdict.facts
    if not verdict.ok or facts is None:
        return Testified(verdict, None, first_time)
    if not restored_too and any(signed.point in facts.lost for signed in seen):
        refusal = "Log ini dipulihkan dari cadangan, dan yang pernah Anda saksikan ikut hilang."
        return Testified(verdict, None, first_time, refusal)
    newest = facts.newest
    note = cosigned_note(newest, own.key, own.seed, at)
    # The memory comes first: a signature must never be older than what its witness remembers.
    if all(signed.point != newest.point for signed in seen):
        text = "" if first_time else kept_text(memory) + "\n"
        _replace(memory, text + newest.note)
    target = (folder or package.parent) / f"kesaksian-{newest.point.size}.txt"
    _replace(target, note)
    return Testified(verdict, target, first_time)


def _replace(path: Path, text: str) -> None:
    """The whole new text or, after a power cut, the old one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        if draft.exists():
            draft.unlink()
