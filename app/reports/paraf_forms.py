"""What is typed for a paraf."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts.forms import OfficeForm

PASSWORD = {"autocomplete": "current-password"}


class ParafForm(OfficeForm):
    """The digest says which PDF was read."""

    sha256 = HiddenField()
    statement = BooleanField(
        "Saya sudah membaca laporan ini dan menyetujuinya untuk ditandatangani.",
        [InputRequired("Centang pernyataan bahwa Anda sudah membaca laporan.")],
    )
    password = PasswordField(
        "Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk memberi paraf.")], render_kw=PASSWORD
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
