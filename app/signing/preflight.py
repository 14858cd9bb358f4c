"""Before the passphrase is asked: everything that would make the signature fail, each with what to do."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.signing import queries
from app.signing.backends import keyfiles
from app.signing.backends.container import OpenedKey, open_container
from app.signing.certificates import Check, check_certificate, load_certificate
from app.signing.errors import KeyNotReady, UnusableKey

NO_KEY = "Anda belum mengunggah kunci tanda tangan. Unggah berkas .p12 di profil, bagian kunci tanda tangan."


def preflight(user: User, *, now: datetime) -> list[Check]:
    """What can be known without the passphrase. All must be ok before anybody may sign."""
    key = queries.current_key(user)
    if key is None:
        return [Check("Kunci tanda tangan", False, NO_KEY)]
    checks = [Check("Kunci tanda tangan", True)]
    try:
        keyfiles.read(key.file, sha256=key.file_sha256)
    except KeyNotReady as problem:
        checks.append(Check("Berkas kunci", False, problem.message))
    else:
        checks.append(Check("Berkas kunci", True))
    certificate = load_certificate(key.certificate)
    return checks + check_certificate(certificate, name=user.name, nip=user.nip, now=now)


def check_ready(user: User, *, now: datetime) -> None:
    """Refuse with the first thing that is in the way."""
    for check in preflight(user, now=now):
        if not check.ok:
            raise KeyNotReady(check.advice)


def open_for(user: User, data: bytes, *, passphrase: str, now: datetime) -> OpenedKey:
    """Open a file that the person uploads and refuse it unless he could sign with it today."""
    opened = open_container(data, passphrase=passphrase)
    checks = check_certificate(opened.certificate, name=user.name, nip=user.nip, now=now)
    problems = [check.advice for check in checks if not check.ok]
    if problems:
        raise UnusableKey(" ".join(problems))
    return opened
