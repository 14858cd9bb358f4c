"""A time stamp token as the response that other programs read, and its authority's name. Pure."""

from __future__ import annotations

from asn1crypto import cms, tsp, x509


def as_response(token: bytes) -> bytes:
    """The token as an RFC 3161 response that grants it: what `openssl ts -verify -in` takes."""
    content = cms.ContentInfo.load(token, strict=True)
    response = tsp.TimeStampResp({"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": content})
    made: bytes = response.dump()
    return made


def authority_of(certificate: x509.Certificate) -> str:
    """The common name, or what stands in its place."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or subject.get("organization_name") or certificate.subject.human_friendly)
