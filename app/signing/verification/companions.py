"""Certificates that travel with a signature: nothing signs them there, so each must be what its issuer signed.

The chain that is trusted is judged elsewhere. This only finds bytes that changed since the certificate was made.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

UNVERIFIABLE = frozenset(
    {
        "1.2.840.113549.1.1.2",  # MD2
        "1.2.840.113549.1.1.4",  # MD5
        "1.2.840.113549.1.1.5",  # SHA-1
        "1.3.14.3.2.29",  # SHA-1, as OIW named it
    }
)
"""Old algorithms that a library may refuse to compute, though old roots are honestly signed with them."""

MOST_FLIPPED = 8


def are_sound(certificates: Sequence[x509.Certificate], *, known: Sequence[x509.Certificate] = ()) -> bool:
    """Whether each bears the signature of its issuer where one is at hand, and none is a changed copy."""
    pool = (*certificates, *known)
    return all(_is_sound(one, pool) for one in certificates)


def _is_sound(one: x509.Certificate, pool: Sequence[x509.Certificate]) -> bool:
    issuers = [other for other in pool if one.issuer == other.subject and not _means_another_key(one, other)]
    if issuers:
        return any(_issued(one, issuer) for issuer in issuers)
    return not _says_it_signed_itself(one) and not any(_is_changed_copy(one, other) for other in pool)


def _means_another_key(one: x509.Certificate, other: x509.Certificate) -> bool:
    """An impostor's issuer has our root's name and its own key, which the certificate honestly names."""
    try:
        wanted = one.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        offered = other.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return False
    if wanted is None or len(wanted) != len(offered):
        return wanted is not None
    # Of two keys' digests about half the bits differ; where a few do, somebody changed them.
    return (int.from_bytes(wanted) ^ int.from_bytes(offered)).bit_count() > MOST_FLIPPED


def _issued(one: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(issuer)
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, TypeError, ValueError):
        return one.signature_algorithm_oid.dotted_string in UNVERIFIABLE
    return True


def _says_it_signed_itself(one: x509.Certificate) -> bool:
    """Its issuer's key is its own, and yet its issuer has another name: one of the two was changed."""
    try:
        own = one.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        issuer = one.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    except (x509.ExtensionNotFound, ValueError):
        return False
    return own == issuer


def _is_changed_copy(one: x509.Certificate, other: x509.Certificate) -> bool:
    """Signature, or serial number and key, of a certificate at hand, and yet other bytes."""
    if one == other:
        return False
    if one.signature == other.signature:
        return True
    return one.serial_number == other.serial_number and _key(one) == _key(other)


def _key(one: x509.Certificate) -> bytes:
    try:
        return one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (UnsupportedAlgorithm, ValueError):
        return one.public_bytes(Encoding.DER)
