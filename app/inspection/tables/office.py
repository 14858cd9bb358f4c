"""People, acting officials, bagian, calendars, the SOP, certificates and trusted roots as their tables hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import ActingOfficial, UnitKerja, User, UserRole
from app.calendars.models import CalendarVersion
from app.calendars.timetable import facts
from app.extensions import db
from app.inspection.differences import Shape
from app.inspection.fold.sop import CELLS
from app.inspection.fold.state import AS_CONTENT, Columns, Key
from app.inspection.tables.table import Query, Table, table
from app.signing.certificates import facts_of, load_certificate
from app.signing.models import SigningKey, SigningMethod, TrustRoot
from app.sop.content import content_digest, explicit_cells
from app.sop.models import PelaksanaCell, PelaksanaColumn, SopStep, SopVersion


def _people() -> Iterator[tuple[Key, Columns]]:
    roles: dict[int, list[str]] = {}
    for person, role in db.session.execute(select(UserRole.user_id, UserRole.role)):
        roles.setdefault(person, []).append(role)
    query = select(
        User.id, User.name, User.jabatan, User.pangkat, User.unit_id, User.deactivated_at, User.deactivated_by_id
    )
    for row in db.session.execute(query):
        yield (row.id,), {
            "name": row.name, "jabatan": row.jabatan, "pangkat": row.pangkat, "unit": row.unit_id,
            "roles": ",".join(sorted(roles.get(row.id, []))), "deactivated_at": row.deactivated_at,
            "deactivated_by": row.deactivated_by_id,
        }  # fmt: skip


def _acting() -> Query:
    row = ActingOfficial
    return select(
        row.user_id, row.id, row.kind, row.post, row.sk_number, row.sk_date, row.starts_on, row.ends_on,
        row.appointed_at, row.appointed_by_id.label("appointed_by"), row.ended_at, row.ended_by_id.label("ended_by"),
        row.end_reason,
    )  # fmt: skip


def _days_as_written(values: dict[str, Any]) -> None:
    """The log has no dates of its own, only text."""
    for day in ("sk_date", "starts_on", "ends_on"):
        values[day] = values[day].isoformat()


def _units() -> Query:
    row = UnitKerja
    return select(row.id, row.code, row.name, row.short_name, row.closed_at, row.closed_by_id.label("closed_by"))


def _calendars() -> Iterator[tuple[Key, Columns]]:
    for version in db.session.scalars(select(CalendarVersion).order_by(CalendarVersion.no)):
        digest = AS_CONTENT if version.digest == version.timetable.digest else version.digest
        yield (version.no,), {
            "note": version.note, "digest": digest, "published_at": version.published_at,
            "published_by": version.published_by,
        }  # fmt: skip


def _calendar_facts() -> Iterator[tuple[Key, Columns]]:
    for version in db.session.scalars(select(CalendarVersion).order_by(CalendarVersion.no)):
        for (what, key), says in facts(version.timetable).items():
            yield (version.no, what, key), {"says": says}


MOVED = "sel dipindahkan"
"""In place of a content's digest: a cell that answers for another column than its place says."""


def _content(version: SopVersion) -> str:
    """The recorded digest lists cells by their place alone, so each has to stand in the column of that place."""
    for step in version.steps:
        for cell in step.cells:
            if cell.column is None or cell.column.version_id != version.id or cell.column.position != cell.position:
                return MOVED
    return content_digest(version)


def _sop_versions() -> Iterator[tuple[Key, Columns]]:
    for version in db.session.scalars(select(SopVersion).order_by(SopVersion.id)):
        yield (version.sop_id, version.no), {
            "number": version.number, "findings": len(version.problems), "content": _content(version),
            "explicit": CELLS.join(explicit_cells(version)), "imported_at": version.imported_at,
            "imported_by": version.imported_by, "activated_at": version.activated_at,
            "activated_by": version.activated_by,
        }  # fmt: skip


def _confirmed_cells() -> Query:
    cell = PelaksanaCell
    return (
        select(
            SopVersion.sop_id, SopVersion.no, SopStep.no.label("step"), PelaksanaColumn.label, cell.symbol, cell.duty,
            cell.confirmed_at, cell.confirmed_by_id.label("confirmed_by"),
        )
        .join(cell.step)
        .join(SopStep.version)
        .join(cell.column)
        .where(
            (cell.source == "dikonfirmasi") | cell.confirmed_at.is_not(None) | cell.confirmed_by_id.is_not(None)
        )
    )  # fmt: skip


def _keys() -> Query:
    row = SigningKey
    ordinal = func.row_number().over(partition_by=row.user_id, order_by=row.id)
    return select(
        row.user_id, ordinal.label("ordinal"), row.fingerprint, row.subject, row.issuer, row.not_before,
        row.not_after, row.uploaded_at, row.removed_at, row.removed_by_id.label("removed_by"), row.certificate,
    )  # fmt: skip


def _methods() -> Query:
    """Without the mail address: the log doesn't hold it."""
    row = SigningMethod
    ordinal = func.row_number().over(partition_by=row.user_id, order_by=row.id)
    return select(
        row.user_id, ordinal.label("ordinal"), row.backend, row.token_label, row.key_label, row.chosen_at,
        row.chosen_by_id.label("chosen_by"), row.replaced_at, row.replaced_by_id.label("replaced_by"),
    )  # fmt: skip


def _roots() -> Query:
    row = TrustRoot
    ordinal = func.row_number().over(partition_by=row.fingerprint, order_by=row.id)
    return select(
        row.fingerprint, ordinal.label("ordinal"), row.subject, row.note, row.trust, row.added_at, row.certificate,
        row.not_after, row.removed_at, row.removed_by, row.removal_reason,
    )  # fmt: skip


def _key_as_certified(values: dict[str, Any]) -> None:
    _as_certified(values, "not_before")


def _root_as_certified(values: dict[str, Any]) -> None:
    _as_certified(values, "not_after")


def _as_certified(values: dict[str, Any], untold: str) -> None:
    """The certificate has to be the one that the log names, and say the moment that no event tells."""
    with suppress(ValueError):
        if values[untold] == getattr(facts_of(load_certificate(values["certificate"])), untold):
            values[untold] = AS_CONTENT
    values["certificate"] = hashlib.sha256(values["certificate"]).hexdigest()


PEOPLE = Shape("person", "user:{0}", "akun {0}", {
    "name": "nama", "jabatan": "jabatan", "pangkat": "pangkat", "roles": "peran", "unit": "bagian",
    "deactivated_at": "waktu dinonaktifkan", "deactivated_by": "yang menonaktifkan",
})  # fmt: skip
CALENDARS = Shape("calendar_version", "calendar:{0}", "kalender versi {0}", {
    "note": "keterangan", "digest": "sidik isi", "published_at": "waktu terbit", "published_by": "yang menerbitkan",
})  # fmt: skip
FACTS = Shape("calendar_fact", "calendar:{0} {1} {2}", "{1} {2} kalender versi {0}", {"says": "isi"})
SOPS = Shape("sop_version", "sop:{0}/version:{1}", "versi {1} SOP {0}", {
    "number": "nomor", "findings": "jumlah temuan", "content": "sidik isi",
    "explicit": "sel yang disebut dokumen", "imported_at": "waktu dimasukkan",
    "imported_by": "yang memasukkan", "activated_at": "waktu diberlakukan", "activated_by": "yang memberlakukan",
})  # fmt: skip

TABLES = (
    Table(PEOPLE, _people),
    table("acting_official", ref="user:{0}/mandate:{1}", words="penugasan {1} akun {0}", query=_acting,
          derive=_days_as_written, columns={
        "kind": "jenis", "post": "jabatan yang digantikan", "sk_number": "nomor SK", "sk_date": "tanggal SK",
        "starts_on": "hari pertama", "ends_on": "hari terakhir", "appointed_at": "waktu dicatat",
        "appointed_by": "yang mencatat", "ended_at": "waktu diakhiri", "ended_by": "yang mengakhiri",
        "end_reason": "alasan diakhiri",
    }),
    table("unit_kerja", ref="unit:{0}", words="bagian {0}", query=_units, columns={
        "code": "kode", "name": "nama", "short_name": "nama pendek", "closed_at": "waktu ditutup",
        "closed_by": "yang menutup",
    }),
    Table(CALENDARS, _calendars),
    Table(FACTS, _calendar_facts),
    Table(SOPS, _sop_versions),
    table("sop_pelaksana_cell", ref="sop:{0}/version:{1}/step:{2} {3}",
          words="sel {3} langkah {2} versi {1} SOP {0}", query=_confirmed_cells, columns={
        "symbol": "simbol", "duty": "tugas", "confirmed_at": "waktu dikonfirmasi",
        "confirmed_by": "yang mengonfirmasi",
    }),
    table("signing_key", ref="user:{0}/key:{1}", words="sertifikat ke-{1} akun {0}", query=_keys,
          derive=_key_as_certified, columns={
        "fingerprint": "sidik sertifikat", "subject": "pemegang", "issuer": "penerbit",
        "not_before": "awal masa berlaku", "not_after": "masa berlaku", "certificate": "sidik isi sertifikat",
        "uploaded_at": "waktu diunggah", "removed_at": "waktu dihapus", "removed_by": "yang menghapus",
    }),
    table("signing_method", ref="user:{0}/method:{1}", words="cara tanda tangan ke-{1} akun {0}",
          query=_methods, columns={
        "backend": "cara", "token_label": "nama token", "key_label": "nama kunci", "chosen_at": "waktu ditetapkan",
        "chosen_by": "yang menetapkan", "replaced_at": "waktu diganti", "replaced_by": "yang mengganti",
    }),
    table("trust_root", ref="trust:{0}/root:{1}", words="sertifikat induk {0} yang ke-{1}", query=_roots,
          derive=_root_as_certified, columns={
        "subject": "pemegang", "note": "keterangan", "trust": "kepercayaan", "added_at": "waktu ditambahkan",
        "certificate": "sidik isi sertifikat", "not_after": "masa berlaku", "removed_at": "waktu dicabut",
        "removed_by": "yang mencabut", "removal_reason": "alasan dicabut",
    }),
)  # fmt: skip
