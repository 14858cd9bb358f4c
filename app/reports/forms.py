"""What is typed around a report."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import TextInput

from app.accounts.forms import OfficeForm
from app.reports.errors import OtherBytes
from app.signing.forms import UploadField
from app.web.refusals import Invalid, Refusal

REASON = Length(max=2000, message="Alasan paling panjang 2.000 huruf.")
SHORT_REASON = Length(max=500, message="Alasan paling panjang 500 huruf, karena dicetak di laporan penggantinya.")
SECRET = Length(max=1024, message="Isian ini terlalu panjang.")
HIDDEN = {"autocomplete": "off"}
ESIGN_PASSPHRASE = "Frasa sandi tanda tangan elektronik Anda"


class UnechoedInput(TextInput):
    """Seen while it is typed, so that sixteen digits can be checked; never sent back."""

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        return super().__call__(field, **kwargs | {"value": ""})


class ReadForm(OfficeForm):
    """The digest says which PDF was read, the box that it was."""

    sha256 = HiddenField()
    statement: BooleanField

    def refuse(self, refusal: Refusal) -> None:
        """Say it at the field that it is about, else at the head; what is ticked was for another PDF than this."""
        self.show(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))
        if isinstance(refusal, OtherBytes):
            self.statement.data = False


class SignForm(ReadForm):
    """What every way of signing asks for."""

    late_reason = TextAreaField("Alasan terlambat", [Optional(), REASON])
    statement = BooleanField(
        "Saya sudah membaca laporan ini dan menandatanganinya.",
        [InputRequired("Centang pernyataan bahwa Anda sudah membaca laporan.")],
    )


class PassphraseForm(SignForm):
    """A local key."""

    passphrase = PasswordField(
        "Frasa sandi kunci Anda", [InputRequired("Isi frasa sandi kunci Anda."), SECRET], render_kw=HIDDEN
    )


class PinForm(SignForm):
    """A token that is plugged into the server."""

    passphrase = PasswordField("PIN token Anda", [InputRequired("Isi PIN token Anda."), SECRET], render_kw=HIDDEN)


class EsignForm(SignForm):
    """The BSrE service in version 1, which takes the passphrase alone."""

    passphrase = PasswordField(
        ESIGN_PASSPHRASE, [InputRequired("Isi frasa sandi tanda tangan elektronik Anda."), SECRET], render_kw=HIDDEN
    )


class EsignCodeForm(SignForm):
    """The BSrE service in version 2, which takes the passphrase or a one-time code (TOTP) in its place."""

    passphrase = PasswordField(ESIGN_PASSPHRASE, [SECRET], render_kw=HIDDEN)
    totp = StringField(
        "atau kode sekali pakai (TOTP)",
        [Optional(), Regexp(r"^\s*\d{6,8}\s*$", message="Kode sekali pakai terdiri atas 6 sampai 8 angka.")],
        widget=UnechoedInput(),
        render_kw=HIDDEN | {"inputmode": "numeric"},
    )

    def validate_passphrase(self, field: PasswordField) -> None:
        typed = bool(field.data), bool((self.totp.data or "").strip())
        if not any(typed):
            raise ValidationError("Isi frasa sandi tanda tangan elektronik Anda, atau kode sekali pakai.")
        if all(typed):
            raise ValidationError("Isi salah satu saja: frasa sandi atau kode sekali pakai.")


class WithNik(SignForm):
    """For a person whom the service knows by his NIK; it is typed each time and never kept."""

    nik = StringField(
        "NIK Anda",
        [InputRequired("Isi NIK Anda."), Regexp(r"^\s*\d{16}\s*$", message="NIK terdiri atas 16 angka.")],
        widget=UnechoedInput(),
        render_kw=HIDDEN | {"inputmode": "numeric"},
    )


class EsignNikForm(EsignForm, WithNik):
    """Version 1 always asks for the NIK."""


class EsignNikCodeForm(EsignCodeForm, WithNik):
    """Version 2, for a person whose e-mail address at the service isn't known."""


class UploadSignedForm(SignForm):
    """Our PDF, signed with another application."""

    file = UploadField(
        "PDF yang sudah Anda tandatangani",
        missing="Pilih PDF yang sudah Anda tandatangani.",
        render_kw={"accept": ".pdf,application/pdf"},
    )


class ThawForm(OfficeForm):
    reason = TextAreaField("Alasan membuka bekuan", [InputRequired("Tuliskan alasannya."), REASON])


class RevisionForm(OfficeForm):
    reason = TextAreaField("Alasan penggantian", [InputRequired("Tuliskan alasannya."), SHORT_REASON])
