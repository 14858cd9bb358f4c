"""The forms of the witnesses' pages, with their messages in Bahasa Indonesia."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.accounts.forms import OfficeForm, at_most, required
from app.inspection.forms import Day
from app.inspection.witnesses.notes import is_secret
from app.inspection.witnesses.sheet import MOST_WEEKS, USUAL_WEEKS, WEEK, monday_of
from app.signing.forms import UploadField


class KeyForm(OfficeForm):
    vkey = StringField(
        "Kunci publik saksi",
        [required("Tempelkan baris kunci publik saksi."), at_most(300)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def forget_secret(self) -> None:
        """A secret key that was pasted by mistake must not come back on the page."""
        if is_secret(self.vkey.data or ""):
            self.vkey.data = ""


class NoteForm(OfficeForm):
    file = UploadField("Berkas kesaksian", missing="Pilih berkas kesaksian.", render_kw={"accept": ".txt,text/plain"})


class RetireForm(OfficeForm):
    reason = TextAreaField(
        "Alasan dihentikan",
        [
            required("Tuliskan alasannya."),
            Length(min=10, message="Tuliskan alasan sedikitnya 10 huruf."),
            at_most(1000),
        ],
        render_kw={"rows": 2},
    )


class SheetForm(OfficeForm):
    """Which weeks stand on the sheet; by GET. Both days' weeks are included."""

    class Meta(OfficeForm.Meta):
        csrf = False

    dari = Day("Dari minggu yang memuat", [Optional()])
    sampai = Day("Sampai minggu yang memuat", [Optional()])

    def fill(self, today: date) -> None:
        """Where nothing was chosen: the thirteen weeks up to this one."""
        self.sampai.data = self.sampai.data or today
        self.dari.data = self.dari.data or self.sampai.data - (USUAL_WEEKS - 1) * WEEK

    def validate_sampai(self, field: DateField) -> None:
        if not (field.data and self.dari.data):
            return
        if field.data < self.dari.data:
            raise ValidationError("Minggu akhir mendahului minggu awal.")
        if monday_of(field.data) - monday_of(self.dari.data) >= MOST_WEEKS * WEEK:
            raise ValidationError(f"Paling banyak {MOST_WEEKS} minggu pada satu lembar.")

    @property
    def span(self) -> tuple[date, date]:
        return self.dari.data, self.sampai.data

    @property
    def arguments(self) -> dict[str, Any]:
        return {"dari": self.dari.data.isoformat(), "sampai": self.sampai.data.isoformat()}
