"""Before the passphrase is asked: everything that would make the signature fail, each with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from app.accounts.models import User
from app.settings import Settings
from app.signing import queries
from app.signing.backends import keyfiles
from app.signing.backends.container import OpenedKey, open_container
from app.signing.backends.esign import check_status
from app.signing.backends.esign_http import Service, reachable
from app.signing.backends.esign_words import NOT_REACHED
from app.signing.backends.signer import Secrets
from app.signing.backends.token_look import look_at_token
from app.signing.backends.token_place import TokenPlace
from app.signing.certificates import Check, check_certificate, load_certificate
from app.signing.errors import KeyNotReady, UnusableKey
from app.signing.models import SigningMethod
from app.signing.verification.verdicts import Trust
from app.web.refusals import Refusal

NO_KEY = "Anda belum mengunggah kunci tanda tangan. Unggah berkas .p12 di profil, bagian kunci tanda tangan."
NO_MODULE = "Token belum disiapkan di server. Mintalah Admin mengisi setelan PAPAN_PKCS11_MODULE."
NO_SERVICE = "Layanan esign belum disiapkan di server. Mintalah Admin mengisi setelan PAPAN_ESIGN_URL."
NO_CERTIFIED_ROOT = (
    "Kantor belum mempercayai sertifikat induk PSrE mana pun, jadi tanda tangan belum dapat disebut tersertifikasi."
)
MAY_CLAIM = "Tanda tangan hanya diterima bila sertifikatnya sampai ke sertifikat induk PSrE yang dipercaya kantor."
ELSEWHERE = (
    "Unduh salinan beku, tanda tangani di aplikasi lain tanpa menyimpan ulang, lalu unggah hasilnya. Sertifikatnya "
    "diperiksa saat diunggah."
)
QUICK = 3.0
"""Seconds that a page waits for a service before it says that the service doesn't answer."""


def preflight(user: User, *, now: datetime) -> list[Check]:
    """What can be known without the passphrase; asks the token or the service, so never inside a write.

    All must be ok before anybody may sign. A line that is ok may still carry advice.
    """
    method = queries.method_of(user)
    return [*standing_checks(user, now=now), *ASKED[method.backend if method else "pkcs12"](user, method, now)]


def standing_checks(user: User, *, now: datetime) -> list[Check]:
    """What stands in our own tables, files and settings: asks nobody, so any page may show it."""
    method = queries.method_of(user)
    settings = _settings()
    if method is None or method.backend == "pkcs12":
        return _key_checks(user, now=now)
    if method.backend == "token":
        return [_ready("Token disiapkan di server", bool(settings.pkcs11_module), NO_MODULE)]
    if method.backend == "esign":
        return [_ready("Layanan esign disiapkan di server", bool(settings.esign_url), NO_SERVICE)]
    return [Check("Ditandatangani di aplikasi lain", True, ELSEWHERE)]


def check_ready(user: User, *, now: datetime) -> None:
    """Refuse with the first thing that is in the way. The esign service is asked by the signing itself."""
    method = queries.method_of(user)
    checks = standing_checks(user, now=now)
    if method is not None and method.backend == "token":
        checks += _token_checks(user, method, now)
    for check in checks:
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


def _key_checks(user: User, *, now: datetime) -> list[Check]:
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


def _token_checks(user: User, method: SigningMethod | None, now: datetime) -> list[Check]:
    settings = _settings()
    if method is None or not settings.pkcs11_module:
        return []
    label = "Token terpasang dan memuat sertifikat"
    try:
        found = look_at_token(TokenPlace(settings.pkcs11_module, method.token_label, method.key_label))
        certificate = load_certificate(found.certificate)
    except KeyNotReady as problem:
        return [Check(label, False, problem.message)]
    except ValueError:
        return [Check(label, False, "Sertifikat pada token tidak dapat dibaca. Simpan ulang sertifikatnya ke token.")]
    checks = [Check(label, True, found.warning)]
    return checks + check_certificate(certificate, name=user.name, nip=user.nip, now=now)


def _service_checks(_user: User, method: SigningMethod | None, _now: datetime) -> list[Check]:
    service = service_of(_settings())
    if method is None or not service.url:
        return []
    certified = any(root.trust is Trust.CERTIFIED for root in queries.roots_for_verification())
    worth = Check("Nilai tanda tangan", True, MAY_CLAIM if certified else NO_CERTIFIED_ROOT)
    quick = min(QUICK, service.seconds)
    if service.version != "2" or not method.email:
        # The person is known by his NIK alone, which is typed with the passphrase and kept nowhere.
        answers = reachable(service, seconds=quick)
        return [_ready("Layanan esign dapat dihubungi", answers, NOT_REACHED), worth]
    label = "Status sertifikat di BSrE"
    try:
        check_status(service, secrets=Secrets(), email=method.email, seconds=quick)
    except Refusal as problem:
        return [Check(label, False, problem.message), worth]
    return [Check(label, True), worth]


def _nothing(_user: User, _method: SigningMethod | None, _now: datetime) -> list[Check]:
    return []


ASKED: dict[str, Callable[[User, SigningMethod | None, datetime], list[Check]]] = {
    "pkcs12": _nothing,
    "token": _token_checks,
    "esign": _service_checks,
    "upload": _nothing,
}


def service_of(settings: Settings) -> Service:
    """The esign service as the settings name it."""
    return Service(
        settings.esign_url,
        settings.esign_version,
        settings.esign_user,
        settings.esign_password.get_secret_value(),
        settings.esign_seconds,
    )


def offered_backends(settings: Settings) -> list[str]:
    """The ways of signing that this server is set up for."""
    offered = ["pkcs12"]
    if settings.pkcs11_module:
        offered.append("token")
    if settings.esign_url:
        offered.append("esign")
    return [*offered, "upload"]


def _ready(label: str, ok: bool, advice: str) -> Check:
    return Check(label, ok, "" if ok else advice)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
