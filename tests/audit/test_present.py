"""Every act has its sentence; a person reads who did what, to what."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.events import KEYS, Tag
from app.audit.objects import NOUNS, object_words
from app.audit.present import SENTENCES, sentence
from tests.audit.logs import RIZKI

TITLES = {"run:3": "Pengukuran Kinerja Triwulan III 2026", "user:7": "Rizki Maulana, S.E."}


def event(tag: str, about: str = "run:3/step:4", **data: Any) -> dict[str, Any]:
    return {"actor": RIZKI, "act": tag, "object": about, "data": data}


@pytest.mark.parametrize("tag", list(Tag))
def test_every_tag_has_keys_and_a_sentence(tag: Tag) -> None:
    for value in ("x", None, 3, ["a"], {"a": ["x", "y"]}):
        data = dict.fromkeys(KEYS[tag], value)
        text = sentence(event(tag, **data))
        assert text.endswith(".") and not text.endswith("..")
        assert "{" not in text and "None" not in text
        assert text[0].isupper()
    assert set(SENTENCES) == set(KEYS) == set(Tag)


def test_tags_follow_their_grammar_and_stand_in_order() -> None:
    values = [tag.value for tag in Tag]
    assert values == sorted(values)
    assert list(KEYS) == list(Tag) == list(SENTENCES)
    assert all(tag.name == tag.value.upper().replace(":", "_").replace("-", "_") for tag in Tag)


def test_an_unknown_tag_raises() -> None:
    with pytest.raises(ValueError, match="step:undone"):
        sentence(event("step:undone"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            event("step:returned", "run:3/step:5", to=4, reason="Data bagian belum lengkap.", attempt=1),
            "Rizki Maulana, S.E. mengembalikan langkah 5 pada Pengukuran Kinerja Triwulan III 2026 ke langkah 4: "
            "Data bagian belum lengkap.",
        ),
        (
            event("target:set", "target:4", indicator="1.1", year=2026, quarter=3, value="84,00", before="83,00"),
            "Rizki Maulana, S.E. menetapkan target indikator 1.1 Triwulan III 2026: 84,00 (sebelumnya 83,00).",
        ),
        (
            event("target:set", "target:4", indicator="1.1", year=2025, quarter=None, value="84,00", before=None),
            "Rizki Maulana, S.E. menetapkan target indikator 1.1 Tahun 2025: 84,00.",
        ),
        (
            event("run:cancelled", "run:8", reason="Salah periode"),
            "Rizki Maulana, S.E. membatalkan pelaksanaan 8: Salah periode.",
        ),
        (
            event("user:deactivated", "user:7", reason="Pindah tugas"),
            "Rizki Maulana, S.E. menonaktifkan akun Rizki Maulana, S.E.: Pindah tugas.",
        ),
        (
            event("log:clock-went-back", "log:" + "a" * 32, behind_seconds=7260),
            "Jam server mundur 2 jam 1 menit dari rekaman terakhir.",
        ),
        (
            event("run:closed", "run:3"),
            "Pengukuran Kinerja Triwulan III 2026 selesai dan ditutup.",
        ),
        (
            event("account:throttled", "user:7", until="2026-11-24T02:21:00Z"),
            "Percobaan masuk untuk akun Rizki Maulana, S.E. ditahan sampai Sel 24 Nov 2026, 10.21 WITA karena terlalu"
            " sering gagal.",
        ),
    ],
)
def test_sentences_read_as_the_office_speaks(told: dict[str, Any], expected: str) -> None:
    assert sentence(told, titles=TITLES) == expected


def completed(**changes: Any) -> dict[str, Any]:
    data = dict.fromkeys(KEYS[Tag.STEP_COMPLETED], None)
    data |= {
        "verdict": "on_time",
        "used_minutes": 171,
        "used_days": "19/50",
        "allowance": "2 hari",
        "late_reason": None,
    }
    return event("step:completed", **(data | changes))


def test_a_pengesahan_tells_its_verdict_and_the_reason_when_late() -> None:
    start = "Rizki Maulana, S.E. mengesahkan langkah 4 pada Pengukuran Kinerja Triwulan III 2026"
    assert (
        sentence(completed(), titles=TITLES)
        == f"{start} tepat waktu: terpakai 0,38 hari (171 menit kerja) dari 2 hari."
    )
    late = completed(verdict="late", used_minutes=1155, used_days="77/30", late_reason="menunggu data")
    assert sentence(late, titles=TITLES).endswith(
        "terlambat: terpakai 2,56 hari (1155 menit kerja) dari 2 hari; alasan: menunggu data."
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"used_days": "1/0"}, "171 menit dari 2 hari"),
        ({"used_days": "banyak"}, "171 menit dari 2 hari"),
        ({"allowance": "kira-kira"}, "171 menit dari kira-kira"),
    ],
)
def test_a_used_time_that_can_not_be_read_is_shown_as_it_stands(changes: dict[str, Any], words: str) -> None:
    assert f"terpakai {words}." in sentence(completed(**changes), titles=TITLES)


def test_a_signature_with_a_local_key_is_told_as_not_certified() -> None:
    signed = event(
        "report:signed", "report:5/version:1", version=1, signed_at="2026-11-24T02:21:00Z", level="B-B", trust="lokal"
    )
    assert sentence(signed).endswith("(tingkat B-B, tidak tersertifikasi, kunci lokal yang dikenal).")


def test_braces_in_what_people_typed_are_only_text() -> None:
    assert "{who} {0}" in sentence(event("run:cancelled", "run:3", reason="{who} {0}"))


def test_a_time_that_can_not_be_read_is_shown_as_it_is() -> None:
    assert "sampai nanti" in sentence(event("account:throttled", "user:7", until="nanti"))


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("run:3", "Pengukuran Kinerja Triwulan III 2026"),
        ("run:3/step:4", "langkah 4 pada Pengukuran Kinerja Triwulan III 2026"),
        ("run:9/step:4", "langkah 4 pada pelaksanaan 9"),
        ("report:5/version:1", "laporan 5 versi 1"),
        ("document:" + "ab" * 32, "dokumen abababababab…"),
        ("log:" + "a" * 32, "log"),
        ("kursi:2", "kursi 2"),
    ],
)
def test_objects_have_words(about: str, words: str) -> None:
    assert object_words(about, titles=TITLES) == words


def test_titled_objects_keep_their_noun() -> None:
    assert object_words("unit:2", titles={"unit:2": "Bagian Umum"}) == f"{NOUNS['unit']} Bagian Umum"
