"""What a sample is asked for with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from app.accounts.forms import DayField, OfficeForm, at_most, required, stripped
from app.inspection.forms import FAR_DATE, is_far
from app.inspection.sampling.actions import check_size
from app.inspection.sampling.draw import Question
from app.inspection.sampling.scope import KINDS, LOG, PERIOD, RUN, Scope
from app.runs.models import Run
from app.web.refusals import Invalid

SCOPES = {RUN: "Satu pelaksanaan", PERIOD: "Satu rentang tanggal", LOG: "Seluruh log"}


class _Count(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Tulis bilangan bulat, misalnya 5.") from None


class SampleForm(OfficeForm):
    jenis = RadioField(
        "Yang disampel", choices=[SelectChoice(kind, words.capitalize()) for kind, words in KINDS.items()],
        default="steps",
    )  # fmt: skip
    lingkup = RadioField(
        "Lingkup", choices=[SelectChoice(scope, words) for scope, words in SCOPES.items()], default=LOG
    )  # fmt: skip
    pelaksanaan = SelectField("Pelaksanaan", coerce=int, default=0)
    dari = DayField("Dari tanggal", [Optional()])
    sampai = DayField("Sampai tanggal", [Optional()])
    ukuran = _Count("Ukuran sampel", [InputRequired("Isi ukuran sampel.")], default=5)
    benih = StringField("Benih", [at_most(64)], filters=[stripped])
    tujuan = StringField("Tujuan", [required("Tulis untuk apa sampel ini diambil."), at_most(200)], filters=[stripped])

    def offer(self, runs: Iterable[Run]) -> None:
        self.pelaksanaan.choices = [
            SelectChoice(0, "Pilih pelaksanaan"), *(SelectChoice(run.id, run.title) for run in runs),
        ]  # fmt: skip

    def validate_pelaksanaan(self, field: SelectField) -> None:
        if self.lingkup.data == RUN and not field.data:
            raise ValidationError("Pilih pelaksanaan yang disampel.")

    def validate_ukuran(self, field: IntegerField) -> None:
        """Here too, so that it shows beside whatever else is wrong."""
        if field.data is None:
            return
        try:
            check_size(field.data)
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None

    def validate_benih(self, field: StringField) -> None:
        if not (field.data or "").isprintable():
            raise ValidationError("Benih hanya berisi huruf, angka, dan tanda baca.")

    def validate(self, extra_validators: object = None) -> bool:
        """A period has both of its days, in their order."""
        fine = super().validate(extra_validators)  # type: ignore[arg-type]
        if self.lingkup.data != PERIOD:
            return bool(fine)
        for field in (self.dari, self.sampai):
            if field.data is None and not field.errors:
                field.errors = ["Isi tanggal ini."]
            elif field.data is not None and is_far(field.data):
                field.errors = [FAR_DATE]
        if self.dari.data and self.sampai.data and self.sampai.data < self.dari.data:
            self.sampai.errors = ["Tanggal akhir mendahului tanggal awal."]
        return bool(fine) and not self.dari.errors and not self.sampai.errors

    def question(self, *, upto: int) -> Question:
        """An empty seed is drawn from the system's randomness, and told like a typed one."""
        return Question(self.jenis.data, str(self._scope), self.benih.data or secrets.token_hex(8), upto)

    @property
    def _scope(self) -> Scope:
        if self.lingkup.data == RUN:
            return Scope(run_id=self.pelaksanaan.data)
        if self.lingkup.data == PERIOD:
            return Scope(first=self.dari.data, last=self.sampai.data)
        return Scope()
