"""A time stamp token (RFC 3161) as it is read: when, by whom, under which certificates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says; it was checked before it was kept."""

    at: datetime
    signer: x509.Certificate
    others: tuple[x509.Certificate, ...]
    imprint: bytes

    @property
    def authority(self) -> str:
        """The common name of who stamped, or what stands in its place."""
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
            if named := self.signer.subject.get_attributes_for_oid(oid):
                return str(named[0].value)
        return self.signer.subject.rfc4514_string()


def read_token(token: bytes) -> Token:
    """Raises ValueError where it is no token."""
    signed = cms.ContentInfo.load(token, strict=True)["content"]
    info: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
    serial = signed["signer_infos"][0]["sid"].chosen
    certificates = [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    wanted = serial["serial_number"].native if isinstance(serial, cms.IssuerAndSerialNumber) else None
    signer = next((one for one in certificates if one.serial_number == wanted), certificates[0])
    others = tuple(one for one in certificates if one != signer)
    return Token(info["gen_time"].native, signer, others, info["message_imprint"]["hashed_message"].native)


def as_response(token: bytes) -> bytes:
    """The token as an RFC 3161 response that grants it: what `openssl ts -verify -in` takes."""
    content = cms.ContentInfo.load(token, strict=True)
    response = tsp.TimeStampResp({"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": content})
    made: bytes = response.dump()
    return made
