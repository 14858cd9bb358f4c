"""Tokens with keys on them, as the office would have them plugged in."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.demo.people import PEOPLE
from app.signing.demo_certificates import DemoAuthority
from tests.signing.backends.softhsm import SoftToken, certificate_for
from tests.signing.conftest import ISSUED, NAME, NIP

SEKRETARIS = PEOPLE["sekretaris"][1], PEOPLE["sekretaris"][0]


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory, authority: DemoAuthority) -> Iterator[SoftToken]:
    """Token "kantor" with an RSA and an EC key, one without a certificate, and two tokens named "kembar"."""
    before = os.environ.get("SOFTHSM2_CONF")
    made = SoftToken.at(tmp_path_factory.mktemp("softhsm"))
    for label in ("kantor", "kembar", "kembar"):
        made.insert(label)
    keys = {
        "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
        "tanpa-sertifikat": ec.generate_private_key(ec.SECP256R1()),
        "sekretaris": ec.generate_private_key(ec.SECP256R1()),
        "nama-lain": ec.generate_private_key(ec.SECP256R1()),
    }
    for number, (label, key) in enumerate(keys.items(), start=1):
        made.store_key(key, token="kantor", label=label, id_=f"A{number}")
    for label, id_ in (("rsa", "A1"), ("ec", "A2"), ("sekretaris", "A4"), ("nama-lain", "A5")):
        name, nip = SEKRETARIS if label == "sekretaris" else (NAME, NIP)
        certificate = certificate_for(keys[label], name=name, nip=nip, authority=authority, at=ISSUED)
        stored_as = "sertifikat saya" if label == "nama-lain" else label
        made.store_certificate(certificate, token="kantor", label=stored_as, id_=id_)
    made.store_certificate(authority.certificate, token="kantor", label="induk", id_="B1")
    yield made
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before
