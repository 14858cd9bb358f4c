"""The signature container, read strictly: its unsigned parts may hold nothing but what they must.

A CMS signature signs its attributes, not the fields around them. A bit changed there leaves the
cryptography valid, so each such field is compared with the only value it can have (RFC 5652, 5.1 and 5.3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from asn1crypto import cms, core, parser, tsp
from cryptography import x509 as pyca

from app.signing.verification.companions import are_sound
from app.signing.verification.strength import weakness_of
from app.signing.verification.verdicts import Finding, Verdict

PADES = ("/ETSI.CAdES.detached",)
TIMESTAMP = "tst_info"
STAMP_ATTRIBUTE = "signature_time_stamp_token"
MAX_DEPTH = 40
END_OF_CONTENTS = (0, 0)

# Which parts each structure may have, by the first byte of each (RFC 5652): a reader skips what it doesn't know.
CONTENT_INFO = re.compile(rb"\x06\xa0")
SIGNED_DATA = re.compile(rb"\x02\x31\x30\xa0?\xa1?\x31", re.DOTALL)
SIGNER_INFO = re.compile(rb"\x02[\x30\x80]\x30\xa0?\x30\x04\xa1?", re.DOTALL)

# What CAdES knows as unsigned (ETSI EN 319 122): counter-signature, time stamps, references, values, archive stamps.
UNSIGNED_ATTRIBUTES = frozenset(
    {
        "1.2.840.113549.1.9.6",
        *(f"1.2.840.113549.1.9.16.2.{number}" for number in (14, 21, 22, 23, 24, 25, 26, 27, 48)),
        "0.4.0.1733.2.4",
        "0.4.0.1733.2.5",
        "0.4.0.19122.1.3",
    }
)

ODD_CONTAINER = "Wadah tanda tangan “{field}” tidak sesuai bentuk bakunya; bitanya pernah berubah."
ODD_CHAIN = "Sertifikat pendamping di dalam tanda tangan “{field}” rusak."
WITHOUT_ATTRIBUTES = "Tanda tangan “{field}” tidak menyebut apa yang ditandatanganinya (atribut bertanda tangan)."
UNNAMED_CERTIFICATE = "Tanda tangan “{field}” tidak mengikat sertifikat penanda tangannya, padahal PAdES mewajibkannya."
WEAK = (
    "Tanda tangan “{field}” atau cap waktunya memakai {weakness}, yang tidak lagi aman. "
    "Keutuhan berkas tidak dapat dipastikan darinya."
)


def check_container(
    contents: bytes, *, field: str, subfilter: str = "", issuers: Sequence[pyca.Certificate] = ()
) -> Finding | None:
    """Whether the container has its one honest form; `issuers` are certificates known from elsewhere."""
    try:
        _require_der(contents)
        content = cms.ContentInfo.load(contents)
        _require_parts(content, CONTENT_INFO)
        if content["content_type"].native != "signed_data":
            return Finding(Verdict.BROKEN, ODD_CONTAINER.format(field=field))
        return _check_signed(content["content"], field=field, subfilter=subfilter, issuers=issuers)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return Finding(Verdict.BROKEN, ODD_CONTAINER.format(field=field))


def _check_signed(
    signed: cms.SignedData, *, field: str, subfilter: str, issuers: Sequence[pyca.Certificate]
) -> Finding | None:
    _require_parts(signed, SIGNED_DATA)
    for info in signed["signer_infos"]:
        _require_parts(info, SIGNER_INFO)
    if not _is_canonical(signed):
        return Finding(Verdict.BROKEN, ODD_CONTAINER.format(field=field))
    if not _companions_verify(signed, issuers):
        return Finding(Verdict.BROKEN, ODD_CHAIN.format(field=field))
    info = signed["signer_infos"][0]
    if not isinstance(info["signed_attrs"], cms.CMSAttributes) or not len(info["signed_attrs"]):
        return Finding(Verdict.BROKEN, WITHOUT_ATTRIBUTES.format(field=field))
    weakness = weakness_of(signed)
    if weakness:
        return Finding(Verdict.UNREADABLE, WEAK.format(field=field, weakness=weakness))
    if subfilter in PADES and not _names_its_certificate(info):
        return Finding(Verdict.BROKEN, UNNAMED_CERTIFICATE.format(field=field))
    return _check_unsigned(info, field=field, issuers=issuers)


def _check_unsigned(info: cms.SignerInfo, *, field: str, issuers: Sequence[pyca.Certificate]) -> Finding | None:
    """Unsigned attributes are of known kinds, and a time stamp among them is as strictly formed as its host."""
    odd = Finding(Verdict.BROKEN, ODD_CONTAINER.format(field=field))
    if not isinstance(info["unsigned_attrs"], cms.CMSAttributes):
        return None
    kinds = [attribute["type"].dotted for attribute in info["unsigned_attrs"]]
    if len(kinds) != len(set(kinds)) or not set(kinds) <= UNSIGNED_ATTRIBUTES:
        return odd
    for attribute in info["unsigned_attrs"]:
        if attribute["type"].native != STAMP_ATTRIBUTE:
            continue
        if len(attribute["values"]) != 1:
            return odd
        token = attribute["values"][0]
        if token["content"]["encap_content_info"]["content_type"].native != TIMESTAMP:
            return odd
        found = check_container(token.dump(), field=field, issuers=issuers)
        if found:
            return found
    return None


def _require_der(data: bytes, *, depth: int = 0) -> None:
    """Parse all of it once: a lazy parser would meet what is broken only where it happens to look."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    position, end = 0, len(data) if depth else parser.peek(data)
    while position < end:
        length = parser.peek(data[position:end])
        kind, method, tag, _, content, _ = parser.parse(data[position : position + length])
        if (kind, tag) == END_OF_CONTENTS:
            raise ValueError("a length that reaches into the padding")
        if method:
            _require_der(content, depth=depth + 1)
        position += length


def _require_parts(structure: core.Sequence, form: re.Pattern[bytes]) -> None:
    data, position, tags = structure.contents, 0, bytearray()
    while position < len(data):
        tags.append(data[position])
        position += parser.peek(data[position:])
    if not form.fullmatch(tags):
        raise ValueError("parts that the structure doesn't have")


def _is_canonical(signed: cms.SignedData) -> bool:
    infos = signed["signer_infos"]
    if len(infos) != 1:
        return False
    info = infos[0]
    by_issuer = info["sid"].name == "issuer_and_serial_number"
    if by_issuer and not _names_an_issuer(signed, info):
        return False
    algorithms = signed["digest_algorithms"]
    return (
        info["version"].native == ("v1" if by_issuer else "v3")
        and signed["version"].native == _expected_version(signed, by_issuer=by_issuer)
        and _content_fits(signed)
        and len(algorithms) == 1
        and all(_plain(one) for one in (*algorithms, info["digest_algorithm"]))
        and algorithms[0]["algorithm"].native == info["digest_algorithm"]["algorithm"].native
        and _signature_algorithm_fits(info)
    )


def _content_fits(signed: cms.SignedData) -> bool:
    """A signature is detached and carries no content of its own; a time stamp carries its TSTInfo."""
    enclosed = signed["encap_content_info"]
    kind = enclosed["content_type"].native
    present = not isinstance(enclosed["content"], core.Void)
    if kind == TIMESTAMP:
        return present and isinstance(enclosed["content"].parsed, tsp.TSTInfo)
    return kind == "data" and not present


def _names_an_issuer(signed: cms.SignedData, info: cms.SignerInfo) -> bool:
    """The signer is named by his certificate's own bytes; name matching by rule would forgive case."""
    named = info["sid"].chosen["issuer"].dump()
    return any(
        choice.name == "certificate" and choice.chosen.issuer.dump() == named for choice in signed["certificates"]
    )


def _names_its_certificate(info: cms.SignerInfo) -> bool:
    kinds = [attribute["type"].native for attribute in info["signed_attrs"]]
    return "signing_certificate_v2" in kinds or "signing_certificate" in kinds


def _expected_version(signed: cms.SignedData, *, by_issuer: bool) -> str:
    kinds = {choice.name for choice in signed["certificates"]}
    if "other" in kinds:
        return "v5"
    if "v2_attr_cert" in kinds:
        return "v4"
    plain = by_issuer and signed["encap_content_info"]["content_type"].native == "data"
    return "v1" if plain and "v1_attr_cert" not in kinds else "v3"


def _plain(algorithm: core.Sequence) -> bool:
    """Digest algorithms take no parameters: absent or NULL."""
    parameters = algorithm["parameters"]
    return isinstance(parameters, core.Null | core.Void) or parameters.native is None


def _signature_algorithm_fits(info: cms.SignerInfo) -> bool:
    """Signature algorithms that name a digest must name the signer's own."""
    algorithm, digest = info["signature_algorithm"], info["digest_algorithm"]["algorithm"].native
    named = algorithm["algorithm"].native
    if named == "rsassa_pss":
        return bool(algorithm["parameters"]["hash_algorithm"]["algorithm"].native == digest)
    if named == "rsassa_pkcs1v15" or "_" not in named:
        return _plain(algorithm)
    return named.startswith(digest + "_") and _plain(algorithm)


def _companions_verify(signed: cms.SignedData, known: Sequence[pyca.Certificate]) -> bool:
    if not isinstance(signed["certificates"], cms.CertificateSet):
        return False
    certificates = [choice.chosen.dump() for choice in signed["certificates"] if choice.name == "certificate"]
    return are_sound([pyca.load_der_x509_certificate(one) for one in certificates], known=known)
