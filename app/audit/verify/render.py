"""Verdicts as plain text for an inspector: first whether it is whole, then what was found, then what to do."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from .package import UNCHECKED, Facts, PackageVerdict
from .proof import Proven
from .testify import Testified

WITA = timezone(timedelta(hours=8))
KINDS = {"steps": "langkah", "evidence": "bukti", "figures": "angka"}
KEEP = "Simpan data/log/checkpoints.txt dari paket ini di luar kantor untuk pemeriksaan berikutnya (--last-checkpoint)."
REFUSED = "Simpan berkas ini apa adanya sebagai bukti, dan jangan pakai isinya sebelum sebabnya jelas."
OLDER = "Bila paket ini memang dibuat sebelum checkpoint simpanan Anda, itu sebabnya: pakai checkpoint yang lebih lama."
UNSIGNED = (
    "indeks.html, BACA-SAYA.txt, bag-info.txt, dan nama berkas tidak ditandatangani: kutiplah log, bukti, dan laporan."
)
LIMITS = "Yang diperiksa: isi tidak berubah sejak dicatat. Apakah isinya benar, tidak dapat dikatakan oleh program ini."


def told_verdict(verdict: PackageVerdict, *, samples: bool = False) -> str:
    if verdict.kind == UNCHECKED:
        return f"BELUM DIPERIKSA\n{verdict.sentence}\n"
    if not verdict.ok or verdict.facts is None:
        lines = ["TIDAK UTUH", verdict.sentence, f"Jenis: {verdict.kind}"]
        if verdict.first_bad_seq is not None:
            lines.append(f"Rekaman pertama yang bermasalah: {verdict.first_bad_seq}")
        if verdict.kind == "dipotong":
            lines.append(OLDER)
        return "\n".join([*lines, REFUSED]) + "\n"
    lines = ["UTUH", verdict.sentence, *_told_facts(verdict, verdict.facts)]
    lines += verdict.notes
    if samples:
        lines += _told_samples(verdict.facts)
    return "\n".join([*lines, LIMITS, UNSIGNED, KEEP]) + "\n"


def _told_facts(verdict: PackageVerdict, facts: Facts) -> list[str]:
    lines = [
        f"Lingkup: {facts.scope}",
        f"Akar log: {verdict.root}",
        f"Berkas bukti dan laporan: {verdict.files}",
        f"Checkpoint bertanda tangan: {facts.checkpoints}; epoch log: {facts.epoch}",
    ]
    for key in facts.witnesses:
        seen = [testimony for testimony in facts.testimonies if testimony.witness == key]
        if seen:
            newest = max(seen, key=lambda testimony: (testimony.point.epoch, testimony.point.size))
            told = f"{len(seen)} kesaksian, terbaru atas checkpoint {newest.point.size} ({told_time(newest.time)})"
        else:
            told = "belum ada kesaksian"
        lines.append(f"Saksi {key.name}: {told}")
    if not facts.witnesses:
        lines.append("Saksi: tidak ada")
    if facts.stamps:
        lines.append(f"Cap waktu RFC 3161: {facts.stamps} (periksa dengan openssl ts -verify)")
    lines += [f"Laporan {name}: {stand} menurut log" for name, stand in facts.reports]
    if facts.samples:
        lines.append(f"Sampel yang diundi ulang: {len(facts.samples)}, semuanya cocok")
    return lines


def _told_samples(facts: Facts) -> list[str]:
    if not facts.samples:
        return ["Log ini tidak memuat undian sampel."]
    return [
        f"Sampel pada rekaman {one.seq}: {one.size} {KINDS[one.kind]} dari {one.population},"
        f" lingkup {one.scope}, benih {one.seed!r}: cocok"
        for one in facts.samples
    ]


def told_proof(proven: Proven) -> str:
    event = proven.event
    lines = [
        "TERBUKTI",
        f"Rekaman {event['seq']} ada dalam log ini, pada checkpoint {proven.point.size} (epoch {proven.point.epoch}).",
        f"Dicatat: {event['at']} (UTC)",
        f"Oleh: {event['actor']['name']} ({event['actor']['role']})",
        f"Perbuatan: {event['act']} atas {event['object']}",
    ]
    return "\n".join(lines) + "\n"


def told_testimony(done: Testified, memory: Path) -> str:
    if done.written is None:
        why = done.refusal + " Kesaksian tidak dibuat; pakai --terima-pemulihan bila Anda menerimanya."
        lines = ["TIDAK DISAKSIKAN", why] if done.refusal else ["TIDAK DISAKSIKAN"]
        return "\n".join(lines) + "\n" + told_verdict(done.verdict)
    lines = ["DISAKSIKAN", f"Serahkan {done.written} kepada kantor."]
    if done.first_time:
        lines.append(
            f"PERHATIAN: catatan {memory} baru dibuat; ini kesaksian pertama, jadi belum ada yang dibandingkan."
        )
    else:
        lines.append(f"Log melanjutkan yang tercatat di {memory}; catatan itu sudah diperbarui.")
    return "\n".join(lines) + "\n\n" + told_verdict(done.verdict)


def told_time(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, WITA).strftime("%d-%m-%Y %H.%M WITA")
    except (OverflowError, ValueError, OSError):
        return f"detik ke-{seconds}"
