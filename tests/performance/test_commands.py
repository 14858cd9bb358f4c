"""`flask capaian` answers with the rules alone, and refuses bad input in a sentence."""

from __future__ import annotations

import json

import pytest

from app import create_app
from app.extensions import db
from app.performance.rating import UnusableBands
from app.settings import Settings


@pytest.fixture
def run(tmp_path):
    """The command in an instance without a database."""
    app = create_app(Settings(instance=tmp_path / "empty"))
    runner = app.test_cli_runner()
    yield lambda *words: runner.invoke(args=["capaian", *words])
    with app.app_context():
        db.engine.dispose()
    assert not (tmp_path / "empty" / "papan.db").exists()


@pytest.mark.parametrize(
    ("words", "value", "rating"),
    [
        (("higher", "84.00", "86.52"), 103.0, "Sangat Tinggi"),
        (("higher", "90", "75"), 83.33, "Tinggi"),
        (("lower", "5", "6"), 80.0, "Tinggi"),
        (("lower-ratio", "5", "6"), 83.33, "Tinggi"),
        (("higher", "84,00", "86,52"), 103.0, "Sangat Tinggi"),
        (("lower", "0", "0"), 100.0, "Sangat Tinggi"),
        (("lower", "5", "11"), 0.0, "Sangat Rendah"),
        (("higher", "10", "-5"), 0.0, "Sangat Rendah"),
    ],
)
def test_the_json_line_holds_the_three_keys(run, words, value, rating):
    result = run(*words, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout.splitlines()[-1])
    assert list(found) == ["capaian", "rating", "note"]
    assert (found["capaian"], found["rating"]) == (value, rating)


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (("higher", "84", "-"), "n/a: realisasi belum diisi"),
        (("higher", "84", ""), "n/a: realisasi belum diisi"),
        (("higher", "", "3"), "n/a: target belum ditetapkan"),
        (("higher", "0", "3"), "tidak dapat dihitung: target 0 tidak dapat menjadi pembagi"),
        (("lower", "0", "3"), "tidak dapat dihitung: target 0, sedangkan realisasi bukan 0"),
        (("lower-ratio", "3", "0"), "tidak dapat dihitung: realisasi 0 tidak dapat menjadi pembagi"),
    ],
)
def test_what_has_no_value_is_an_empty_text_with_its_reason(run, words, note):
    found = json.loads(run(*words, "--json").stdout)
    assert (found["capaian"], found["rating"], found["note"]) == ("", "", note)


def test_without_json_it_is_a_sentence_for_people(run):
    assert run("higher", "84", "86,52").stdout == "103,00 – Sangat Tinggi\n"
    assert run("lower", "5", "11").stdout == "0,00 – Sangat Rendah (hasil rumus negatif; dicatat 0,00)\n"
    assert run("higher", "84", "-").stdout == "n/a: realisasi belum diisi\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("naik", "1", "1"), "Formula “naik” tidak dikenal. Pilih higher, lower, lower-ratio."),
        (("qualitative", "a", "a"), "Formula “qualitative” tidak dikenal."),
        (("higher", "abc", "1"), "Target: “abc” bukan angka."),
        (("higher", "1", "NaN"), "Realisasi: “NaN” bukan angka."),
        (("higher", "1", "1e5"), "Realisasi: “1e5” bukan angka."),
    ],
)
def test_bad_input_is_a_sentence_on_standard_error(run, words, sentence):
    result = run(*words, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)


def test_a_large_number_keeps_its_digits(run):
    assert '"capaian": 12345678901234567800.00,' in run("higher", "1", "123456789012345678", "--json").stdout


def test_a_configured_scale_is_used_and_one_with_a_gap_stops_the_start(tmp_path):
    scale = "Tercapai = 100..; Belum = ..100"
    app = create_app(Settings(instance=tmp_path, rating_bands=scale))
    assert "Belum" in app.test_cli_runner().invoke(args=["capaian", "higher", "10", "10"]).stdout
    with pytest.raises(UnusableBands, match="celah"):
        create_app(Settings(instance=tmp_path, rating_bands="Tercapai = 100..; Belum = ..90"))
