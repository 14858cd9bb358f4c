"""Whatever text comes in: the parser answers with problems or its own error, and keeps its promises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.sop.checker import check
from app.sop.document import UnreadableSop
from app.sop.library import seed_text
from app.sop.parser import parse

SEED = seed_text()
LINES = SEED.split("\n")


def promises_hold(text: str) -> None:
    try:
        parsed = parse(text)
    except UnreadableSop as unreadable:
        assert str(unreadable)
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in parsed.problems:
        assert 0 <= problem.line <= lines
        assert problem.sentence.endswith((".", "…"))
    for step in parsed.steps:
        assert step.usable or parsed.blocking
        assert len(step.marks) == len(parsed.columns)
    if not parsed.blocking:
        assert parsed.number
        assert parsed.steps
        assert [step.no for step in parsed.steps] == list(range(1, len(parsed.steps) + 1))
    assert parsed.as_document()["identity"]["number"] == parsed.number
    for finding in check(parsed):
        assert finding.place
        assert finding.sentence


@given(st.text())
@settings(deadline=None)
def test_any_text_is_answered(text: str):
    promises_hold(text)


WORDS = st.sampled_from(
    ["No", "Uraian Kegiatan", "Pelaksana", "Waktu", "Output", "Kelengkapan", "\t", "\n", "\t\t", "1.", "2.", "99",
     "NOMOR SOP :", "NAMA SOP :", "DI SAHKAN OLEH :", "NIP. 1", "DASAR HUKUM", "PERINGATAN :", "20 Menit", "0 jam",
     "**", " ", "Apabila", "tentang 2006 tentang", "\r", "\x0b", "\u2028", "٣."]
)  # fmt: skip


@given(st.lists(WORDS, max_size=60).map("".join))
@settings(deadline=None, max_examples=300)
def test_any_mixture_of_an_sop_s_own_words_is_answered(text: str):
    promises_hold(text)


@given(st.integers(0, len(SEED)), st.integers(0, 40), st.text(max_size=10))
@settings(deadline=None, max_examples=300)
def test_any_damage_to_the_office_s_sop_is_answered(at: int, length: int, put: str):
    promises_hold(SEED[:at] + put + SEED[at + length :])


@given(st.integers(0, len(LINES) - 1))
@settings(deadline=None, max_examples=len(LINES))
def test_a_step_that_is_taken_out_is_noticed(index: int):
    parsed = parse("\n".join(LINES[:index] + LINES[index + 1 :]))
    was_step_before_the_last = LINES[index][:1].isdigit() and "\t" in LINES[index] and not LINES[index].startswith("7.")
    if was_step_before_the_last:
        assert any("meloncat" in problem.sentence for problem in parsed.blocking)
    promises_hold("\n".join(LINES[:index] + LINES[index + 1 :]))
