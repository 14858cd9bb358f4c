"""A paper as docx, opened again as its reader's program would."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from app.inspection.documents.docx import STAMP, Paper

OFFICE = "Sekretariat DPRD Kabupaten Contoh"


def paper(*, demo: bool = False, **options: Any) -> Paper:
    return Paper("Kertas kerja", office=OFFICE, demo=demo, **options)


def opened(made: Paper) -> Any:
    return Document(BytesIO(made.bytes()))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_page_is_a4_with_the_offices_margins() -> None:
    section = opened(paper()).sections[0]

    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert (round(section.left_margin.cm, 1), round(section.right_margin.cm, 1)) == (3.0, 2.0)


def test_a_landscape_page_is_wider_than_high() -> None:
    section = opened(paper(landscape=True)).sections[0]

    assert section.page_width > section.page_height


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_paper_of_invented_data_says_so_on_every_page(demo: bool) -> None:
    header = opened(paper(demo=demo)).sections[0].header.paragraphs[0].text

    assert OFFICE in header
    assert (STAMP in header) == demo


def test_every_page_says_its_number_and_how_many_there_are() -> None:
    footer = opened(paper()).sections[0].footer.paragraphs[0]._p.xml

    assert footer.index(">PAGE<") < footer.index(">NUMPAGES<")


def test_every_style_names_the_same_face() -> None:
    styles = opened(paper()).styles

    faces = {styles[name].font.name for name in ("Normal", "Title", "Heading 1", "Heading 2")}

    assert faces == {"Arial"}


def test_words_come_in_the_order_in_which_they_were_written() -> None:
    made = paper(subtitle="Triwulan III 2026")
    made.heading("Temuan")
    made.paragraph("Kalimat pertama.")
    made.labelled("Kriteria", "SOP langkah 4: 2 hari")
    made.blank("Sebab", lines=2)

    written = texts(opened(made))

    assert written == [
        "Kertas kerja", "Triwulan III 2026", "Temuan", "Kalimat pertama.", "Kriteria: SOP langkah 4: 2 hari",
        "Sebab:", "", "",
    ]  # fmt: skip


def test_a_table_repeats_its_head_and_keeps_its_widths() -> None:
    made = paper()
    made.table(["No", "Uraian"], [["1", "Menyusun konsep"]], widths=[1, 7])

    table = opened(made).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [["No", "Uraian"], ["1", "Menyusun konsep"]]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert "tblHeader" not in table.rows[1]._tr.xml
    assert [round(cell.width.cm) for cell in table.rows[1].cells] == [2, 14]


def test_a_row_that_does_not_fit_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        paper().table(["No", "Uraian"], [["1"]])


def test_the_properties_name_the_office_and_no_program() -> None:
    about = opened(paper(dated_at=datetime(2026, 11, 23, 1, tzinfo=UTC))).core_properties

    assert (about.title, about.author, about.comments) == ("Kertas kerja", OFFICE, "")
    assert about.created == datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_the_same_paper_has_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = paper().bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    assert paper().bytes() == first


@settings(max_examples=25, deadline=None)
@given(text=st.text())
def test_whatever_was_typed_makes_a_paper_that_opens(text: str) -> None:
    made = paper()
    made.heading(text)
    made.paragraph(text)
    made.table(["Uraian"], [[text]])

    assert len(opened(made).tables) == 1
