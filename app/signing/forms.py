"""The forms of signing, with their messages in Bahasa Indonesia."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from flask_wtf.file import FileField, MultipleFileField
from wtforms import PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError

from app.accounts.forms import OfficeForm, at_most, required
from app.web.refusals import TooLarge

MAX_FILES = 10
"""How many files one request may ask to be verified."""


class UploadField(FileField):
    """A file that must be chosen; its bytes are read up to a limit."""

    def __init__(self, label: str, *, missing: str, **options: object) -> None:
        super().__init__(label, **options)
        self._missing = missing

    def pre_validate(self, _form: object) -> None:
        if not getattr(self.data, "filename", ""):
            raise ValidationError(self._missing)

    def read(self, limit: int, *, message: str) -> bytes:
        stream: BinaryIO = self.data.stream
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise TooLarge(message)
        return data


class UploadsField(MultipleFileField):
    """Several files at once, at least one; they are read one by one, each up to a limit."""

    def __init__(self, label: str, *, missing: str, most: int, **options: object) -> None:
        super().__init__(label, **options)
        self._missing, self._most = missing, most

    @property
    def files(self) -> list[Any]:
        return [file for file in self.data or () if getattr(file, "filename", "")]

    def pre_validate(self, _form: object) -> None:
        if not self.files:
            raise ValidationError(self._missing)
        if len(self.files) > self._most:
            raise ValidationError(f"Paling banyak {self._most} berkas sekaligus. Periksa sisanya sesudah ini.")


class KeyForm(OfficeForm):
    key_file = UploadField(
        "Berkas kunci (.p12 atau .pfx)",
        missing="Pilih berkas .p12 atau .pfx.",
        render_kw={"accept": ".p12,.pfx"},
    )
    passphrase = PasswordField(
        "Frasa sandi kunci",
        [required("Ketik frasa sandi kunci."), Length(max=1024, message="Frasa sandi terlalu panjang.")],
        render_kw={"autocomplete": "off"},
    )


METHODS = {
    "pkcs12": "Kunci lokal (.p12) yang diunggah sendiri",
    "token": "Token kriptografi yang terpasang pada server",
    "esign": "Layanan esign BSrE di jaringan kantor",
    "upload": "PDF yang ditandatangani di aplikasi lain lalu diunggah",
}
"""The ways of signing as people choose among them."""


class LabelField(StringField):
    """One line without blanks around it."""

    @property
    def clean(self) -> str:
        return (self.data or "").strip()


class MethodForm(OfficeForm):
    backend = RadioField("Cara menandatangani", validators=[required("Pilih salah satu.")])
    token_label = LabelField("Nama token", [at_most(64)], render_kw={"autocomplete": "off", "spellcheck": "false"})
    key_label = LabelField("Nama kunci pada token", [at_most(128)], render_kw={"autocomplete": "off"})
    email = LabelField("Surel yang terdaftar di BSrE", [at_most(200)], render_kw={"autocomplete": "off"})

    def offer(self, backends: Sequence[str]) -> None:
        """Only what the server is set up for can be chosen."""
        self.backend.choices = [SelectChoice(backend, METHODS[backend]) for backend in backends]


class RemovalForm(OfficeForm):
    """Carries nothing but the CSRF token."""


class VerifyForm(OfficeForm):
    file = UploadsField(
        "Berkas PDF",
        missing="Pilih berkas PDF.",
        most=MAX_FILES,
        render_kw={"accept": ".pdf,application/pdf"},
    )


class RootForm(OfficeForm):
    file = UploadField(
        "Berkas sertifikat induk",
        missing="Pilih berkas sertifikat (.pem, .crt, .cer, atau .der).",
        render_kw={"accept": ".pem,.crt,.cer,.der"},
    )
    fingerprint = StringField(
        "Sidik jari SHA-256 menurut penerbitnya",
        [required("Ketik sidik jari yang Anda peroleh dari penerbitnya."), at_most(200)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    worth = RadioField(
        "Tanda tangan di bawah induk ini",
        choices=[
            SelectChoice("tersertifikasi", "tersertifikasi: induk penyelenggara sertifikasi elektronik Indonesia"),
            SelectChoice("lokal", "tidak tersertifikasi: induk kantor sendiri"),
        ],
        validators=[required("Pilih salah satu.")],
    )
    note = TextAreaField(
        "Asal berkas dan cara sidik jarinya dibandingkan",
        [
            required("Tuliskan asal berkas dan cara sidik jarinya dibandingkan."),
            Length(min=20, message="Tuliskan sedikitnya 20 huruf: dari mana, dan dibandingkan dengan apa."),
            at_most(1000),
        ],
        render_kw={"rows": 2},
    )


class RootRemovalForm(OfficeForm):
    reason = TextAreaField(
        "Alasan tidak dipercaya lagi",
        [
            required("Tuliskan alasannya."),
            Length(min=10, message="Tuliskan alasan sedikitnya 10 huruf."),
            at_most(1000),
        ],
        render_kw={"rows": 2},
    )


class CodeForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        csrf = False

    kode = StringField("Kode dokumen", render_kw={"autocomplete": "off", "spellcheck": "false"})
