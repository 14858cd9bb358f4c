"""What WeasyPrint leaves undone: PDF/UA beside PDF/A, an empty signature field, a file that diffs quickly."""

from __future__ import annotations

import base64
import io
from typing import Any

import pikepdf
import pydyf

from app.reports.context import SIGNATURE_FIELD
from app.signing.pades.endings import ends_unclearly

PDF_UA = b"""<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
PRINT_AND_LOCKED = 4 | 128
NO_CHANGES = 1
"""Of a lock's P (ISO 32000-2, table 235)."""
KEYS_OF_EXACT_BYTES = ("/Length1", "/N", "/Params", "/Width")
"""A face, a colour profile, an attachment, a picture."""
FORM_KEYS_OF_A_CHECKBOX = ("V", "AS", "MK", "Border", "Ff", "DA", "Opt")


def declare_pdf_ua(document: Any) -> None:
    """Claim PDF/UA-1 in the metadata, with the extension schema that PDF/A asks for.

    WeasyPrint takes one variant only, and its option for further XMP writes a second RDF block that
    validators ignore; so the one block is made longer.
    """
    original = document.metadata.generate_rdf_metadata

    def generate(variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = original(variant, version, conformance)
        end = rdf.rindex(b"</rdf:RDF>")
        return rdf[:end] + PDF_UA + rdf[end:]

    document.metadata.generate_rdf_metadata = generate


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """The hook that WeasyPrint calls right before it writes the file."""
    for found in list(pdf.objects):
        if isinstance(found, pydyf.Stream):
            _leave_metadata_readable(found)
        elif isinstance(found, dict):
            _make_signature_field(found, pdf)
            _point_straight_to_the_widget(found)
    _mark_form_as_signable(pdf)
    _lock_behind_the_last(pdf)
    _drop_repeated_attachments(pdf)


def _leave_metadata_readable(stream: pydyf.Stream) -> None:
    if stream.extra.get("Type") == "/Metadata":
        stream.compress = False


def _make_signature_field(widget: dict[str, Any], pdf: pydyf.PDF) -> None:
    """A checkbox stands exactly where the block was laid out, and is tagged: it becomes the empty field."""
    if widget.get("Subtype") != "/Widget" or widget.get("FT") != "/Btn":
        return
    x1, y1, x2, y2 = widget["Rect"]
    left, right, low, high = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    for key in FORM_KEYS_OF_A_CHECKBOX:
        widget.pop(key, None)
    blank = pydyf.Stream(
        [], {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, right - left, high - low])}
    )
    pdf.add_object(blank)
    widget["FT"] = "/Sig"
    widget["Rect"] = pydyf.Array([left, low, right, high])
    widget["F"] = PRINT_AND_LOCKED
    widget["AP"] = pydyf.Dictionary({"N": blank.reference})


def _point_straight_to_the_widget(element: dict[str, Any]) -> None:
    """A reader that compares revisions knows a Form's widget only as a single reference, not in a list."""
    kids = element.get("K")
    if element.get("S") == "/Form" and isinstance(kids, list) and len(kids) == 1:
        element["K"] = kids[0]


def _mark_form_as_signable(pdf: pydyf.PDF) -> None:
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    form.pop("NeedAppearances", None)
    form.pop("DR", None)
    form["SigFlags"] = 3


def _lock_behind_the_last(pdf: pydyf.PDF) -> None:
    """Where several people sign, the Sekretaris's field says that its signature permits no change behind it."""
    fields = [found for found in pdf.objects if isinstance(found, dict) and found.get("FT") == "/Sig"]
    if len(fields) < 2:
        return
    last = next(field for field in fields if field["T"].string == SIGNATURE_FIELD)
    last["Lock"] = pydyf.Dictionary({"Type": "/SigFieldLock", "Action": "/All", "P": NO_CHANGES})


def _drop_repeated_attachments(pdf: pydyf.PDF) -> None:
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def resave(data: bytes) -> tuple[bytes, int]:
    """The same pages with small object streams and each page's own resources; the number of pages.

    WeasyPrint writes one object stream for the whole file and one resource list for all pages, which makes
    comparing two revisions of a signed file minutes long.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.remove_unreferenced_resources()
        saved = _save(pdf, compress=True)
        if ends_unclearly(saved):
            _end_otherwise(pdf)
            saved = _save(pdf, compress=True)
        if ends_unclearly(saved):
            _end_in_letters(pdf)
            saved = _save(pdf, compress=False)
        return saved, len(pdf.pages)


def _save(pdf: pikepdf.Pdf, *, compress: bool) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=compress,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
        force_version="1.7",
    )
    return target.getvalue()


def _unclear(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Streams whose last packed byte happens to be CR.

    Before the writer's LF such a stream reads as one byte shorter than its /Length says, and a validator of
    PDF/A refuses it. The last bytes are a checksum of the content, so packing it anew does not help.
    """
    streams = (found for found in pdf.objects if isinstance(found, pikepdf.Stream))
    packed = (stream for stream in streams if stream.get("/Filter") == pikepdf.Name.FlateDecode)
    return [stream for stream in packed if stream.read_raw_bytes().endswith(b"\r")]


def _end_otherwise(pdf: pikepdf.Pdf) -> None:
    """One more line feed, where the content is operators and it means nothing: pages, forms, CMaps."""
    for stream in _unclear(pdf):
        if not any(key in stream for key in KEYS_OF_EXACT_BYTES) and stream.get("/Subtype") in (None, "/Form"):
            stream.write(stream.read_bytes() + b"\n")


def _end_in_letters(pdf: pikepdf.Pdf) -> None:
    """Exact bytes (faces, attachments) are written as letters that end with "~>"; the writer packs nothing then."""
    for stream in _unclear(pdf):
        letters = base64.a85encode(stream.read_raw_bytes(), wrapcol=72) + b"~>"
        stream.write(letters, filter=pikepdf.Array([pikepdf.Name.ASCII85Decode, pikepdf.Name.FlateDecode]))
