"""Which algorithms still prove anything: a signature that anyone can forge today says nothing of the file.

After ETSI TS 119 312 and NIST SP 800-131A: MD5 and SHA-1 have collisions, short keys can be computed.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import cms

WEAK_DIGESTS = {"md2": "MD2", "md4": "MD4", "md5": "MD5", "sha1": "SHA-1"}
MIN_RSA_BITS = 2000
"""Not 2048: honest 2048-bit moduli are sometimes a bit or two shorter."""
MIN_EC_BITS = 224


def weakness_of(signed: cms.SignedData) -> str:
    """What is too weak in a signature, in words; empty if nothing is."""
    info = signed["signer_infos"][0]
    digests = [info["digest_algorithm"]["algorithm"].native, _imprint(signed)]
    if info["signature_algorithm"]["algorithm"].native == "rsassa_pss":
        digests.append(info["signature_algorithm"]["parameters"]["hash_algorithm"]["algorithm"].native)
    weak = [WEAK_DIGESTS[digest] for digest in digests if digest in WEAK_DIGESTS]
    return weak[0] if weak else _weak_key(_signer_key(signed, info))


def _imprint(signed: cms.SignedData) -> str:
    enclosed = signed["encap_content_info"]
    if enclosed["content_type"].native != "tst_info":
        return ""
    return str(enclosed["content"].parsed["message_imprint"]["hash_algorithm"]["algorithm"].native)


def _signer_key(signed: cms.SignedData, info: cms.SignerInfo) -> Any:
    for choice in signed["certificates"]:
        if choice.name != "certificate":
            continue
        one, named = choice.chosen, info["sid"].chosen
        if info["sid"].name == "subject_key_identifier":
            found = one.key_identifier == named.native
        else:
            found = one.serial_number == named["serial_number"].native and one.issuer == named["issuer"]
        if found:
            return one.public_key
    return None


def _weak_key(key: Any) -> str:
    if key is None:
        return ""
    if key.algorithm == "dsa":
        return "kunci DSA"
    if key.algorithm in ("rsa", "rsassa_pss") and key.bit_size < MIN_RSA_BITS:
        return f"kunci RSA {key.bit_size} bit"
    if key.algorithm == "ec" and key.bit_size < MIN_EC_BITS:
        return f"kunci EC {key.bit_size} bit"
    return ""
