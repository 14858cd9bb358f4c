"""A working paper as docx and xlsx: everything on it, readable, and text that stays text."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.inspection.documents.xlsx import STAMP, XLSX, Sheet, workbook
from app.inspection.review.criteria import REVIU_LKJ
from tests.conftest import OutsideClient
from tests.inspection.review.story import LKE, REVIU

PAPERS = "/pemeriksaan/kertas-kerja"


def taken(inspector: OutsideClient, paper: int, kind: str) -> bytes:
    answer = inspector.get(f"{PAPERS}/{paper}/unduhan/{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'-contoh.{kind}"')
    return answer.data


def book(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def column(sheet: Worksheet, letter: str) -> list[object]:
    return [cell.value for cell in sheet[letter]]


def test_the_workbook_has_the_form_the_evidence_and_the_files(inspector: OutsideClient) -> None:
    found = book(taken(inspector, REVIU, "xlsx"))

    assert found.sheetnames == ["Kertas kerja", "Bukti", "Daftar berkas"]
    codes = column(found["Kertas kerja"], "A")
    assert [code for code in codes if code in {one.code for one in REVIU_LKJ}] == [one.code for one in REVIU_LKJ]
    assert "Satu target belum ada." in column(found["Kertas kerja"], "D")
    assert any("dibekukan" in str(text) for text in column(found["Bukti"], "B"))
    assert all(len(str(digest)) == 64 for digest in column(found["Daftar berkas"], "C")[5:])


def test_the_sheets_are_made_to_be_read_and_printed(inspector: OutsideClient) -> None:
    sheet = book(taken(inspector, REVIU, "xlsx"))["Kertas kerja"]

    head = column(sheet, "A").index("Kode") + 1
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.print_area.endswith(f"$F${head + 23}")
    assert sheet.page_setup.fitToWidth == 1 and sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["B"].width == 46
    assert all(cell.alignment.wrap_text for cell in sheet[head + 1])


def test_what_is_an_example_says_so_on_every_sheet(inspector: OutsideClient) -> None:
    found = book(taken(inspector, REVIU, "xlsx"))
    assert [sheet["A1"].value for sheet in found] == [STAMP] * 3
    document = Document(BytesIO(taken(inspector, REVIU, "docx")))
    assert STAMP in document.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_finished_paper_gives_the_same_bytes_each_time(inspector: OutsideClient, kind: str) -> None:
    assert taken(inspector, REVIU, kind) == taken(inspector, REVIU, kind)


def test_the_docx_has_the_answers_by_group_and_the_evidence_behind(inspector: OutsideClient) -> None:
    document = Document(BytesIO(taken(inspector, REVIU, "docx")))

    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == ["Format", "Mekanisme penyusunan", "Substansi", "Lampiran bukti", "Daftar berkas"]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "Kode", "Kriteria", "Status", "Hasil", "Sebab", "Rekomendasi",
    ]  # fmt: skip
    second = [cell.text for cell in document.tables[0].rows[2].cells]
    assert (second[0], *second[2:]) == ("F2", "Sebagian", "Satu target belum ada.", "Terlambat ditetapkan.", "")
    assert [len(table.rows) for table in document.tables[:3]] == [7, 8, 11]


def test_the_lke_pack_names_its_weights_and_its_gaps(inspector: OutsideClient) -> None:
    document = Document(BytesIO(taken(inspector, LKE, "docx")))
    said = "\n".join(one.text for one in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "perencanaan kinerja 30, pengukuran kinerja 30, pelaporan kinerja 15" in said
    assert "Pelaksanaan dan laporan tahunan: belum ada." in cells
    digests = column(book(taken(inspector, LKE, "xlsx"))["Daftar berkas"], "C")
    assert any(len(str(digest)) == 64 for digest in digests)


def test_an_unknown_kind_of_file_is_not_found(inspector: OutsideClient) -> None:
    assert inspector.get(f"{PAPERS}/{REVIU}/unduhan/pdf").status_code == 404


# --- Whatever is written into a cell ----------------------------------------------------------------

TABLE = Sheet("Lembar", ("Isi", "Jumlah"), [], (40, 10))


def cell_of(text: str) -> object:
    sheet = Sheet("Lembar", ("Isi",), [(text,)], (40,))
    return load_workbook(BytesIO(workbook("Judul", [sheet], office="Kantor")))["Lembar"]["A5"]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+62811", "-5", "@SUM(A1)", "\tx", "=cmd|'/c calc'!A1"])
def test_text_that_begins_like_a_formula_stays_text(text: str) -> None:
    cell = cell_of(text)
    assert cell.data_type == "s" and cell.quotePrefix  # type: ignore[attr-defined]
    assert str(cell.value).strip() == text.strip()  # type: ignore[attr-defined]


def test_characters_that_a_workbook_can_not_hold_are_left_out() -> None:
    assert cell_of("a\x00\x0b\x1fb\ud800").value == "ab?"  # type: ignore[attr-defined]


def test_numbers_stay_numbers_and_an_empty_table_is_a_table() -> None:
    sheet = Sheet("Lembar", ("Isi", "Jumlah"), [("a", 12)], (40, 10))
    found = book(workbook("Judul", [sheet, TABLE], office="Kantor"))
    assert found["Lembar"]["B5"].value == 12
    assert found["Lembar1"].max_row == 4


def test_a_name_that_a_workbook_refuses_is_made_fit() -> None:
    sheet = Sheet("2.b-5: apa/siapa? " + "x" * 40, ("Isi",), [("a",)], (40,))
    assert book(workbook("Judul", [sheet], office="Kantor")).sheetnames == ["2.b-5  apa siapa  xxxxxxxxxxxxx"]


def test_the_bytes_hold_no_time_of_their_own() -> None:
    from app.inspection.documents.xlsx import UNDATED

    made = workbook("Judul", [TABLE], office="Kantor", dated_at=UNDATED + timedelta(days=400))
    with ZipFile(BytesIO(made)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(b"2001-02-04T00:00:00Z") == 2
    assert XLSX.endswith("spreadsheetml.sheet")
