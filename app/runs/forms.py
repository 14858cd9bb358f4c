"""What is typed on a step's page."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.runs.actions.correct import SUBJECTS
from app.runs.models import ROMAN
from app.web.words import WITA

REASON = Length(max=2000, message="Alasan paling panjang 2.000 huruf.")


class WitaDateTimeField(DateTimeLocalField):
    """A local time as typed, an aware instant as data."""

    zone: ZoneInfo = WITA

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = datetime.fromisoformat(valuelist[0].strip()).replace(tzinfo=self.zone)
        except ValueError:
            raise ValueError("Waktu tidak dapat dibaca. Tulis seperti 2026-11-24T10:21.") from None


class CompletionForm(FlaskForm):
    """Pengesahan of a step."""

    late_reason = TextAreaField("Alasan terlambat", [Optional(), REASON])
    occurred = WitaDateTimeField("Waktu kejadian (WITA)", [Optional()])
    stated_reason = TextAreaField("Alasan dicatat belakangan", [Optional(), REASON])
    statement = BooleanField(
        "Saya menyatakan langkah ini selesai dan langkah berikutnya dapat dilanjutkan.",
        [InputRequired("Centang pernyataan bahwa langkah dapat dilanjutkan.")],
    )
    password = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk mengesahkan.")])


class UnitReportForm(FlaskForm):
    """The report of the person's own bagian."""

    report = FileField("Laporan bagian Anda")
    # A step's page holds several forms, so each password field has an id of its own.
    password = PasswordField(
        "Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk mengesahkan.")], id="kata-sandi-bagian"
    )


class ReturnForm(FlaskForm):
    """Sending work back."""

    to = RadioField("Kembalikan ke", coerce=int, validators=[InputRequired("Pilih langkah tujuan.")])
    reason = TextAreaField("Alasan pengembalian", [InputRequired("Tuliskan alasan pengembalian."), REASON])
    password = PasswordField(
        "Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk mengembalikan.")], id="kata-sandi-kembali"
    )


class StartRunForm(FlaskForm):
    """The Sekretaris's order."""

    quarter = RadioField(
        "Periode",
        choices=[SelectChoice(str(quarter), f"Triwulan {ROMAN[quarter]}") for quarter in range(1, 5)]
        + [SelectChoice("0", "Satu tahun")],
        validators=[InputRequired("Pilih periode.")],
    )
    year = SelectField("Tahun", coerce=int)


class CancelForm(FlaskForm):
    reason = TextAreaField("Alasan pembatalan", [InputRequired("Tuliskan alasan pembatalan."), REASON])
    password = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk membatalkan.")])


class CorrectionForm(FlaskForm):
    what = RadioField(
        "Yang diperbaiki",
        choices=[SelectChoice(key, label) for key, label in SUBJECTS.items()],
        validators=[InputRequired("Pilih apa yang diperbaiki.")],
    )
    before = TextAreaField("Tercatat", [Optional(), REASON])
    after = TextAreaField("Yang benar", [Optional(), REASON])
    file = FileField("Berkas yang benar")
    reason = TextAreaField("Alasan perbaikan", [InputRequired("Tuliskan alasan perbaikan."), REASON])
    password = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda untuk mencatat perbaikan.")])
