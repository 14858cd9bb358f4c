"""The forms of the accounts, with their messages in Bahasa Indonesia."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from app.accounts.acting import POSTS
from app.accounts.models import UnitKerja
from app.accounts.nip import read_nip
from app.accounts.passwords import MAXIMUM_LENGTH
from app.accounts.roles import Role
from app.web.refusals import Invalid

MESSAGES = {
    "Not a valid choice.": "Pilihan ini tidak ada. Pilih dari daftar.",
    "Invalid Choice: could not coerce.": "Pilihan ini tidak ada. Pilih dari daftar.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Pilihan ini tidak ada. Pilih dari daftar.",
    "The CSRF token has expired.": "Formulir ini sudah kedaluwarsa. Kirim sekali lagi.",
}


NO_UNIT = SelectChoice(0, "Tanpa bagian")


class Bahasa:
    """What WTForms says by itself, in Bahasa Indonesia."""

    def gettext(self, text: str) -> str:
        return MESSAGES.get(text, text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        if one.endswith("not a valid choice for this field."):
            return "Pilihan ini tidak ada. Pilih dari daftar."
        return one if n == 1 else many


NOT_KEEPABLE = "Ada huruf yang tidak dapat disimpan. Ketik ulang bagian itu."


class OfficeForm(FlaskForm):
    """The base of every form: messages of the office, and refusals of the domain beside their field."""

    class Meta:
        def get_translations(self, _form: Any) -> Bahasa:
            return Bahasa()

    def validate(self, extra_validators: Any = None) -> bool:
        """As the fields say, and no text with a letter that PostgreSQL can't keep."""
        fine = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field.data, str) and "\x00" in field.data:
                field.errors = [*field.errors, NOT_KEEPABLE]
                fine = False
        return fine

    def show(self, refusal: Invalid) -> None:
        """Put the domain's sentence where the person looks for it."""
        if refusal.field and refusal.field in self._fields:
            field = self._fields[refusal.field]
            field.errors = [*field.errors, refusal.message]
        else:
            self.form_errors.append(refusal.message)


def stripped(value: str | None) -> str:
    return " ".join((value or "").split())


def required(message: str) -> DataRequired:
    return DataRequired(message)


def at_most(letters: int) -> Length:
    return Length(max=letters, message=f"Paling banyak {letters} huruf.")


class NipField(StringField):
    """Takes an NIP with or without spaces; `digits` is what it means."""

    @property
    def digits(self) -> str:
        return read_nip(self.data or "")

    def pre_validate(self, _form: Any) -> None:
        try:
            read_nip(self.data or "")
        except Invalid as refusal:
            raise ValidationError(refusal.message)


class DayField(StringField):
    """A date as the browser sends it, refused in our own words."""

    widget = DateInput()
    data: date | None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip())
            except ValueError:
                raise ValidationError("Tanggal tidak dapat dibaca. Tulis seperti 2026-12-24.") from None


def nip_field() -> NipField:
    return NipField("NIP", [required("Isi NIP.")], render_kw={"inputmode": "numeric", "autocomplete": "username"})


def secret_field(label: str, message: str, *, autocomplete: str) -> PasswordField:
    return PasswordField(label, [required(message), at_most(MAXIMUM_LENGTH)], render_kw={"autocomplete": autocomplete})


def new_password_field() -> PasswordField:
    return secret_field("Kata sandi baru", "Isi kata sandi baru.", autocomplete="new-password")


def repeated_field() -> PasswordField:
    return PasswordField(
        "Ulangi kata sandi baru",
        [required("Ketik sekali lagi."), EqualTo("new", message="Belum sama dengan kata sandi baru di atas.")],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(OfficeForm):
    nip = nip_field()
    password = secret_field("Kata sandi", "Isi kata sandi.", autocomplete="current-password")


class PasswordForm(OfficeForm):
    password = secret_field("Kata sandi sekarang", "Isi kata sandi sekarang.", autocomplete="current-password")
    new = new_password_field()
    again = repeated_field()


class ResetForm(OfficeForm):
    nip = nip_field()
    code = StringField(
        "Kode sekali pakai",
        [required("Isi kode dari admin."), at_most(40)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )
    new = new_password_field()
    again = repeated_field()


class ChangePersonForm(OfficeForm):
    """What may be changed about somebody; the NIP stays what it was."""

    name = StringField("Nama dengan gelar", [required("Isi nama."), at_most(120)], filters=[stripped])
    jabatan = StringField("Jabatan", [required("Isi jabatan."), at_most(160)], filters=[stripped])
    pangkat = StringField("Pangkat", [at_most(80)], filters=[stripped])
    unit = SelectField("Bagian", coerce=int)
    roles = SelectMultipleField(
        "Peran",
        choices=[SelectChoice(str(role), role.label) for role in Role],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, units: list[UnitKerja], *, own: UnitKerja | None = None) -> None:
        """Offer the open bagian, and the person's own where it was closed."""
        offered = [*units, own] if own is not None and own not in units else units
        self.unit.choices = [NO_UNIT, *(SelectChoice(unit.id, unit.name) for unit in offered)]

    @property
    def chosen_roles(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.roles.data or [])


class AddPersonForm(ChangePersonForm):
    nip = NipField("NIP", [required("Isi NIP.")], render_kw={"inputmode": "numeric", "autocomplete": "off"})


class ReasonForm(OfficeForm):
    reason = TextAreaField("Alasan", [required("Tulis alasannya."), at_most(500)], filters=[stripped])


class ActingForm(OfficeForm):
    """A Plt. or Plh. as its decree says."""

    kind = SelectField(
        "Jenis",
        choices=[SelectChoice("plh", "Plh. – pemangku berhalangan"), SelectChoice("plt", "Plt. – jabatan kosong")],
    )
    post = SelectField("Jabatan yang digantikan", choices=[SelectChoice(str(post), post.label) for post in POSTS])
    sk_number = StringField("Nomor SK", [required("Isi nomor SK."), at_most(80)], filters=[stripped])
    sk_date = DayField("Tanggal SK", [InputRequired("Isi tanggal SK.")])
    starts_on = DayField("Hari pertama", [InputRequired("Isi hari pertama.")])
    ends_on = DayField("Hari terakhir", [InputRequired("Isi hari terakhir.")])

    @property
    def facts(self) -> dict[str, Any]:
        names = ("kind", "sk_number", "sk_date", "starts_on", "ends_on")
        return {"post": Role(self.post.data)} | {name: self[name].data for name in names}


class UnitForm(OfficeForm):
    code = StringField("Kode", [required("Isi kode."), at_most(20)], filters=[lambda value: stripped(value).upper()])
    name = StringField("Nama lengkap", [required("Isi nama bagian."), at_most(160)], filters=[stripped])
    short_name = StringField("Nama pendek", [required("Isi nama pendek."), at_most(40)], filters=[stripped])

    @property
    def facts(self) -> dict[str, str]:
        return {"code": self.code.data, "name": self.name.data, "short_name": self.short_name.data}


class SearchForm(OfficeForm):
    """The filter above the list of people; a GET form, so it carries no token."""

    class Meta(OfficeForm.Meta):
        csrf = False

    cari = StringField("Nama, jabatan, atau NIP", filters=[stripped])
