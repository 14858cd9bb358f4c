"""Signing and judging at every level, and what pyHanko itself takes for the same in the same run."""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.reports.context import SIGNATURE_FIELD
from app.settings import ROOT
from app.signing.backends.container import open_container
from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.signer import Appearance, Secrets, SignRequest
from app.signing.child.job import SigningJob
from app.signing.child.run import sign_in_child
from app.signing.pades.appearance import draw, field_size
from app.signing.pades.held_key import HeldKeySigner
from app.signing.pades.levels import NO_WISH, LevelWish
from app.signing.pades.sign import sign_pdf
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verify import verify_pdf
from bench.measure import Cost, Figure, figure
from tests.signing.backends import softhsm
from tests.signing.pki import PASSPHRASE, PEOPLE, Pki, now

FEW = 3
"""Rounds where one asks the network five times or starts a process."""

SECONDS = 20.0
HELD = "pyHanko, kunci terbuka"
SERVICES = {"B-B": 0, "B-T": 1, "B-LTA": 2}

PROCESS = """
import io, sys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
signer = signers.SimpleSigner.load_pkcs12_data(open(sys.argv[1], "rb").read(), other_certs=[], passphrase=b"%s")
writer = IncrementalPdfFileWriter(io.BytesIO(sys.stdin.buffer.read()))
signers.PdfSigner(signers.PdfSignatureMetadata(field_name="%s"), signer=signer).sign_pdf(writer)
"""


class Bench:
    """One frozen report, one person's key, one authority in a process of its own."""

    def __init__(self, frozen: bytes, pki: Pki, folder: Path) -> None:
        self.frozen, self.pki, self.folder = frozen, pki, folder
        self.held = HeldKeySigner(open_container(pki.p12(), passphrase=PASSPHRASE))
        self.roots = [x509.Certificate.load(root.der) for root in pki.roots]

    def request(self) -> SignRequest:
        """With the block drawn anew, as every signature needs it."""
        at, (name, nip) = now(), PEOPLE["sekretaris"]
        look = Appearance(name, "Sekretaris DPRD", "Pembina Utama Muda", nip, "http://127.0.0.1:8000/v/bench-0000", at)
        width, height = field_size(self.frozen, SIGNATURE_FIELD)
        stamp = draw(look, label=LOCAL_LABEL, width=width, height=height)
        return SignRequest(self.frozen, SIGNATURE_FIELD, look, at, stamp=stamp)

    def sign(self, level: str, *, signer: signers.Signer | None = None) -> bytes:
        signed = sign_pdf(self.request(), signer=signer or self.held, wish=self.wish(level))
        return signed.pdf

    def wish(self, level: str) -> LevelWish:
        """B-T where no root is trusted, so that nobody is asked about revocation."""
        roots = tuple(root.der for root in self.pki.roots) if SERVICES[level] > 1 else ()
        return LevelWish(self.pki.tsa_url, SECONDS, roots) if SERVICES[level] else NO_WISH

    def plain(self, level: str, *, signer: signers.Signer | None = None) -> bytes:
        """The same level as pyHanko makes it when one asks it directly, without our block."""
        more: dict[str, Any] = {}
        if SERVICES[level] > 1:
            context = ValidationContext(trust_roots=self.roots, allow_fetching=True, revocation_mode="require")
            more = {"embed_validation_info": True, "validation_context": context}
        metadata = signers.PdfSignatureMetadata(
            field_name=SIGNATURE_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES, use_pades_lta=SERVICES[level] > 1, **more,
        )  # fmt: skip
        stamper = timestamps.HTTPTimeStamper(self.pki.tsa_url) if SERVICES[level] else None
        plain = signers.PdfSigner(metadata, signer=signer or self.held, timestamper=stamper)
        reserved = 16_384 if level == "B-B" else None
        writer = IncrementalPdfFileWriter(io.BytesIO(self.frozen))
        out: bytes = plain.sign_pdf(writer, existing_fields_only=True, bytes_reserved=reserved).getvalue()
        return out

    def verify(self, signed: bytes) -> None:
        answer = verify_pdf(signed, register=EmptyRegister(), trust_roots=self.pki.roots, now=now())
        assert answer.verdict.accepted, answer.reasons

    def plain_verify(self, signed: bytes) -> None:
        embedded = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=self.roots, allow_fetching=False))
        assert status.intact and status.valid


def figures(frozen: bytes) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        pki = Pki(Path(folder), apart=True)
        try:
            yield from measured(Bench(frozen, pki, Path(folder)))
        finally:
            pki.stop()


def measured(bench: Bench, *, rounds: int = FEW) -> Iterator[Figure]:
    """One long-term level is enough: B-LT is B-LTA without its last question."""
    for level in ("B-B", "B-T", "B-LTA"):
        yield signature(bench, level, rounds=rounds)
    if shutil.which("softhsm2-util") and Path(softhsm.MODULE).exists():
        yield on_token(bench, rounds=rounds)
    yield in_child(bench, rounds=rounds)
    for level in ("B-B", "B-T", "B-LTA"):
        yield verification(bench, level, rounds=rounds)


def signature(bench: Bench, level: str, *, rounds: int) -> Figure:
    """The key is opened once in both: PKCS#12's own key derivation is slow on purpose."""
    times = 3 if level == "B-B" else 1
    return figure(
        f"Tanda tangan {level}, blok terlihat dengan QR",
        Cost(lambda: bench.sign(level), times), Cost(lambda: bench.plain(level), times),
        goal=2, against=f"{HELD}, tanpa blok", rounds=rounds,
    )  # fmt: skip


def on_token(bench: Bench, *, rounds: int) -> Figure:
    """A token in software: the key never leaves it, so both ask it for each signature."""
    from pyhanko.sign.pkcs11 import PKCS11Signer

    from app.signing.backends.token import TokenSigner

    with softhsm.SoftToken.apart(bench.folder / "hsm", "kantor") as token:
        token.store_key(bench.pki.key("sekretaris"), token="kantor", label="bench", id_="A1")
        token.store_certificate(bench.pki.certificate("sekretaris"), token="kantor", label="bench", id_="A1")
        with TokenSigner(softhsm.place("bench"), pin=softhsm.PIN) as held:
            plain = PKCS11Signer(held._session, cert_label="bench", key_label="bench")  # type: ignore[arg-type]
            return figure(
                "Tanda tangan B-B dengan token",
                Cost(lambda: bench.sign("B-B", signer=held.pyhanko_signer()), 3),
                Cost(lambda: bench.plain("B-B", signer=plain), 3),
                goal=2, against="pyHanko, token, tanpa blok", rounds=rounds,
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
    signed = bench.sign(level)
    return figure(
        f"Verifikasi PDF {level}",
        Cost(lambda: bench.verify(signed), 3), Cost(lambda: bench.plain_verify(signed), 3),
        goal=2.5, against="pyHanko saja, tanda tangan pertama", rounds=rounds,
    )  # fmt: skip


def _children() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime
