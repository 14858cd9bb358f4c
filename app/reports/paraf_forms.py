"""What is typed for a paraf."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts.forms import OfficeForm
from app.reports.forms import ReadForm

PASSWORD = {"autocomplete": "current-password"}


class LetGoForm(ReadForm):
    """What every paraf asks for."""

    statement = BooleanField(
        "Saya sudah membaca laporan ini dan menyetujuinya untuk ditandatangani.",
        [InputRequired("Centang pernyataan bahwa Anda sudah membaca laporan.")],
    )


class ParafForm(LetGoForm):
    """A recorded paraf."""

    password = PasswordField(
        "Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk memberi paraf.")], render_kw=PASSWORD
    )


class ParafSignatureForm(LetGoForm):
    """A paraf that is a signature of its own."""

    passphrase = PasswordField(
        "Frasa sandi kunci atau PIN token Anda",
        [InputRequired("Isi frasa sandi kunci atau PIN token Anda."), Length(max=1024, message="Terlalu panjang.")],
        render_kw={"autocomplete": "off"},
    )


class WithdrawForm(OfficeForm):
    reason = TextAreaField(
        "Alasan menarik paraf",
        [InputRequired("Tuliskan alasannya."), Length(max=2000, message="Alasan paling panjang 2.000 huruf.")],
    )
    # The page holds two forms, so this password field has an id of its own.
    password = PasswordField(
        "Kata sandi Anda",
        [InputRequired("Isi kata sandi Anda untuk menarik paraf.")],
        id="withdrawal-password",
        render_kw=PASSWORD,
    )
