"""A word and its number stay on one line of a paper, and can be searched for as they are read."""

from __future__ import annotations

import subprocess
from pathlib import Path

from markupsafe import Markup

from app.demo.story import wita
from app.inspection.chronology.chronology import Chronology, as_text
from app.inspection.chronology.facts import Cited
from app.inspection.chronology.papers import as_pdf
from app.inspection.documents.pairs import held_together, joined

SAID = "Rina mengesahkan langkah 4 pada laporan versi 1 (rekaman 128) pukul 10"


def test_a_docx_holds_them_with_a_no_break_space() -> None:
    assert joined(SAID) == "Rina mengesahkan langkah\u00a04 pada laporan versi\u00a01 (rekaman\u00a0128) pukul 10"
    assert joined("Langkah 4 selangkah 5") == "Langkah\u00a04 selangkah 5"


def test_a_pdf_holds_them_by_its_style() -> None:
    assert held_together("<b> langkah 4") == Markup('&lt;b&gt; <span class="pair">langkah 4</span>')


def test_text_and_pdf_are_found_by_an_ordinary_space(tmp_path: Path) -> None:
    at = wita("2026-11-24 10.00")
    told = Chronology("Kronologi", "Kantor", False, 200, at, (), tuple(Cited(SAID, no) for no in range(9)), ())
    (tmp_path / "k.pdf").write_bytes(as_pdf(told))
    found = subprocess.run(["pdftotext", tmp_path / "k.pdf", "-"], capture_output=True, check=True).stdout.decode()

    assert "\u00a0" not in found + as_text(told)
    assert found.count("langkah 4") == found.count("rekaman 128") == 9
    assert as_text(told).count("langkah 4") == 9
