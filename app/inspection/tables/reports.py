"""Reports, their versions, their paraf and the register of issued documents as their tables hold them."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import case, func, select

from app.inspection.tables.table import Query, table
from app.reports.models import NarrativeText, Paraf, Report, ReportFile, ReportRevision, ReportVersion
from app.signing.models import IssuedDocument


def _reports() -> Query:
    return select(Report.id, Report.run_id.label("run"))


def _narratives() -> Query:
    return select(
        NarrativeText.report_id, NarrativeText.section, NarrativeText.text, NarrativeText.written_at,
        NarrativeText.written_by_id.label("written_by"),
    )  # fmt: skip


def _hashed(values: dict[str, Any]) -> None:
    values["sha256"] = hashlib.sha256(values["text"].encode()).hexdigest()


def _versions() -> Query:
    """A revision of another report is revision 0, which no event tells of."""
    version, row = ReportVersion, ReportRevision
    ordinal = func.row_number().over(partition_by=row.report_id, order_by=row.id).label("ordinal")
    revision = select(row.id, row.report_id, row.replaces, ordinal).subquery()
    own = (revision.c.id == version.revision_id) & (revision.c.report_id == version.report_id)
    which = case((version.revision_id.is_not(None), func.coalesce(revision.c.ordinal, 0)))
    return select(
        version.report_id, version.no, version.code, version.pages, version.frozen_sha256, version.frozen_at,
        version.frozen_by_id.label("frozen_by"), version.signed_sha256, version.signed_at,
        version.signed_by_id.label("signed_by"), version.level, version.trust, version.certificate,
        version.thawed_at, version.thawed_by_id.label("thawed_by"), version.thaw_reason,
        revision.c.replaces, which.label("revision"), version.superseded_at,
    ).outerjoin(revision, own)  # fmt: skip


def _files() -> Query:
    file = ReportFile
    return select(
        ReportVersion.report_id, ReportVersion.no.label("version"), file.no, file.kind, file.sha256, file.level,
        file.trust, file.certificate, file.made_at, file.made_by_id.label("made_by"),
    ).join(file.version)  # fmt: skip


def _revisions() -> Query:
    row = ReportRevision
    ordinal = func.row_number().over(partition_by=row.report_id, order_by=row.id)
    return select(
        row.report_id, ordinal.label("ordinal"), row.replaces, row.reason, row.opened_at,
        row.opened_by_id.label("opened_by"), row.finished_at, row.cancelled_at,
        row.cancelled_by_id.label("cancelled_by"),
    )  # fmt: skip


def _parafs() -> Query:
    row, version = Paraf, ReportVersion
    ordinal = func.row_number().over(partition_by=row.version_id, order_by=row.id)
    return select(
        version.report_id, version.no, ordinal.label("ordinal"), row.user_id.label("person"),
        row.unit_id.label("unit"), row.sha256, row.jabatan, row.given_at, row.withdrawn_at, row.withdraw_reason,
    ).join(row.version)  # fmt: skip


def _issued() -> Query:
    issued = IssuedDocument
    return select(
        issued.sha256, issued.kind, issued.about, issued.code, issued.title, issued.issued_at, issued.superseded_at,
        issued.successor, issued.superseded_reason,
    )  # fmt: skip


TABLES = (
    table("report", ref="report:{0}", words="laporan {0}", query=_reports, columns={"run": "pelaksanaan"}),
    table("report_narrative", ref="report:{0}/section:{1}", words="narasi {1} laporan {0}", query=_narratives,
          derive=_hashed, columns={
        "sha256": "sidik teks", "written_at": "waktu ditulis", "written_by": "yang menulis",
    }),
    table("report_version", ref="report:{0}/version:{1}", words="versi {1} laporan {0}", query=_versions, columns={
        "code": "kode dokumen", "pages": "jumlah halaman", "frozen_sha256": "SHA-256 yang dibekukan",
        "frozen_at": "waktu dibekukan", "frozen_by": "yang membekukan", "signed_sha256": "SHA-256 bertanda tangan",
        "signed_at": "waktu tanda tangan", "signed_by": "penanda tangan", "level": "tingkat tanda tangan",
        "trust": "kepercayaan", "certificate": "sertifikat", "thawed_at": "waktu dibuka kembali",
        "thawed_by": "yang membuka kembali", "thaw_reason": "alasan dibuka kembali",
        "replaces": "versi yang digantikan", "revision": "penggantian yang keberapa",
        "superseded_at": "waktu digantikan",
    }),
    table("report_file", ref="report:{0}/version:{1}/file:{2}", words="berkas ke-{2} versi {1} laporan {0}",
          query=_files, columns={
        "kind": "jenis", "sha256": "SHA-256", "level": "tingkat tanda tangan", "trust": "kepercayaan",
        "certificate": "sertifikat", "made_at": "waktu dibuat", "made_by": "yang membuat",
    }),
    table("report_revision", ref="report:{0}/revision:{1}", words="penggantian ke-{1} laporan {0}",
          query=_revisions, columns={
        "replaces": "versi yang digantikan", "reason": "alasan", "opened_at": "waktu dibuka",
        "opened_by": "yang membuka", "finished_at": "waktu selesai", "cancelled_at": "waktu dibatalkan",
        "cancelled_by": "yang membatalkan",
    }),
    table("paraf", ref="report:{0}/version:{1}/paraf:{2}", words="paraf ke-{2} versi {1} laporan {0}", query=_parafs,
          columns={
        "person": "yang memberi", "unit": "bagian", "sha256": "SHA-256 yang diparaf", "jabatan": "jabatan",
        "given_at": "waktu diberikan", "withdrawn_at": "waktu ditarik", "withdraw_reason": "alasan ditarik",
    }),
    table("issued_document", ref="document:{0}", words="dokumen terbitan {0}", query=_issued, columns={
        "kind": "jenis", "about": "asal", "code": "kode dokumen", "title": "judul", "issued_at": "waktu terbit",
        "superseded_at": "waktu digantikan", "successor": "kode penggantinya", "superseded_reason": "alasan digantikan",
    }),
)  # fmt: skip
