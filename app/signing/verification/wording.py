"""What a verification means to the person who reads it: a headline, an explanation, a tone."""

from __future__ import annotations

from dataclasses import dataclass

from app.signing.verification.verdicts import Trust, Verdict


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

KINDS = {
    "draft": "konsep",
    "frozen": "salinan beku, belum ditandatangani",
    "signed": "dokumen yang ditandatangani",
}
