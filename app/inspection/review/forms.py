"""What is typed on a working paper."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.forms import OfficeForm
from app.inspection.review.actions import LONGEST
from app.inspection.review.models import STATUSES, ReviewAnswer
from app.runs.models import Run

CHOICES = [SelectChoice(status, label) for status, label in STATUSES.items()]
TOO_LONG = Length(max=LONGEST, message="Paling panjang 5.000 huruf.")


class OpenForm(OfficeForm):
    """What the paper is about: "run:3" for the reviu of its report, "year:2025" for the LKE's evidence."""

    about = SelectField("Tentang", [InputRequired("Pilih yang akan diperiksa.")])

    def offer(self, runs: Sequence[Run], years: Sequence[int]) -> None:
        self.about.choices = [
            SelectChoice("", "Pilih …"),
            *(SelectChoice(f"run:{run.id}", f"Reviu LKj {run.title}") for run in runs),
            *(SelectChoice(f"year:{year}", f"Bukti LKE Tahun {year}") for year in years),
        ]


class AnswerForm(OfficeForm):
    """One criterion. Nothing here is ever filled in by the application."""

    version = HiddenField()
    status = RadioField("Status", [Optional()], choices=CHOICES, validate_choice=False)
    result = TextAreaField("Hasil", [TOO_LONG], render_kw={"rows": 3})
    cause = TextAreaField("Sebab", [TOO_LONG], render_kw={"rows": 2})
    recommendation = TextAreaField("Rekomendasi", [TOO_LONG], render_kw={"rows": 2})

    @property
    def said(self) -> dict[str, str]:
        return {
            "status": self.status.data or "",
            "result": self.result.data or "",
            "cause": self.cause.data or "",
            "recommendation": self.recommendation.data or "",
        }

    @property
    def opened_on(self) -> int:
        """The version of the answer when the form was opened; nonsense fits no answer."""
        text = str(self.version.data or "0")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1


def answer_form(answer: ReviewAnswer | None) -> AnswerForm:
    """The form with what stands now."""
    if answer is None:
        return AnswerForm(formdata=None, data={"version": "0"})
    return AnswerForm(formdata=None, data=answer.said | {"version": str(answer.version)})


class ReopenForm(OfficeForm):
    reason = TextAreaField(
        "Alasan membuka kembali",
        [InputRequired("Tuliskan alasan membuka kembali."), Length(max=2000, message="Paling panjang 2.000 huruf.")],
        render_kw={"rows": 2},
    )
