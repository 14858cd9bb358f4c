"""PAdES by pyHanko: one certifying signature that permits no changes, in a field that waits for it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.backends.container import OpenedKey
from app.signing.backends.signer import Appearance
from app.signing.errors import UnsignablePdf
from app.signing.pades.appearance import stamp

LOCATION = "Paringin"
REASON = "Pengesahan dokumen"
BYTES_BESIDE_CERTIFICATES = 2048
"""Room for the key's signature, the signed attributes and the CMS around them, in DER bytes."""

UNCLEAR_END = b"\r\nendstream"
"""A stream whose last byte is CR reads as one byte short, which PDF/A refuses."""

SPARE_ROOM = (0, 2, 4, 6)
"""Another size of the gap gives other bytes in the list of objects behind it."""

UNREADABLE = "Berkas PDF ini tidak dapat dibaca, jadi tidak dapat ditandatangani. Bekukan ulang laporannya."
ENCRYPTED = "PDF ini terkunci sandi, jadi tidak dapat ditandatangani. Gunakan PDF tanpa sandi."
ALREADY_SIGNED = "PDF ini sudah ditandatangani. Perubahan dibuat sebagai versi baru."
NO_FIELD = "PDF ini tidak memiliki kolom tanda tangan “{field}”. Bekukan ulang laporannya."


class MetaKeepingWriter(IncrementalPdfFileWriter):
    """Leaves /Info and XMP as they were rendered; rewriting them would break PDF/A's own statement."""

    def _update_meta(self) -> None:
        pass


class HeldKeySigner(signers.Signer):
    """Signs with a key that is already in memory; pyHanko's own signer would parse it twice more."""

    def __init__(self, opened: OpenedKey) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(_asn1(extra) for extra in opened.chain)
        super().__init__(signing_cert=_asn1(opened.certificate), cert_registry=store, embed_roots=False)
        self._key = opened.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        raise UnsignablePdf("Jenis kunci ini tidak dapat dipakai menandatangani PDF. Gunakan RSA atau EC.")


class TimedSigner(signers.PdfSigner):
    """Takes the moment of signing from its caller: the domain never asks the clock."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def sign_pdf(pdf: bytes, *, opened: OpenedKey, field: str, appearance: Appearance, label: str, at: datetime) -> bytes:
    """Sign at level B-B. The result begins with `pdf`; raises UnsignablePdf with what to do."""
    signed = b""
    for spare in SPARE_ROOM:
        signed = _sign(pdf, opened=opened, field=field, appearance=appearance, label=label, at=at, spare=spare)
        if UNCLEAR_END not in signed[len(pdf) :]:
            break
    return signed


def _sign(
    pdf: bytes, *, opened: OpenedKey, field: str, appearance: Appearance, label: str, at: datetime, spare: int
) -> bytes:
    reader, width, height = open_signable(pdf, field=field)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=appearance.name,
        reason=REASON,
        location=LOCATION,
    )
    with stamp(appearance, label=label, width=width, height=height) as style:
        signer = TimedSigner(metadata, signer=HeldKeySigner(opened), stamp_style=style, at=at)
        writer = MetaKeepingWriter.from_reader(reader)
        room = _room(opened) + spare
        signed: bytes = signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=room).getvalue()
    return signed


def open_signable(pdf: bytes, *, field: str) -> tuple[PdfFileReader, float, float]:
    """Refuse what can't take a first, certifying signature in `field`; else its reader and the field's size."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise UnsignablePdf(ENCRYPTED)
        fields = {name: (value, ref) for name, value, ref in enumerate_sig_fields(reader)}
        if any(value is not None for value, _ in fields.values()):
            raise UnsignablePdf(ALREADY_SIGNED)
        if field not in fields:
            raise UnsignablePdf(NO_FIELD.format(field=field))
        left, bottom, right, top = (float(edge) for edge in fields[field][1].get_object()["/Rect"])
    except (PdfError, ValueError, TypeError, KeyError, OSError, RecursionError):
        raise UnsignablePdf(UNREADABLE) from None
    return reader, abs(right - left), abs(top - bottom)


def _room(opened: OpenedKey) -> int:
    """Hex digits to reserve for the CMS: everything in it has a known size but for a few attributes."""
    certificates = sum(len(one.public_bytes(Encoding.DER)) for one in (opened.certificate, *opened.chain))
    return 2 * (certificates + BYTES_BESIDE_CERTIFICATES)


def _asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
