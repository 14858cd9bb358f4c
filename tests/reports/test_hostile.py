"""What people type is text and stays text, however long, foreign or hostile it is."""

from __future__ import annotations

from dataclasses import replace

import page
import pytest

from app.reports import render
from app.reports.context import Narrative, RenderedReport
from app.reports.errors import ForbiddenResource
from app.reports.render import render_report, report_html
from tests.reports.reading import open_pdf, words_of
from tests.reports.sample import FIRST, quarterly_context

HOSTILE = '<img src=file:///etc/passwd> <script>alert(1)</script> {{ report }} <link rel=attachment href="/etc/hosts">'
LONG_WORD = "pertanggungjawaban" * 30


@pytest.fixture(scope="module")
def hostile() -> RenderedReport:
    context = quarterly_context()
    row = replace(
        FIRST.rows[0], name=f"{HOSTILE} {LONG_WORD}", cause="Arab: سلام, 😀, \u202eterbalik\u202c, \x00nol", code="1.1"
    )
    told = Narrative(pendahuluan=f"{HOSTILE}\n\n{LONG_WORD}", penutup="&lt;b&gt; & <b>tebal</b> é œ ł 中")
    measurement = replace(context.measurement, sasaran=(replace(FIRST, rows=(row,)),))
    office = replace(context.office, name='Kantor "Uji" </title><style>*{display:none}</style>')
    changed = replace(context, narrative=told, measurement=measurement, office=office)
    return render_report(changed, watermark=False)


def test_markup_is_printed_as_it_was_typed(hostile: RenderedReport) -> None:
    words = words_of(hostile)
    assert "<img src=file:///etc/passwd>" in words
    assert "<script>alert(1)</script>" in words
    assert "{{ report }}" in words
    assert "&lt;b&gt; & <b>tebal</b>" in words


def test_no_file_of_the_machine_gets_in(hostile: RenderedReport) -> None:
    assert "root:" not in words_of(hostile)
    pdf = open_pdf(hostile)
    names = [str(name) for name in pdf.attachments]
    assert names == ["audit-head.json", "checkpoint.txt", "data.json", "figures.csv"]


def test_letters_without_a_glyph_are_spelled_out(hostile: RenderedReport) -> None:
    words = words_of(hostile)
    assert "[U+1F600]" in words and "[U+202E]terbalik" in words and "[U+4E2D]" in words
    assert "é œ ł" in words and "nol" in words


def test_endless_words_stay_inside_the_page(hostile: RenderedReport) -> None:
    words = words_of(hostile).replace(" ", "")
    assert words.count("pertanggungjawaban") >= 60


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_hostile_report_is_still_archival(hostile: RenderedReport, profile: str) -> None:
    checked = page.validate_pdf_bytes(hostile.pdf, profile=profile)
    assert checked.is_compliant, [(failure.rule_id, failure.message) for failure in checked.failures]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "../templates/base.html",
        "//evil.example/x.png",
        "img/%2e%2e/%2e%2e/wsgi.py",
    ],
)
def test_a_template_that_asks_for_anything_else_stops_the_report(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    picture = f'<html lang="id"><title>x</title><body><img alt="x" src="{address}">'
    monkeypatch.setattr(render, "report_html", lambda context, watermark: picture)
    with pytest.raises(ForbiddenResource, match="ditolak|tidak dapat dibaca"):
        render_report(quarterly_context(), watermark=False)


def test_every_value_of_the_narrative_is_escaped_in_the_page() -> None:
    told = Narrative(**dict.fromkeys(Narrative.__dataclass_fields__, "<i>miring</i>"))
    html = report_html(replace(quarterly_context(), narrative=told), watermark=False)
    assert "<i>miring" not in html
    assert html.count("&lt;i&gt;miring&lt;/i&gt;") == len(Narrative.__dataclass_fields__)


def test_a_missing_value_is_never_printed_as_none() -> None:
    signatory = replace(quarterly_context().signatory, pangkat=None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="missing value"):
        report_html(replace(quarterly_context(), signatory=signatory), watermark=False)
