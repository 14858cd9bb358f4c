"""The forms of findings: texts as typed, so that what can't be used comes back unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.forms import NO_UNIT, DayField, OfficeForm, at_most, required
from app.accounts.models import UnitKerja
from app.inspection.findings.actions import LONGEST, said
from app.inspection.findings.models import Recommendation
from app.inspection.findings.policies import check_done_on, check_due
from app.inspection.findings.queries import LATE, Wanted
from app.inspection.findings.states import ELEMENTS, FindingState, Followup
from app.runs.models import Run
from app.web.refusals import Invalid

LONG = Length(max=LONGEST, message=f"Paling banyak {LONGEST} huruf.")
STALE = (
    "Isinya diubah orang lain sejak Anda membuka formulir ini. Bandingkan dahulu di halaman temuan; "
    "kirim sekali lagi bila isian Anda yang berlaku."
)
NO_RUN = SelectChoice(0, "Tidak tentang satu pelaksanaan")


class SeenForm(OfficeForm):
    """A form that was opened on a text: whoever sends it must have seen the text that stands now."""

    seen = HiddenField()

    def refuse_stale(self, digest: str) -> bool:
        """Whether somebody else was first; then what he wrote stands, and sending once more replaces it."""
        stale = bool(self.seen.data) and self.seen.data != digest
        if stale:
            self.form_errors.append(STALE)
        self.seen.data = digest
        return stale


class FindingForm(SeenForm):
    """The audit form; all but the title may wait until it is issued."""

    title = StringField("Judul", [required("Isi judul temuan."), at_most(200)])
    run = SelectField("Pelaksanaan", coerce=int, default=0)
    kondisi = TextAreaField("Kondisi", [LONG])
    kriteria = TextAreaField("Kriteria", [LONG])
    sebab = TextAreaField("Sebab", [LONG])
    akibat = TextAreaField("Akibat", [LONG])
    reason = TextAreaField("Alasan perubahan", [Optional(), at_most(500)])

    def offer(self, runs: Iterable[Run]) -> None:
        self.run.choices = [NO_RUN, *(SelectChoice(run.id, run.title) for run in runs)]

    @property
    def texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ELEMENTS}

    @property
    def run_id(self) -> int | None:
        return self.run.data or None


def _passes(form: OfficeForm, *checks: Callable[[], object]) -> bool:
    """Whether neither the fields nor these checks of the domain refuse it: every error shows at once."""
    fine = form.validate()
    for check in checks:
        try:
            check()
        except Invalid as refusal:
            fine = False
            # A field that refused by itself has its sentence already.
            if not form[refusal.field].errors:
                form.show(refusal)
    return fine


class RecommendationForm(SeenForm):
    text = TextAreaField("Rekomendasi", [required("Isi rekomendasi."), LONG])
    due_on = DayField("Tenggat", [InputRequired("Isi tenggat.")])
    unit = SelectField("Bagian yang bertanggung jawab", coerce=int, default=0)
    reason = TextAreaField("Alasan perubahan", [Optional(), at_most(500)])

    def offer(self, units: Iterable[UnitKerja], *, own: UnitKerja | None = None) -> None:
        """The open bagian, and the recommendation's own where it was closed since."""
        offered = list(units)
        if own is not None and own not in offered:
            offered.append(own)
        whole = SelectChoice(NO_UNIT.value, "Seluruh kantor")
        self.unit.choices = [whole, *(SelectChoice(unit.id, unit.name) for unit in offered)]

    def fits(self, *, today: date, before: date | None = None) -> bool:
        """`before` is the due day that stands, which may have passed."""
        return _passes(
            self, lambda: said(self.text.data or "", field="text"),
            lambda: self._check_due(today=today, before=before),
        )  # fmt: skip

    def _check_due(self, *, today: date, before: date | None) -> None:
        if self.due_on.data is not None:
            check_due(self.due_on.data, today=today, before=before)

    @classmethod
    def of(cls, recommendation: Recommendation) -> RecommendationForm:
        values = {
            "text": recommendation.text, "due_on": recommendation.due_on, "unit": recommendation.unit_id or 0,
            "seen": recommendation.digest,
        }  # fmt: skip
        return cls(formdata=None, data=values)


class AnswerForm(OfficeForm):
    text = TextAreaField("Yang sudah dilakukan", [required("Tulis yang sudah dilakukan."), LONG])
    done_on = DayField("Tanggal tindak lanjut", [InputRequired("Isi tanggal tindak lanjut.")])

    def fits(self, *, today: date) -> bool:
        return _passes(self, lambda: said(self.text.data or "", field="text"), lambda: self._check_done_on(today=today))

    def _check_done_on(self, *, today: date) -> None:
        if self.done_on.data is not None:
            check_done_on(self.done_on.data, today=today)


class JudgementForm(OfficeForm):
    status = RadioField(
        "Status tindak lanjut", [InputRequired("Pilih statusnya.")],
        choices=[SelectChoice(one.value, one.label) for one in Followup],
    )  # fmt: skip
    note = TextAreaField("Catatan penilaian", [required("Tulis dasar penilaiannya."), LONG])


class FindingsFilter(OfficeForm):
    """What narrows the list, sent by GET."""

    class Meta(OfficeForm.Meta):
        csrf = False

    status = SelectField(
        "Status", default="",
        choices=[
            SelectChoice("", "Semua"), *(SelectChoice(one.value, one.label) for one in FindingState),
            SelectChoice(LATE, "Lewat tenggat"),
        ],
    )  # fmt: skip
    tahun = SelectField("Tahun", coerce=int, default=0)
    bagian = SelectField("Bagian", coerce=int, default=0)

    def offer(self, *, years: Iterable[int], units: Iterable[UnitKerja], drafts: bool) -> None:
        self.tahun.choices = [SelectChoice(0, "Semua"), *(SelectChoice(year, str(year)) for year in years)]
        self.bagian.choices = [SelectChoice(0, "Semua"), *(SelectChoice(unit.id, unit.name) for unit in units)]
        if not drafts:
            choices = [one for one in self.status.choices if one.value != FindingState.DRAFT.value]
            self.status.choices = choices

    @property
    def wanted(self) -> Wanted:
        return Wanted(status=self.status.data or "", year=self.tahun.data or 0, unit_id=self.bagian.data or 0)

    @property
    def arguments(self) -> dict[str, object]:
        return {name: field.data for name, field in self._fields.items() if field.data}

    @property
    def words(self) -> str:
        """What was looked at, for the log's record of the reading."""
        chosen = [
            next((str(choice.label) for choice in field.choices if choice.value == field.data), "")
            for field in (self.status, self.tahun, self.bagian)
            if field.data
        ]
        return "; ".join(chosen)
