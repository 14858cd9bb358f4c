"""Looking at a token from a process of its own: a maker's library that crashes or hangs takes no page with it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from typing import Any

from app.settings import ROOT
from app.signing.backends.token_place import OnToken, TokenPlace
from app.signing.backends.token_words import BROKE_OFF, SLOW
from app.signing.errors import KeyNotReady

SECONDS = 8.0
KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "SOFTHSM2_CONF")
"""What a maker's library may need of the environment; passwords of ours are not among it."""


def look_at_token(place: TokenPlace, *, seconds: float = SECONDS) -> OnToken:
    """Certificate, chain and warning of the key, without its PIN. Raises KeyNotReady with what to do."""
    asked = {"module": place.module, "token_label": place.token_label, "key_label": place.key_label}
    try:
        answer = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            check=True,
        )
        told: dict[str, Any] = json.loads(answer.stdout)
    except subprocess.TimeoutExpired:
        raise KeyNotReady(SLOW.format(seconds=seconds)) from None
    except (subprocess.CalledProcessError, OSError, ValueError):
        raise KeyNotReady(BROKE_OFF) from None
    if "refused" in told:
        raise KeyNotReady(told["refused"])
    chain = tuple(base64.b64decode(one) for one in told["chain"])
    return OnToken(base64.b64decode(told["certificate"]), chain, told["warning"])


def answer_one(question: bytes) -> bytes:
    """The child's whole work: one token looked at, told as JSON."""
    from app.signing.backends.token import certificate_on_token

    try:
        found = certificate_on_token(TokenPlace(**json.loads(question)))
    except KeyNotReady as refusal:
        return json.dumps({"refused": refusal.message}).encode()
    return json.dumps(
        {
            "certificate": base64.b64encode(found.certificate).decode(),
            "chain": [base64.b64encode(one).decode() for one in found.chain],
            "warning": found.warning,
        }
    ).encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(answer_one(sys.stdin.buffer.read()))
