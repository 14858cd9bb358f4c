"""Which day is asked about, and what narrows the readings."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from app.accounts.forms import OfficeForm
from app.audit.events import Tag
from app.audit.queries import Filter
from app.inspection.access.queries import READINGS
from app.inspection.forms import Day, LogForm


class DayForm(OfficeForm):
    """The day whose end is looked at; by GET."""

    class Meta(OfficeForm.Meta):
        csrf = False

    hari = Day("Tanggal (WITA)", [Optional()])
    today: date | None = None

    def fill(self, today: date) -> None:
        self.today = today
        self.hari.data = self.hari.data or today

    def validate_hari(self, field: DateField) -> None:
        if field.data and self.today and field.data > self.today:
            raise ValidationError("Tanggal ini belum tiba. Log hanya dapat menjawab sampai hari ini.")


class ReadingForm(LogForm):
    """The log's filters over readings alone: the kind of reading stands in place of the group of acts."""

    kelompok = SelectField(
        "Jenis bacaan",
        choices=[SelectChoice("", "Semua"), *(SelectChoice(tag.value, words) for tag, words in READINGS.items())],
        default="",
    )

    @property
    def tags(self) -> tuple[Tag, ...]:
        return (Tag(self.kelompok.data),) if self.kelompok.data else tuple(READINGS)

    @property
    def span(self) -> Filter:
        """Person and dates; what is read about is narrowed by `roots`, the kind by `tags`."""
        wanted = super().wanted
        return Filter("", wanted.actor_id, wanted.since, wanted.until, "")
