"""`python -m app.signing.verification.child`: judges one PDF from standard input, inside limits, and answers JSON.

It loads its libraries first, then builds the walls, and only then looks at the file.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import BinaryIO

from app.signing.verification.messages import BUSY, Facts, read_facts, write_answer
from app.signing.verification.verdicts import Verification

LONGEST_FACTS = 8 * 1024 * 1024
LARGEST_FILE = 1024 * 1024
MOST_FILES = 64
MEGABYTE = 1024 * 1024


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    facts = read_facts(sys.stdin.buffer.readline(LONGEST_FACTS))
    _load_libraries()
    build_walls(seconds=facts.seconds, megabytes=facts.megabytes)
    _say(answers, _judge(sys.stdin.buffer.read(), facts))


def build_walls(*, seconds: int, megabytes: int) -> None:
    """Limits that nothing in this process, nor what it starts, can lift again."""
    spent = int(sum(os.times()[:2])) + 1
    memory = megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # The limit is on work. A busy machine may take longer over the same work, up to this.
    signal.setitimer(signal.ITIMER_REAL, BUSY * seconds)


def _load_libraries() -> None:
    """What is ours to load isn't the file's fault, so it counts for nothing."""
    from app.signing.unused_http import leave_out_http_client

    leave_out_http_client()
    from app.signing.verification import additions, second_reader, signatures, verify

    assert additions and second_reader and signatures and verify


def _judge(data: bytes, facts: Facts) -> Verification:
    from app.signing.verification.verify import verify_pdf

    return verify_pdf(data, register=facts, trust_roots=facts.roots, now=facts.now)


def _say(answers: BinaryIO, answer: Verification) -> None:
    answers.write(write_answer(answer))
    answers.close()


if __name__ == "__main__":
    main()
