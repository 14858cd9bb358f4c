"""What is shown must be what was signed, also where the judging library is content."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.stamp import TextStampStyle

from app.signing.verification import poppler, signatures
from app.signing.verification.pixels import Picture, Places, compare_pictures, read_pictures
from app.signing.verification.text import ADDED, REMOVED, SIZE, TEXT, Box, Page, Word, compare_texts, read_pages
from app.signing.verification.verdicts import Finding, Verdict
from tests.signing.attacks import edits
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import Pki
from tests.signing.verification.foreign import judge, sign

NAME = generic.NameObject
EVERYWHERE = (40, 660, 560, 760)
"""Over the line of figures that frozen_report writes."""
BESIDE = (300, 300, 500, 380)


@pytest.fixture(scope="module")
def signed(pki: Pki) -> bytes:
    return sign(pki, frozen_report())


@pytest.fixture
def fooled_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judging library sees nothing but validation data, whatever was appended."""
    nothing = (Finding(Verdict.INTACT_WITH_ADDITIONS, "hanya data validasi"),)
    monkeypatch.setattr(signatures.Examiner, "_judge_appended", lambda *_: nothing)


def page_added(writer: IncrementalPdfFileWriter) -> None:
    first = writer.root["/Pages"]["/Kids"][0].get_object()
    page = generic.DictionaryObject(first)
    kids = writer.root["/Pages"]["/Kids"]
    kids.append(writer.add_object(page))
    writer.root["/Pages"][NAME("/Count")] = generic.NumberObject(len(kids))
    writer.update_container(kids)


def page_removed(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    del kids[0]
    writer.root["/Pages"][NAME("/Count")] = generic.NumberObject(len(kids))
    writer.update_container(kids)


def page_turned_smaller(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NAME("/MediaBox")] = generic.ArrayObject(generic.NumberObject(edge) for edge in (0, 0, 400, 842))
    writer.update_container(page)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (edits.swap_content, TEXT),
        (edits.add_note, TEXT),
        (edits.cover_page, "tampilan"),
        (page_added, ADDED),
        (page_removed, REMOVED),
        (page_turned_smaller, SIZE),
    ],
)
def test_a_change_that_the_library_overlooks_is_found(
    pki: Pki, signed: bytes, fooled_library: None, change: Callable, what: str
) -> None:
    answer = judge(edits.appended(signed, change), roots=pki.roots)
    assert answer.verdict is Verdict.ALTERED
    assert not answer.signatures[0].valid
    assert any("menurut pembaca kedua" in reason for reason in answer.reasons)
    assert what in {one.what for one in answer.changes}


def test_a_replaced_figure_is_told_page_by_page(pki: Pki, signed: bytes) -> None:
    answer = judge(edits.appended(signed, edits.swap_content), roots=pki.roots)
    (change,) = [one for one in answer.changes if one.what == TEXT]
    assert change.page == 1
    assert "103,00" in change.before and "999,00" in change.after


def test_a_later_signature_drawn_over_the_figures_is_refused(pki: Pki, signed: bytes) -> None:
    """The library permits a new field and lets it be drawn anywhere."""
    style = TextStampStyle(stamp_text="Capaian indikator 1.1: 999,00", border_width=0)
    covered = sign(pki, signed, name="kabag", field="paraf", box=EVERYWHERE, style=style)
    answer = judge(covered, roots=pki.roots)
    assert answer.verdict is Verdict.ALTERED
    assert not answer.signatures[0].valid


def test_a_later_signature_in_an_empty_place_is_an_addition(pki: Pki, signed: bytes) -> None:
    style = TextStampStyle(stamp_text="Mengetahui", border_width=1)
    both = sign(pki, signed, name="kabag", field="paraf", box=BESIDE, style=style)
    answer = judge(both, roots=pki.roots)
    assert (answer.verdict, answer.changes) == (Verdict.INTACT_WITH_ADDITIONS, ())
    assert any("tanda tangan “paraf” oleh Rahmadi" in line for line in answer.additions)


def test_a_later_block_in_a_field_made_beforehand_is_an_addition(pki: Pki) -> None:
    paper = sign(pki, frozen_report(fields=("paraf", FIELD)), field="paraf")
    style = TextStampStyle(stamp_text="Sekretaris DPRD", border_width=1)
    answer = judge(sign(pki, paper, field=FIELD, style=style), roots=pki.roots)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert [report.valid for report in answer.signatures] == [True, True]


def test_a_filled_form_is_an_addition_with_its_name(pki: Pki) -> None:
    paper = with_text_field(frozen_report(fields=(FIELD,)))
    answer = judge(edits.appended(sign(pki, paper), fill_in), roots=pki.roots)
    assert answer.verdict is Verdict.INTACT_WITH_ADDITIONS
    assert any("isian formulir “catatan”" in line for line in answer.additions)


def with_text_field(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String("catatan"),
                F=4,
                Rect=pikepdf.Array([60, 200, 300, 230]),
                P=document.pages[-1].obj,
            )
        )
        document.pages[-1].Annots.append(field)
        document.Root.AcroForm.Fields.append(field)
        document.save(out)
    return out.getvalue()


def fill_in(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1].get_object()
    field[NAME("/V")] = generic.pdf_string("diterima")
    writer.update_container(field)


def test_without_a_second_reader_later_revisions_are_never_green(
    pki: Pki, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = sign(pki, signed, name="kabag", field="paraf", box=BESIDE)
    monkeypatch.setattr(poppler, "ENVIRONMENT", {"PATH": "/nonexistent"})
    answer = judge(both, roots=pki.roots)
    assert answer.verdict is Verdict.UNREADABLE
    assert any("poppler" in reason for reason in answer.reasons)
    assert judge(signed, roots=pki.roots).verdict is Verdict.INTACT


def test_a_reader_that_would_say_too_much_is_never_green(
    pki: Pki, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = sign(pki, signed, name="kabag", field="paraf", box=BESIDE)
    monkeypatch.setattr("app.signing.verification.pixels.MOST_BYTES", 100)
    answer = judge(both, roots=pki.roots)
    assert answer.verdict is Verdict.UNREADABLE
    assert any("terlalu panjang" in reason for reason in answer.reasons)


def test_what_is_no_pdf_fails_the_reader() -> None:
    for read in (read_pages, read_pictures):
        with pytest.raises(poppler.ReaderFailed):
            read(b"bukan PDF")


def test_one_word_more_is_told_also_where_the_table_is_read_in_another_order() -> None:
    """Poppler reads a table column by column, and line by line as soon as a note lies across it."""
    table = {(column, row): f"k{column}b{row}" for column in range(6) for row in range(30)}
    columns = [placed(table[column, row], column, row) for column in range(6) for row in range(30)]
    lines = [placed(table[column, row], column, row) for row in range(30) for column in range(6)]
    note = [Word("999,00", Box(62, 302, 80, 312))]
    (change,) = compare_texts([Page(595, 842, tuple(columns))], [Page(595, 842, tuple(lines + note))], excused={})
    assert "999,00" in change.after and "999,00" not in change.before
    assert len(change.after) < 60 and "…" not in change.after


def test_each_run_of_words_that_differs_is_quoted() -> None:
    old = [Word(f"kata{place}", Box(10, 20 * place, 40, 20 * place + 10)) for place in range(30)]
    new = [Word("LAIN", word.box) if place in (5, 25) else word for place, word in enumerate(old)]
    (change,) = compare_texts([Page(595, 842, tuple(old))], [Page(595, 842, tuple(new))], excused={})
    assert change.after == "kata3 kata4 LAIN kata6 kata7 … kata23 kata24 LAIN kata26 kata27"


def placed(text: str, column: int, row: int) -> Word:
    return Word(text, Box(10 + 90 * column, 20 * row, 60 + 90 * column, 20 * row + 10))


def test_long_passages_are_shortened() -> None:
    before, after = ([page_of(word, 400)] for word in ("lama", "baru"))
    (change,) = compare_texts(before, after, excused={})
    assert len(change.before) <= 240 and change.before.endswith("…")


def page_of(word: str, times: int) -> Page:
    return Page(595, 842, tuple(Word(word, Box(10, 10, 20, 20)) for _ in range(times)))


def test_one_grey_pixel_is_a_difference() -> None:
    page = Page(2, 2, ())
    old, new = Picture(2, 2, b"\xff" * 4), Picture(2, 2, b"\xff\xff\xff\xfe")
    assert compare_pictures([old], [old], pages=[page], places=Places()) == []
    assert len(compare_pictures([old], [new], pages=[page], places=Places())) == 1
