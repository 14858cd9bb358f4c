"""A Kabag's paraf as a signature in his own field, made before the write transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.accounts.models import User
from app.evidence import store
from app.evidence.uploads import files_folder
from app.reports import paraf_policies as policies
from app.reports.errors import NotReady
from app.reports.models import Report, ReportVersion
from app.reports.paraf_forms import ParafSignatureForm
from app.reports.sealing import paraf_is_signature, place_of
from app.reports.signing import Signed, appearance_of, kept
from app.reports.ways import way_of
from app.signing.actions import sign_as
from app.signing.backends.signer import Part, Secrets

RECORDED = "Paraf di kantor ini dicatat, bukan ditandatangani. Muat ulang halaman paraf."
SIGNED = "Paraf di kantor ini berupa tanda tangan. Muat ulang halaman paraf."
ELSEWHERE = (
    "Cara tanda tangan Anda ({name}) tidak dapat mengisi kolom paraf. "
    "Mintalah Admin menetapkan kunci lokal atau token untuk Anda."
)
FILLS_A_FIELD = frozenset({"pkcs12", "token"})


def check_form_of_paraf(*, signed: bool) -> None:
    """Refuse the other form than the one that the office uses."""
    if signed != paraf_is_signature():
        raise NotReady(SIGNED if not signed else RECORDED)


def why_not_here(user: User) -> str:
    """Why this person's way of signing can't fill the field; "" where it can."""
    way = way_of(user)
    return "" if way.backend in FILLS_A_FIELD else ELSEWHERE.format(name=way.name)


def sign_typed_paraf(report: Report, form: ParafSignatureForm, *, user: User, at: datetime) -> Signed:
    """Sign what the form names in the field of the person's bagian; raises what stands in the way."""
    check_form_of_paraf(signed=True)
    version = report.pending
    if version is None:
        raise NotReady("Tidak ada laporan beku yang menunggu paraf.")
    policies.check_can_give(version, user)
    policies.check_same_bytes(version, form.sha256.data or "")
    if refused := why_not_here(user):
        raise NotReady(refused)
    return sign_paraf_of(version, user=user, secrets=Secrets(passphrase=form.passphrase.data or ""), at=at)


def sign_paraf_of(version: ReportVersion, *, user: User, secrets: Secrets, at: datetime) -> Signed:
    """The newest file of the version with this person's signature in it, stored.

    The block is small and says who and when: name and jabatan stand below it in print.
    """
    assert user.unit_id is not None
    pdf = store.read(version.to_sign.sha256, folder=files_folder())
    made = sign_as(
        user, pdf, secrets=secrets, field=place_of(user.unit_id), at=at, part=Part.APPROVES,
        appearance=replace(appearance_of(version, user=user, at=at), jabatan="", pangkat="", nip=""),
    )  # fmt: skip
    return kept(version, made.pdf, kind="paraf", backend=way_of(user).backend, at=at, note=made.note)
