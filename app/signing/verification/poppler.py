"""Poppler's two readers, run on bytes within limits: nothing of it is in this process, and no file is written."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence

SECONDS = 20.0
"""The backstop where nobody set a shorter one; the sandbox ends everything long before."""

ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}


class ReaderMissing(Exception):
    """Poppler is not installed, so there is no second reader."""


class ReaderFailed(Exception):
    """Poppler could not read the file."""


class ReaderOverrun(ReaderFailed):
    """What it said, or its work, was beyond the limits."""


def run_reader(tool: str, options: Sequence[str], *, pdf: bytes, limit: int) -> bytes:
    """What `tool` prints about the PDF. Raises ReaderMissing, ReaderFailed, or ReaderOverrun beyond `limit` bytes."""
    path = shutil.which(tool, path=ENVIRONMENT["PATH"])
    if path is None:
        raise ReaderMissing(tool)
    reader = subprocess.Popen(
        [path, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
    )
    backstop = threading.Timer(SECONDS, reader.kill)
    backstop.start()
    try:
        said = _converse(reader, pdf, limit=limit)
    finally:
        reader.kill()
        status = reader.wait()
        backstop.cancel()
    if len(said) > limit or _is_exhausted() or status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ReaderOverrun(tool)
    if status != 0:
        raise ReaderFailed(tool)
    return said


def _is_exhausted() -> bool:
    """Whether this process and its readers together have worked beyond the limit that each alone kept."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_CPU)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    worked = sum(one.ru_utime + one.ru_stime for one in used)
    return allowed != resource.RLIM_INFINITY and worked > allowed


def _converse(reader: subprocess.Popen[bytes], pdf: bytes, *, limit: int) -> bytes:
    """Writes and reads at once, because either pipe may be full."""
    assert reader.stdin is not None and reader.stdout is not None
    feeder = threading.Thread(target=_feed, args=(reader.stdin, pdf), daemon=True)
    feeder.start()
    said = bytearray()
    with reader.stdout as source:
        while len(said) <= limit and (part := source.read(min(1 << 18, limit + 1 - len(said)))):
            said += part
    if len(said) <= limit:
        reader.wait()
    else:
        reader.kill()
    feeder.join()
    return bytes(said)


def _feed(pipe: object, pdf: bytes) -> None:
    try:
        with pipe:  # type: ignore[attr-defined]
            pipe.write(pdf)  # type: ignore[attr-defined]
    except (BrokenPipeError, OSError):
        pass
