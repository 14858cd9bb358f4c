"""A PDF of ours that the person signed with an application of his own and brings back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.signing.backends.returned import Holder, Unaccepted, check_returned
from app.signing.backends.returned_words import INVALID, NAMESAKE, UNTRUSTED
from app.signing.certificates import facts_of
from app.signing.errors import UnacceptableUpload
from app.signing.verification.trust import EmptyRegister, Register, Root
from app.signing.verification.verdicts import Trust

TRUSTED = (Trust.CERTIFIED, Trust.LOCAL)


class Person(Protocol):
    """Who is signed in and says that the signature is his."""

    name: str
    nip: str


def accept_signed_elsewhere(
    ours: bytes,
    uploaded: bytes,
    *,
    user: Person,
    roots: Sequence[Root],
    now: datetime,
    register: Register | None = None,
    has_namesake: bool = False,
) -> bytes:
    """The uploaded bytes, unchanged; or UnacceptableUpload with what to do. Slow: before the write.

    A name alone proves nobody, since anyone can make a certificate in any name: it must chain to a root that
    the office trusts, or be one that the register knows. Where an office has two people of one name, the
    certificate has to say the NIP.
    """
    holder = Holder(user.name, user.nip)
    try:
        found = check_returned(
            ours, uploaded, holder=holder, register=register or EmptyRegister(), roots=roots, now=now
        )
    except Unaccepted as problem:
        raise UnacceptableUpload(str(problem)) from None
    if found.report.trust is Trust.INVALID:
        raise UnacceptableUpload(INVALID)
    if found.report.trust not in TRUSTED:
        raise UnacceptableUpload(UNTRUSTED)
    if has_namesake and not facts_of(found.certificate).nip:
        raise UnacceptableUpload(NAMESAKE)
    return uploaded
