"""A PKCS#11 token: the key never leaves it, the PIN opens it for the length of one signature.

The maker's library runs in whatever process asks, so only short-lived processes do: the signing child, and
token_look for what can be known without the PIN.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pkcs11
from asn1crypto import x509 as asn1_x509
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pyhanko.sign.pkcs11 import PKCS11Signer

from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.signer import SignedPdf, SignRequest
from app.signing.backends.token_place import OnToken, TokenPlace
from app.signing.backends.token_words import (
    ABSENT,
    AMBIGUOUS_KEY,
    BROKE_OFF,
    LAST_TRY,
    LOCKED,
    NO_CERTIFICATE,
    NO_KEY,
    NO_MODULE,
    NO_PIN_YET,
    PIN_EXPIRED,
    SEVERAL,
    UNSUITABLE,
    WRONG_PIN,
)
from app.signing.errors import KeyNotReady, WrongPassphrase
from app.signing.verification.verdicts import Trust

if TYPE_CHECKING:
    from pkcs11 import Session, Token

SUITABLE = frozenset({KeyType.RSA, KeyType.EC})


class RefusingSigner(PKCS11Signer):
    """pyHanko's signer with a key that was found before; a token pulled out in the middle is a refusal."""

    def __init__(self, session: Session, key: Any, **options: Any) -> None:
        super().__init__(session, **options)
        self._key_handle = key
        self._loaded = True

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        with refusing():
            signature: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        return signature


class TokenSigner:
    """Opens the session on entering and closes it on leaving, whatever happens between."""

    label = LOCAL_LABEL
    trust = Trust.LOCAL

    def __init__(self, place: TokenPlace, *, pin: str) -> None:
        self._place = place
        self._pin = pin
        self._session: Session | None = None

    def __enter__(self) -> TokenSigner:
        if not self._pin:
            raise WrongPassphrase(WRONG_PIN)
        token = find_token(self._place)
        if token.flags & TokenFlag.USER_PIN_LOCKED:
            raise KeyNotReady(LOCKED)
        with refusing():
            try:
                self._session = token.open(user_pin=self._pin)
            except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
                raise _wrong_pin(find_token(self._place).flags) from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def pyhanko_signer(self) -> PKCS11Signer:
        """The key as pyHanko uses it; for app/signing/pades, inside the context."""
        if self._session is None:
            raise KeyNotReady(BROKE_OFF)
        with refusing():
            key = _private_key(self._session, self._place.key_label)
            if key.key_type not in SUITABLE:
                raise KeyNotReady(UNSUITABLE)
            found = _certificates(self._session, self._place.key_label, key_id=key[Attribute.ID])
            # A key that wants its PIN again for each signature gets it (CKA_ALWAYS_AUTHENTICATE).
            again = {"pin": self._pin} if _always_authenticates(key) else {}
            return RefusingSigner(
                self._session,
                key,
                signing_cert=asn1_x509.Certificate.load(found.certificate),
                ca_chain=[asn1_x509.Certificate.load(one) for one in found.chain],
                key_label=self._place.key_label,
                embed_roots=False,
                use_raw_mechanism=_needs_raw(self._session, key),
                base_sign_kwargs=again,
            )

    def sign(self, request: SignRequest) -> SignedPdf:
        from app.signing.pades.sign import sign_pdf

        return sign_pdf(request, signer=self.pyhanko_signer())


def find_token(place: TokenPlace) -> Token:
    """The one token with that label; refuses none and more than one."""
    try:
        library = pkcs11.lib(place.module)
    except (pkcs11.PKCS11Error, OSError, RuntimeError):
        raise KeyNotReady(NO_MODULE) from None
    with refusing():
        tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
        found = [token for token in tokens if token.label.strip() == place.token_label]
    if not found:
        raise KeyNotReady(ABSENT.format(label=place.token_label))
    if len(found) > 1:
        raise KeyNotReady(SEVERAL.format(label=place.token_label))
    return found[0]


def certificate_on_token(place: TokenPlace) -> OnToken:
    """What pre-flight looks at: public objects alone, so no PIN. Raises KeyNotReady with what to do."""
    token = find_token(place)
    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise KeyNotReady(LOCKED)
    if not token.flags & TokenFlag.USER_PIN_INITIALIZED:
        raise KeyNotReady(NO_PIN_YET)
    with refusing(), token.open() as session:
        public = _labelled(session, ObjectClass.PUBLIC_KEY, place.key_label)
        found = _certificates(session, place.key_label, key_id=public[0][Attribute.ID] if public else b"")
    warning = LAST_TRY if token.flags & TokenFlag.USER_PIN_FINAL_TRY else ""
    return OnToken(found.certificate, found.chain, warning)


@contextmanager
def refusing() -> Iterator[None]:
    """What a token answers, as a sentence with what to do; nothing of the PIN is in it."""
    try:
        yield
    except pkcs11.PinLocked:
        raise KeyNotReady(LOCKED) from None
    except pkcs11.PinExpired:
        raise KeyNotReady(PIN_EXPIRED) from None
    except pkcs11.UserPinNotInitialized:
        raise KeyNotReady(NO_PIN_YET) from None
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        raise WrongPassphrase(WRONG_PIN) from None
    except pkcs11.PKCS11Error:
        raise KeyNotReady(BROKE_OFF) from None


def _wrong_pin(flags: TokenFlag) -> KeyNotReady | WrongPassphrase:
    """The token tells how near it is to locking itself, where its maker cared to."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        return KeyNotReady(LOCKED)
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return WrongPassphrase(f"{WRONG_PIN} {LAST_TRY}")
    return WrongPassphrase(WRONG_PIN)


def _labelled(session: Session, kind: ObjectClass, label: str) -> list[Any]:
    return list(session.get_objects({Attribute.CLASS: kind, Attribute.LABEL: label}))


def _private_key(session: Session, label: str) -> Any:
    keys = _labelled(session, ObjectClass.PRIVATE_KEY, label)
    if not keys:
        raise KeyNotReady(NO_KEY.format(label=label))
    if len(keys) > 1:
        raise KeyNotReady(AMBIGUOUS_KEY.format(label=label))
    return keys[0]


def _certificates(session: Session, label: str, *, key_id: bytes) -> OnToken:
    """The certificate by the key's label, or else by its id; everything else on the token is its chain."""
    every = [
        (one[Attribute.LABEL], bytes(one[Attribute.ID]), bytes(one[Attribute.VALUE]))
        for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    ]
    own = [der for name, _, der in every if name == label] or [der for _, id_, der in every if key_id and id_ == key_id]
    if not own:
        raise KeyNotReady(NO_CERTIFICATE.format(label=label))
    if len(own) > 1:
        raise KeyNotReady(AMBIGUOUS_KEY.format(label=label))
    return OnToken(own[0], tuple(der for _, _, der in every if der != own[0]))


def _needs_raw(session: Session, key: Any) -> bool:
    """Few tokens hash for ECDSA (SoftHSM doesn't), and not all do for RSA: then we hash ourselves."""
    hashing = Mechanism.SHA256_RSA_PKCS if key.key_type is KeyType.RSA else Mechanism.ECDSA_SHA256
    return hashing not in session.token.slot.get_mechanisms()


def _always_authenticates(key: Any) -> bool:
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except pkcs11.PKCS11Error:
        return False
