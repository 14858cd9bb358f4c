"""What is typed around a report."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

REASON = Length(max=2000, message="Alasan paling panjang 2.000 huruf.")


class SignForm(FlaskForm):
    """The Sekretaris's signature; the digest says which PDF was read."""

    sha256 = HiddenField()
    late_reason = TextAreaField("Alasan terlambat", [Optional(), REASON])
    statement = BooleanField(
        "Saya sudah membaca laporan ini dan menandatanganinya.",
        [InputRequired("Centang pernyataan bahwa Anda sudah membaca laporan.")],
    )
    passphrase = PasswordField("Frasa sandi kunci Anda", [InputRequired("Isi frasa sandi kunci Anda.")])


class ThawForm(FlaskForm):
    reason = TextAreaField("Alasan membuka bekuan", [InputRequired("Tuliskan alasannya."), REASON])
