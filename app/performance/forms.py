"""The forms of the figures: texts as typed, so that what can't be read comes back unchanged."""

from __future__ import annotations

from wtforms import FileField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.accounts.forms import OfficeForm
from app.performance.accumulation import ACCUMULATION_TEXT, Accumulation
from app.performance.capaian import FORMULA_MEANING, FORMULA_TEXT, Formula

SHORT = Length(max=80, message="Paling panjang 80 huruf.")
NEEDED = InputRequired("Wajib diisi.")
YEAR = NumberRange(2000, 2100, "Tulis tahun antara 2000 dan 2100.")
NO_UNIT = 0


class WholeNumber(IntegerField):
    """A whole number whose refusal is in Bahasa."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Tulis bilangan bulat, misalnya 2026.") from error


class RealisasiForm(OfficeForm):
    value = StringField("Realisasi", [NEEDED, SHORT])
    source = StringField("Dokumen sumber", [NEEDED, Length(max=300, message="Paling panjang 300 huruf.")])
    evidence = FileField("Berkas sumber")
    seen = HiddenField()


class TargetForm(OfficeForm):
    value = StringField("Target", [NEEDED, SHORT])


class SasaranForm(OfficeForm):
    code = StringField("Kode", [NEEDED, Length(max=20, message="Paling panjang 20 huruf.")])
    name = TextAreaField("Sasaran", [NEEDED, Length(max=500, message="Paling panjang 500 huruf.")])


class IndicatorForm(OfficeForm):
    sasaran = SelectField("Sasaran", coerce=int)
    code = StringField("Kode", [NEEDED, Length(max=20, message="Paling panjang 20 huruf.")])
    name = TextAreaField("Indikator", [NEEDED, Length(max=500, message="Paling panjang 500 huruf.")])
    satuan = StringField("Satuan", [NEEDED, Length(max=40, message="Paling panjang 40 huruf.")])
    formula = RadioField(
        "Formula capaian",
        [NEEDED],
        choices=[
            SelectChoice(formula.value, f"{FORMULA_MEANING[formula].capitalize()}: {FORMULA_TEXT[formula]}")
            for formula in Formula
        ],
    )
    accumulation = RadioField(
        "Angka tahunan dari triwulan",
        [NEEDED],
        choices=[SelectChoice(kind.value, ACCUMULATION_TEXT[kind].capitalize()) for kind in reversed(Accumulation)],
    )
    source = StringField("Sumber data", [NEEDED, Length(max=300, message="Paling panjang 300 huruf.")])
    unit = SelectField("Bagian penanggung jawab", coerce=int)
    renstra_target = StringField("Target akhir Renstra", [Optional(), SHORT])
    renstra_year = WholeNumber("Tahun akhir Renstra", [Optional(), YEAR])
    first_year = WholeNumber("Diukur mulai tahun", [Optional(), YEAR])
    last_year = WholeNumber("Diukur sampai tahun", [Optional(), YEAR])


class BudgetLineForm(OfficeForm):
    code = StringField("Kode rekening", [Length(max=40, message="Paling panjang 40 huruf.")])
    name = StringField("Uraian", [NEEDED, Length(max=300, message="Paling panjang 300 huruf.")])
    pagu = StringField("Pagu (rupiah)", [NEEDED])


class NewBudgetLineForm(BudgetLineForm):
    parent = SelectField("Termasuk dalam", coerce=int)


class SpendingForm(OfficeForm):
    realisasi = StringField("Realisasi anggaran (rupiah)", [NEEDED])
    source = StringField("Dokumen sumber", [NEEDED, Length(max=300, message="Paling panjang 300 huruf.")])
