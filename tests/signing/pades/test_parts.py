"""Who may sign after whom: the first signature says what may follow, the last closes the document."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from app.signing.backends.signer import Part
from app.signing.errors import UnsignablePdf
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pades.made import judged, made
from tests.signing.pki import Pki

PARAF = "paraf-1"


def places() -> bytes:
    """Fields for a paraf and for the last signature, whose lock covers everything."""
    with pikepdf.open(io.BytesIO(frozen_report(fields=(PARAF, FIELD)))) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if str(field.T) == FIELD:
                field.Lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@pytest.fixture(scope="module")
def closed(pki: Pki) -> bytes:
    sealed = made(pki, pdf=places(), name="seal", field="segel", part=Part.SEALS)
    approved = made(pki, pdf=sealed.pdf, name="kabag", field=PARAF, part=Part.APPROVES)
    return made(pki, pdf=approved.pdf, field=FIELD, part=Part.CLOSES).pdf


def test_a_seal_an_approval_and_a_closing_signature_are_all_sound(closed: bytes, pki: Pki) -> None:
    answer = judged(closed, pki)
    assert answer.verdict.accepted, answer.reasons
    assert [one.field for one in answer.signatures] == ["segel", PARAF, FIELD]
    assert all(one.valid for one in answer.signatures)
    assert [one.certifies for one in answer.signatures] == [True, False, False]


def test_the_seal_shows_nothing_and_has_a_name(closed: bytes) -> None:
    with pikepdf.open(io.BytesIO(closed)) as pdf:
        seal = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == "segel")
        assert [float(edge) for edge in seal.Rect] == [0, 0, 0, 0]
        assert str(seal.TU) == "Segel lembaga"
        assert int(seal.V.Reference[0].TransformParams.P) == 2


def test_the_last_signature_forbids_everything_behind_it(closed: bytes, pki: Pki) -> None:
    with pikepdf.open(io.BytesIO(closed)) as pdf:
        last = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == FIELD)
        methods = {str(one.TransformMethod): one.TransformParams for one in last.V.Reference}
        assert str(methods["/FieldMDP"].Action) == "/All"
    with pytest.raises(UnsignablePdf, match="sudah ditandatangani"):
        made(pki, pdf=closed, field="lain", part=Part.SEALS)


@pytest.mark.parametrize(
    ("part", "field", "sentence"),
    [
        (Part.APPROVES, PARAF, "sudah berisi tanda tangan"),
        (Part.CLOSES, FIELD, "sudah berisi tanda tangan"),
        (Part.CERTIFIES, FIELD, "sudah ditandatangani"),
        (Part.SEALS, "segel", "sudah ditandatangani"),
    ],
)
def test_nobody_signs_out_of_turn(closed: bytes, pki: Pki, part: Part, field: str, sentence: str) -> None:
    with pytest.raises(UnsignablePdf, match=sentence):
        made(pki, pdf=closed, field=field, part=part)


def test_a_field_without_a_lock_closes_nothing(pki: Pki) -> None:
    with pytest.raises(UnsignablePdf, match="tidak mengunci dokumen"):
        made(pki, pdf=frozen_report(), part=Part.CLOSES)


def test_behind_a_certificate_that_permits_nothing_no_approval_is_made(pki: Pki) -> None:
    certified = made(pki, pdf=places(), field=FIELD).pdf
    with pytest.raises(UnsignablePdf, match="sudah ditutup"):
        made(pki, pdf=certified, name="kabag", field=PARAF, part=Part.APPROVES)
