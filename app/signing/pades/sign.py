"""PAdES by pyHanko, at the highest level that the surroundings allow.

The signature comes first and is never given up: whatever a time stamp authority or a revocation service does
lowers the level, and a note says why. What is claimed is what stands in the file.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import NoOpStampStyle

from app.signing.backends.signer import LOCATION, REASON, Part, SignedPdf, SignRequest
from app.signing.errors import KeyNotReady, UnsignablePdf
from app.signing.pades.asking import NoAnswer
from app.signing.pades.drawing import drawn
from app.signing.pades.endings import ends_unclearly
from app.signing.pades.evidence import Evidence, NoEvidence, Revoked, gather
from app.signing.pades.held_key import HeldKeySigner
from app.signing.pades.levels import NO_WISH, Level, LevelWish
from app.signing.pades.store import add_evidence
from app.signing.pades.timestamps import OTHER_STAMPER, ROOM, TimeStampToken, add_document_timestamp, ask_timestamp
from app.signing.pades.writing import SteadyWriter

__all__ = ["HeldKeySigner", "open_signable", "sign_pdf"]

REASONS = {
    Part.CERTIFIES: REASON,
    Part.SEALS: "Segel lembaga",
    Part.APPROVES: "Persetujuan (paraf)",
    Part.CLOSES: REASON,
}
LAST = (Part.CERTIFIES, Part.CLOSES)
"""Only the last signature gets the archive time stamp, which covers all of them."""

DIGEST = "sha256"
BYTES_BESIDE_CERTIFICATES = 2048
"""Room for the key's signature, the signed attributes and the CMS around them, in DER bytes."""

UNREADABLE = "Berkas PDF ini tidak dapat dibaca, jadi tidak dapat ditandatangani. Bekukan ulang laporannya."
ENCRYPTED = "PDF ini terkunci sandi, jadi tidak dapat ditandatangani. Gunakan PDF tanpa sandi."
ALREADY_SIGNED = "PDF ini sudah ditandatangani. Perubahan dibuat sebagai versi baru."
FIELD_TAKEN = "Kolom “{field}” sudah berisi tanda tangan. Muat ulang halaman untuk melihat keadaannya."
NO_FIELD = "PDF ini tidak memiliki kolom tanda tangan “{field}”. Bekukan ulang laporannya."
NO_LOCK = "Kolom “{field}” tidak mengunci dokumen, jadi tidak dapat dipakai menutupnya. Bekukan ulang laporannya."
CLOSED = "PDF ini sudah ditutup oleh tanda tangan terakhir, jadi tidak menerima tanda tangan lagi."
REVOKED = (
    "Sertifikat Anda, atau sertifikat penerbitnya, sudah dicabut. Dokumen tidak ditandatangani; "
    "mintalah sertifikat baru kepada penerbitnya."
)

NO_STAMP = "Tanpa cap waktu: layanan cap waktu {problem}."
STAMPER_REVOKED = "memakai sertifikat yang sudah dicabut"
NO_DATA = "Tanpa data validasi: untuk penanda tangan, {problem}."
NO_STAMPER_DATA = "Tanpa data validasi: untuk layanan cap waktu, {problem}."
NO_ARCHIVE = "Tanpa cap waktu arsip: layanan cap waktu {problem}."


def sign_pdf(request: SignRequest, *, signer: Signer, wish: LevelWish = NO_WISH) -> SignedPdf:
    """Sign, then climb as far as it goes. The result begins with `request.pdf`.

    Raises UnsignablePdf, or KeyNotReady for a certificate that its issuer says is revoked.
    """
    found, missing = _evidence_for(signer, request=request, wish=wish)
    prepared, out = _prepare(request, signer=signer, stamped=bool(wish.tsa_url))
    signature = asyncio.run(_sign_digest(signer, prepared, request=request))
    if not wish.tsa_url:
        return _finished(prepared, out, signature, Level.BASIC, "")
    try:
        token = ask_timestamp(_imprint(signature), wish=wish)
        stamper, missing = _evidence_for_stamper(token, request=request, wish=wish, missing=missing)
    except NoAnswer as refusal:
        return _finished(prepared, out, signature, Level.BASIC, NO_STAMP.format(problem=refusal))
    _attach(signature, token)
    timed = _finished(prepared, out, signature, Level.TIMED, missing)
    if found is None or stamper is None:
        return timed
    return _climb(timed, evidence=found + stamper, token=token, part=request.part, wish=wish)


def open_signable(pdf: bytes, *, field: str, part: Part = Part.CERTIFIES) -> SteadyWriter:
    """What writes behind a PDF that can take this signature in `field`. Raises UnsignablePdf for any other."""
    try:
        writer = SteadyWriter(pdf)
        reader = writer.prev
        if reader.encrypted:
            raise UnsignablePdf(ENCRYPTED)
        fields = {name: (value, ref) for name, value, ref in enumerate_sig_fields(reader)}
        _require_order(fields, field=field, part=part)
        if part is Part.CLOSES and str(fields[field][1].get_object()["/Lock"]["/Action"]) != "/All":
            raise UnsignablePdf(NO_LOCK.format(field=field))
    except (PdfError, ValueError, TypeError, KeyError, OSError, RecursionError):
        problem = NO_LOCK.format(field=field) if part is Part.CLOSES else UNREADABLE
        raise UnsignablePdf(problem) from None
    return writer


def _require_order(fields: dict[str, tuple[Any, Any]], *, field: str, part: Part) -> None:
    signed = [name for name, (value, _) in fields.items() if value is not None]
    if part in (Part.CERTIFIES, Part.SEALS) and signed:
        raise UnsignablePdf(ALREADY_SIGNED)
    if field in signed:
        raise UnsignablePdf(FIELD_TAKEN.format(field=field))
    if part is not Part.SEALS and field not in fields:
        raise UnsignablePdf(NO_FIELD.format(field=field))


def _evidence_for(signer: Signer, *, request: SignRequest, wish: LevelWish) -> tuple[Evidence | None, str]:
    """Asked before the signature: a certificate that is known to be revoked makes none."""
    if not wish.tsa_url or signer.signing_cert is None:
        return None, ""
    try:
        return gather(signer.signing_cert, others=signer.cert_registry, wish=wish, at=request.at), ""
    except Revoked:
        raise KeyNotReady(REVOKED) from None
    except NoEvidence as problem:
        return None, NO_DATA.format(problem=problem)


def _evidence_for_stamper(
    token: TimeStampToken, *, request: SignRequest, wish: LevelWish, missing: str
) -> tuple[Evidence | None, str]:
    """A revoked authority's time stamp is none. Raises NoAnswer then."""
    if missing:
        return None, missing
    try:
        return gather(token.signer, others=token.others, wish=wish, at=request.at), ""
    except Revoked:
        raise NoAnswer(STAMPER_REVOKED) from None
    except NoEvidence as problem:
        return None, NO_STAMPER_DATA.format(problem=problem)


def _prepare(request: SignRequest, *, signer: Signer, stamped: bool) -> tuple[PreparedByteRangeDigest, io.BytesIO]:
    """The file with everything but the signature in it, and the digest that is to be signed."""
    writer = open_signable(request.pdf, field=request.field, part=request.part)
    room = 2 * (_certificates_size(signer) + BYTES_BESIDE_CERTIFICATES + (ROOM if stamped else 0))
    out = io.BytesIO()
    prepared = _write(request, signer=signer, room=room, writer=writer, out=out)
    if ends_unclearly(out.getvalue(), since=len(request.pdf)):
        out = io.BytesIO()
        again = SteadyWriter(request.pdf, spell_out=True)
        prepared = _write(request, signer=signer, room=room, writer=again, out=out)
    return prepared, out


def _write(
    request: SignRequest, *, signer: Signer, room: int, writer: SteadyWriter, out: io.BytesIO
) -> PreparedByteRangeDigest:
    # Without a style of its own pyHanko would write in a font that isn't embedded.
    style = drawn(request.stamp) if request.stamp else NoOpStampStyle()
    pdf_signer = PdfSigner(_metadata(request), signer=signer, stamp_style=style, new_field_spec=_seal_field(request))
    try:
        session = pdf_signer.init_signing_session(writer, existing_fields_only=request.part is not Part.SEALS)
    except SigningError:
        raise UnsignablePdf(CLOSED) from None
    # pyHanko asks the clock otherwise; the domain never does.
    session.system_time = request.at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    prepared, _ = document.digest_tbs_document(output=out)
    return prepared


def _seal_field(request: SignRequest) -> SigFieldSpec | None:
    """A seal brings its own field, which shows nothing; the name is what a screen reader says. Others have theirs."""
    if request.part is not Part.SEALS:
        return None
    return SigFieldSpec(sig_field_name=request.field, readable_field_name=REASONS[Part.SEALS])


def _metadata(request: SignRequest) -> PdfSignatureMetadata:
    """The first signature says what may follow it; the others obey it."""
    certifies = request.part in (Part.CERTIFIES, Part.SEALS)
    permission = MDPPerm.NO_CHANGES if request.part is Part.CERTIFIES else MDPPerm.FILL_FORMS
    return PdfSignatureMetadata(
        field_name=request.field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=certifies,
        docmdp_permissions=permission,
        name=request.appearance.name,
        reason=REASONS[request.part],
        location=LOCATION,
    )


async def _sign_digest(signer: Signer, prepared: PreparedByteRangeDigest, *, request: SignRequest) -> cms.ContentInfo:
    attributes = PdfCMSSignedAttributes(signing_time=request.at)
    return await signer.async_sign(prepared.document_digest, DIGEST, use_pades=True, signed_attr_settings=attributes)


def _imprint(signature: cms.ContentInfo) -> bytes:
    return hashlib.sha256(signature["content"]["signer_infos"][0]["signature"].native).digest()


def _attach(signature: cms.ContentInfo, token: TimeStampToken) -> None:
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token.token]})
    signature["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def _finished(
    prepared: PreparedByteRangeDigest, out: io.BytesIO, signature: cms.ContentInfo, level: Level, note: str
) -> SignedPdf:
    prepared.fill_with_cms(out, signature.dump())
    return SignedPdf(out.getvalue(), str(level), note=note)


def _climb(timed: SignedPdf, *, evidence: Evidence, token: TimeStampToken, part: Part, wish: LevelWish) -> SignedPdf:
    """From B-T upwards: everything here is written behind the signature and can be left out."""
    kept = SignedPdf(add_evidence(timed.pdf, evidence), str(Level.LONG_TERM))
    if part not in LAST:
        return kept
    try:
        archived, last = add_document_timestamp(kept.pdf, wish=wish)
        if last.signer.sha256 != token.signer.sha256:
            # Its own status is not among the evidence that it covers.
            raise NoAnswer(OTHER_STAMPER)
    except NoAnswer as refusal:
        return SignedPdf(kept.pdf, kept.level, note=NO_ARCHIVE.format(problem=refusal))
    return SignedPdf(archived, str(Level.ARCHIVED))


def _certificates_size(signer: Signer) -> int:
    """Everything in the CMS has a known size but for a few attributes."""
    own = [signer.signing_cert] if signer.signing_cert is not None else []
    return sum(len(one.dump()) for one in (*own, *signer.cert_registry))
