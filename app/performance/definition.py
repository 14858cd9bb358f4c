"""What defines an indikator, as typed, and the rules that its parts must keep together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.performance.accumulation import Accumulation, why_not_sum
from app.performance.capaian import Formula
from app.performance.errors import UnusableFigure
from app.performance.figures import UnusableText, read_figure
from app.performance.numbers import UnreadableNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """`renstra_target` as typed: a number with a decimal comma, or words for a qualitative indikator."""

    code: str
    name: str
    satuan: str
    formula: Formula
    accumulation: Accumulation
    source: str
    unit_id: int | None = None
    renstra_target: str = ""
    renstra_year: int | None = None
    first_year: int | None = None
    last_year: int | None = None

    def columns(self) -> dict[str, Any]:
        """The checked values as they are stored; UnusableFigure names the field that can't be."""
        texts = {key: required(key, getattr(self, key)) for key in ("code", "name", "satuan", "source")}
        reason = why_not_sum(self.formula, self.satuan) if self.accumulation is Accumulation.SUM else ""
        if reason:
            raise UnusableFigure(reason, field="accumulation")
        if self.first_year and self.last_year and self.first_year > self.last_year:
            raise UnusableFigure("Tahun terakhir mendahului tahun pertama.", field="last_year")
        if self.renstra_target.strip() and self.renstra_year is None:
            raise UnusableFigure("Sebutkan tahun target Renstra.", field="renstra_year")
        return texts | {
            "formula": self.formula.value,
            "accumulation": self.accumulation.value,
            "unit_id": self.unit_id,
            "renstra_target": self._renstra(),
            "renstra_year": self.renstra_year,
            "first_year": self.first_year,
            "last_year": self.last_year,
        }

    def _renstra(self) -> str:
        return read(self.formula, self.renstra_target, "renstra_target") if self.renstra_target.strip() else ""


def required(field: str, text: str) -> str:
    if not text.strip():
        raise UnusableFigure("Wajib diisi.", field=field)
    return " ".join(text.split())


def read(formula: Formula, typed: str, field: str) -> str:
    """The stored text of a typed figure, its refusal tied to the form's field."""
    try:
        return read_figure(formula, typed)
    except (UnreadableNumber, UnusableText) as error:
        raise UnusableFigure(str(error), field=field) from error
