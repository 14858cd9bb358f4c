"""What a verification means to the person who reads it: a headline, an explanation, a tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.signing.verification.verdicts import SignatureReport, Trust, Verdict
from app.web.words import angka, tanggal_pendek, waktu


@dataclass(frozen=True)
class Wording:
    """A headline, what it means, and the tone of its mark: ok, soon (be careful) or late (do not rely on it)."""

    title: str
    meaning: str
    tone: str


VERDICTS: dict[Verdict, Wording] = {
    Verdict.INTACT: Wording("Utuh", "Berkas ini sama, bita demi bita, dengan yang ditandatangani.", "ok"),
    Verdict.INTACT_WITH_ADDITIONS: Wording(
        "Utuh, dengan tambahan",
        "Yang ditandatangani tidak berubah. Sesudahnya hanya ada tambahan yang diizinkan, seperti data validasi.",
        "ok",
    ),
    Verdict.UNSIGNED: Wording(
        "Tanpa tanda tangan",
        "Berkas ini tidak memuat tanda tangan elektronik, jadi keaslian isinya tidak dapat dipastikan dari berkasnya.",
        "soon",
    ),
    Verdict.UNREADABLE: Wording(
        "Tidak dapat diperiksa",
        "Berkas ini tidak dapat dibaca sebagai PDF bertanda tangan. Jangan diandalkan sebelum diperiksa cara lain.",
        "soon",
    ),
    Verdict.BROKEN: Wording(
        "Rusak",
        "Susunan berkas atau tanda tangannya tidak utuh. Mintalah salinan baru dari penerbitnya.",
        "late",
    ),
    Verdict.ALTERED: Wording(
        "Diubah",
        "Berkas ini berubah sesudah ditandatangani. Jangan diandalkan; mintalah berkas aslinya.",
        "late",
    ),
}

TRUSTS: dict[Trust, Wording] = {
    Trust.CERTIFIED: Wording(
        "Tersertifikasi",
        "Sertifikat penanda tangan diterbitkan penyelenggara sertifikasi elektronik Indonesia yang kami percayai.",
        "ok",
    ),
    Trust.LOCAL: Wording(
        "Tidak tersertifikasi (kunci lokal yang dikenal)",
        "Kuncinya kami kenal, tetapi bukan dari penyelenggara sertifikasi elektronik Indonesia. "
        "Tanda tangan ini sah secara teknis dan tidak tersertifikasi.",
        "soon",
    ),
    Trust.UNKNOWN: Wording(
        "Tidak dikenal",
        "Kami tidak mengenal penerbit sertifikat ini. Nama di dalamnya dapat ditulis siapa saja.",
        "late",
    ),
    Trust.INVALID: Wording(
        "Tidak berlaku",
        "Sertifikat penanda tangan sudah habis masa berlakunya, belum berlaku, atau dicabut pada saat itu.",
        "late",
    ),
}

TRUST_IN_SHORT = {
    Trust.CERTIFIED: "tersertifikasi",
    Trust.LOCAL: "lokal, tidak tersertifikasi",
    Trust.UNKNOWN: "tidak dikenal",
    Trust.INVALID: "tidak berlaku",
}

KINDS = {
    "draft": "konsep",
    "frozen": "salinan beku, belum ditandatangani",
    "sealed": "salinan beku dengan segel instansi",
    "paraf": "salinan beku dengan paraf",
    "signed": "dokumen yang ditandatangani",
    "extended": "dokumen yang ditandatangani, dengan cap waktu tambahan",
}

DOCUMENT_TIMESTAMP = "Cap waktu dokumen"
LEVELS = {
    "B-B": "Tanda tangan saja. Berkasnya sendiri tidak membuktikan kapan ia dibuat.",
    "B-T": "Disertai cap waktu dari pihak ketiga: bukti waktu, sejauh penerbit cap waktunya dipercaya kantor.",
    "B-LT": "Disertai cap waktu dan data validasi: sertifikatnya dapat diperiksa tanpa bertanya kepada penerbit.",
    "B-LTA": "Seperti B-LT, dengan cap waktu arsip yang menjaga semuanya untuk jangka panjang.",
    "CMS": "Bentuk tanda tangan PDF yang lama, bukan PAdES.",
    DOCUMENT_TIMESTAMP: "Bukan tanda tangan orang, melainkan bukti bahwa isi berkas sudah ada pada waktu itu.",
}

STATES: dict[str, Wording] = {
    "current": Wording("Versi ini yang berlaku", "Sudah ditandatangani dan belum digantikan.", "ok"),
    "superseded": Wording(
        "Versi ini sudah digantikan", "Jangan dipakai lagi sebagai acuan; lihat versi penggantinya.", "late"
    ),
    "earlier": Wording(
        "Bukan berkas akhirnya",
        "Ini salinan sebelum ditandatangani. Versi ini sudah ditandatangani dalam berkas lain; mintalah berkas itu.",
        "soon",
    ),
    "unsigned": Wording(
        "Belum ditandatangani", "Salinan ini dibekukan untuk ditandatangani. Belum ada tanda tangan yang sah.", "soon"
    ),
    "thawed": Wording(
        "Ditarik kembali", "Salinan beku ini ditarik kembali sebelum ditandatangani dan tidak berlaku.", "late"
    ),
}
"""How a document stands that we issued, for the page behind its QR code."""

NOT_COVERING = {
    Verdict.ALTERED: "Tidak berlaku, karena isi berkas tidak lagi sama dengan yang ditandatangani.",
    Verdict.BROKEN: "Tidak berlaku, karena susunan berkas atau tanda tangannya sendiri tidak utuh.",
    Verdict.UNREADABLE: "Tidak dapat ditentukan, karena tanda tangannya tidak dapat diperiksa.",
}
"""What an invalid signature answers for, by the verdict over its file."""

SELF_STATED = "Tidak ada: waktu itu menurut penanda tangan sendiri."
ZONES = {0: "UTC", 7 * 60: "WIB", 8 * 60: "WITA", 9 * 60: "WIT"}


def proof_of(report: SignatureReport) -> str:
    """What proves the time of the signature; the signer's own word proves nothing."""
    if report.proven_at is None:
        return SELF_STATED
    return f"Sudah ada pada {waktu(report.proven_at)}, menurut {report.proven_by}."


def as_written(moment: datetime) -> str:
    """The clock time as the signer's own machine wrote it, with its zone: often WIB."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    shown = ZONES.get(minutes) or f"UTC{'+' if minutes > 0 else '-'}{hours:02d}.{rest:02d}"
    return f"{tanggal_pendek(moment.date())} {moment.year}, {moment:%H.%M} {shown}"


def trust_of(report: SignatureReport) -> str:
    """How far the certificate is trusted, and by which root."""
    if report.trust is Trust.CERTIFIED:
        return f"Tersertifikasi, berinduk pada {report.root}." if report.root else "Tersertifikasi."
    if report.trust is Trust.LOCAL and report.root:
        return f"Tidak tersertifikasi; berinduk pada {report.root}, induk lokal yang kami kenal."
    if report.trust is Trust.LOCAL:
        return "Tidak tersertifikasi; kunci lokal yang terdaftar pada akun di kantor ini."
    if report.trust is Trust.INVALID:
        return TRUSTS[Trust.INVALID].meaning
    return "Tidak dikenal; tidak berinduk pada sertifikat induk mana pun yang kami percayai."


def coverage_of(report: SignatureReport, *, verdict: Verdict) -> str:
    """How much of the file the signature answers for; of an invalid one, by the verdict over its file, why nothing."""
    if not report.valid:
        return f"{NOT_COVERING.get(verdict, NOT_COVERING[Verdict.BROKEN])}{_appended(report)}"
    if report.covers_whole_file:
        covered = f"Seluruh berkas kecuali tempat tanda tangannya sendiri{_bytes(report.bytes_covered)}"
        return f"{covered}, tanpa tambahan sesudahnya."
    if not report.bytes_covered:
        return "Tidak dapat ditentukan."
    upto = f"Sampai revisi {report.revision}" if report.revision else "Bagian pertama berkas"
    return f"{upto}{_bytes(report.bytes_covered)}. Sesudahnya ditambahkan {angka(report.bytes_after, 0)} bita."


def _appended(report: SignatureReport) -> str:
    upto = f"revisi {report.revision}" if report.revision else "bagian itu"
    return f" Sesudah {upto} ditambahkan {angka(report.bytes_after, 0)} bita." if report.bytes_after else ""


def _bytes(count: int) -> str:
    return f" ({angka(count, 0)} bita)" if count else ""
