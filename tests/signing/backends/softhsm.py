"""A token in software: SoftHSM2 with its own folder, so that no test meets another's keys."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute
from pkcs11.util.x509 import decode_x509_certificate

from app.signing.backends.token import TokenPlace, find_token
from app.signing.demo_certificates import DemoAuthority

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "567890"
SO_PIN = "87654321"


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class SoftToken:
    """Tokens under one folder; `SOFTHSM2_CONF` leads the library there."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> SoftToken:
        (folder / "tokens").mkdir(parents=True)
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
        return cls(folder)

    @classmethod
    @contextmanager
    def apart(cls, folder: Path, label: str) -> Iterator[SoftToken]:
        """With one token, for a while, in a process whose library has perhaps read another folder already."""
        before = os.environ.get("SOFTHSM2_CONF", "")
        try:
            made = cls.at(folder)
            made.insert(label)
            pkcs11.lib(MODULE).finalize()  # whoever asks next makes it read the folder of that moment
            yield made
        finally:
            os.environ["SOFTHSM2_CONF"] = before
            pkcs11.lib(MODULE).finalize()

    def insert(self, label: str) -> None:
        self._run("--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", PIN)

    def store_key(self, key: PrivateKey, *, token: str, label: str, id_: str) -> None:
        file = self.folder / f"{label}.p8"
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self._run("--import", str(file), "--token", token, "--label", label, "--id", id_, "--pin", PIN)
        file.unlink()

    def store_certificate(self, certificate: x509.Certificate, *, token: str, label: str, id_: str) -> None:
        attributes = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
        named = {Attribute.TOKEN: True, Attribute.LABEL: label, Attribute.ID: bytes.fromhex(id_)}
        with find_token(place("", token=token)).open(user_pin=PIN, rw=True) as session:
            session.create_object(attributes | named)

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(["softhsm2-util", *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr + done.stdout


def place(key: str, *, token: str = "kantor", module: str = MODULE) -> TokenPlace:
    return TokenPlace(module, token, key)


def certificate_for(
    key: PrivateKey, *, name: str, nip: str, authority: DemoAuthority, at: datetime
) -> x509.Certificate:
    """A signing certificate for a key that lives elsewhere than in a .p12."""
    oid = x509.NameOID
    subject = x509.Name(
        [
            x509.NameAttribute(oid.COUNTRY_NAME, "ID"),
            x509.NameAttribute(oid.COMMON_NAME, f"{name} (CONTOH)"),
            x509.NameAttribute(oid.SERIAL_NUMBER, nip),
        ]
    )
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=730))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority.key, hashes.SHA256())
    )
