"""Before the Sekretaris signs: everything beside the key that must hold, each line with what to do."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts import queries as people
from app.accounts.acting import Mandate
from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.recent import recent_problem
from app.evidence import store
from app.evidence.errors import FileMissing
from app.evidence.uploads import files_folder
from app.reports import policies
from app.reports.context import SIGNATURE_FIELD
from app.reports.errors import NotReady
from app.reports.models import ReportVersion
from app.reports.seats import seats_of
from app.reports.ways import way_of
from app.runs.policies import why_not
from app.signing.certificates import Check

FREEZE_AGAIN = "Minta Tim Penyusun membuka bekuannya dan membekukan laporan lagi."
BEHIND_A_SEAL = (
    "Laporan ini bersegel, dan layanan esign menambahkan kolomnya sendiri, yang tidak diizinkan segel. "
    "Mintalah Admin menetapkan kunci lokal, token, atau unggahan untuk Anda."
)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the PDF itself names as its signatory, and what it offers to sign in."""

    nip: str
    name: str
    acting: str
    jabatan: str
    problem: str = ""
    """Why the file can't be signed, "" where it can."""

    @property
    def office(self) -> str:
        return f"{self.acting} {self.jabatan}".strip()


def checks(version: ReportVersion, user: User, *, now: datetime) -> list[Check]:
    """All must be ok before anybody signs; the key has its own, in signing.preflight."""
    mandate = _mandate_of(user, now)
    named = read_file(version)
    return [
        *_of_the_step(version, user),
        _of_the_post(user, mandate, now),
        *_of_the_file(named, user, mandate),
        *_of_the_way(version, user),
        _of_the_paraf(version, now),
        _of_the_log(),
    ]


def check_ready(version: ReportVersion, user: User, *, now: datetime) -> None:
    """Refuse with the first thing that is in the way."""
    for check in checks(version, user, now=now):
        if not check.ok:
            raise NotReady(check.advice)


def read_file(version: ReportVersion) -> Named:
    """Read the PDF that would be signed: its digest, its empty field, and the signatory it names."""
    sha256 = version.to_sign.sha256
    try:
        data = store.read(sha256, folder=files_folder())
    except (FileMissing, OSError):
        return Named("", "", "", "", f"Berkas PDF beku tidak ada di penyimpanan. {FREEZE_AGAIN}")
    if hashlib.sha256(data).hexdigest() != sha256:
        said = "Isi berkas PDF beku tidak sama dengan SHA-256 yang tercatat. Beri tahu admin."
        return Named("", "", "", "", f"{said} {FREEZE_AGAIN}")
    return _read_pdf(data)


def _read_pdf(data: bytes) -> Named:
    import pikepdf

    unreadable = Named("", "", "", "", f"PDF beku tidak dapat dibaca. {FREEZE_AGAIN}")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return Named("", "", "", "", f"PDF beku terenkripsi, jadi tidak dapat ditandatangani. {FREEZE_AGAIN}")
            embedded = pdf.attachments["data.json"].get_file().read_bytes()
            signatory = json.loads(embedded)["report"]["signatory"]
            named = {key: str(signatory[key]) for key in ("nip", "name", "acting", "jabatan")}
            return Named(**named, problem=_problem_of_field(pdf))
    except pikepdf.PasswordError:
        return Named("", "", "", "", f"PDF beku terenkripsi, jadi tidak dapat ditandatangani. {FREEZE_AGAIN}")
    except (pikepdf.PdfError, KeyError, ValueError, TypeError):
        return unreadable


def _problem_of_field(pdf: Any) -> str:
    fields = pdf.Root.AcroForm.Fields if "/AcroForm" in pdf.Root else []
    ours = [field for field in fields if str(field.get("/T", "")) == SIGNATURE_FIELD]
    if len(ours) != 1:
        return f"PDF beku tidak punya tempat tanda tangan. {FREEZE_AGAIN}"
    if "/V" in ours[0]:
        return f"Tempat tanda tangan pada PDF beku sudah terisi. {FREEZE_AGAIN}"
    return ""


def _mandate_of(user: User, now: datetime) -> Mandate | None:
    """The mandate in force as the table has it now: one that was ended since the page was opened counts no more."""
    return next((mandate for one, mandate in people.acting_in(Role.SEKRETARIS, at=now) if one.id == user.id), None)


def _of_the_step(version: ReportVersion, user: User) -> Iterator[Check]:
    refused = why_not(policies.check_can_sign_report, version.report, user)
    step = policies.signing_step(version.report.run)
    what = f"Pengganti versi {version.revision.replaces}" if version.revision else f"Langkah {step.no}"
    yield Check(f"{what} menunggu tanda tangan", not refused, refused)
    waits = version.report.pending is version
    said = f"Versi {version.no} tidak menunggu tanda tangan. Buka versi yang terbaru."
    yield Check(f"Versi {version.no} dibekukan", waits, "" if waits else said)


def _of_the_post(user: User, mandate: Mandate | None, now: datetime) -> Check:
    if mandate is not None:
        return Check(f"Masa penugasan {mandate.jabatan}: {mandate.window} ({mandate.decree})", True)
    if Role.SEKRETARIS in user.held_roles:
        return Check("Jabatan Sekretaris DPRD", user.active, "" if user.active else "Akun Anda nonaktif.")
    past = [row.as_mandate(user) for row in people.mandates_of(user) if row.post == Role.SEKRETARIS]
    outside = past[0].outside(now) if past else "Yang menandatangani: Sekretaris DPRD, atau Plt./Plh.-nya."
    return Check("Wewenang menandatangani", False, f"{outside} Bila tugas Anda berlanjut, minta admin mencatat SK-nya.")


def _of_the_file(named: Named, user: User, mandate: Mandate | None) -> Iterator[Check]:
    yield Check("PDF beku utuh, dengan tempat tanda tangan yang kosong", not named.problem, named.problem)
    if not named.nip:
        return
    same = (named.nip, named.office) == (user.nip, mandate.jabatan if mandate else named.jabatan)
    said = f"Laporan ini menyebut {named.name} ({named.office}) sebagai penanda tangan. {FREEZE_AGAIN}"
    yield Check(f"Laporan menyebut {named.name}, {named.office}", same, "" if same else said)


def _of_the_way(version: ReportVersion, user: User) -> Iterator[Check]:
    """Behind a seal only the waiting field may be filled; what the service signed would be refused afterwards."""
    if version.file_of("sealed") is not None:
        fills = way_of(user).backend != "esign"
        yield Check("Cara tanda tangan mengisi kolom yang disediakan", fills, "" if fills else BEHIND_A_SEAL)


def _of_the_paraf(version: ReportVersion, now: datetime) -> Check:
    advice = seats_of(version, at=now).advice
    return Check("Paraf Kabag/Kasubag", not advice, advice)


def _of_the_log() -> Check:
    problem = recent_problem()
    said = f"Log audit tidak utuh: {problem}. Jangan menandatangani; minta admin menjalankan flask audit verify."
    return Check("Log audit utuh", not problem, said if problem else "")
