"""How the person at hand signs: what is typed for it, and what the page says of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from app.accounts.models import User
from app.reports.forms import (
    EsignCodeForm,
    EsignNikCodeForm,
    EsignNikForm,
    PassphraseForm,
    PinForm,
    SignForm,
    UploadSignedForm,
)
from app.signing import queries
from app.signing.backends.signer import Secrets

FORMS: dict[str, type[SignForm]] = {"pkcs12": PassphraseForm, "token": PinForm, "upload": UploadSignedForm}
NAMES = {
    "pkcs12": "Kunci lokal di server",
    "token": "Token kriptografi pada server",
    "esign": "Layanan esign BSrE",
    "upload": "PDF yang ditandatangani di luar aplikasi",
}
WORTH = {
    "pkcs12": "Kunci lokal menghasilkan tanda tangan elektronik tidak tersertifikasi.",
    "token": "Nilainya menurut sertifikat pada token, dibaca dari berkasnya setelah ditandatangani.",
    "esign": "Nilainya menurut sertifikat BSrE Anda, dibaca dari berkasnya setelah ditandatangani.",
    "upload": "Nilainya menurut sertifikat yang Anda pakai, dibaca dari berkas yang Anda unggah.",
}


@dataclass(frozen=True)
class Way:
    """One person's way of signing, as the admin chose it."""

    backend: str
    knows_email: bool = True
    version: str = "2"
    """Of the esign service: the first knows people by NIK and takes no code."""

    @property
    def form(self) -> type[SignForm]:
        if self.backend == "esign":
            if self.version == "1":
                return EsignNikForm
            return EsignCodeForm if self.knows_email else EsignNikCodeForm
        return FORMS[self.backend]

    @property
    def name(self) -> str:
        return NAMES[self.backend]

    @property
    def worth(self) -> str:
        return WORTH[self.backend]


def way_of(user: User) -> Way:
    """A person for whom the admin chose nothing signs with a local key."""
    method = queries.method_of(user)
    if method is None:
        return Way("pkcs12")
    return Way(method.backend, bool(method.email), current_app.config["SETTINGS"].esign_version)


def secrets_of(form: SignForm) -> Secrets:
    """What was typed, for one signature."""
    typed = {name: getattr(form, name).data or "" for name in ("passphrase", "nik", "totp") if name in form}
    nik, totp = (typed.get(name, "").strip() for name in ("nik", "totp"))
    return Secrets(passphrase=typed.get("passphrase", ""), nik=nik, totp=totp)
