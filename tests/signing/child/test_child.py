"""The process that signs: it gives one answer or none, leaves nothing, and its refusals are the application's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import ROOT
from app.signing.backends.esign_http import Service
from app.signing.backends.signer import Secrets, SignedPdf
from app.signing.child import run
from app.signing.child.job import Answer, Order, Refused, SigningJob, pack, unpack
from app.signing.child.run import COMMAND, sign_in_child
from app.signing.child.signing import NO_BACKEND, answer_to
from app.signing.errors import KeyNotReady, ServiceUnanswered, SigningStopped, UnsignablePdf, WrongPassphrase
from app.web.refusals import Invalid
from tests.signing.child.orders import SECONDS, Watched, job_of
from tests.signing.conftest import wanted
from tests.signing.documents import frozen_report
from tests.signing.pki import PASSPHRASE, Fault, Pki, now

SECRET = Secrets(PASSPHRASE)
SERVICE = Service("http://127.0.0.1:1", "2", "papan", "sandi-aplikasi")


def test_the_child_signs_at_the_level_that_the_network_allows(pki: Pki) -> None:
    job = job_of(pki, tsa_url=pki.tsa_url, tsa_seconds=15, roots=tuple(pki.roots))
    signed = sign_in_child(job, secrets=SECRET, seconds=SECONDS)
    assert (signed.level, signed.note) == ("B-LTA", "")
    assert signed.pdf.startswith(job.request.pdf)


def test_an_order_survives_the_pipe_unchanged(pki: Pki) -> None:
    job = job_of(pki, roots=tuple(pki.roots), service=SERVICE, email="sekretaris@contoh.invalid", tsa_seconds=2)
    order = Order(job, Secrets("frasa “sandi”", "1234567890123456", "123456"))
    assert unpack(pack(order), Order) == order
    answer = Answer(signed=SignedPdf(b"%PDF\x00\xff", "B-T", "id-1", "catatan"))
    assert unpack(pack(answer), Answer) == answer


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b'{"signed": 1}', b'{"lain": ""}', b'{"signed": {"pdf": "%%", "level": ""}}', b"\xff"]
    + [b'{"refused": {"kind": 1, "message": ""}}', b"[" * 100_000],
)
def test_what_is_no_answer_is_not_taken_for_one(data: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(data, Answer)


def test_neither_orders_nor_secrets_show_in_a_repr(pki: Pki) -> None:
    order = Order(job_of(pki, service=SERVICE), Secrets("rahasia-sekali", "1234567890123456", "654321"))
    shown = repr(order) + repr(order.job) + repr(order.secrets) + str(order.job.service)
    for secret in ("rahasia-sekali", "1234567890123456", "654321", "sandi-aplikasi"):
        assert secret not in shown


def test_a_wrong_passphrase_comes_back_as_itself(pki: Pki) -> None:
    with pytest.raises(WrongPassphrase, match="Frasa sandi kunci salah") as caught:
        sign_in_child(job_of(pki), secrets=Secrets("salah"), seconds=SECONDS)
    assert (caught.value.status, caught.value.field) == (422, "passphrase")


def test_refusals_of_the_pdf_and_of_the_key_come_back_as_themselves(pki: Pki) -> None:
    unsignable = replace(wanted(frozen_report(), at=now()), pdf=frozen_report(fields=()))
    with pytest.raises(UnsignablePdf, match="tidak memiliki kolom"):
        sign_in_child(job_of(pki, request=unsignable), secrets=SECRET, seconds=SECONDS)
    with pytest.raises(KeyNotReady, match="belum disiapkan"):
        sign_in_child(replace(job_of(pki), backend="lain"), secrets=SECRET, seconds=SECONDS)


def test_a_refusal_keeps_what_it_knows_beside_its_sentence() -> None:
    unanswered = run._refusal(Refused("ServiceUnanswered", "Belum menjawab.", (("document_id", "abc"),)))
    assert isinstance(unanswered, ServiceUnanswered) and unanswered.document_id == "abc"
    invalid = run._refusal(Refused("Invalid", "Isian salah."))
    assert isinstance(invalid, Invalid) and invalid.field is None
    assert str(run._refusal(Refused("annotations", "Tidak dikenal."))) == "Tidak dikenal."


def test_a_child_that_takes_too_long_is_killed_and_nothing_is_kept(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.signing.child.run.subprocess.Popen", Watched)
    Watched.pids.clear()
    job = job_of(pki, tsa_url=pki.tsa_url, tsa_seconds=30, roots=tuple(pki.roots))
    with pki.failing(tsa=Fault.HANGS, crls=Fault.HANGS), pytest.raises(SigningStopped, match="belum ditandatangani"):
        sign_in_child(job, secrets=SECRET, seconds=1.5)
    (pid,) = Watched.pids
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import sys; sys.exit(3)",
        "import sys; sys.stdin.read(); print('bukan jawaban')",
        'import sys; sys.stdin.read(); print(\'{"signed": {"pdf": "JVBERi0=", "lev\')',
        'import sys; print(\'{"signed": null, "refused": null, "crashed": ""}\')',
    ],
)
def test_a_child_that_breaks_off_has_signed_nothing(
    pki: Pki, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, program: str
) -> None:
    monkeypatch.setattr(run, "COMMAND", (sys.executable, "-c", program))
    with pytest.raises(SigningStopped, match="terputus sebelum selesai"):
        sign_in_child(job_of(pki), secrets=SECRET, seconds=SECONDS)
    assert PASSPHRASE not in caplog.text


def test_when_the_service_may_have_signed_the_silence_is_not_called_unsigned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "COMMAND", (sys.executable, "-c", "import time; time.sleep(30)"))
    job = SigningJob("esign", wanted(frozen_report(), at=now()), service=SERVICE, ask_first="dokumen-7")
    with pytest.raises(ServiceUnanswered, match="mungkin sudah menandatangani") as caught:
        sign_in_child(job, secrets=SECRET, seconds=0.3)
    assert caught.value.document_id == "dokumen-7"


@pytest.mark.parametrize("backend", ["pkcs12", "esign"])
def test_a_child_that_cannot_be_started_has_signed_nothing(
    pki: Pki, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setattr(run, "COMMAND", ("/tidak/ada",))
    with pytest.raises(SigningStopped, match="belum ditandatangani"):
        sign_in_child(replace(job_of(pki), backend=backend), secrets=SECRET, seconds=SECONDS)


def test_of_a_crash_only_its_place_is_told(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(f"frasa {PASSPHRASE} tidak terduga")

    monkeypatch.setattr("app.signing.child.signing.sign", crash)
    answer = answer_to(pack(Order(job_of(pki), SECRET)))
    assert answer.signed is None and "RuntimeError in" in answer.crashed and "crash" in answer.crashed
    assert PASSPHRASE not in repr(answer)


def test_an_unknown_backend_is_a_refusal_with_what_to_do(pki: Pki) -> None:
    answer = answer_to(pack(Order(replace(job_of(pki), backend="esign"), SECRET)))
    assert answer.refused == Refused("KeyNotReady", NO_BACKEND)


def test_the_child_loads_neither_web_nor_database() -> None:
    program = (
        "import sys\n"
        "import app.signing.child.__main__, app.signing.child.signing, app.signing.pades.sign\n"
        "import app.signing.backends.pkcs12, app.signing.backends.token, app.signing.backends.esign\n"
        "print([name for name in ('flask', 'sqlalchemy', 'weasyprint', 'werkzeug') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_child_sees_nothing_of_our_environment(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPAN_ESIGN_PASSWORD", "sandi-aplikasi")
    monkeypatch.setenv("DATABASE_URL", "postgresql://papan:sandi@localhost/papan")
    program = "import os, sys; sys.stdin.read(); sys.exit(any('andi' in value for value in os.environ.values()) + 40)"
    monkeypatch.setattr(run, "COMMAND", (sys.executable, "-c", program))
    told: list[int] = []
    result = run._result
    monkeypatch.setattr(
        run, "_result", lambda job, out, *, status: told.append(status) or result(job, out, status=status)
    )
    with pytest.raises(SigningStopped):
        sign_in_child(job_of(pki), secrets=SECRET, seconds=SECONDS)
    assert told == [40]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what /proc and prctl say")
def test_the_walls_stand_before_anything_is_read() -> None:
    """Seen from outside, while the child still waits for its order."""
    child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        limits = Path(f"/proc/{child.pid}/limits")
        assert _soon(lambda: "Max core file size 0 0 bytes" in " ".join(limits.read_text().split()))
        # Pages of a process that may not be dumped belong to root.
        assert _soon(lambda: os.stat(f"/proc/{child.pid}/environ").st_uid == 0)
    finally:
        child.kill()
        child.communicate()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what prctl says")
def test_from_inside_no_core_can_be_dumped() -> None:
    program = (
        "import ctypes, resource\n"
        "from app.signing.child.walls import raise_walls\n"
        "raise_walls()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "(0, 0) 0"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what prctl does")
def test_the_child_dies_with_its_parent() -> None:
    program = (
        "import subprocess, sys, time\n"
        "from app.signing.child.run import COMMAND\n"
        "child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    limits = Path(f"/proc/{child}/limits")
    assert _soon(lambda: "Max core file size 0 0 bytes" in " ".join(limits.read_text().split()))
    time.sleep(0.2)
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    assert _soon(lambda: not limits.exists() or "State:\tZ" in limits.with_name("status").read_text())


def _soon(holds: object, *, seconds: float = 20) -> bool:
    assert callable(holds)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return True
        except FileNotFoundError:
            pass
        time.sleep(0.02)
    return False
