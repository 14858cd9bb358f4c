"""Starting the child, giving it its order through the pipe, and believing only an answer that is whole."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

from app.settings import ROOT
from app.signing import errors
from app.signing.backends.signer import Secrets, SignedPdf
from app.signing.child.job import Answer, Order, Refused, SigningJob, pack, unpack
from app.web import refusals
from app.web.refusals import Refusal

COMMAND = (sys.executable, "-s", "-m", "app.signing.child")
KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "SOFTHSM2_CONF", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What a maker's library or TLS may need of the environment; settings and passwords of ours are not among it."""

TOO_SLOW = (
    "Penandatanganan dihentikan karena belum selesai dalam {seconds:.0f} detik. "
    "Dokumen belum ditandatangani; coba lagi, atau beri tahu Admin bila berulang."
)
BROKEN_OFF = "Penandatanganan terputus sebelum selesai. Dokumen belum ditandatangani; coba lagi atau beri tahu Admin."
NOT_STARTED = "Server sedang tidak dapat menandatangani. Dokumen belum ditandatangani; coba lagi atau beri tahu Admin."
MAYBE_SIGNED = (
    "Layanan esign belum menjawab ketika waktunya habis, jadi mungkin sudah menandatangani. "
    "Muat ulang halaman: aplikasi menanyakan dahulu sebelum meminta lagi."
)


def sign_in_child(job: SigningJob, *, secrets: Secrets, seconds: float) -> SignedPdf:
    """Sign in a process of its own. Raises the child's own refusal, or SigningStopped when it gives no answer.

    With the esign service a missing answer is ServiceUnanswered: the service may have signed.
    """
    process = _started()
    try:
        told, _ = process.communicate(pack(Order(job, secrets)), timeout=seconds)
    except subprocess.TimeoutExpired:
        raise _stopped(job, TOO_SLOW.format(seconds=seconds)) from None
    finally:
        process.kill()
        process.wait()
    return _result(job, told, status=process.returncode)


def _started() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
        )
    except OSError as problem:
        # Nothing of the order has left this process, so not even a service can have signed.
        logging.getLogger(__name__).error("The signing child could not be started: %s", problem.strerror)
        raise errors.SigningStopped(NOT_STARTED) from None


def _result(job: SigningJob, told: bytes, *, status: int) -> SignedPdf:
    try:
        answer = unpack(told, Answer)
    except ValueError:
        answer = Answer(crashed=f"no answer, exit status {status}")
    if answer.signed is not None:
        return answer.signed
    if answer.refused is not None:
        raise _refusal(answer.refused)
    logging.getLogger(__name__).error("The signing child broke off: %s", answer.crashed)
    raise _stopped(job, BROKEN_OFF)


def _stopped(job: SigningJob, message: str) -> Refusal:
    if job.backend == "esign":
        return errors.ServiceUnanswered(MAYBE_SIGNED, document_id=job.ask_first)
    return errors.SigningStopped(message)


def _refusal(told: Refused) -> Refusal:
    """The same refusal as in the child, without running its constructor: the sentence is made already."""
    kind = getattr(errors, told.kind, None) or getattr(refusals, told.kind, Refusal)
    if not (isinstance(kind, type) and issubclass(kind, Refusal)):
        kind = Refusal
    refusal: Refusal = kind.__new__(kind)
    refusal.args = (told.message,)
    vars(refusal).update(dict(told.facts), message=told.message)
    if isinstance(refusal, refusals.Invalid):
        vars(refusal).setdefault("field", None)
    return refusal
