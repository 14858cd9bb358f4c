"""What came behind each signature and may stand there, as a list that a reader understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.signing.verification.evidence import ODD, Evidence, of_store
from app.signing.verification.form_names import as_text
from app.signing.verification.verdicts import SignatureReport
from app.signing.verification.wording import DOCUMENT_TIMESTAMP
from app.web.words import waktu

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from app.signing.verification.signatures import Examined

MOST_FIELDS = 500
LONGEST_NAME = 60


def list_additions(reader: PdfFileReader, examined: Sequence[Examined]) -> tuple[str, ...]:
    """One line for each sound signature that something came after."""
    last = reader.xrefs.total_revisions
    # The first revision of a linearised file is half a file and has no catalog.
    first = min((one.revision for one in examined), default=last) + 1
    try:
        by_revision = {number: _brought(reader, examined, number) for number in range(first, last)}
    except ODD:
        # The list only tells; the verdict has been found without it.
        return ()
    lines: list[str] = []
    for one in examined:
        later = [item for number in range(one.revision + 1, last) for item in by_revision[number]]
        if one.report.valid and later:
            kind = "cap waktu" if one.report.level == DOCUMENT_TIMESTAMP else "tanda tangan"
            lines.append(f"Sesudah {kind} “{_short(one.report.field)}”: {'; '.join(later)}.")
    return tuple(lines)


def _brought(reader: PdfFileReader, examined: Sequence[Examined], number: int) -> list[str]:
    before, after = reader.get_historical_resolver(number - 1), reader.get_historical_resolver(number)
    items = [_signed(one.report) for one in examined if one.revision == number]
    if names := _filled(before.root, after.root):
        items.append("isian formulir " + ", ".join(f"“{_short(name)}”" for name in names))
    return items + _stored(of_store(before), of_store(after))


def _signed(report: SignatureReport) -> str:
    when = f", {waktu(report.signed_at)}" if report.signed_at else ""
    if report.level == DOCUMENT_TIMESTAMP:
        return f"cap waktu dokumen oleh {report.signer or 'penerbit tanpa nama'}{when}"
    return f"tanda tangan “{_short(report.field)}” oleh {report.signer or 'orang tanpa nama'}{when}"


def _stored(before: Evidence, after: Evidence) -> list[str]:
    kinds = (
        (before.certificates, after.certificates, "sertifikat"),
        (before.ocsps, after.ocsps, "jawaban OCSP"),
        (before.crls, after.crls, "daftar pencabutan"),
    )
    counted = [(len(set(now) - set(once)), name) for once, now, name in kinds]
    told = [f"{count} {name}" for count, name in counted if count]
    return [f"data validasi ({', '.join(told)})"] if told else []


def _filled(before: Any, after: Any) -> list[str]:
    once, now = _values(before), _values(after)
    return [name for name, value in now.items() if once.get(name) != value]


def _values(root: Any) -> dict[str, str]:
    """The values of the fields that people fill in; signature fields are told of apart."""
    # A file may lead there through more than one reference, and one look-up follows only the first.
    form = root["/AcroForm"].get_object() if "/AcroForm" in root else {}
    waiting = [(field, "") for field in (form["/Fields"].get_object() if "/Fields" in form else ())]
    found: dict[str, str] = {}
    while waiting and len(found) < MOST_FIELDS:
        reference, above = waiting.pop(0)
        field = reference.get_object()
        name = ".".join(part for part in (above, as_text(field.get("/T", ""))) if part)
        if field.get("/FT") != "/Sig" and "/V" in field:
            found[name] = str(field["/V"])
        if name.count(".") < 16:
            waiting += [(kid, name) for kid in field.get("/Kids", ()) if "/T" in kid.get_object()]
    return found


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
