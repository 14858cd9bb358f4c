"""The checker says what a careful reader would, each remark with its place, and corrects nothing."""

import pytest

from app.sop.check_steps import begins_with_verb
from app.sop.checker import check
from app.sop.document import ParsedSop
from app.sop.parser import parse


def rules_at(parsed: ParsedSop) -> set[tuple[str, str]]:
    return {(finding.rule, finding.place) for finding in check(parsed)}


def only(parsed: ParsedSop, rule: str) -> str:
    (finding,) = [finding for finding in check(parsed) if finding.rule == rule]
    return finding.sentence


@pytest.mark.parametrize(
    "expected",
    [
        ("kata-berulang", "DASAR HUKUM, butir 3"),
        ("tanggal-kosong", "Identitas, TGL.REVISI"),
        ("ejaan", "Identitas, DI SAHKAN OLEH"),
        ("tanda-baca", "PERALATAN DAN PERLENGKAPAN"),
        ("kalimat", "PERINGATAN, butir 1"),
        ("keterkaitan", "KETERKAITAN, butir 1"),
        ("nama", "Judul tabel"),
        ("simbol-hilang", "Kolom Pelaksana"),
        ("kata-kerja", "Langkah 2, uraian"),
        ("kata-kerja", "Langkah 5, uraian"),
        ("kata-kerja", "Langkah 7, uraian"),
        ("tanpa-pelaksana", "Langkah 7, pelaksana"),
        ("kelengkapan", "Langkah 2, kelengkapan"),
        ("kelengkapan", "Langkah 3, kelengkapan"),
        ("kelengkapan", "Langkah 4, kelengkapan"),
        ("output", "Langkah 5, output"),
        ("penyebutan", "Langkah 5, uraian"),
        ("jumlah-waktu", "Mutu baku, Waktu"),
        ("hari-kerja", "Mutu baku, Waktu"),
    ],
)
def test_the_office_s_sop_has_this_oddity(parsed: ParsedSop, expected: tuple[str, str]):
    assert expected in rules_at(parsed)


def test_the_repeated_words_are_quoted(parsed: ParsedSop):
    assert only(parsed, "kata-berulang") == 'Kata berulang: "Tentang 2006 Tentang".'


def test_the_times_add_up(parsed: ParsedSop):
    assert "200 menit kerja dan 6 hari kerja" in only(parsed, "jumlah-waktu")


def test_step_seven_alone_has_no_actor(parsed: ParsedSop):
    places = [finding.place for finding in check(parsed) if finding.rule == "tanpa-pelaksana"]
    assert places == ["Langkah 7, pelaksana"]


def test_every_finding_with_a_line_points_into_the_text(parsed: ParsedSop):
    count = parsed.text.count("\n") + 1
    assert all(0 <= finding.line <= count for finding in check(parsed))


def test_findings_come_in_the_order_of_the_document(parsed: ParsedSop):
    lines = [finding.line for finding in check(parsed)]
    assert lines == sorted(lines)


def test_nothing_is_said_of_the_law_s_validity(parsed: ParsedSop):
    about_law = [finding.rule for finding in check(parsed) if finding.place.startswith("DASAR HUKUM")]
    assert about_law == ["kata-berulang"]


def test_a_mended_document_has_fewer_findings(text: str, parsed: ParsedSop):
    mended = (
        text.replace("Tentang 2006 Tentang", "Tentang")
        .replace("TGL.REVISI :", "TGL. REVISI : 18 Juli 2023")
        .replace("TGL.PEMBUATAN", "TGL. PEMBUATAN")
        .replace("DI SAHKAN OLEH", "DISAHKAN OLEH")
        .replace("\tanggota tim\t", "\tDaftar anggota tim\t")
        .replace("7.\tHasil Laporan", "7.\tMenyerahkan hasil laporan")
        .replace("20 Menit", "20 menit")
    )
    gone = rules_at(parsed) - rules_at(parse(mended))
    assert {
        ("kata-berulang", "DASAR HUKUM, butir 3"),
        ("tanggal-kosong", "Identitas, TGL.REVISI"),
        ("ejaan", "Identitas, DI SAHKAN OLEH"),
        ("ejaan", "Identitas"),
        ("ejaan", "Mutu baku, Waktu"),
        ("kelengkapan", "Langkah 2, kelengkapan"),
        ("kata-kerja", "Langkah 7, uraian"),
        ("tanpa-pelaksana", "Langkah 7, pelaksana"),
    } <= gone


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Memahami sasaran", "Memahami memahami sasaran", "kata-berulang"),
        ("Memahami sasaran", "Memahami  sasaran", "spasi"),
        ("TGL. EFEKTIF : 17 Juli 2023", "TGL. EFEKTIF : 16 Juli 2023", "tanggal-terbalik"),
        ("199403 1 007", "199403 1 07", "nip"),
        ("\tDraf pengukuran kinerja\t", "\t\t", "output"),
        ("\tkonsep\t2 hari", "\t\t2 hari", "kelengkapan"),
    ],
)
def test_a_new_slip_is_found(text: str, parsed: ParsedSop, old: str, new: str, rule: str):
    slipped = parse(text.replace(old, new))
    before = [finding for finding in check(parsed) if finding.rule == rule]
    after = [finding for finding in check(slipped) if finding.rule == rule]
    assert [finding.sentence for finding in after] != [finding.sentence for finding in before]


def test_what_could_not_be_read_comes_first(text: str):
    findings = check(parse(text.replace("\t2 jam\t", "\tnanti\t")))
    assert findings[0].rule == "terbaca"
    assert findings[0].place == "Baris 85, kolom Waktu"
    assert "jumlah-waktu" not in {finding.rule for finding in findings}


@pytest.mark.parametrize("uraian", ["Memerintahkan", "Menyusun konsep", "Menghimpun", "Rapat awal", "berkoordinasi"])
def test_a_verb_is_a_verb(uraian: str):
    assert begins_with_verb(uraian)


@pytest.mark.parametrize("uraian", ["Pengumpulan tim", "Laporan Kabag", "Hasil", "Tim menyusun", "", "7 hari"])
def test_a_noun_is_no_verb(uraian: str):
    assert not begins_with_verb(uraian)
