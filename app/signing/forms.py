"""The forms of signing, with their messages in Bahasa Indonesia."""

from __future__ import annotations

from typing import BinaryIO

from flask_wtf.file import FileField
from wtforms import PasswordField, StringField
from wtforms.validators import Length, ValidationError

from app.accounts.forms import OfficeForm, required
from app.web.refusals import TooLarge


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


class RemovalForm(OfficeForm):
    """Carries nothing but the CSRF token."""


class VerifyForm(OfficeForm):
    file = UploadField("Berkas PDF", missing="Pilih berkas PDF.", render_kw={"accept": ".pdf,application/pdf"})


class CodeForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        csrf = False

    kode = StringField("Kode dokumen", render_kw={"autocomplete": "off", "spellcheck": "false"})
