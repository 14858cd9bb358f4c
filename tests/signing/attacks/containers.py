"""CMS containers built field by field, so that a test can leave out, double or falsify each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HASHES = {
    "md5": hashes.MD5,
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True, repr=False)
class Identity:
    """A key, its certificate and the certificates that go along."""

    key: Any
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return as_asn1(self.certificate)

    def sign(self, data: bytes, *, digest: str, pss: bool = False) -> bytes:
        algorithm = HASHES[digest]()
        if isinstance(self.key, rsa.RSAPrivateKey):
            scheme: Any = padding.PKCS1v15()
            if pss:
                scheme = padding.PSS(mgf=padding.MGF1(algorithm), salt_length=algorithm.digest_size)
            return self.key.sign(data, scheme, algorithm)
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(algorithm))
        return self.key.sign(data)


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def new_identity(
    name: str | x509.Name,
    *,
    key: Any = None,
    issuer: Identity | None = None,
    may_sign: bool = True,
    authority: bool = False,
    stamps: bool = False,
    start: datetime = AT - timedelta(days=30),
    end: datetime = AT + timedelta(days=700),
) -> Identity:
    """A certificate for `name`: self-signed, or by `issuer`."""
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = _named(name) if isinstance(name, str) else name
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=may_sign and not authority,
                content_commitment=may_sign and not authority and not stamps,
                key_cert_sign=authority,
                crl_sign=authority,
                **(usage | {"key_encipherment": not may_sign and not authority}),
            ),
            critical=True,
        )
    )
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    signing_key = issuer.key if issuer else key
    algorithm = None if isinstance(signing_key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    chain = (issuer.certificate, *issuer.chain) if issuer else ()
    return Identity(key, builder.sign(signing_key, algorithm), chain)


def _named(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), x509.NameAttribute(NameOID.COMMON_NAME, f"{name} (CONTOH)")]
    )


@dataclass(frozen=True)
class Recipe:
    """How the container is made; the standing values make an honest PAdES B-B."""

    digest: str = "sha256"
    named_digest: str = ""
    pss: bool = False
    attributes: bool = True
    certificate_named: str = "v2"
    content: bytes | None = None
    content_type: str = "data"
    attribute_type: str = "data"
    extra_certificates: tuple[x509.Certificate, ...] = ()
    with_chain: bool = True
    by_key_identifier: bool = False
    version: str = "v1"
    infos: int = 1
    falsify: Callable[[bytes], bytes] | None = None
    wrong_message_digest: bool = False
    stamp: Callable[[bytes], cms.ContentInfo] | None = None
    more_signed: tuple[cms.CMSAttribute, ...] = ()
    more_unsigned: tuple[cms.CMSAttribute, ...] = ()
    finish: Callable[[cms.SignedData], None] | None = None


def container(identity: Identity, recipe: Recipe = Recipe()) -> Callable[[bytes], bytes]:
    """What signs the covered bytes, as `signed_by_hand` asks for it."""
    return lambda data: signed_data(data, identity, recipe).dump()


def signed_data(data: bytes, identity: Identity, recipe: Recipe = Recipe()) -> cms.ContentInfo:
    if recipe.content is not None and recipe.content_type == "tst_info":
        data = recipe.content
    digest = hashlib.new(recipe.digest, data).digest()
    if recipe.wrong_message_digest:
        digest = bytes(len(digest))
    infos = [_info(data, digest, identity, recipe) for _ in range(recipe.infos)]
    known = [identity.certificate, *(identity.chain if recipe.with_chain else ()), *recipe.extra_certificates]
    content: dict[str, Any] = {"content_type": recipe.content_type}
    if recipe.content is not None:
        kind = core.ParsableOctetString if recipe.content_type == "tst_info" else core.OctetString
        content["content"] = kind(recipe.content)
    body = cms.SignedData(
        {
            "version": recipe.version,
            "digest_algorithms": [{"algorithm": recipe.named_digest or recipe.digest}],
            "encap_content_info": content,
            "certificates": [as_asn1(one) for one in known],
            "signer_infos": infos,
        }
    )
    if recipe.finish:
        recipe.finish(body)
    # Loaded anew: the library dumps a value that was built, not read, in exponential time.
    return cms.ContentInfo.load(cms.ContentInfo({"content_type": "signed_data", "content": body}).dump())


def _info(data: bytes, digest: bytes, identity: Identity, recipe: Recipe) -> cms.SignerInfo:
    attributes = _signed_attributes(digest, identity, recipe)
    signature = identity.sign(attributes.dump() if recipe.attributes else data, digest=recipe.digest, pss=recipe.pss)
    if recipe.falsify:
        signature = recipe.falsify(signature)
    facts: dict[str, Any] = {
        "version": "v3" if recipe.by_key_identifier else "v1",
        "sid": _signer_id(identity, recipe),
        "digest_algorithm": {"algorithm": recipe.named_digest or recipe.digest},
        "signature_algorithm": _signature_algorithm(identity, recipe),
        "signature": signature,
    }
    if recipe.attributes:
        facts["signed_attrs"] = attributes
    unsigned = list(recipe.more_unsigned)
    if recipe.stamp:
        unsigned.insert(0, _attribute("signature_time_stamp_token", recipe.stamp(signature)))
    if unsigned:
        facts["unsigned_attrs"] = cms.CMSAttributes(unsigned)
    return cms.SignerInfo.load(cms.SignerInfo(facts).dump())


def _signed_attributes(digest: bytes, identity: Identity, recipe: Recipe) -> cms.CMSAttributes:
    found = [
        _attribute("content_type", recipe.attribute_type),
        _attribute("message_digest", digest),
        *recipe.more_signed,
    ]
    der = identity.certificate.public_bytes(Encoding.DER)
    if recipe.certificate_named == "v2":
        named = tsp.ESSCertIDv2({"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": hashlib.sha256(der).digest()})
        found.append(_attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [named]})))
    elif recipe.certificate_named == "v1":
        old = tsp.ESSCertID({"cert_hash": hashlib.sha1(der).digest()})
        found.append(_attribute("signing_certificate", tsp.SigningCertificate({"certs": [old]})))
    elif recipe.certificate_named == "other":
        named = tsp.ESSCertIDv2({"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": bytes(32)})
        found.append(_attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [named]})))
    return cms.CMSAttributes.load(cms.CMSAttributes(found).dump())


def _attribute(kind: str, value: Any) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": (value,)})


def _signer_id(identity: Identity, recipe: Recipe) -> cms.SignerIdentifier:
    if recipe.by_key_identifier:
        extension = x509.SubjectKeyIdentifier.from_public_key(identity.key.public_key())
        return cms.SignerIdentifier({"subject_key_identifier": extension.digest})
    named = {"issuer": identity.asn1.issuer, "serial_number": identity.asn1.serial_number}
    return cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(named)})


def _signature_algorithm(identity: Identity, recipe: Recipe) -> algos.SignedDigestAlgorithm:
    if isinstance(identity.key, ed25519.Ed25519PrivateKey):
        return algos.SignedDigestAlgorithm({"algorithm": "ed25519"})
    if isinstance(identity.key, ec.EllipticCurvePrivateKey):
        return algos.SignedDigestAlgorithm({"algorithm": f"{recipe.digest}_ecdsa"})
    if not recipe.pss:
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": recipe.digest},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": recipe.digest}},
            "salt_length": HASHES[recipe.digest]().digest_size,
        }
    )
    return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


def token(
    over: bytes,
    authority: Identity,
    *,
    digest: str = "sha256",
    at: datetime = AT,
    imprint: bytes | None = None,
    recipe: Recipe = Recipe(),
) -> cms.ContentInfo:
    """An RFC 3161 timestamp token over `over`; a wrong `imprint` makes it lie."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3.4.5",
            "message_imprint": {
                "hash_algorithm": {"algorithm": digest},
                "hashed_message": imprint if imprint is not None else hashlib.new(digest, over).digest(),
            },
            "serial_number": 7,
            "gen_time": at,
        }
    ).dump()
    made = replace(recipe, content=info, content_type="tst_info", attribute_type="tst_info", version="v3")
    return signed_data(b"", authority, made)


def as_timestamper(authority: Identity, **how: Any) -> Callable[[bytes], cms.ContentInfo]:
    return lambda signature: token(signature, authority, **how)


def raw_attribute(oid: str, value: bytes) -> cms.CMSAttribute:
    """An attribute of a kind that the library does not know; `value` is its DER."""
    body = core.ObjectIdentifier(oid).dump() + core.SetOf(spec=core.Any, value=[core.Any.load(value)]).dump()
    return cms.CMSAttribute.load(core.Sequence(contents=body).dump())
