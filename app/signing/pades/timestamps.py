"""Time stamps (RFC 3161) asked for and checked before they are believed: nonce, imprint, signature, certificate."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Generator
from datetime import datetime
from itertools import count
from typing import Any

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.fields import SigFieldSpec, enumerate_sig_fields
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from app.signing.pades.asking import Deadline, NoAnswer, ask
from app.signing.pades.endings import ends_unclearly
from app.signing.pades.levels import LevelWish
from app.signing.pades.writing import SteadyWriter

REQUEST_KIND = "application/timestamp-query"
GRANTED = ("granted", "granted_with_mods")
PURPOSE = "time_stamping"
ROOM = 12_288
"""Bytes of DER that are kept for one time stamp with its certificates; those of real authorities have 4 to 7 kB."""

DIGEST = "sha256"
FIELD = "Cap-Waktu-{number}"

GARBLED = "memberi jawaban yang tidak dapat dibaca"
DECLINED = "menolak memberi cap waktu"
NOT_OURS = "memberi cap waktu untuk permintaan lain"
FORGED = "memberi cap waktu yang tanda tangannya tidak sah"
UNFIT = "memakai sertifikat yang bukan untuk cap waktu"
OUT_OF_DATE = "memakai sertifikat yang tidak berlaku"
OTHER_STAMPER = "memakai sertifikat lain daripada sebelumnya"
TOO_LARGE = "memberi cap waktu yang terlalu besar"


class TimeStampToken:
    """A token that was checked, and whose it is."""

    def __init__(self, token: cms.ContentInfo) -> None:
        self.token = token
        found = extract_certificate_info(token["content"])
        self.signer: x509.Certificate = found.signer_cert
        self.others: list[x509.Certificate] = list(found.other_certs)


def ask_timestamp(digest: bytes, *, wish: LevelWish) -> TimeStampToken:
    """A checked time stamp over a SHA-256 digest. Raises NoAnswer."""
    nonce, request = TimeStamper().request_cms(digest, DIGEST)  # type: ignore[no-untyped-call]
    deadline = Deadline(wish.seconds)
    data = ask(wish.tsa_url, deadline=deadline, body=request.dump(), kind=REQUEST_KIND)
    try:
        found = asyncio.run(_checked(_token_in(data), digest=digest, nonce=nonce))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, SignatureValidationError):
        raise NoAnswer(GARBLED) from None
    if len(found.token.dump()) > ROOM:
        raise NoAnswer(TOO_LARGE)
    return found


def add_document_timestamp(pdf: bytes, *, wish: LevelWish) -> tuple[bytes, TimeStampToken]:
    """A document time stamp behind all that is there. Raises NoAnswer."""
    prepared, out, embedding = _placed(pdf)
    token = ask_timestamp(prepared.document_digest, wish=wish)
    embedding.send(token.token)
    return out.getvalue(), token


def _placed(pdf: bytes) -> tuple[Any, io.BytesIO, Generator[Any, Any, Any]]:
    """The file with room for a document time stamp, and the digest that it has to be over."""
    for spell_out in (False, True):
        writer = SteadyWriter(pdf, spell_out=spell_out)
        name = _free_name(writer)
        # Invisible, so nothing is drawn; the name is what a screen reader would say.
        field = SigFieldSpec(sig_field_name=name, readable_field_name="Cap waktu dokumen")
        embedding = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=name, writer=writer)
        next(embedding)
        placeholder = DocumentTimestamp(bytes_reserved=2 * ROOM)  # type: ignore[no-untyped-call]
        embedding.send(SigObjSetup(sig_placeholder=placeholder))
        prepared, out = embedding.send(SigIOSetup(md_algorithm=DIGEST))
        if not ends_unclearly(out.getvalue(), since=len(pdf)):
            break
    return prepared, out, embedding


def _free_name(writer: SteadyWriter) -> str:
    taken = {name for name, _, _ in enumerate_sig_fields(writer.prev)}
    return next(name for number in count(1) if (name := FIELD.format(number=number)) not in taken)


def _token_in(data: bytes) -> cms.ContentInfo:
    """The token of an answer that grants one. Raises NoAnswer, or ValueError when it can't be read."""
    # Read by parts: an answer that declines has no token, which asn1crypto's class insists on.
    status = core.Sequence.load(data, strict=True)
    granted = tsp.PKIStatusInfo.load(status[0].dump())["status"].native
    if granted not in GRANTED:
        raise NoAnswer(DECLINED)
    token = tsp.TimeStampResp.load(data, strict=True)["time_stamp_token"]
    if token["content_type"].native != "signed_data":
        raise NoAnswer(GARBLED)
    if token["content"]["encap_content_info"]["content_type"].native != "tst_info":
        raise NoAnswer(GARBLED)
    return token


async def _checked(token: cms.ContentInfo, *, digest: bytes, nonce: int | None) -> TimeStampToken:
    signed = token["content"]
    info: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"]
    if (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native) != (DIGEST, digest):
        raise NoAnswer(NOT_OURS)
    if info["nonce"].native != nonce:
        raise NoAnswer(NOT_OURS)
    found = TimeStampToken(token)
    _require_fit(found.signer, at=info["gen_time"].native)
    # Whether the authority is trusted is asked with its evidence; here, whether the token is its own.
    context = ValidationContext(trust_roots=[], other_certs=found.others, moment=info["gen_time"].native)
    status = await validate_tst_signed_data(signed, context, lambda _: digest)
    if not (status["intact"] and status["valid"]):
        raise NoAnswer(FORGED)
    return found


def _require_fit(certificate: x509.Certificate, *, at: datetime) -> None:
    purposes = certificate.extended_key_usage_value
    if purposes is None or list(purposes.native) != [PURPOSE]:
        raise NoAnswer(UNFIT)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise NoAnswer(OUT_OF_DATE)
