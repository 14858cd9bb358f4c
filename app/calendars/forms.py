"""The forms that edit the draft of a calendar."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput, TextArea, TextInput

from app.accounts.forms import DayField
from app.calendars.checks import hours_problem, period_problem
from app.calendars.timetable import RamadanPeriod, Timetable
from app.clock.words import short_date
from app.clock.workdays import Hours
from app.web.words import WEEKDAYS

LONGEST_NAME = 120
LONGEST_NOTE = 500
NEEDED = "Isi bagian ini."


class ClockField(StringField):
    """A time of day, written 07.30: a browser's own time field may show AM and PM."""

    widget = TextInput()
    data: time | None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else f"{self.data:%H.%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = time.fromisoformat(valuelist[0].strip().replace(".", ":")).replace(second=0, tzinfo=None)
            except ValueError:
                raise ValidationError("Jam tidak dapat dibaca. Tulis seperti 07.30.") from None


class HolidayForm(FlaskForm):
    day = DayField("Tanggal", validators=[InputRequired(NEEDED)])
    name = StringField(
        "Nama hari libur",
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NAME, message=f"Paling panjang {LONGEST_NAME} huruf.")],
        filters=[lambda text: " ".join((text or "").split())],
    )

    def inside(self, timetable: Timetable) -> bool:
        """Whether the date is one that the calendar covers; says so beside the field where it isn't."""
        assert self.day.data is not None
        if timetable.first <= self.day.data <= timetable.last:
            return True
        reach = f"{short_date(timetable.first)} sampai {short_date(timetable.last)}"
        self.day.errors = [f"Kalender ini memuat {reach}. Tambah tahunnya lebih dahulu."]
        return False


class RamadanForm(FlaskForm):
    first = DayField("Hari pertama", validators=[InputRequired(NEEDED)])
    last = DayField("Hari terakhir", validators=[InputRequired(NEEDED)])
    note = StringField("Dasar penetapan", validators=[Optional(), Length(max=LONGEST_NAME)])
    confirmed = BooleanField("Sudah dikonfirmasi")

    def validate_last(self, field: DayField) -> None:
        if self.first.data and field.data and (problem := period_problem(self.period())):
            raise ValidationError(problem)

    def period(self) -> RamadanPeriod:
        assert self.first.data and self.last.data
        note = " ".join((self.note.data or "").split())
        return RamadanPeriod(self.first.data, self.last.data, bool(self.confirmed.data), note)


class HoursRow(Form):
    """One row of the hours table; a row that is left empty is no row."""

    weekday = SelectField("Hari", coerce=int, choices=[SelectChoice(str(n), day) for n, day in enumerate(WEEKDAYS)])
    ramadan = BooleanField("Ramadan")
    opens = ClockField("Masuk")
    break_from = ClockField("Istirahat mulai")
    break_until = ClockField("Istirahat selesai")
    closes = ClockField("Pulang")
    valid_from = DayField("Berlaku sejak")
    valid_until = DayField("Sampai")
    remove = BooleanField("Hapus")

    @property
    def unused(self) -> bool:
        """Marked for removal, or without a single clock time."""
        times = (self.opens, self.closes, self.break_from, self.break_until)
        return bool(self.remove.data) or not any("".join(clock.raw_data or []).strip() for clock in times)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.unused:
            return True
        if not super().validate(extra_validators):
            return False
        if not (self.opens.data and self.closes.data and self.valid_from.data):
            self.opens.errors = ["Isi jam masuk, jam pulang, dan tanggal berlakunya."]
        elif problem := hours_problem(self.hours()):
            self.opens.errors = [problem]
        return not self.opens.errors

    def hours(self) -> Hours:
        assert self.opens.data and self.closes.data and self.valid_from.data
        return Hours(
            weekday=self.weekday.data,
            opens=self.opens.data,
            closes=self.closes.data,
            valid_from=self.valid_from.data,
            break_from=self.break_from.data,
            break_until=self.break_until.data,
            valid_until=self.valid_until.data,
            ramadan=bool(self.ramadan.data),
        )


class HoursForm(FlaskForm):
    """All rows at once, and one empty row for a new one."""

    revision = IntegerField(widget=HiddenInput())
    rows = FieldList(FormField(HoursRow), max_entries=60)

    @property
    def problems(self) -> list[str]:
        """What is wrong, named by the row's weekday."""
        found = []
        for entry in self.rows:
            day = WEEKDAYS[entry.form.weekday.data or 0]
            found += [f"{day}: {message}" for messages in entry.form.errors.values() for message in messages]
        return found

    def hours(self) -> tuple[Hours, ...]:
        return tuple(entry.form.hours() for entry in self.rows if not entry.form.unused)


class PublicationForm(FlaskForm):
    revision = IntegerField(widget=HiddenInput())
    note = StringField(
        "Keterangan perubahan",
        widget=TextArea(),
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NOTE, message=f"Paling panjang {LONGEST_NOTE} huruf.")],
        description="Misalnya dasar hukumnya: “SKB 3 Menteri tentang cuti bersama 2027”.",
    )
