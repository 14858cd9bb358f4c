"""What narrows the log, and which run a package is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from app.accounts.forms import OfficeForm
from app.accounts.models import User
from app.audit.queries import Filter
from app.runs.models import Run
from app.web.words import WITA, tanggal

GROUPS = {
    "account": "Masuk dan keluar",
    "acting": "Plt. dan Plh.",
    "backup": "Cadangan",
    "budget": "Anggaran",
    "calendar": "Kalender kerja",
    "certificate": "Sertifikat tanda tangan",
    "document": "Pemeriksaan dokumen",
    "evidence": "Unduhan bukti",
    "finding": "Temuan",
    "followup": "Tindak lanjut",
    "indicator": "Indikator",
    "log": "Log",
    "narrative": "Narasi laporan",
    "period": "Paket per periode",
    "realisasi": "Realisasi",
    "recommendation": "Rekomendasi",
    "report": "Laporan",
    "review": "Kertas kerja",
    "run": "Pelaksanaan",
    "sample": "Sampel",
    "sasaran": "Sasaran",
    "seal": "Segel instansi",
    "signature": "Permintaan tanda tangan",
    "signing": "Cara tanda tangan",
    "sop": "SOP",
    "step": "Langkah",
    "target": "Target",
    "trust": "Sertifikat induk",
    "unit": "Bagian",
    "user": "Akun",
    "witness": "Saksi log",
}
"""The groups of acts as people call them: every subject that a tag has."""

CHANGING = "perubahan"
GROUP_CHOICES = [
    SelectChoice(CHANGING, "Tanpa bacaan dan masuk"),
    *(SelectChoice(subject, words) for subject, words in sorted(GROUPS.items(), key=lambda group: group[1].casefold())),
]
UNREADABLE_DATE = "Tanggal tidak dapat dibaca. Tulis seperti 2026-11-24."
FAR_DATE = "Tulis tanggal dari tahun 1900 sampai 2200."


def is_far(day: date) -> bool:
    """Whether nothing can be counted from this day any more: the calendar's own ends are years 1 and 9999."""
    return not 1900 <= day.year <= 2200


class Day(DateField):
    """A date of the address bar, with the office's own sentence where it is none."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(UNREADABLE_DATE) from None
        if self.data is not None and is_far(self.data):
            self.data = None
            raise ValueError(FAR_DATE)


class LogForm(OfficeForm):
    """The filters of the log, sent by GET; an empty field doesn't narrow."""

    class Meta(OfficeForm.Meta):
        csrf = False

    pelaksanaan = SelectField("Pelaksanaan", coerce=int, default=0)
    orang = SelectField("Orang", coerce=int, default=0)
    kelompok = SelectField("Kelompok", choices=[SelectChoice("", "Semua"), *GROUP_CHOICES], default="")
    dari = Day("Dari tanggal", [Optional()])
    sampai = Day("Sampai tanggal", [Optional()])

    def offer(self, *, runs: Iterable[Run], people: Iterable[User]) -> None:
        self.pelaksanaan.choices = [SelectChoice(0, "Semua"), *(SelectChoice(run.id, run.title) for run in runs)]
        self.orang.choices = [SelectChoice(0, "Semua"), *(SelectChoice(one.id, one.name) for one in people)]

    def validate_sampai(self, field: DateField) -> None:
        if field.data and self.dari.data and field.data < self.dari.data:
            raise ValidationError("Tanggal akhir mendahului tanggal awal.")

    @property
    def wanted(self) -> Filter:
        """Both dates belong to the span: until is the end of its day."""
        return Filter(
            root=f"run:{self.pelaksanaan.data}" if self.pelaksanaan.data else "",
            actor_id=self.orang.data or None,
            since=_midnight(self.dari.data) if self.dari.data else None,
            until=_midnight(self.sampai.data + timedelta(days=1)) if self.sampai.data else None,
            group="" if self.kelompok.data == CHANGING else self.kelompok.data or "",
            changing=self.kelompok.data == CHANGING,
        )

    @property
    def words(self) -> str:
        """What was looked at, for the log's own record of the reading."""
        said = [
            _chosen(self.pelaksanaan),
            _chosen(self.orang),
            _chosen(self.kelompok),
            f"dari {tanggal(self.dari.data)}" if self.dari.data else "",
            f"sampai {tanggal(self.sampai.data)}" if self.sampai.data else "",
        ]
        return "; ".join(part for part in said if part)

    @property
    def arguments(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        values = {name: field.data for name, field in self._fields.items() if field.data}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _chosen(field: SelectField) -> str:
    """The words of the choice; empty where nothing narrows."""
    return next((str(choice.label) for choice in field.choices if field.data and choice.value == field.data), "")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), WITA)
