"""Judging a file in a process of its own: a bomb costs its limits and gets an honest answer, and nobody else waits.

The child is started for one file. Whatever is abnormal about its end or its answer is "tidak dapat diperiksa".
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.signing.verification.digests import digests_at
from app.signing.verification.messages import BUSY, Facts, Garbled, read_answer, write_facts
from app.signing.verification.trust import Register, Root
from app.signing.verification.verdicts import Registered, Trust, Verdict, Verification
from app.signing.verification.verify import MAX_BYTES, TOO_BIG
from app.web.refusals import TooLarge

HOUSE = Path(__file__).resolve().parents[3]
START_SECONDS = 15.0
"""What loading the libraries may take on a busy machine, beside the limit for the file itself."""

LARGEST_ANSWER = 1024 * 1024
MOST_REVISIONS = 128
CHILD = (sys.executable, "-s", "-m", "app.signing.verification.child")
REVISION_END = re.compile(rb"%%EOF[ \t]*(?:\r\n|\r|\n)?")

TOO_MUCH_WORK = "Memeriksa berkas ini melebihi {seconds} detik kerja prosesor, jadi pemeriksaan dihentikan."
TOO_BUSY = (
    "Pemeriksaan belum selesai dalam {seconds} detik, karena server sedang sibuk atau berkasnya berat. "
    "Unggah sekali lagi; bila berulang, beri tahu Admin."
)
NOT_STARTED = "Server sedang tidak dapat menjalankan pemeriksaan. Coba lagi nanti; bila berulang, beri tahu Admin."
COLLAPSED = "Pemeriksaan berkas ini terhenti di tengah jalan; susunannya mungkin dibuat untuk mengganggu pembaca PDF."


@dataclass(frozen=True)
class Limits:
    """What judging one file may cost."""

    seconds: int = 5
    megabytes: int = 400


def verify_in_sandbox(
    data: bytes, *, register: Register, trust_roots: Sequence[Root], now: datetime, limits: Limits = Limits()
) -> Verification:
    """Like verify_pdf, in a subprocess with limits. Raises TooLarge beyond 25 MB; everything else is an answer."""
    if len(data) > MAX_BYTES:
        raise TooLarge(TOO_BIG)
    documents = _known_beginnings(data, register)
    facts = Facts(
        now=now,
        roots=trust_roots,
        known=frozenset(register.known_certificates()),
        documents=documents,
        seconds=limits.seconds,
        megabytes=limits.megabytes,
    )
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _ask(CHILD, data, facts, sha256=sha256)
    except OSError:  # no process or no memory left for one: an answer all the same, and never green
        return _unanswered(sha256, facts, NOT_STARTED)


def _ask(command: Sequence[str], data: bytes, facts: Facts, *, sha256: str) -> Verification:
    answers = os.memfd_create("jawaban")
    try:
        status = _run(command, write_facts(facts) + b"\n" + data, answers, seconds=facts.seconds)
        said = os.pread(answers, LARGEST_ANSWER + 1, 0)
    finally:
        os.close(answers)
    if status != 0 or len(said) > LARGEST_ANSWER:
        return _unanswered(sha256, facts, _reason(status, facts))
    try:
        answer = read_answer(said)
    except Garbled:
        return _unanswered(sha256, facts, COLLAPSED)
    if answer.sha256 != sha256:
        return _unanswered(sha256, facts, COLLAPSED)
    return replace(answer, registered=facts.find(sha256))


def _run(command: Sequence[str], said: bytes, answers: int, *, seconds: float) -> int:
    """The exit status, with everything that the child started ended too."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=answers,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd=HOUSE,
        start_new_session=True,
    )
    late = False
    try:
        child.communicate(said, timeout=START_SECONDS + BUSY * seconds)
    except subprocess.TimeoutExpired:
        late = True
    finally:
        # The group has the child's number; poppler's processes are in it, and none may outlive the answer.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        status = child.wait()
        if child.stdin:
            with contextlib.suppress(OSError):
                child.stdin.close()
    return -signal.SIGALRM if late else status


def _environment() -> dict[str, str]:
    """Nothing of ours: no secret of the web process may lie in a process that reads strangers' files."""
    return {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _reason(status: int, facts: Facts) -> str:
    if status == -signal.SIGALRM:
        return TOO_BUSY.format(seconds=BUSY * facts.seconds)
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return TOO_MUCH_WORK.format(seconds=facts.seconds)
    return COLLAPSED


def _unanswered(sha256: str, facts: Facts, reason: str) -> Verification:
    """What the register knows of the file, or of the longest beginning of it, is true without an examination."""
    origin = next(reversed(list(facts.documents.values())), None)
    registered = facts.find(sha256)
    return Verification(sha256, Verdict.UNREADABLE, Trust.UNKNOWN, registered, reasons=(reason,), origin=origin)


def _known_beginnings(data: bytes, register: Register) -> dict[str, Registered]:
    """What the register says of the file and of each revision that it may have begun as, the longest last."""
    ends = {len(data)}
    for found in REVISION_END.finditer(data):
        ends.add(found.end())
        if len(ends) > MOST_REVISIONS:
            break
    known = [register.find(digest) for digest in digests_at(data, ends).values()]
    return {document.sha256: document for document in known if document is not None}
