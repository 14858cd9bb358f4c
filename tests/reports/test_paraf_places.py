"""Where a paraf is a signature of its own, its empty field waits in the frozen report; the last field locks all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.context import SIGNATURE_FIELD, ParafPlace, RenderedReport, ReportContext
from app.reports.render import render_report
from tests.reports.reading import fields_of, open_pdf
from tests.reports.sample import quarterly_context

PLACES = (
    ParafPlace(field="paraf-1", name="Drs. H. Rusli Anwar, M.Si", jabatan="Kepala Bagian Umum dan Keuangan"),
    ParafPlace(
        field="paraf-2", name="Hj. Siti Maimunah, S.H., M.H", jabatan="Kepala Bagian Persidangan dan Perundang-undangan"
    ),
    ParafPlace(
        field="paraf-3", name="Ahmad Fauzi, S.E., M.M", jabatan="Kepala Bagian Fasilitasi Penganggaran dan Pengawasan"
    ),
)


@pytest.fixture(scope="module")
def with_places() -> RenderedReport:
    return render_report(replace(quarterly_context(), paraf_places=PLACES), watermark=False)


def test_every_paraf_has_an_empty_field_before_the_signature(with_places: RenderedReport) -> None:
    pdf = open_pdf(with_places)
    fields = fields_of(pdf)
    assert set(fields) == {place.field for place in PLACES} | {SIGNATURE_FIELD}
    assert all(field.FT == "/Sig" and "/V" not in field for field in fields.values())


def test_only_the_last_signature_locks_the_document(with_places: RenderedReport) -> None:
    pdf = open_pdf(with_places)
    fields = fields_of(pdf)
    assert fields[SIGNATURE_FIELD].Lock.Action == "/All"
    assert fields[SIGNATURE_FIELD].Lock.P == 1
    assert not any("/Lock" in fields[place.field] for place in PLACES)


def test_the_fields_stand_apart_on_one_page(with_places: RenderedReport) -> None:
    pdf = open_pdf(with_places)
    boxes = [[float(edge) for edge in field.Rect] for field in fields_of(pdf).values()]
    for index, (left, low, right, high) in enumerate(boxes):
        assert right - left > 100 and high - low > 40
        for other_left, other_low, other_right, other_high in boxes[index + 1 :]:
            assert right <= other_left or other_right <= left or high <= other_low or other_high <= low


def test_a_report_with_one_signature_has_no_lock(yearly: ReportContext, final: RenderedReport) -> None:
    assert not yearly.paraf_places
    pdf = open_pdf(final)
    fields = fields_of(pdf)
    assert set(fields) == {SIGNATURE_FIELD}
    assert "/Lock" not in fields[SIGNATURE_FIELD]
