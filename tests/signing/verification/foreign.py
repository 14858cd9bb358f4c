"""Signs as other people's software does: any field, permission, level and clock, with the test authority's keys."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper, TimeStamper
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext

from app.signing.verification.trust import EmptyRegister, Register, Root
from app.signing.verification.verdicts import Verification
from app.signing.verification.verify import verify_pdf
from tests.signing.documents import FIELD
from tests.signing.pki import PASSPHRASE, Pki, now


def key_of(pki: Pki, name: str) -> signers.SimpleSigner:
    signer = signers.SimpleSigner.load_pkcs12_data(pki.p12(name), other_certs=[], passphrase=PASSPHRASE.encode())
    assert signer is not None
    return signer


def as_asn1(certificate: Any) -> asn1_x509.Certificate:
    from cryptography.hazmat.primitives.serialization import Encoding

    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def stamper(pki: Pki, *, at: datetime, certificate: str = "tsa", key: str = "tsa") -> DummyTimeStamper:
    """A time stamp authority whose clock says what the test wants."""
    from asn1crypto import keys
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = pki.key(key).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        tsa_cert=as_asn1(pki.certificate(certificate)),
        tsa_key=keys.PrivateKeyInfo.load(private),
        certs_to_embed=None,
        fixed_dt=at,
        override_md="sha256",
    )


def online(pki: Pki) -> ValidationContext:
    return ValidationContext(
        trust_roots=[as_asn1(pki.root)],
        other_certs=[as_asn1(pki.certificate("interm"))],
        allow_fetching=True,
        revocation_mode="require",
    )


def sign(
    pki: Pki,
    pdf: bytes,
    *,
    name: str = "sekretaris",
    field: str = FIELD,
    level: str = "B-B",
    timestamper: TimeStamper | None = None,
    permits: MDPPerm | None = None,
    box: tuple[int, int, int, int] | None = None,
    style: Any = None,
    **metadata: Any,
) -> bytes:
    """`box` makes a new field on the last page, as software does that knows no fields made beforehand."""
    if level != "B-B" and timestamper is None:
        timestamper = HTTPTimeStamper(pki.tsa_url)
    long_term: dict[str, Any] = {}
    if level in ("B-LT", "B-LTA"):
        long_term = {"embed_validation_info": True, "validation_context": online(pki)}
    metadata.setdefault("subfilter", SigSeedSubFilter.PADES)
    options = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        certify=permits is not None,
        docmdp_permissions=permits or MDPPerm.FILL_FORMS,
        use_pades_lta=level == "B-LTA",
        **(long_term | metadata),
    )
    new_field = fields.SigFieldSpec(field, on_page=-1, box=box) if box else None
    signer = signers.PdfSigner(
        options,
        signer=key_of(pki, name),
        timestamper=timestamper,
        stamp_style=style or NoOpStampStyle(),
        new_field_spec=new_field,
    )
    return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()


def judge(
    data: bytes, *, roots: list[Root], at: datetime | None = None, register: Register | None = None
) -> Verification:
    return verify_pdf(data, register=register or EmptyRegister(), trust_roots=roots, now=at or now())
