"""The whole report: an archival, accessible file that says every figure and is the same each time."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pytest

from app.reports.attachments import budget_lines
from app.reports.context import PageSize, RenderedReport, ReportContext
from app.reports.render import render_report
from app.reports.words import figure
from app.web.words import angka
from tests.reports.reading import fields_of, open_pdf, pixels_of, rows_of, words_of
from tests.reports.sample import quarterly_context, sample_context

SEKRETARIS = "Drs. H. Muhammad Ilham, M.AP."
WATERMARK = (0xE9, 0xE4, 0xDC)
"""The colour of DRAF in static/img/report-draft.svg; nothing else has it."""


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("which", ["final", "draft"])
def test_report_is_archival_and_accessible(request: pytest.FixtureRequest, which: str, profile: str) -> None:
    report: RenderedReport = request.getfixturevalue(which)
    checked = page.validate_pdf_bytes(report.pdf, profile=profile)
    assert checked.is_compliant, [(failure.rule_id, failure.message) for failure in checked.failures]


@pytest.mark.parametrize("which", ["final", "draft"])
def test_qpdf_finds_no_fault(request: pytest.FixtureRequest, which: str, tmp_path: Path) -> None:
    report: RenderedReport = request.getfixturevalue(which)
    (tmp_path / "laporan.pdf").write_bytes(report.pdf)
    checked = subprocess.run(["qpdf", "--check", "laporan.pdf"], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_digest_and_pages_are_those_of_the_file(final: RenderedReport) -> None:
    assert final.sha256 == hashlib.sha256(final.pdf).hexdigest()
    assert final.pages == len(open_pdf(final).pages)


def test_same_context_gives_the_same_bytes_in_another_process(draft: RenderedReport) -> None:
    program = (
        "from app.reports.render import render_report; from tests.reports.sample import quarterly_context;"
        "print(render_report(quarterly_context(), watermark=True).sha256)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "TZ": "UTC"},
    )
    assert told.stdout.split()[-1] == draft.sha256


def test_one_changed_figure_changes_the_digest(yearly: ReportContext, draft: RenderedReport) -> None:
    context = quarterly_context()
    audit = replace(context.audit, size=context.audit.size + 1)
    assert render_report(replace(context, audit=audit), watermark=True).sha256 != draft.sha256


def test_every_figure_is_in_the_text(final: RenderedReport, yearly: ReportContext) -> None:
    words = words_of(final)
    for row in yearly.measurement.rows:
        for value in (row.target, row.realisasi, row.capaian, row.previous, row.renstra_target, row.renstra_capaian):
            assert figure(value) in words, (row.code, value)
    for shown in ("95,17%", "+3,42", "−6,82"):
        assert shown in words, shown
    assert yearly.budget is not None
    for _, line in budget_lines(yearly.budget.lines):
        assert angka(line.pagu, 0) in words and angka(line.realisasi, 0) in words
    assert "91,53" in words


def test_every_evidence_and_source_is_in_the_text_with_its_digest(final: RenderedReport, yearly: ReportContext) -> None:
    words = words_of(final)
    digests = {item.sha256 for step in yearly.annex.steps for item in step.items if item.sha256}
    digests |= {source.sha256 for row in yearly.measurement.rows for source in row.sources}
    assert len(digests) > 15
    assert [digest for digest in digests if digest not in words] == []
    assert yearly.audit.root in words


def test_formula_rating_rule_and_note_stand_with_the_tables(final: RenderedReport) -> None:
    words = words_of(final)
    assert "1.1, 1.2, 1.3: R/T × 100; 1.4: (2T − R)/T × 100" in words
    assert "di atas 90 Sangat Tinggi" in words
    assert "Catatan 2.3: target 0 dan realisasi 0: capaian 100,00." in words


def test_annex_says_who_when_verdict_and_why_late(final: RenderedReport) -> None:
    words = words_of(final)
    assert "selesai saat ditandatangani" in words
    assert "Terlambat 1 hari 1 jam" in words
    assert "Alasan keterlambatan: data Pokir dari Bagian Fasilitasi" in words
    assert "Langkah 5 → langkah 4, Sen 19 Jan 2026, 14.30 WITA" in words
    assert "Jum 16 Jan 2026 07.30–16.30 0 menit Isra Mikraj Nabi Muhammad" in rows_of(final)


def test_missing_figures_say_so_and_never_zero(draft: RenderedReport) -> None:
    words = words_of(draft)
    assert "1 belum dapat dinilai" in words
    assert "90,00 n/a n/a –" in rows_of(draft)
    assert "n/a: realisasi belum diisi" in words
    assert "Sumber belum dicatat." in words


def test_quarterly_report_has_no_chapter_that_nobody_wrote(draft: RenderedReport) -> None:
    words = words_of(draft)
    for absent in ("KATA PENGANTAR", "IKHTISAR", "PENDAHULUAN", "PENUTUP", "REALISASI ANGGARAN", "BAB II"):
        assert absent not in words.upper(), absent
    assert "BAB I AKUNTABILITAS KINERJA" in words


def test_draft_says_so_on_every_page(draft: RenderedReport, tmp_path: Path) -> None:
    assert words_of(draft).count("DRAF – belum disahkan") == draft.pages
    assert min(pixels_of(draft, WATERMARK, tmp_path)) > 1000


def test_final_report_has_no_watermark(final: RenderedReport, tmp_path: Path) -> None:
    assert "DRAF" not in words_of(final)
    assert max(pixels_of(final, WATERMARK, tmp_path)) == 0


def test_invented_data_are_stamped_on_every_page(final: RenderedReport) -> None:
    stamp = "DATA CONTOH – BUKAN DATA RESMI"
    assert all(stamp in words_of(final, page=number) for number in range(1, final.pages + 1))


def test_real_data_are_not_stamped() -> None:
    report = render_report(replace(quarterly_context(), demo=False), watermark=False)
    assert "DATA CONTOH" not in words_of(report)


def test_every_page_but_the_cover_has_its_number(final: RenderedReport) -> None:
    assert "Halaman" not in words_of(final, page=1)
    for number in range(2, final.pages + 1):
        assert f"Halaman {number} dari {final.pages}" in words_of(final, page=number)


def test_signature_block_is_whole_on_the_page_of_its_field(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    (place,) = [number for number, sheet in enumerate(pdf.pages, start=1) if _has_widget(sheet)]
    words = words_of(final, page=place)
    assert "Sekretaris DPRD Kabupaten Balangan," in words
    assert f"{SEKRETARIS} Pembina Utama Muda (IV/c) NIP 19720315 199803 1 000" in words


def test_the_one_field_is_an_empty_named_signature(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    fields = fields_of(pdf)
    assert list(fields) == ["sig-sekretaris"]
    field = fields["sig-sekretaris"]
    assert field.FT == "/Sig" and "/V" not in field and str(field.TU).startswith("Tanda tangan elektronik Sekretaris")
    left, low, right, high = (float(value) for value in field.Rect)
    assert right - left > 200 and high - low > 80
    assert pdf.Root.AcroForm.SigFlags == 3 and "/NeedAppearances" not in pdf.Root.AcroForm


def test_acting_official_signs_with_prefix_and_mandate() -> None:
    context = sample_context()
    acting = replace(
        context.signatory, acting="Plt.", mandate="Keputusan Bupati Nomor 1 Tahun 2026, 2 s.d. 31 Januari 2026"
    )
    words = words_of(render_report(replace(quarterly_context(), signatory=acting), watermark=False))
    assert "Plt. Sekretaris DPRD Kabupaten Balangan," in words
    assert "Keputusan Bupati Nomor 1 Tahun 2026" in words


def test_contents_link_to_the_page_they_name(final: RenderedReport) -> None:
    contents = words_of(final, page=4)
    for place in range(5, final.pages + 1):
        words = words_of(final, page=place)
        if "BAB III" in words:
            assert f"Akuntabilitas Kinerja {'. ' * 2}" in contents
            assert contents.split("Akuntabilitas Kinerja")[1].replace(".", " ").split()[0] == str(place)
            return
    pytest.fail("BAB III not found")


def test_document_has_language_title_and_bookmarks(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    assert str(pdf.Root.Lang) == "id"
    assert str(pdf.docinfo["/Title"]) == "Laporan Pengukuran Kinerja Tahun 2025 – Sekretariat DPRD Kabupaten Balangan"
    with pdf.open_outline() as outline:
        names = [entry.title for entry in outline.root]
    assert "BAB III Akuntabilitas Kinerja" in names and "Lampiran 1 Jejak SOP" in names


@pytest.mark.parametrize(("size", "points"), [(PageSize.A4, (595, 842)), (PageSize.F4, (609, 935))])
def test_paper_is_what_the_office_uses(size: PageSize, points: tuple[int, int]) -> None:
    report = render_report(replace(quarterly_context(), page=size), watermark=False)
    pdf = open_pdf(report)
    boxes = {tuple(round(float(value)) for value in sheet.mediabox[2:]) for sheet in pdf.pages}
    assert boxes == {points, (points[1], points[0])}


def test_only_bundled_faces_are_embedded(final: RenderedReport) -> None:
    pdf = open_pdf(final)
    names = {str(found.BaseFont) for found in pdf.objects if _is_font(found)}
    assert names and all("Liberation" in name or "Papan" in name for name in names), names


def test_app_starts_without_the_pdf_library() -> None:
    program = "import sys, app.reports.render; print(sorted({'weasyprint', 'pikepdf', 'fontTools'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def _has_widget(sheet: pikepdf.Page) -> bool:
    return any(note.Subtype == "/Widget" for note in sheet.get("/Annots", []))


def _is_font(found: pikepdf.Object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font" and "/BaseFont" in found
