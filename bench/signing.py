"""Signing and judging, for each backend and level, and what pyHanko itself takes for the same in the same run."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace

from app.reports.context import SIGNATURE_FIELD
from app.settings import ROOT
from app.signing.backends.esign import EsignSigner
from app.signing.backends.esign_http import Service
from app.signing.backends.signer import Secrets
from app.signing.backends.uploaded import accept_signed_elsewhere
from app.signing.child.job import SigningJob
from app.signing.child.run import sign_in_child
from bench.measure import Cost, Figure, figure
from bench.signing_rig import SECONDS, Bench
from tests.signing.backends import softhsm
from tests.signing.backends.esign_service import NIK, PASSWORD, USER, EsignService, sign_like_bsre
from tests.signing.pki import PASSPHRASE, PEOPLE, Pki, now

FEW = 3
"""Rounds where one asks the network five times or starts a process."""

HELD = "pyHanko, kunci terbuka"
OURS = ("B-B", "B-T", "B-LTA")
"""B-LT is made by others: where its data can be had, our archive time stamp follows at once."""

PROCESS = """
import io, sys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
signer = signers.SimpleSigner.load_pkcs12_data(open(sys.argv[1], "rb").read(), other_certs=[], passphrase=b"%s")
writer = IncrementalPdfFileWriter(io.BytesIO(sys.stdin.buffer.read()))
signers.PdfSigner(signers.PdfSignatureMetadata(field_name="%s"), signer=signer).sign_pdf(writer)
"""
JUDGE = """
import io, sys
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
reader = PdfFileReader(io.BytesIO(sys.stdin.buffer.read()))
assert validate_pdf_signature(reader.embedded_regular_signatures[0]).intact
"""


def figures(frozen: bytes) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        pki = Pki(Path(folder), apart=True)
        try:
            yield from measured(Bench(frozen, pki, Path(folder)))
        finally:
            pki.stop()


def measured(bench: Bench, *, rounds: int = FEW) -> Iterator[Figure]:
    for level in OURS:
        yield signature(bench, level, rounds=rounds)
    if shutil.which("softhsm2-util") and Path(softhsm.MODULE).exists():
        yield from on_token(bench, rounds=rounds)
    for version in ("1", "2"):
        yield by_service(bench, version, rounds=rounds)
    yield brought_back(bench, rounds=rounds)
    yield in_child(bench, rounds=rounds)
    for level in (*OURS, "B-LT"):
        yield verification(bench, level, rounds=rounds)


def signature(bench: Bench, level: str, *, rounds: int) -> Figure:
    """The key is opened once in both: PKCS#12's own key derivation is slow on purpose."""
    times = 3 if level == "B-B" else 1
    return figure(
        f"Tanda tangan {level}, kunci lokal, blok terlihat dengan QR",
        Cost(lambda: bench.sign(level), times), Cost(lambda: bench.plain(level), times),
        goal=2, against=f"{HELD}, tanpa blok", rounds=rounds,
    )  # fmt: skip


def on_token(bench: Bench, *, rounds: int) -> Iterator[Figure]:
    """A token in software: the key never leaves it, so both ask it for each signature."""
    from pyhanko.sign.pkcs11 import PKCS11Signer

    from app.signing.backends.token import TokenSigner

    with softhsm.SoftToken.apart(bench.folder / "hsm", "kantor") as token:
        token.store_key(bench.pki.key("sekretaris"), token="kantor", label="bench", id_="A1")
        token.store_certificate(bench.pki.certificate("sekretaris"), token="kantor", label="bench", id_="A1")
        token.store_certificate(bench.pki.certificate("interm"), token="kantor", label="induk", id_="B1")
        with TokenSigner(softhsm.place("bench"), pin=softhsm.PIN) as held:
            chain = [one for one in bench.chain() if one.subject != one.issuer]
            plain = PKCS11Signer(held._session, cert_label="bench", key_label="bench", ca_chain=chain)  # type: ignore[arg-type]
            for level in OURS:
                ours = Cost(partial(bench.sign, level, signer=held.pyhanko_signer()), 1)
                floor = Cost(partial(bench.plain, level, signer=plain), 1)
                yield figure(
                    f"Tanda tangan {level} dengan token", ours, floor,
                    goal=2, against="pyHanko, token, tanpa blok", rounds=rounds,
                )  # fmt: skip


def by_service(bench: Bench, version: str, *, rounds: int) -> Figure:
    """The service signs in a process of its own; ours is to ask, and to judge what comes back before it is taken."""
    with service_apart(bench.pki) as url:
        signer = EsignSigner(
            Service(url, version, USER, PASSWORD, SECONDS), secrets=Secrets(PASSPHRASE, NIK), roots=bench.pki.roots
        )
        return figure(
            f"Tanda tangan B-LT lewat layanan esign v{version}",
            Cost(lambda: signer.sign(bench.request()), 1, _children),
            Cost(lambda: bench.plain_verify(bench.plain("B-LT")), 1),
            goal=5, against="pyHanko menandatangani B-LT dan memeriksanya", rounds=rounds,
        )  # fmt: skip


@contextmanager
def service_apart(pki: Pki) -> Iterator[str]:
    """The esign service's address, served by a process whose cost is not ours."""
    fork = get_context("fork")
    ours, theirs = fork.Pipe()

    def serve(told: Connection) -> None:
        service = EsignService(pki)
        told.send(service.url)
        told.recv()
        service.close()

    process = fork.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        process.join()


def brought_back(bench: Bench, *, rounds: int) -> Figure:
    """Our PDF, signed elsewhere as BSrE signs: compared with ours in a process with limits."""
    signed = sign_like_bsre(bench.frozen, pki=bench.pki)
    name, nip = PEOPLE["sekretaris"]
    person = SimpleNamespace(name=name, nip=nip)

    def ours() -> None:
        accept_signed_elsewhere(bench.frozen, signed, user=person, roots=bench.pki.roots, now=now())

    def floor() -> None:
        subprocess.run([sys.executable, "-c", JUDGE], input=signed, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)

    return figure(
        "Unggahan bertanda tangan B-LT dibandingkan dengan berkas kami",
        Cost(ours, 1, _children), Cost(floor, 1, _children),
        goal=5, against="proses Python yang memeriksa dengan pyHanko saja", rounds=rounds,
    )  # fmt: skip


def in_child(bench: Bench, *, rounds: int) -> Figure:
    """Everything that a person waits for, against a process that does nothing but import pyHanko and sign."""
    key = bench.folder / "bench.p12"
    key.write_bytes(bench.pki.p12())
    program = PROCESS % (PASSPHRASE, SIGNATURE_FIELD)

    def ours() -> None:
        job = SigningJob("pkcs12", bench.request(), key_file=key.read_bytes())
        sign_in_child(job, secrets=Secrets(PASSPHRASE), seconds=SECONDS)

    def floor() -> None:
        subprocess.run([sys.executable, "-c", program, str(key)], input=bench.frozen, check=True, cwd=ROOT)

    return figure(
        "Tanda tangan B-B dalam proses sendiri",
        Cost(ours, 1, _children), Cost(floor, 1, _children),
        goal=1.3, against="proses Python dengan pyHanko saja", rounds=rounds,
    )  # fmt: skip


def verification(bench: Bench, level: str, *, rounds: int) -> Figure:
    """Our judgement of a file, second look at its structure included, against pyHanko's alone."""
    signed = bench.sign(level) if level in OURS else sign_like_bsre(bench.frozen, pki=bench.pki)
    return figure(
        f"Verifikasi PDF {level}" + ("" if level in OURS else " seperti buatan BSrE"),
        Cost(lambda: bench.verify(signed), 1, _children), Cost(lambda: bench.plain_verify(signed), 1),
        goal=2.5, against="pyHanko saja, tanda tangan pertama", rounds=rounds,
    )  # fmt: skip


def _children() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime
