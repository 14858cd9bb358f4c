"""Which run or which period a package is about."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.accounts.forms import OfficeForm
from app.inspection.forms import Day
from app.inspection.packages.scope import OfPeriod, OfRun
from app.runs.models import Run


class RunPackageForm(OfficeForm):
    """One run."""

    pelaksanaan = SelectField("Pelaksanaan", coerce=int, default=0)

    def offer(self, runs: Iterable[Run]) -> None:
        self.pelaksanaan.choices = [
            SelectChoice(0, "Pilih pelaksanaan"),
            *(SelectChoice(run.id, run.title) for run in runs),
        ]

    def validate_pelaksanaan(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Pilih pelaksanaan yang dipaketkan.")

    @property
    def scope(self) -> OfRun:
        return OfRun(self.pelaksanaan.data)


class PeriodPackageForm(OfficeForm):
    """Every run of which something was recorded between two days."""

    dari = Day("Dari tanggal", [InputRequired("Isi tanggal pertama.")])
    sampai = Day("Sampai tanggal", [InputRequired("Isi tanggal terakhir.")])

    def validate_sampai(self, field: DateField) -> None:
        if field.data and self.dari.data and field.data < self.dari.data:
            raise ValidationError("Tanggal akhir mendahului tanggal awal.")

    @property
    def scope(self) -> OfPeriod:
        return OfPeriod(self.dari.data, self.sampai.data)
