"""The drawn block and what is written behind a PDF: readable, embedded, and never ending where validators misread."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from app.signing.backends.labels import LOCAL_LABEL
from app.signing.backends.pkcs12 import Pkcs12Signer
from app.signing.errors import UnsignablePdf
from app.signing.pades import sign as pades
from app.signing.pades.appearance import _worth, draw, field_size
from app.signing.pades.endings import UNCLEAR_END, ends_unclearly
from app.signing.pades.writing import SteadyWriter
from app.signing.verification.trust import EmptyRegister
from app.signing.verification.verify import verify_pdf
from tests.signing.conftest import APPEARANCE, AT, wanted
from tests.signing.documents import FIELD, frozen_report

LONG = replace(
    APPEARANCE,
    name="Dr. Ir. H. Muhammad Abdurrahman Wahid Kusumawardhana, S.T., M.T., M.Sc., Ph.D.",
    jabatan="Plt. Sekretaris Dewan Perwakilan Rakyat Daerah Kabupaten Balangan",
)


def lines_of(page: bytes) -> list[tuple[float, float]]:
    """Baseline and size of each line of text."""
    with pikepdf.open(io.BytesIO(page)) as pdf:
        size, found = 0.0, []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "Tf":
                size = float(operands[1])
            if str(operator) == "Tm":
                found.append((float(operands[5]), size))
    return found


def test_every_glyph_of_the_block_is_embedded_and_can_be_copied() -> None:
    with pikepdf.open(io.BytesIO(draw(APPEARANCE, label=LOCAL_LABEL, width=230, height=90))) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert len(fonts) == 2
        for font in fonts.values():
            program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
            assert int(font.DescendantFonts[0].FontDescriptor.FontFile2.Length1) == len(program)
            assert b"beginbfchar" in font.ToUnicode.read_bytes()


def test_what_the_signature_is_worth_is_as_large_as_the_rest_and_breaks_after_its_kind() -> None:
    assert [size for _, size in lines_of(draw(APPEARANCE, label=LOCAL_LABEL, width=230, height=90))][-2:] == [7.0, 7.0]
    worth = [line.text for line in _worth(LOCAL_LABEL)]
    assert worth == ["Tanda tangan elektronik", "tidak tersertifikasi (kunci lokal)"]
    assert [line.text for line in _worth("Paraf")] == ["Paraf"]


@pytest.mark.parametrize(("width", "height"), [(230, 90), (180, 70), (300, 60)])
def test_a_long_name_becomes_smaller_and_stays_within_the_block(width: float, height: float) -> None:
    for baseline, size in lines_of(draw(LONG, label=LOCAL_LABEL, width=width, height=height)):
        assert baseline >= 0 and baseline + 0.72 * size <= height


def test_the_same_block_has_the_same_bytes() -> None:
    first, second = (draw(APPEARANCE, label=LOCAL_LABEL, width=230, height=90) for _ in range(2))
    assert first == second


def test_a_letter_that_the_face_lacks_is_a_question_mark_and_no_hole() -> None:
    page = draw(replace(APPEARANCE, name="漢字 Aisyah\u0000\u200b"), label="", width=230, height=90)
    with pikepdf.open(io.BytesIO(page)) as pdf:
        cmap = pdf.pages[0].Resources.Font["/F2"].ToUnicode.read_bytes()
        assert b"<003F>" in cmap and b"<6F22>" not in cmap and b"<200B>" not in cmap


def test_the_field_tells_its_size_and_a_missing_one_is_refused(frozen: bytes) -> None:
    assert field_size(frozen, FIELD) == (230, 90)
    for pdf, sentence in ((frozen_report(fields=()), "tidak"), (b"", "tidak dapat dibaca"), (frozen, "kolom")):
        with pytest.raises(UnsignablePdf, match=sentence):
            field_size(pdf, "lain")


def test_a_stream_that_would_end_unclearly_is_spelled_out(frozen: bytes) -> None:
    writer = SteadyWriter(frozen)
    data = random.Random(7).randbytes(300) + b"\r"
    reference = writer.add_object(StreamObject(stream_data=data))
    writer.root["/Uji"] = reference
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert not ends_unclearly(out.getvalue(), since=len(frozen))
    assert PdfFileReader(io.BytesIO(out.getvalue())).root["/Uji"].data == data


def test_an_unlucky_list_of_objects_is_spelled_out_too(signer: Pkcs12Signer, frozen: bytes, monkeypatch) -> None:
    unlucky = [True, False]
    monkeypatch.setattr(pades, "ends_unclearly", lambda *_, **__: unlucky.pop(0))
    signed = signer.sign(wanted(frozen, at=AT)).pdf
    assert b"/ASCIIHexDecode" in signed[len(frozen) :] and signed.startswith(frozen)
    answer = verify_pdf(signed, register=EmptyRegister(), trust_roots=[], now=AT)
    assert str(answer.verdict) == "utuh", answer.reasons


def test_the_metadata_stands_as_it_was_rendered(signer: Pkcs12Signer, frozen: bytes) -> None:
    added = signer.sign(wanted(frozen)).pdf[len(frozen) :]
    assert b"/ModDate" not in added and b"/Producer" not in added and UNCLEAR_END not in added
