"""Small PDFs for the signing tests, made from scratch: what a frozen report looks like to a signer."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

FIELD = "sig-sekretaris"
TEXT = b"BT /F1 12 Tf 72 700 Td (Capaian indikator 1.1: 103,00) Tj ET"


def frozen_report(*, pages: int = 2, fields: Iterable[str] = (FIELD,), encrypt: bool = False) -> bytes:
    """Pages with a line of text, and empty signature fields on the last one."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(TEXT)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
    widgets = [pdf.make_indirect(_signature_field(pdf, name, place)) for place, name in enumerate(fields)]
    if widgets:
        pdf.pages[-1].Annots = Array(widgets)
        pdf.Root.AcroForm = Dictionary(Fields=Array(widgets), SigFlags=3)
    out = io.BytesIO()
    if encrypt:
        pdf.save(out, encryption=pikepdf.Encryption(owner="pemilik", user="rahasia"))
    else:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=False,
            deterministic_id=True,
            force_version="1.7",
        )
    return out.getvalue()


def _signature_field(pdf: pikepdf.Pdf, name: str, place: int) -> Dictionary:
    left = 60 + 250 * place
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(name),
        F=132,
        Rect=Array([left, 60, left + 230, 150]),
        P=pdf.pages[-1].obj,
    )
