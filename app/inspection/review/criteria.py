"""The forms of the working papers as data: the 23 criteria of the reviu LKj, and what the LKE takes from here.

The words are those of DOMAIN.md's summary, written out; the office compares them with the regulation's own
annex before it quotes them, and every page and export says so.
"""

from __future__ import annotations

from dataclasses import dataclass

UNCONFIRMED = "Bunyi kriteria diringkas; cocokkan dengan lampiran peraturannya sebelum dikutip."


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a form. `group` is its heading, `code` what the log and the address call it."""

    code: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of working paper: how people call it, where its lines come from, and the lines."""

    key: str
    label: str
    source: str
    criteria: tuple[Criterion, ...]

    def find(self, code: str) -> Criterion | None:
        return next((one for one in self.criteria if one.code == code), None)

    @property
    def groups(self) -> list[tuple[str, list[Criterion]]]:
        """The headings in their order, each with its lines."""
        names = dict.fromkeys(one.group for one in self.criteria)
        return [(name, [one for one in self.criteria if one.group == name]) for name in names]

    def beside(self, code: str, step: int) -> Criterion | None:
        """The line before (-1) or after (1)."""
        place = [one.code for one in self.criteria].index(code) + step
        return self.criteria[place] if 0 <= place < len(self.criteria) else None


def _lines(prefix: str, group: str, *texts: str) -> tuple[Criterion, ...]:
    return tuple(Criterion(f"{prefix}{no}", group, text) for no, text in enumerate(texts, start=1))


REVIU_LKJ = (
    *_lines(
        "F", "Format",
        "Laporan kinerja telah menampilkan data penting instansi.",
        "Laporan kinerja telah menyajikan informasi target kinerja.",
        "Laporan kinerja telah menyajikan capaian kinerja yang memadai.",
        "Laporan kinerja telah menyajikan lampiran yang mendukung informasi pada badan laporan.",
        "Laporan kinerja telah menyajikan upaya perbaikan ke depan.",
        "Laporan kinerja telah menyajikan akuntabilitas keuangan.",
    ),
    *_lines(
        "M", "Mekanisme penyusunan",
        "Laporan kinerja disusun oleh unit kerja yang memiliki tugas dan fungsi untuk itu.",
        "Informasi dalam laporan kinerja telah didukung data yang memadai.",
        "Telah terdapat mekanisme penyampaian data dan informasi dari unit kerja ke unit penyusun.",
        "Telah ditetapkan penanggung jawab pengumpulan data atau informasi di setiap unit kerja.",
        "Data dan informasi kinerja dalam laporan telah diyakini keandalannya.",
        "Analisis dan penjelasan dalam laporan telah diketahui oleh unit kerja terkait.",
        "Laporan kinerja merupakan gabungan partisipasi dari bawah.",
    ),
    *_lines(
        "S", "Substansi",
        "Tujuan dan sasaran dalam laporan telah sesuai dengan perjanjian kinerja (PK).",
        "Tujuan dan sasaran dalam laporan telah selaras dengan rencana strategis (Renstra).",
        "Bila S1 atau S2 dijawab tidak, terdapat penjelasan yang memadai.",
        "Tujuan dan sasaran dalam laporan telah sesuai dengan indikator kinerja (IK).",
        "Tujuan dan sasaran dalam laporan telah sesuai dengan indikator kinerja utama (IKU).",
        "Bila S4 atau S5 dijawab tidak, terdapat penjelasan yang memadai.",
        "Telah terdapat perbandingan data kinerja dengan tahun lalu, standar nasional, dan sebagainya.",
        "IKU dan IK telah cukup mengukur tujuan dan sasaran.",
        "Bila S8 dijawab tidak, terdapat penjelasan yang memadai.",
        "IKU dan IK telah SMART (spesifik, terukur, dapat dicapai, relevan, berbatas waktu).",
    ),
)  # fmt: skip

MEASURING = "Komponen 2 Pengukuran kinerja (bobot 30)"
REPORTING = "Komponen 3 Pelaporan kinerja (bobot 15)"
LKE_ITEMS = (
    Criterion("2.b-5", MEASURING, "Pengukuran kinerja telah memanfaatkan aplikasi."),
    Criterion("2.c-1", MEASURING, "Hasil pengukuran kinerja telah dimanfaatkan (butir pertama subkomponen 2.c)."),
    Criterion("3.a", REPORTING, "Telah terdapat dokumen laporan yang menggambarkan kinerja."),
    Criterion("3.b", REPORTING, "Dokumen laporan kinerja telah memenuhi standar mutu."),
)
LKE_WEIGHTS = (("Perencanaan kinerja", 30), ("Pengukuran kinerja", 30), ("Pelaporan kinerja", 15),
               ("Evaluasi akuntabilitas kinerja internal", 25))  # fmt: skip
"""All four components; the application has something to show for the second and the third."""

KINDS = {
    "lkj": Kind("lkj", "Reviu LKj", "PermenPANRB 53/2014, formulir reviu laporan kinerja", REVIU_LKJ),
    "lke": Kind("lke", "Bukti LKE", "PermenPANRB 88/2021, lembar kerja evaluasi AKIP", LKE_ITEMS),
}
