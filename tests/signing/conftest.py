"""The signing tests' people and papers: made once, because keys take long to make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.backends.signer import Appearance, Part, SignRequest
from app.signing.certificates import facts_of
from app.signing.demo_certificates import DemoAuthority, DemoCertificate, demo_authority, demo_certificate
from app.signing.pades.appearance import draw, field_size
from app.signing.verification.trust import Root
from app.signing.verification.verdicts import Trust
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import Pki

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ISSUED = AT - timedelta(days=30)
PASSPHRASE = "kunci-peragaan"
NAME = "Dra. Hj. Noor Aisyah, M.AP"
NIP = "197001011995012000"
APPEARANCE = Appearance(
    name=NAME,
    jabatan="Sekretaris DPRD",
    pangkat="Pembina Utama Muda",
    nip=NIP,
    url="http://127.0.0.1:8000/v/abcdefghjkmnpqrstuvw",
    when=AT,
)


def wanted(pdf: bytes, *, field: str = FIELD, at: datetime = AT, part: Part = Part.CERTIFIES) -> SignRequest:
    """A request with the block drawn for the field, as the parent process makes it."""
    if part is Part.SEALS:
        return SignRequest(pdf, field, APPEARANCE, at, part)
    width, height = field_size(pdf, field)
    return SignRequest(
        pdf, field, APPEARANCE, at, part, draw(APPEARANCE, label=LOCAL_LABEL, width=width, height=height)
    )


def sign(signer: Pkcs12Signer, pdf: bytes, *, field: str = FIELD, at: datetime = AT) -> bytes:
    """Signed at B-B, without asking anybody."""
    return signer.sign(wanted(pdf, field=field, at=at)).pdf


@pytest.fixture(scope="session")
def authority() -> DemoAuthority:
    return demo_authority(at=ISSUED)


@pytest.fixture(scope="session")
def certificate(authority: DemoAuthority) -> DemoCertificate:
    return demo_certificate(NAME, nip=NIP, passphrase=PASSPHRASE, at=ISSUED, authority=authority)


@pytest.fixture(scope="session")
def signer(certificate: DemoCertificate) -> Pkcs12Signer:
    return Pkcs12Signer.load(certificate.p12, passphrase=PASSPHRASE)


@pytest.fixture(scope="session")
def frozen() -> bytes:
    return frozen_report()


@pytest.fixture(scope="session")
def signed(signer: Pkcs12Signer, frozen: bytes) -> bytes:
    return sign(signer, frozen)


@pytest.fixture(scope="session")
def roots(authority: DemoAuthority) -> list[Root]:
    facts = facts_of(authority.certificate)
    return [Root(facts.der, facts.fingerprint, Trust.LOCAL)]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pki]:
    """An authority with OCSP, CRL and time stamps on 127.0.0.1; its clock is the machine's unless told."""
    made = Pki(tmp_path_factory.mktemp("pki"))
    yield made
    made.stop()
