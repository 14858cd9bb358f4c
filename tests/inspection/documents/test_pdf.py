"""A paper as PDF: stamped, tagged, numbered, and loading nothing from elsewhere."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from jinja2 import UndefinedError

from app.inspection.chronology.chronology import Chronology
from app.inspection.chronology.facts import Cited
from app.inspection.chronology.papers import as_pdf
from app.inspection.documents.pdf import pdf_of
from app.reports.errors import ForbiddenResource

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
FRAME = "inspection/papers/paper.html"


def words(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "kertas.pdf").write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-layout", tmp_path / "kertas.pdf", "-"], capture_output=True, check=True)
    return said.stdout.decode()


def framed(*, title: str = "Kertas kerja", demo: bool = True) -> bytes:
    return pdf_of(FRAME, at=AT, title=title, office="Sekretariat DPRD", demo=demo)


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_paper_of_invented_data_is_stamped(demo: bool, tmp_path: Path) -> None:
    said = words(framed(demo=demo), tmp_path)

    assert "Kertas kerja" in said
    assert "Halaman 1 dari 1" in said
    assert ("DATA CONTOH" in said) == demo


def test_a_screen_reader_finds_tags_and_a_language() -> None:
    with pikepdf.open(io.BytesIO(framed())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id"
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_same_paper_has_the_same_bytes() -> None:
    assert framed() == framed()


def test_the_file_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "kertas.pdf"
    path.write_bytes(framed())

    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0


def test_a_missing_word_stops_the_paper() -> None:
    with pytest.raises(UndefinedError):
        pdf_of(FRAME, at=AT, title="Kertas kerja", demo=True)


def test_what_people_typed_stays_words(tmp_path: Path) -> None:
    said = words(framed(title='<img src="http://contoh.invalid/x.png"> & 😀'), tmp_path)

    assert '<img src="http://contoh.invalid/x.png"> & [U+1F600]' in " ".join(said.split())


def test_a_page_that_asks_for_something_elsewhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.inspection.documents import pdf

    (tmp_path / "jauh.html").write_text('<img src="http://contoh.invalid/x.png" alt="">')
    environment = pdf._environment().overlay()
    monkeypatch.setattr(environment, "loader", type(environment.loader)(tmp_path))
    monkeypatch.setattr(pdf, "_environment", lambda: environment)

    with pytest.raises(ForbiddenResource):
        pdf_of("jauh.html", at=AT)


def test_a_chronology_without_deviations_says_so(tmp_path: Path) -> None:
    told = Chronology(
        title="Kronologi Contoh", office="Sekretariat DPRD", demo=True, upto=9, at=AT, basis=("Acuan: SOP 1.",),
        sentences=(Cited("Pada hari Senin, seseorang berbuat", 7),), deviations=(),
    )  # fmt: skip

    said = words(as_pdf(told), tmp_path)

    assert "(rekaman\u00a07)." in said or "(rekaman 7)." in said
    assert "Tidak ada penyimpangan yang tercatat sampai rekaman 9." in said
