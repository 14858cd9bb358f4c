"""A paper of the Inspektorat as docx: A4, an Arial-like face, header and page numbers, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document as Opened
    from docx.text.paragraph import Paragraph

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "Arial"
STAMP = "DATA CONTOH – BUKAN DATA RESMI"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
WIDTH_CM = 16.0
"""Between the margins of an upright page: 21 less 3 and 2."""
LANDSCAPE_CM = 24.7
GREY, AMBER = "5A636C", "8F5200"
_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n"} | {0xFFFE: None, 0xFFFF: None}


class Paper:
    """A document that grows from above; `bytes()` gives it. `dated_at` stands in its properties."""

    def __init__(
        self, title: str, *, office: str, subtitle: str = "", demo: bool = False, landscape: bool = False,
        dated_at: datetime = UNDATED,
    ) -> None:  # fmt: skip
        # Opening the template takes its time, and few requests make a paper.
        from docx import Document

        self._document: Opened = Document()
        self._width = LANDSCAPE_CM if landscape else WIDTH_CM
        _lay_out(self._document, landscape=landscape)
        _dress(self._document)
        _head(self._document, office=_clean(office), demo=demo, width=self._width)
        _foot(self._document, title=_clean(title), width=self._width)
        _say_what_it_is(self._document, title=_clean(title), office=_clean(office), dated_at=dated_at)
        self._document.add_paragraph(_clean(title), style="Title")
        if subtitle:
            self._document.add_paragraph(_clean(subtitle), style="Subtitle")

    def heading(self, text: str, level: int = 1) -> None:
        """Level 1 to 3."""
        self._document.add_heading(_clean(text), level=level)

    def paragraph(self, text: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph; a line feed in it stays a line break. `muted` is smaller and grey."""
        from docx.shared import Pt, RGBColor

        run = self._document.add_paragraph().add_run(_clean(text))
        run.bold = bold or None
        if muted:
            run.font.size, run.font.color.rgb = Pt(9.5), RGBColor.from_string(GREY)

    def labelled(self, label: str, text: str) -> None:
        """Kriteria: SOP … – the label in bold, then what it says."""
        paragraph = self._document.add_paragraph()
        paragraph.add_run(f"{_clean(label)}: ").bold = True
        paragraph.add_run(_clean(text))

    def blank(self, label: str, *, lines: int = 1) -> None:
        """A label and empty lines that a person fills in; nothing is ever written into them."""
        self._document.add_paragraph().add_run(f"{_clean(label)}:").bold = True
        for _ in range(lines):
            _rule_below(self._document.add_paragraph())

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float] = ()) -> None:
        """Cells are text. `widths` are shares of the page's width; without them the columns are equal."""
        shares = list(widths) or [1.0] * len(headers)
        columns = [self._width * share / sum(shares) for share in shares]
        table = self._document.add_table(rows=0, cols=len(headers), style="Table Grid")
        table.autofit = False
        _fill(table.add_row(), headers, columns, bold=True)
        _repeat_on_each_page(table.rows[0])
        for row in rows:
            _fill(table.add_row(), row, columns)
        self._document.add_paragraph().paragraph_format.space_after = 0

    def bytes(self) -> bytes:
        stream = BytesIO()
        self._document.save(stream)
        return _with_fixed_times(stream)


def _clean(text: str) -> str:
    """XML has no place for control characters, and a lone surrogate can't be written."""
    return text.translate(_NOT_IN_XML).encode("utf-8", "replace").decode()


def _lay_out(document: Opened, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    section.header_distance = section.footer_distance = Cm(1.1)


def _dress(document: Opened) -> None:
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 11, "Title": 16, "Subtitle": 11, "Heading 1": 13, "Heading 2": 11.5, "Heading 3": 11}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.size, style.font.name = Pt(size), FACE
        style.font.italic = False
        style.font.bold = name not in ("Normal", "Subtitle")
        style.font.color.rgb = RGBColor.from_string(GREY if name == "Subtitle" else "1B2126")
        _one_face(style.element.get_or_add_rPr())
        if name == "Title":
            _without_rule(style.element.get_or_add_pPr())
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(5)
    normal.paragraph_format.line_spacing = 1.15
    normal.element.get_or_add_rPr().append(_element("w:lang", val="id-ID"))


def _one_face(properties: Any) -> None:
    """The template's headings name their face through its theme, which would win."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_name(f"w:{script}"), FACE)


def _without_rule(properties: Any) -> None:
    for border in properties.findall(_name("w:pBdr")):
        properties.remove(border)


def _head(document: Opened, *, office: str, demo: bool, width: float) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    _small(paragraph, office, color=GREY)
    if demo:
        _at_the_right(paragraph, width)
        _small(paragraph, f"\t{STAMP}", color=AMBER, bold=True)


def _foot(document: Opened, *, title: str, width: float) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    _at_the_right(paragraph, width)
    _small(paragraph, title, color=GREY)
    _small(paragraph, "\tHalaman ", color=GREY)
    _field(paragraph, "PAGE")
    _small(paragraph, " dari ", color=GREY)
    _field(paragraph, "NUMPAGES")


def _small(paragraph: Paragraph, text: str, *, color: str, bold: bool = False) -> Any:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb, run.font.bold = Pt(8.5), RGBColor.from_string(color), bold
    return run


def _at_the_right(paragraph: Paragraph, width: float) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    paragraph.style = "Normal"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Paragraph, instruction: str) -> None:
    """A number that the reader's program fills in."""
    run = _small(paragraph, "", color=GREY)
    run._r.append(_element("w:fldChar", fldCharType="begin"))
    code = _element("w:instrText")
    code.text = instruction
    run._r.append(code)
    run._r.append(_element("w:fldChar", fldCharType="separate"))
    _small(paragraph, "1", color=GREY)
    _small(paragraph, "", color=GREY)._r.append(_element("w:fldChar", fldCharType="end"))


def _fill(row: Any, texts: Sequence[str], columns: Sequence[float], *, bold: bool = False) -> None:
    from docx.shared import Cm, Pt

    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, columns, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(_clean(text))
        run.font.size, run.bold = Pt(9.5), bold or None
        if bold:
            cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="F1EEE7"))


def _repeat_on_each_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _rule_below(paragraph: Paragraph) -> None:
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="dotted", sz="6", space="1", color=GREY))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _say_what_it_is(document: Opened, *, title: str, office: str, dated_at: datetime) -> None:
    moment = dated_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title[:255], office[:255], office[:255]
    about.comments, about.language, about.revision = "", "id-ID", 1
    about.created = about.modified = moment


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(name)
    for key, value in values.items():
        element.set(_name(f"w:{key}"), value)
    return element


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _with_fixed_times(stream: BytesIO) -> bytes:
    """A zip says when each of its files was packed; the same paper shall have the same bytes."""
    out = BytesIO()
    with ZipFile(stream) as packed, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in packed.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, packed.read(name))
    return out.getvalue()
