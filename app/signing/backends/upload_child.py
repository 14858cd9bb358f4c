"""`python -m app.signing.backends.upload_child`: judges one PDF that a person brought back, inside limits."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import Any

from app.signing.backends.returned_words import INVALID, NAMESAKE, UNTRUSTED
from app.signing.verification.child import build_walls
from app.signing.verification.messages import Facts, read_facts
from app.signing.verification.verdicts import Trust

LONGEST_LINE = 8 * 1024 * 1024
TRUSTED = (Trust.CERTIFIED, Trust.LOCAL)


@dataclass(frozen=True)
class Question:
    """Whose signature is expected, and how many of the bytes that follow are ours."""

    name: str
    nip: str
    has_namesake: bool
    ours: int

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def problem_with(ours: bytes, uploaded: bytes, question: Question, *, facts: Facts) -> str:
    """Why the upload is not taken, "" where it is.

    A name alone proves nobody, since anyone can make a certificate in any name: it must chain to a root that
    the office trusts, or be one that the register knows. Where an office has two people of one name, the
    certificate has to say the NIP.
    """
    from app.signing.backends.returned import Holder, Unaccepted, check_returned
    from app.signing.certificates import facts_of

    holder = Holder(question.name, question.nip)
    try:
        found = check_returned(ours, uploaded, holder=holder, register=facts, roots=facts.roots, now=facts.now)
    except Unaccepted as problem:
        return str(problem)
    if found.report.trust is Trust.INVALID:
        return INVALID
    if found.report.trust not in TRUSTED:
        return UNTRUSTED
    if question.has_namesake and not facts_of(found.certificate).nip:
        return NAMESAKE
    return ""


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    said = sys.stdin.buffer
    facts = read_facts(said.readline(LONGEST_LINE))
    told: dict[str, Any] = json.loads(said.readline(LONGEST_LINE))
    from app.signing.backends import returned
    from app.signing.verification import additions, second_reader, signatures

    # What is ours to load isn't the file's fault, so the limits begin after it.
    assert additions and returned and second_reader and signatures
    build_walls(seconds=facts.seconds, megabytes=facts.megabytes)
    question = Question(**told)
    ours, uploaded = said.read(question.ours), said.read()
    answers.write(json.dumps({"problem": problem_with(ours, uploaded, question, facts=facts)}).encode())
    answers.close()


if __name__ == "__main__":
    main()
