"""The seal's key file and the passphrase that opens it, side by side in the keys folder, mode 0600.

A seal works without a person, so its passphrase has to be where the server can read it. Whoever can read
the keys folder can seal; that is why a seal proves where a document comes from and never who approved it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from app import audit
from app.audit import Tag, moment, record
from app.signing.backends.container import open_container
from app.signing.certificates import CertificateFacts, allows_signing, facts_of
from app.signing.errors import KeyNotReady, UnusableKey
from app.web.words import tanggal

KEY, PASSPHRASE = "seal.p12", "seal.passphrase"
MISSING = (
    "Segel instansi belum dipasang, padahal paraf kriptografis dipakai. "
    "Mintalah Admin memasangnya dengan `flask seal install`."
)
EXPIRED = "Sertifikat segel tidak berlaku hari ini (berlaku {since} sampai {until}). Gunakan segel yang berlaku."
NOT_FOR_SIGNING = "Sertifikat ini tidak diterbitkan untuk menandatangani dokumen, jadi tidak dapat menjadi segel."


@dataclass(frozen=True, repr=False)
class Seal:
    """The encrypted key and its passphrase; its repr shows nothing of either."""

    data: bytes
    passphrase: str


def install_seal(
    data: bytes, *, passphrase: str, folder: Path, at: datetime, by: Any = audit.SYSTEM
) -> CertificateFacts:
    """Keep the key as the office's seal, in place of a former one. Raises UnusableKey or WrongPassphrase."""
    opened = open_container(data, passphrase=passphrase)
    facts = _check(opened.certificate, at=at)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The passphrase first: a crash between the two leaves a seal that doesn't open and says so.
    _write(folder / PASSPHRASE, passphrase.encode())
    _write(folder / KEY, data)
    installed = {"fingerprint": facts.fingerprint, "subject": facts.subject, "issuer": facts.issuer}
    record(
        Tag.SEAL_INSTALLED, by=by, about=f"seal:{facts.fingerprint}", at=at,
        data=installed | {"not_after": moment(facts.not_after)},
    )  # fmt: skip
    return facts


def installed_seal(folder: Path) -> Seal:
    """The seal that is installed. Raises KeyNotReady where there is none."""
    try:
        return Seal((folder / KEY).read_bytes(), (folder / PASSPHRASE).read_text(encoding="utf-8"))
    except OSError:
        raise KeyNotReady(MISSING) from None


def _check(certificate: x509.Certificate, *, at: datetime) -> CertificateFacts:
    facts = facts_of(certificate)
    if not facts.not_before <= at <= facts.not_after:
        raise UnusableKey(EXPIRED.format(since=tanggal(facts.not_before), until=tanggal(facts.not_after)))
    if not allows_signing(certificate):
        raise UnusableKey(NOT_FOR_SIGNING)
    return facts


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, readable by the server's own account only."""
    draft = path.with_name(path.name + ".tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(path)
