"""A PDF of ours that the person signed with an application of his own and brings back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.settings import ROOT
from app.signing.backends.returned_words import NOT_A_PDF, TOO_BIG, TOO_HARD
from app.signing.backends.upload_child import Question
from app.signing.errors import UnacceptableUpload
from app.signing.verification.messages import BUSY, Facts, write_facts
from app.signing.verification.trust import EmptyRegister, Register, Root
from app.signing.verification.verify import MAX_BYTES

CHILD = (sys.executable, "-s", "-m", "app.signing.backends.upload_child")
SECONDS = 20
"""Of work. A report of 16 pages takes five: verified as any file, then every page and object beside ours."""

HEADER, HEADER_WITHIN = b"%PDF-", 1024
"""Readers of PDF look for the header that far into a file."""

MEGABYTES = 400
START_SECONDS = 15.0


class Person(Protocol):
    """Who is signed in and says that the signature is his."""

    @property
    def name(self) -> str: ...

    @property
    def nip(self) -> str: ...


def accept_signed_elsewhere(
    ours: bytes,
    uploaded: bytes,
    *,
    user: Person,
    roots: Sequence[Root],
    now: datetime,
    register: Register | None = None,
    has_namesake: bool = False,
    seconds: int = SECONDS,
) -> bytes:
    """The uploaded bytes, unchanged; or UnacceptableUpload with what to do. Slow: before the write.

    Judged in a process of its own with limits, since whoever uploads may have made the file to hurt its reader.
    """
    if len(uploaded) > MAX_BYTES:
        raise UnacceptableUpload(TOO_BIG)
    if HEADER not in uploaded[:HEADER_WITHIN]:
        raise UnacceptableUpload(NOT_A_PDF)
    known = frozenset((register or EmptyRegister()).known_certificates())
    facts = Facts(now=now, roots=roots, known=known, documents={}, seconds=seconds, megabytes=MEGABYTES)
    question = Question(user.name, user.nip, has_namesake, len(ours))
    problem = _ask(write_facts(facts) + b"\n" + question.line() + ours + uploaded, seconds=seconds)
    if problem:
        raise UnacceptableUpload(problem)
    return uploaded


def _ask(said: bytes, *, seconds: int) -> str:
    try:
        answer = subprocess.run(
            CHILD,
            input=said,
            capture_output=True,
            timeout=START_SECONDS + BUSY * seconds,
            cwd=ROOT,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            check=True,
        )
        problem = json.loads(answer.stdout)["problem"]
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return TOO_HARD
    return problem if isinstance(problem, str) else TOO_HARD
