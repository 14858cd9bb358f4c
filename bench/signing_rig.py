"""One frozen report, one person's key and one authority: a signature as we make it, and as pyHanko alone does."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.reports.context import SIGNATURE_FIELD
from app.signing.backends.container import open_container
from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.signer import Appearance, SignRequest
from app.signing.pades.appearance import draw, field_size
from app.signing.pades.held_key import HeldKeySigner
from app.signing.pades.levels import NO_WISH, LevelWish
from app.signing.pades.sign import sign_pdf
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verify import verify_pdf
from tests.signing.pki import PASSPHRASE, PEOPLE, Pki, now

SECONDS = 20.0
SERVICES = {"B-B": 0, "B-T": 1, "B-LT": 2, "B-LTA": 2}


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
        assert signed.level == level, f"{signed.level} instead of {level}: {signed.note}"
        return signed.pdf

    def chain(self) -> list[x509.Certificate]:
        """The issuers of the person's certificate, root first."""
        der = (one.public_bytes(Encoding.DER) for one in (self.pki.root, *self.pki.chain("sekretaris")))
        return [x509.Certificate.load(one) for one in der]

    def wish(self, level: str) -> LevelWish:
        """B-T where no root is trusted, so that nobody is asked about revocation."""
        roots = tuple(root.der for root in self.pki.roots) if SERVICES[level] > 1 else ()
        return LevelWish(self.pki.tsa_url, SECONDS, roots) if SERVICES[level] else NO_WISH

    def plain(self, level: str, *, signer: signers.Signer | None = None) -> bytes:
        """The same level as pyHanko makes it when one asks it directly, without our block."""
        more: dict[str, Any] = {}
        if SERVICES[level] > 1:
            context = ValidationContext(
                trust_roots=self.roots, other_certs=self.chain(), allow_fetching=True, revocation_mode="require"
            )
            more = {"embed_validation_info": True, "validation_context": context}
        metadata = signers.PdfSignatureMetadata(
            field_name=SIGNATURE_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES, use_pades_lta=level == "B-LTA", **more,
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
        embedded = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures[0]
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=self.roots, allow_fetching=False))
        assert status.intact and status.valid
