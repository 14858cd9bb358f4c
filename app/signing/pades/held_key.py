"""pyHanko's signer for a key that is open in memory already."""

from __future__ import annotations

from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.backends.container import OpenedKey
from app.signing.errors import UnsignablePdf

UNSUITABLE = "Jenis kunci ini tidak dapat dipakai menandatangani PDF. Gunakan RSA atau EC."


class HeldKeySigner(Signer):
    """pyHanko's own signer would read the key twice more."""

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
        raise UnsignablePdf(UNSUITABLE)


def _asn1(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
