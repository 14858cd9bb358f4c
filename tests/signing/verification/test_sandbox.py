"""A hostile file costs its limits and gets an answer; a child that misbehaves in any way is never believed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from datetime import datetime

import pytest

from app.signing.verification import sandbox
from app.signing.verification.messages import Garbled, read_answer, write_answer
from app.signing.verification.sandbox import HOUSE, Limits, verify_in_sandbox
from app.signing.verification.trust import EmptyRegister, Root
from app.signing.verification.verdicts import Registered, Trust, Verdict, Verification
from app.signing.verification.verify import MAX_BYTES, verify_pdf
from app.web.refusals import TooLarge
from tests.signing.documents import frozen_report
from tests.signing.pki import Pki, now
from tests.signing.verification.foreign import sign

USUAL = Limits()
SHORT = Limits(seconds=1, megabytes=400)
WALLS = """
import sys
from app.signing.verification.child import build_walls
from app.signing.verification.messages import read_facts
facts = read_facts(sys.stdin.buffer.readline())
build_walls(seconds=facts.seconds, megabytes=facts.megabytes)
"""


def check(data: bytes, *, roots: list[Root] | None = None, limits: Limits = USUAL) -> Verification:
    return verify_in_sandbox(data, register=EmptyRegister(), trust_roots=roots or [], now=now(), limits=limits)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Verification]:
    """The verdict on a fine report when the child does something else behind the same walls."""

    def act(code: str) -> Verification:
        monkeypatch.setattr(sandbox, "CHILD", (sys.executable, "-s", "-c", WALLS + code))
        return check(frozen_report(), limits=SHORT)

    return act


def test_the_sandbox_says_what_the_judge_says(pki: Pki) -> None:
    pdf = sign(pki, frozen_report(), level="B-LTA")
    at = now()
    asked = {"register": EmptyRegister(), "trust_roots": pki.roots, "now": at}
    assert verify_in_sandbox(pdf, **asked) == verify_pdf(pdf, **asked)


def test_a_server_that_can_start_no_process_says_so_and_is_never_green(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CHILD", ("/tidak/ada",))
    answer = check(frozen_report())
    assert (answer.verdict, answer.trust) == (Verdict.UNREADABLE, Trust.UNKNOWN)
    assert answer.reasons == (sandbox.NOT_STARTED,)


def test_the_register_and_its_keys_reach_the_child(pki: Pki) -> None:
    pdf = sign(pki, frozen_report())
    known = check(pdf)

    class Office(EmptyRegister):
        def find(self, sha256: str) -> Registered | None:
            document = Registered(sha256, "Laporan", "signed", "abcdefghjkmnpqrstuvw", now())
            return document if sha256 == known.sha256 else None

        def known_certificates(self) -> list[str]:
            return [known.signatures[0].fingerprint]

    answer = verify_in_sandbox(pdf, register=Office(), trust_roots=[], now=now())
    assert (answer.trust, answer.registered is not None) == (Trust.LOCAL, True)
    assert answer.signatures[0].proven_by == "register kantor ini"


def test_a_file_over_the_limit_is_refused_before_a_child_is_started() -> None:
    with pytest.raises(TooLarge):
        check(bytes(MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("while True: pass", "melebihi 1 detik kerja prosesor|belum selesai dalam 3 detik"),
        ("import time; time.sleep(60)", "belum selesai dalam 3 detik"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "terhenti di tengah jalan"),
        ("raise SystemExit(3)", "terhenti di tengah jalan"),
        ("x = bytearray(500 * 1024 * 1024)", "terhenti di tengah jalan"),
        ("f = lambda: f()\nf()", "terhenti di tengah jalan"),
        ("import os\nwhile True: os.write(1, b'x' * 65536)", "terhenti di tengah jalan"),
        ("print('{}')", "terhenti di tengah jalan"),
        ("print('bukan JSON')", "terhenti di tengah jalan"),
        ("", "terhenti di tengah jalan"),
        ("print('[' * 100000)", "terhenti di tengah jalan"),
    ],
    ids=["cpu", "sleep", "killed", "exit", "memory", "recursion", "flood", "empty", "garbage", "silence", "nesting"],
)
def test_an_abnormal_child_is_an_honest_answer(misbehaving, code: str, told: str) -> None:
    start = time.monotonic()
    answer = misbehaving(code)
    assert (answer.verdict, answer.trust, answer.signatures) == (Verdict.UNREADABLE, Trust.UNKNOWN, ())
    assert re.search(told, answer.reasons[0])
    assert time.monotonic() - start < 20


def test_a_green_answer_about_another_file_is_not_believed(misbehaving) -> None:
    green = write_answer(Verification("0" * 64, Verdict.INTACT, Trust.CERTIFIED, None))
    assert misbehaving(f"import os; os.write(1, {green!r})").verdict is Verdict.UNREADABLE


def test_a_child_can_t_claim_that_our_register_knows_the_file(misbehaving) -> None:
    import hashlib

    sha256 = hashlib.sha256(frozen_report()).hexdigest()
    lie = Registered(sha256, "Laporan palsu", "signed", "abcdefghjkmnpqrstuvw", now())
    said = write_answer(Verification(sha256, Verdict.INTACT, Trust.UNKNOWN, lie))
    assert misbehaving(f"import os; os.write(1, {said!r})").registered is None


def test_what_the_child_started_ends_with_it(misbehaving) -> None:
    marker = f"3{int(time.time()) % 100000:05d}"
    misbehaving(f"import subprocess, time; subprocess.Popen(['sleep', '{marker}']); time.sleep(60)")
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"sleep {marker}" not in running.splitlines()


def test_nobody_s_secrets_are_in_the_child_s_environment(misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPAN_ESIGN_PASSWORD", "rahasia-kantor")
    code = "import os; os.abort() if 'rahasia-kantor' in str(os.environ) else sys.exit(0)"
    asked: list[int] = []
    run = sandbox._run
    monkeypatch.setattr(sandbox, "_run", lambda *a, **k: asked.append(run(*a, **k)) or asked[-1])
    misbehaving(code)
    assert asked == [0]


@pytest.mark.parametrize("field", ["sha256", "verdict", "trust", "signatures", "reasons", "changes", "additions"])
def test_an_answer_with_one_odd_field_is_garbled(field: str) -> None:
    fine = json.loads(write_answer(Verification("0" * 64, Verdict.INTACT, Trust.LOCAL, None)))
    assert read_answer(json.dumps(fine).encode()).verdict is Verdict.INTACT
    for odd in (7, {"a": 1}, None, ["x", 3]):
        with pytest.raises(Garbled):
            read_answer(json.dumps(fine | {field: odd}).encode())


def bomb(filters: int, size: int) -> bytes:
    """A cross-reference stream that unpacks to `size` bytes through several layers."""
    packed = bytes(size)
    for _ in range(filters):
        packed = zlib.compress(packed, 9)
    names = b"/FlateDecode" * filters
    head = b"%PDF-1.7\n"
    body = b"1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Length %d/Filter[%s]>>\nstream\n" % (len(packed), names)
    return head + body + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def predictor_bomb() -> bytes:
    """Predictor 15 with a row of two thousand million columns."""
    packed = zlib.compress(bytes(1000))
    head = b"%PDF-1.7\n"
    parameters = b"/DecodeParms<</Predictor 15/Columns 2000000000/Colors 32/BitsPerComponent 16>>"
    body = b"1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Length %d/Filter/FlateDecode%s>>\nstream\n"
    return head + body % (len(packed), parameters) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    "data",
    [
        bomb(1, 1 << 30),
        bomb(3, 1 << 27),
        predictor_bomb(),
        b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 300_000 + b"\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + b"9 0 obj\n<<>>\nendobj\n" * 200_000 + b"startxref\n9\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 99999999\n" + b"0000000000 65535 f \n" * 100_000 + b"trailer\n<<>>\nstartxref\n9\n%%EOF\n",
    ],
    ids=["flate bomb", "layered bomb", "predictor bomb", "recursion", "many objects", "endless table"],
)
def test_a_bomb_is_an_answer_in_time(data: bytes) -> None:
    start = time.monotonic()
    answer = check(data)
    assert not answer.verdict.accepted
    assert time.monotonic() - start < 25


def test_the_child_starts_without_flask_and_database() -> None:
    code = (
        "import sys, app.signing.verification.child as c; c._load_libraries();"
        "sys.exit(any(m.split('.')[0] in ('flask', 'sqlalchemy', 'weasyprint') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=HOUSE, check=False).returncode == 0


def test_the_parent_loads_no_pdf_library() -> None:
    code = (
        "import sys, app.signing.verification.sandbox;"
        "sys.exit(any(m.split('.')[0] in ('pyhanko', 'pyhanko_certvalidator', 'pikepdf') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=HOUSE, check=False).returncode == 0


def test_the_moment_of_judging_is_an_argument(pki: Pki) -> None:
    pdf = sign(pki, frozen_report())
    later = datetime.fromisoformat("2051-01-01T00:00:00+00:00")
    answer = verify_in_sandbox(pdf, register=EmptyRegister(), trust_roots=pki.roots, now=later)
    assert answer.trust is Trust.INVALID
