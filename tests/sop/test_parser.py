"""What can't be read with certainty is said, with its place, and never guessed."""

import pytest

from app.sop.document import Problem, UnreadableSop
from app.sop.parser import LONGEST_TEXT, parse


def sentences(problems: tuple[Problem, ...]) -> str:
    return "\n".join(problem.sentence for problem in problems)


def test_an_unreadable_waktu_names_step_line_and_column_and_blocks(text: str):
    parsed = parse(text.replace("\t1 hari\tDraf", "\tsecepatnya\tDraf"))
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.blocks) == (82, "Waktu", True)
    assert 'Langkah 3: Waktu "secepatnya" tidak dapat dibaca' in problem.sentence
    assert not parsed.steps[2].usable
    assert parsed.blocking == (problem,)


def test_an_empty_waktu_is_not_a_time(text: str):
    parsed = parse(text.replace("\t20 Menit\t", "\t\t"))
    assert "Waktu kosong" in sentences(parsed.blocking)


def test_a_range_is_a_time(text: str):
    parsed = parse(text.replace("\t2 jam\t", "\t1 – 20 Hari Kerja\t"))
    assert parsed.problems == ()
    assert parsed.steps[5].waktu == "1 – 20 Hari Kerja"


def test_a_gap_in_the_numbers_is_said_once(text: str):
    parsed = parse(text.replace("\n4.\t", "\n5.\t"))
    (problem,) = parsed.problems
    assert problem.sentence == "Nomor langkah meloncat: tertulis 5, seharusnya 4."
    assert (problem.line, problem.blocks) == (83, True)


def test_a_number_that_is_a_word_is_refused_for_the_whole_row(text: str):
    parsed = parse(text.replace("\n7.\t", "\ntujuh\t"))
    assert 'Nomor langkah "tujuh" tidak dapat dibaca.' in sentences(parsed.blocking)
    assert len(parsed.steps) == 6


def test_a_row_without_a_number_is_not_swallowed(text: str):
    parsed = parse(text.rstrip("\n") + "\n\tlanjutan\t\t\t\t\t\t\t\t\n")
    (problem,) = parsed.blocking
    assert problem.sentence == "Baris tanpa nomor langkah."


def test_a_missing_cell_makes_the_row_unusable(text: str):
    parsed = parse(text.replace("3.\tMenyusun konsep pengukuran kinerja\t", "3.\tMenyusun konsep pengukuran kinerja"))
    told = sentences(parsed.blocking)
    assert "Langkah 3: 9 sel, seharusnya 10" in told
    assert parsed.steps[2].allowance is None


def test_a_cell_too_many_makes_the_row_unusable(text: str):
    parsed = parse(text.replace("\t1 jam\t", "\t\t1 jam\t"))
    assert "Langkah 2: 11 sel, seharusnya 10" in sentences(parsed.blocking)


def test_a_trimmed_last_cell_is_told_but_does_not_block(text: str):
    parsed = parse(text.rstrip())
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.blocks) == (86, "Ket", False)
    assert parsed.steps[6].usable


def test_a_missing_section_is_told_by_its_name(text: str):
    parsed = parse(text.replace("PERINGATAN :", ""))
    assert 'Bagian "PERINGATAN" tidak ditemukan.' in sentences(parsed.problems)
    assert parsed.blocking == ()


def test_an_empty_section_is_told_at_its_line(text: str):
    parsed = parse(
        text.replace("1. SOP pelaksanaan pengawasan", "").replace(
            " dan Evaluasi Akuntabilitas kinerja internal secara berkala", ""
        )
    )
    (problem,) = parsed.problems
    assert (problem.line, problem.sentence) == (48, 'Bagian "KETERKAITAN" kosong.')


def test_a_section_written_twice_is_joined_and_told(text: str):
    parsed = parse(text.replace("PENCATATAN DAN PENDATAAN :", "DASAR HUKUM\n7. Satu lagi\nPENCATATAN DAN PENDATAAN :"))
    assert len(parsed.dasar_hukum.entries) == 7
    assert "tertulis dua kali" in sentences(parsed.problems)


def test_a_missing_number_blocks(text: str):
    parsed = parse(text.replace("NOMOR SOP : 175 / 188 / SETWAN-BLG/2023", ""))
    assert "NOMOR SOP tidak ditemukan." in sentences(parsed.blocking)


def test_an_empty_number_blocks(text: str):
    parsed = parse(text.replace("NOMOR SOP : 175 / 188 / SETWAN-BLG/2023", "NOMOR SOP :"))
    assert "NOMOR SOP kosong." in sentences(parsed.blocking)


@pytest.mark.parametrize("wrong", ["31 Februari 2023", "17-07-2023", "17 Julai 2023", "kemarin"])
def test_a_date_that_is_none_is_told(text: str, wrong: str):
    parsed = parse(text.replace("TGL. EFEKTIF : 17 Juli 2023", f"TGL. EFEKTIF : {wrong}"))
    assert f'TGL. EFEKTIF: tanggal "{wrong}" tidak dapat dibaca.' in sentences(parsed.problems)
    assert parsed.identity.effective.text == wrong
    assert parsed.identity.effective.day is None


def test_a_label_written_twice_keeps_the_first(text: str):
    parsed = parse(text.replace("NAMA SOP : P", "NAMA SOP : YANG LAIN\nNAMA SOP : P"))
    assert parsed.name == "YANG LAIN"
    assert "NAMA SOP tertulis dua kali" in sentences(parsed.problems)


def test_an_approval_without_a_nip_is_told(text: str):
    parsed = parse(text.replace("NIP. ", "nomor "))
    assert "NIP tidak ditemukan di bawah DI SAHKAN OLEH." in sentences(parsed.problems)


def test_a_table_without_its_waktu_column_blocks(text: str):
    parsed = parse(text.replace("\tWaktu\t", "\tLama\t"))
    assert "Kolom Waktu tidak ditemukan di kepala tabel." in sentences(parsed.blocking)
    assert parsed.steps == ()


def test_a_table_without_steps_blocks(text: str):
    parsed = parse(text[: text.index("1.\tMemerintahkan")])
    assert "Tabel tidak berisi langkah." in sentences(parsed.blocking)


def test_words_below_the_table_are_told(text: str):
    parsed = parse(text + "\nDitetapkan di tempat lain\n")
    assert 'Baris "Ditetapkan di tempat lain" bukan baris tabel' in sentences(parsed.problems)
    assert parsed.blocking == ()


def test_a_row_that_counts_the_columns_is_no_step(text: str):
    counting = "\t".join(str(number) for number in range(1, 11))
    parsed = parse(text.replace("1.\tMemerintahkan", f"{counting}\n1.\tMemerintahkan"))
    assert parsed.problems == ()
    assert len(parsed.steps) == 7


def test_any_other_text_is_all_problems():
    parsed = parse("Yth. Bapak,\nmohon hadir besok.\n")
    assert parsed.steps == ()
    told = sentences(parsed.blocking)
    assert "Tabel langkah tidak ditemukan" in told
    assert "NOMOR SOP tidak ditemukan" in told


@pytest.mark.parametrize("nothing", ["", "   \n\t\n", "\ufeff"[:0]])
def test_no_text_is_refused_with_a_sentence(nothing: str):
    with pytest.raises(UnreadableSop, match="kosong"):
        parse(nothing)


def test_a_book_is_refused_with_a_sentence():
    with pytest.raises(UnreadableSop, match="bukan satu SOP"):
        parse("a" * (LONGEST_TEXT + 1))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(text: str):
    plain, windows = parse(text), parse("\ufeff" + text.replace("\n", "\r\n"))
    assert windows.steps == plain.steps
    assert windows.identity == plain.identity
    assert windows.problems == ()


def test_the_text_itself_is_kept_untouched(text: str):
    assert parse(text).text == text
