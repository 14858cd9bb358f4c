"""The real report stays PDF/A-3a and PDF/UA-1 whatever is signed and added, by two validators."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import page
import pytest

from app.reports.context import SIGNATURE_FIELD, ParafPlace, RenderedReport, ReportContext
from app.reports.render import render_report
from app.signing.backends.signer import Part
from app.signing.pades.extend import extend
from app.signing.pades.levels import NO_WISH
from tests.reports.test_verapdf import JAXB, PROGRAM, _missing, _validator
from tests.signing.pades.made import PATIENT, made, wish_of
from tests.signing.pki import Fault, Pki, now

MORE_THAN_ONE_REVISION = {"PDFA3A-SIGNATURE-BYTERANGE-001", "PDFUA1-WIDGET-FORM-TAG-001"}
"""What page-validation asks and the standards don't: that one signature covers every revision, and a tag for a
widget of no size. The reference validator below passes both."""


@pytest.fixture(scope="module")
def papers(final: RenderedReport, yearly: ReportContext, pki: Pki) -> dict[str, bytes]:
    """The yearly report at every level, extended later, and with a seal, a paraf and the last signature."""
    wish = wish_of(pki)
    found = {"B-B": made(pki, pdf=final.pdf, field=SIGNATURE_FIELD, wish=NO_WISH)}
    with pki.failing(ocsp=Fault.REFUSES, crls=Fault.REFUSES):
        found["B-T"] = made(pki, pdf=final.pdf, field=SIGNATURE_FIELD, wish=wish)
    with pki.failing(second_tsa=Fault.REFUSES):
        found["B-LT"] = made(pki, pdf=final.pdf, field=SIGNATURE_FIELD, wish=wish)
    found["B-LTA"] = made(pki, pdf=final.pdf, field=SIGNATURE_FIELD, wish=wish)
    assert {level: signed.level for level, signed in found.items()} == {level: level for level in found}
    later = extend(found["B-B"].pdf, tsa_url=pki.tsa_url, seconds=PATIENT, roots=pki.roots, at=now())
    return {name: signed.pdf for name, signed in found.items()} | {"later": later.pdf, "several": several(yearly, pki)}


def several(yearly: ReportContext, pki: Pki) -> bytes:
    places = (ParafPlace(field="paraf-1", name="Rahmadi, S.H.", jabatan="Kepala Bagian Umum"),)
    frozen = render_report(replace(yearly, paraf_places=places), watermark=False).pdf
    wish = wish_of(pki)
    sealed = made(pki, pdf=frozen, name="seal", field="segel", part=Part.SEALS, wish=wish)
    approved = made(pki, pdf=sealed.pdf, name="kabag", field="paraf-1", part=Part.APPROVES, wish=wish)
    return made(pki, pdf=approved.pdf, field=SIGNATURE_FIELD, part=Part.CLOSES, wish=wish).pdf


@pytest.mark.slow
def test_page_validation_finds_nothing_that_the_signature_broke(papers: dict[str, bytes]) -> None:
    for name, pdf in papers.items():
        reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
        broken = {failure.rule_id for report in reports for failure in report.failures}
        assert broken <= (set() if name in ("B-B", "B-T") else MORE_THAN_ONE_REVISION), name


@pytest.mark.slow
@pytest.mark.skipif(bool(_missing()), reason=f"veraPDF not run: {_missing()}")
def test_verapdf_passes_every_level(papers: dict[str, bytes], tmp_path: Path) -> None:
    files = []
    for name, pdf in papers.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf)
    path = ":".join(str(jar) for jar in (*JAXB, _validator()))
    command = [
        "java",
        "-Djava.util.logging.config.file=/dev/null",
        "-cp",
        path,
        str(PROGRAM),
        "3a,ua1",
        *map(str, files),
    ]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("PASS") == 2 * len(papers)
