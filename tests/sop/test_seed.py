"""The document that came with the order is kept byte for byte and read as it is written."""

import hashlib
from datetime import date

from app.clock.allowance import Unit
from app.sop.document import ParsedSop
from app.sop.library import SEED_PATH

LINES = SEED_PATH.read_text(encoding="utf-8").split("\n")


def test_the_document_is_the_one_that_was_handed_over():
    digest = hashlib.sha256(SEED_PATH.read_bytes()).hexdigest()
    assert digest == "de6f6d189a51908065691d4224c46a2fa6a7d410a8777a6e8d8b91890d271a91"


def test_nothing_in_it_is_a_problem(parsed: ParsedSop):
    assert parsed.problems == ()


def test_the_number_and_the_name_keep_their_spaces_and_capitals(parsed: ParsedSop):
    assert parsed.number == "175 / 188 / SETWAN-BLG/2023"
    assert parsed.name == "PELAKSANAAN PENGUKURAN KINERJA"


def test_the_dates_are_read_and_the_revision_is_empty(parsed: ParsedSop):
    assert parsed.identity.created.day == parsed.identity.effective.day == date(2023, 7, 17)
    assert parsed.identity.created.text == "17 Juli 2023"
    assert parsed.identity.revised.text == ""
    assert parsed.identity.revised.day is None


def test_the_approval_block_is_taken_apart_but_not_changed(parsed: ParsedSop):
    approver = parsed.identity.approver
    assert approver.jabatan == (LINES[22], LINES[23])
    assert (approver.name, approver.pangkat) == (LINES[25], LINES[26])
    assert f"NIP. {approver.nip}" == LINES[27]


def test_the_labels_stay_misspelt(parsed: ParsedSop):
    labels = dict(parsed.identity.labels)
    assert labels["approver"] == "DI SAHKAN OLEH"
    assert labels["revised"] == "TGL.REVISI"
    assert labels["effective"] == "TGL. EFEKTIF"


def test_cover_and_office_stand_apart(parsed: ParsedSop):
    assert parsed.cover[0] == "STANDAR OPERASIONAL PROSEDUR(SOP)"
    assert parsed.cover[-1] == "2023"
    assert parsed.instansi == ("PEMERINTAH KABUPATEN BALANGAN", "SEKRETARIAT DPRD", "KABUPATEN BALANGAN")


def test_every_section_has_all_its_items(parsed: ParsedSop):
    counts = {
        "dasar_hukum": 6,
        "kualifikasi": 4,
        "keterkaitan": 1,
        "peralatan": 6,
        "peringatan": 1,
        "pencatatan": 1,
    }
    assert {field: len(parsed.section(field).entries) for field in counts} == counts


def test_the_doubled_tentang_is_kept(parsed: ParsedSop):
    third = parsed.dasar_hukum.entries[2]
    assert third.marker == "3."
    assert "Tahun 2006 Tentang 2006 Tentang Tata Cara" in third.text
    assert LINES[third.line - 1] == f"{third.marker} {third.text}"


def test_the_columns_are_those_of_the_second_header_row(parsed: ParsedSop):
    assert parsed.columns == ("Sekretaris DPRD", "Kabag/ Kasubag", "Tim Penyusun SAKIP/LAKIP", "Staf")
    assert dict(parsed.table.headings)["mutu_baku"] == "Mutu Baku"


def test_every_cell_of_every_step_is_the_cell_of_the_document(parsed: ParsedSop):
    assert [step.no for step in parsed.steps] == [1, 2, 3, 4, 5, 6, 7]
    for step in parsed.steps:
        cells = LINES[step.line - 1].split("\t")
        read = [f"{step.no}.", step.uraian, *step.marks, step.kelengkapan, step.waktu, step.output, step.ket]
        assert read == cells


def test_the_pelaksana_cells_are_blank_in_the_text(parsed: ParsedSop):
    assert all(step.marks == ("", "", "", "") for step in parsed.steps)


def test_every_waktu_is_a_time(parsed: ParsedSop):
    read = [(step.allowance.amount, step.allowance.unit) for step in parsed.steps if step.allowance]
    assert read == [
        (20, Unit.MENIT),
        (1, Unit.JAM),
        (1, Unit.HARI),
        (2, Unit.HARI),
        (1, Unit.HARI),
        (2, Unit.JAM),
        (2, Unit.HARI),
    ]
