"""An event as one sentence in Bahasa Indonesia: who did what, to what. An unknown tag raises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from app.audit.codes import ACTING, POSTS
from app.audit.events import Tag
from app.audit.objects import object_words
from app.clock.words import used_of
from app.web.words import durasi, nomor_sop, rupiah, tanggal, waktu

SENTENCES: dict[Tag, str] = {
    Tag.ACCOUNT_PASSWORD_CHANGED: "{who} mengganti kata sandi.",
    Tag.ACCOUNT_SIGN_IN_FAILED: "{who} gagal masuk: {reason}.",
    Tag.ACCOUNT_SIGNED_IN: "{who} masuk.",
    Tag.ACCOUNT_SIGNED_OUT: "{who} keluar.",
    Tag.ACCOUNT_THROTTLED: "Percobaan masuk untuk {what} ditahan sampai {until} karena terlalu sering gagal.",
    Tag.ACTING_APPOINTED: (
        "{who} mencatat {what} sebagai {kind_label} {post_label}, {starts_on} sampai {ends_on} (SK {sk_number})."
    ),
    Tag.ACTING_ENDED: "{who} mengakhiri penugasan {what} sebagai pejabat pengganti: {reason}.",
    Tag.BACKUP_CREATED: "{who} membuat cadangan {backup} berisi {events} rekaman log.",
    Tag.BACKUP_DRILLED: "{who} melatih pemulihan dari cadangan {backup}: {events} rekaman log, utuh.",
    Tag.BUDGET_ENTERED: (
        "{who} mengisi anggaran {period} {code} {name}: pagu {pagu}, realisasi {realisasi}{before_words}."
    ),
    Tag.CALENDAR_PUBLISHED: "{who} menerbitkan kalender kerja versi {version}: {note}.",
    Tag.CERTIFICATE_REMOVED: "{who} menghapus sertifikat tanda tangan {fingerprint}.",
    Tag.CERTIFICATE_UPLOADED: "{who} mengunggah sertifikat atas nama {subject}, berlaku sampai {not_after}.",
    Tag.DOCUMENT_VERIFIED: "{who} memeriksa {what}: {verdict}; kepercayaan {trust}; {registered_words}.",
    Tag.EVIDENCE_DOWNLOADED: "{who} mengunduh berkas {name} dari {what}.",
    Tag.FINDING_CHANGED: "{who} mengubah {what}{changes_words}.",
    Tag.FINDING_ISSUED: "{who} menyampaikan {what}: {title}.",
    Tag.FINDING_RECORDED: "{who} mencatat temuan {code} sebagai konsep.",
    Tag.FINDING_WITHDRAWN: "{who} mencabut {what}: {reason}.",
    Tag.FOLLOWUP_ANSWERED: "{who} menjawab {what} (tindak lanjut {done_on}): {text}.",
    Tag.FOLLOWUP_JUDGED: "{who} menilai tindak lanjut {what} {status_label}: {note}.",
    Tag.INDICATOR_ADDED: "{who} menambahkan indikator {code} {name}.",
    Tag.INDICATOR_CHANGED: "{who} mengubah indikator {code} {name}: {changes}.",
    Tag.LOG_CLOCK_WENT_BACK: "Jam server mundur {behind} dari rekaman terakhir.",
    Tag.LOG_EXPORTED: "{who} mengekspor {run} sebagai paket {package}.",
    Tag.LOG_OPENED: "Log dibuka untuk {office}{demo_words}.",
    Tag.LOG_READ: "{who} membaca log{filter_words}.",
    Tag.LOG_RESTORED: (
        "Log dipulihkan dari cadangan {backup} pada {backup_size} rekaman (epoch {epoch}); "
        "{lost} rekaman hilang: {reason}."
    ),
    Tag.LOG_VERIFIED: "{who} memeriksa keutuhan log ({events} rekaman): {ok_words}.",
    Tag.NARRATIVE_WRITTEN: "{who} menulis bagian {section} pada {what}.",
    Tag.PERIOD_EXPORTED: "{who} mengekspor pelaksanaan {first} sampai {last} sebagai paket {package}.",
    Tag.REALISASI_ENTERED: "{who} mengisi realisasi {indicator_words} {period}: {value}{before_words} dari {source}.",
    Tag.RECOMMENDATION_ADDED: "{who} menambahkan {what}{recommended_words}.",
    Tag.RECOMMENDATION_CHANGED: "{who} mengubah {what}{changes_words}.",
    Tag.RECOMMENDATION_REMOVED: "{who} menghapus {what} dari konsep.",
    Tag.REPORT_DOWNLOADED: "{who} mengunduh {what} versi {version}.",
    Tag.REPORT_FROZEN: "{who} membekukan {what} versi {version} ({pages} halaman).",
    Tag.REPORT_PARAF_GIVEN: "{who} memberi paraf pada {what} versi {version} sebagai {jabatan}.",
    Tag.REPORT_PARAF_SIGNED: "Paraf {who} pada {what} versi {version} ditandatangani secara kriptografis.",
    Tag.REPORT_PARAF_WITHDRAWN: "{who} menarik parafnya dari {what} versi {version}: {reason}.",
    Tag.REPORT_RENDERED: "{who} menyusun {what} versi {version}.",
    Tag.REPORT_REQUESTED: "{who} meminta {kind_words} {what}.",
    Tag.REPORT_REVISION_CANCELLED: "{who} membatalkan penggantian {what} versi {replaces}.",
    Tag.REPORT_REVISION_OPENED: "{who} membuka penggantian {what} versi {replaces}: {reason}.",
    Tag.REPORT_SEALED: "Segel instansi dibubuhkan pada {what} versi {version}.",
    Tag.REPORT_SIGNED: "{who} menandatangani {what} versi {version} pada {signed_at} (tingkat {level}, {trust}).",
    Tag.REPORT_SUPERSEDED: "{what_capital} versi {version} digantikan versi {successor}: {reason}.",
    Tag.REPORT_THAWED: "{who} membuka kembali {what} versi {version}: {reason}.",
    Tag.REPORT_TIMESTAMPED: "Cap waktu ditambahkan pada {what} versi {version} (tingkat {level}).",
    Tag.REVIEW_ANSWERED: "{who} mengisi kriteria {criterion} pada {what}.",
    Tag.REVIEW_COMPLETED: "{who} menyelesaikan {what}, {answered} kriteria terisi.",
    Tag.REVIEW_OPENED: "{who} membuka {what}: {title}.",
    Tag.REVIEW_REOPENED: "{who} membuka kembali {what}: {reason}.",
    Tag.RUN_CANCELLED: "{who} membatalkan {what}: {reason}.",
    Tag.RUN_CLOSED: "{what_capital} selesai dan ditutup.",
    Tag.RUN_STARTED: "{who} memulai {title} menurut SOP {sop} versi {sop_version}.",
    Tag.SAMPLE_DRAWN: "{who} mengambil sampel {size} dari {population} {sampled} dengan benih {seed}.",
    Tag.SASARAN_ADDED: "{who} menambahkan sasaran {code} {name}.",
    Tag.SASARAN_CHANGED: "{who} mengubah sasaran {code} {name}: {changes}.",
    Tag.SEAL_INSTALLED: "{who} memasang segel instansi {subject}, berlaku sampai {not_after}.",
    Tag.SIGNATURE_UNANSWERED: "Permintaan tanda tangan {who} untuk {what} belum jelas hasilnya: {problem}.",
    Tag.SIGNING_METHOD_CHOSEN: "{who} menetapkan cara tanda tangan {what}: {backend_label}.",
    Tag.SOP_ACTIVATED: "{who} memberlakukan SOP {number} versi {version}.",
    Tag.SOP_CELL_CONFIRMED: "{who} mengonfirmasi {symbol} pada langkah {step} kolom {column} SOP.",
    Tag.SOP_COLUMN_ASSIGNED: "{who} menetapkan peran {role} untuk kolom {column} SOP.",
    Tag.SOP_IMPORTED: "{who} memasukkan SOP {number} versi {version} dengan {findings} temuan.",
    Tag.STEP_COMPLETED: "{who} mengesahkan {what} {verdict_words}: terpakai {used_of}{late_words}.",
    Tag.STEP_CORRECTED: "{who} membetulkan {corrected} pada {what} dari {before} menjadi {after}: {reason}.",
    Tag.STEP_ITEM_CLEARED: "{who} mengosongkan {label} pada {what}: {reason}.",
    Tag.STEP_ITEM_EXEMPTED: "{who} mengecualikan {label} pada {what}: {reason}.",
    Tag.STEP_ITEM_FILLED: "{who} melengkapi {label} pada {what} dengan {name}.",
    Tag.STEP_RETURNED: "{who} mengembalikan {what} ke langkah {to}: {reason}.",
    Tag.STEP_STARTED: "{who} mulai mengerjakan {what}{attempt_words}.",
    Tag.STEP_UNIT_REPORTED: "{who} mengesahkan laporan {unit} pada {what}.",
    Tag.TARGET_SET: "{who} menetapkan target {indicator_words} {period}: {value}{before_words}.",
    Tag.TRUST_ROOT_ADDED: "{who} menambahkan sertifikat induk {subject} sebagai {trust}: {note}.",
    Tag.TRUST_ROOT_REMOVED: "{who} menghapus kepercayaan pada sertifikat induk {subject}: {reason}.",
    Tag.UNIT_ADDED: "{who} menambahkan bagian {name}.",
    Tag.UNIT_CHANGED: "{who} mengubah bagian {name}: {changes}.",
    Tag.USER_ADDED: "{who} menambahkan akun {name} dengan peran {roles}.",
    Tag.USER_CHANGED: "{who} mengubah {what}: {changes}.",
    Tag.USER_DEACTIVATED: "{who} menonaktifkan {what}: {reason}.",
    Tag.USER_REACTIVATED: "{who} mengaktifkan kembali {what}: {reason}.",
    Tag.USER_RESET_CODE_ISSUED: "{who} menerbitkan kode sekali pakai untuk {what}.",
    Tag.WITNESS_COSIGNED: "{who} menyimpan kesaksian {witness} atas log {size} rekaman, dibuat {signed_at}.",
    Tag.WITNESS_REGISTERED: "{who} mendaftarkan kunci saksi {name}.",
    Tag.WITNESS_RETIRED: "{who} menghentikan kunci saksi {name}: {reason}.",
    Tag.WITNESS_TIMESTAMPED: "Log {size} rekaman diberi cap waktu {stamped_at} oleh {authority}.",
}

BACKENDS = {
    "pkcs12": "kunci lokal",
    "token": "token kriptografi",
    "esign": "layanan esign BSrE",
    "upload": "PDF yang ditandatangani di luar aplikasi",
}
FOLLOWUPS = {"belum": "Belum", "proses": "Proses", "selesai": "Selesai"}
SAMPLED = {"steps": "langkah yang disahkan", "evidence": "berkas bukti", "figures": "angka realisasi"}
QUARTERS = {1: "Triwulan I", 2: "Triwulan II", 3: "Triwulan III", 4: "Triwulan IV"}
VERDICTS = {
    "on_time": "tepat waktu",
    "late": "terlambat",
    "utuh": "utuh",
    "utuh-dengan-tambahan": "utuh, dengan tambahan",
    "diubah": "diubah",
    "rusak": "rusak",
    "tanpa-tanda-tangan": "tanpa tanda tangan",
    "tidak-dapat-diperiksa": "tidak dapat diperiksa",
    "tersertifikasi": "tersertifikasi",
    "lokal": "tidak tersertifikasi, kunci lokal yang dikenal",
    "tidak-dikenal": "tidak dikenal",
    "tidak-berlaku": "tidak berlaku",
}
SYMBOLS = {
    "start": "simbol mulai",
    "box": "simbol proses",
    "decision": "simbol keputusan",
    "end": "simbol selesai",
    "none": "sel tanpa simbol",
}
MOMENT_KEYS = frozenset({"until", "not_after", "signed_at", "completed_at", "started_at", "due_at", "handed_over_at"})
DAY_KEYS = frozenset({"due_on", "done_on", "tenggat"})
MONEY_KEYS = frozenset({"pagu", "realisasi"})
SOP_KEYS = frozenset({"number", "sop"})
FIGURE_KEYS = frozenset({"value", "before"})
FIGURE = re.compile(r"-?[0-9]+\.[0-9]+")


def sentence(event: Mapping[str, Any], *, titles: Mapping[str, str] | None = None) -> str:
    """The sentence of an event, given its fields; `titles` names objects ("run:3" → the run's title)."""
    titles = titles or {}
    data = event["data"]
    # The sentence names the version itself, so the object does not say it a second time.
    named = event["object"].removesuffix(f"/version:{data.get('version')}")
    what = object_words(named, titles=titles)
    words = {key: _word(key, value) for key, value in data.items()}
    words |= _composed(data, words, titles)
    words |= {"who": event["actor"]["name"], "what": what, "what_capital": what[:1].upper() + what[1:]}
    text = SENTENCES[Tag(event["act"])].format_map(words)
    # A reason that ends with its own full stop must not give two.
    return text.rstrip(". ") + "."


def _composed(data: Mapping[str, Any], words: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """Words that need more than one value, or that stay away where there is nothing to say."""
    before, late = data.get("before"), data.get("late_reason")
    attempt, read = data.get("attempt"), data.get("filter")
    return {
        "period": _period(data, words),
        "verdict_words": words.get("verdict", ""),
        "registered_words": "terdaftar" if data.get("registered") else "tidak terdaftar",
        "ok_words": "utuh" if data.get("ok") else "tidak utuh",
        "demo_words": " sebagai data contoh" if data.get("demo") else "",
        "filter_words": f" ({words['filter']})" if read else "",
        "before_words": f" (sebelumnya {words['before']})" if before not in (None, "", {}) else "",
        "late_words": f"; alasan: {words['late_reason']}" if late else "",
        "attempt_words": f" (ulangan ke-{attempt})" if type(attempt) is int and attempt > 1 else "",
        "used_of": _used_of(data, words),
        "behind": _seconds(data.get("behind_seconds")),
        "indicator_words": "indikator " + titles.get(f"indicator:{data.get('indicator')}", words.get("indicator", "")),
        "run": object_words(data["run"], titles=titles) if isinstance(data.get("run"), str) else "",
        "corrected": words.get("what", ""),
        "kind_label": ACTING.get(str(data.get("kind")), words.get("kind", "")),
        "post_label": POSTS.get(str(data.get("post")), words.get("post", "")),
        "backend_label": BACKENDS.get(str(data.get("backend")), words.get("backend", "")),
        "changes_words": f": {words['changes']}" if data.get("changes") else "",
        "recommended_words": _recommended(data, words),
        "sampled": SAMPLED.get(str(data.get("kind")), words.get("kind", "")),
        "status_label": FOLLOWUPS.get(str(data.get("status")), words.get("status", "")),
        "kind_words": "pembekuan" if data.get("kind") == "freeze" else "penyusunan draf",
    }


def _word(key: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if key in MOMENT_KEYS and isinstance(value, str):
        return _instant(value)
    if key in DAY_KEYS and isinstance(value, str):
        return _day(value)
    if key in MONEY_KEYS and type(value) is int:
        return rupiah(value)
    if key in SOP_KEYS and isinstance(value, str):
        return nomor_sop(value)
    if key == "symbol" and isinstance(value, str):
        return SYMBOLS.get(value, value)
    if key in FIGURE_KEYS and isinstance(value, str) and FIGURE.fullmatch(value):
        return value.replace(".", ",")
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict):
        if value.keys() == {"before", "after"}:
            return f"dari {_word(key, value['before'])} menjadi {_word(key, value['after'])}"
        return "; ".join(f"{name}: {_word(name, member)}" for name, member in value.items()) or "tanpa rincian"
    if isinstance(value, list):
        if key == "findings":
            return str(len(value))
        return ", ".join(_word(key, member) for member in value) or "–"
    text = str(value)
    return VERDICTS.get(text, text) if key in ("verdict", "trust", "before") else text


def _instant(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return waktu(moment) if moment.tzinfo else text


def _day(text: str) -> str:
    try:
        return tanggal(date.fromisoformat(text))
    except ValueError:
        return text


def _recommended(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """What a recommendation says; while its finding is a draft, the log holds only the digest."""
    return f": {words['text']} (tenggat {words['due_on']})" if data.get("text") and "due_on" in words else ""


def _period(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    frame = QUARTERS.get(data["quarter"], "Tahun") if type(data.get("quarter")) is int else "Tahun"
    return f"{frame} {words.get('year', '')}"


def _used_of(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """What can't be read is shown as it stands in the event."""
    minutes, days = data.get("used_minutes"), data.get("used_days")
    if type(minutes) is int and isinstance(days, str) and isinstance(data.get("allowance"), str):
        with suppress(ValueError, ZeroDivisionError):
            return used_of(minutes, Fraction(days), data["allowance"], late=data.get("verdict") == "late")
    return f"{words.get('used_minutes')} menit dari {words.get('allowance')}"


def _seconds(seconds: Any) -> str:
    if type(seconds) is not int:
        return "–"
    return f"{seconds} detik" if seconds < 60 else durasi(seconds // 60)
