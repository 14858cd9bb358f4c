"""The signature container, read strictly: its unsigned parts may hold nothing but what they must.

A CMS signature signs its attributes, not the fields around them. A bit changed there leaves the
cryptography valid, so each such field is compared with the only value it can have (RFC 5652, 5.1 and 5.3).
"""

from __future__ import annotations

from asn1crypto import cms, core, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.signing.verification.verdicts import Finding, Verdict

ODD_CONTAINER = "Wadah tanda tangan “{field}” tidak sesuai bentuk bakunya; bitanya pernah berubah."
ODD_CHAIN = "Sertifikat pendamping di dalam tanda tangan “{field}” rusak."


def check_container(contents: bytes, *, field: str) -> Finding | None:
    """Compare, after one full parse that refuses what a lazy one would meet only later."""
    try:
        container = cms.ContentInfo.load(contents)
        container.native  # noqa: B018
        signed = container["content"]
        sound = _is_canonical(signed)
        chained = _companions_verify(signed)
    except (ValueError, TypeError, KeyError, AttributeError):
        sound = chained = False
    if not sound:
        return Finding(Verdict.BROKEN, ODD_CONTAINER.format(field=field))
    if not chained:
        return Finding(Verdict.BROKEN, ODD_CHAIN.format(field=field))
    return None


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
        and len(algorithms) == 1
        and all(_plain(one) for one in (*algorithms, info["digest_algorithm"]))
        and algorithms[0]["algorithm"].native == info["digest_algorithm"]["algorithm"].native
        and _signature_algorithm_fits(info)
    )


def _names_an_issuer(signed: cms.SignedData, info: cms.SignerInfo) -> bool:
    """The signer is named by his certificate's own bytes; name matching by rule would forgive case."""
    named = info["sid"].chosen["issuer"].dump()
    return any(
        choice.name == "certificate" and choice.chosen.issuer.dump() == named for choice in signed["certificates"]
    )


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
    algorithm = info["signature_algorithm"]
    named = algorithm["algorithm"].native
    if named in ("rsassa_pss", "rsassa_pkcs1v15") or "_" not in named:
        return named == "rsassa_pss" or _plain(algorithm)
    return named.startswith(info["digest_algorithm"]["algorithm"].native + "_") and _plain(algorithm)


def _companions_verify(signed: cms.SignedData) -> bool:
    """Every certificate beside the signer's whose issuer is at hand must bear that issuer's signature."""
    certificates = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    loaded = [pyca.load_der_x509_certificate(one.dump()) for one in certificates]
    for one in loaded:
        issuers = [other for other in loaded if one.issuer == other.subject]
        if issuers and not any(_issued(one, issuer) for issuer in issuers):
            return False
    return all(isinstance(one, x509.Certificate) for one in certificates)


def _issued(one: pyca.Certificate, issuer: pyca.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(issuer)
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, TypeError, ValueError):
        return True
    return True
