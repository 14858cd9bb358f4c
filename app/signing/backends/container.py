"""A PKCS#12 file opened with its passphrase: the key, its certificate and the chain, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core
from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12

from app.signing.errors import UnusableKey, WrongPassphrase

MAX_BYTES = 100_000
MAX_ITERATIONS = 2_000_000
"""A file may ask for any number of rounds; more than this would only keep the server busy."""

NOT_PKCS12 = "Berkas ini bukan kunci PKCS#12. Unggah berkas .p12 atau .pfx dari penerbit sertifikat Anda."
TOO_BIG = "Berkas ini terlalu besar untuk sebuah kunci (paling besar 100 kB). Unggah berkas .p12 atau .pfx."
UNPROTECTED = (
    "Kunci di dalam berkas ini tidak dilindungi frasa sandi. Simpan ulang sebagai .p12 dengan frasa sandi, lalu unggah."
)
NO_KEY = "Berkas ini hanya berisi sertifikat, tanpa kunci pribadi. Ekspor ulang beserta kunci pribadinya."
NO_CERTIFICATE = "Berkas ini tidak berisi sertifikat milik kuncinya. Ekspor ulang beserta sertifikatnya."
MISMATCHED = "Kunci dan sertifikat di dalam berkas ini bukan pasangan. Ekspor ulang dari aplikasi asalnya."
OLD_CIPHER = (
    "Berkas ini memakai penyandian lama yang tidak didukung. Ekspor ulang dengan penyandian AES-256, lalu unggah."
)


@dataclass(frozen=True, repr=False)
class OpenedKey:
    """A key held in memory for the length of one signature. Its repr shows nothing of it."""

    key: PrivateKeyTypes
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def open_container(data: bytes, *, passphrase: str) -> OpenedKey:
    """Open the container. Raises WrongPassphrase, or UnusableKey with what to do about the file."""
    check_container(data)
    if not passphrase:
        raise WrongPassphrase
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.encode("utf-8"))
    except UnsupportedAlgorithm:
        raise UnusableKey(OLD_CIPHER) from None
    except ValueError as problem:
        # The library has one exception for both; the container's form was checked above.
        if "unsupported" in str(problem).casefold():
            raise UnusableKey(OLD_CIPHER) from None
        raise WrongPassphrase from None
    if bundle.key is None:
        raise UnusableKey(NO_KEY)
    if bundle.cert is None:
        raise UnusableKey(NO_CERTIFICATE)
    certificate = bundle.cert.certificate
    if bundle.key.public_key() != certificate.public_key():
        raise UnusableKey(MISMATCHED)
    return OpenedKey(bundle.key, certificate, tuple(extra.certificate for extra in bundle.additional_certs))


def check_container(data: bytes) -> None:
    """Refuse what is no PKCS#12 file, is too big or slow, or keeps its key in the clear; no passphrase needed."""
    if len(data) > MAX_BYTES:
        raise UnusableKey(TOO_BIG)
    try:
        rounds, in_the_clear = _inspect(data)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnusableKey(NOT_PKCS12) from None
    if in_the_clear:
        raise UnusableKey(UNPROTECTED)
    if rounds > MAX_ITERATIONS:
        raise UnusableKey(OLD_CIPHER)


def _inspect(data: bytes) -> tuple[int, bool]:
    """The most key-derivation rounds asked for, and whether a private key stands there unencrypted."""
    pfx = asn1.Pfx.load(data, strict=True)
    if pfx["version"].native != "v3" or pfx["auth_safe"]["content_type"].native != "data":
        raise ValueError("Not a PFX version 3")
    mac = pfx["mac_data"]
    rounds = [mac["iterations"].native] if isinstance(mac, asn1.MacData) else []
    in_the_clear = False
    for part in asn1.AuthenticatedSafe.load(pfx["auth_safe"]["content"].native, strict=True):
        if part["content_type"].native == "encrypted_data":
            algorithm = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            rounds.append(_rounds(algorithm))
            continue
        bags, clear = _inspect_bags(part)
        rounds += bags
        in_the_clear = in_the_clear or clear
    return max(rounds, default=0), in_the_clear


def _inspect_bags(part: cms.ContentInfo) -> tuple[list[int], bool]:
    rounds: list[int] = []
    for bag in asn1.SafeContents.load(part["content"].native, strict=True):
        kind = bag["bag_id"].native
        if kind == "key_bag":
            return rounds, True
        if kind == "pkcs8_shrouded_key_bag":
            rounds.append(_rounds(bag["bag_value"]["encryption_algorithm"]))
    return rounds, False


def _rounds(algorithm: Any) -> int:
    if algorithm["algorithm"].native == "pbes2":
        parameters = algorithm["parameters"]["key_derivation_func"]["parameters"]
        return int(parameters["iteration_count"].native)
    parameters = algorithm["parameters"]
    return 0 if isinstance(parameters, core.Null) else int(parameters["iterations"].native)
