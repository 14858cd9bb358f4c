"""Drawing by the documented algorithm: the same question, the same sample, whatever the order; and fair."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.sampling.draw import Question, draw
from app.inspection.sampling.scope import Scope, read_scope

SEEDS = st.text(min_size=1, max_size=30).filter(str.isprintable)
POPULATIONS = st.sets(st.integers(1, 10**6), min_size=1, max_size=80)


def question(seed: str = "dadu 4-2-6", *, kind: str = "steps", scope: str = "log", upto: int = 400) -> Question:
    return Question(kind, scope, seed, upto)


def by_hand(population: set[int], asked: Question, size: int) -> list[int]:
    """As docs/reference/audit-package.md words it, without our code."""

    def score(seq: int) -> str:
        text = f"papan-kinerja-sampel/1\n{asked.seed}\n{asked.kind}\n{asked.scope}\n{asked.upto}\n{seq}"
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    return sorted(sorted(population, key=score)[:size])


@given(POPULATIONS, SEEDS, st.integers(1, 90))
def test_it_is_the_documented_algorithm(population: set[int], seed: str, size: int) -> None:
    drawn = draw(population, question(seed), size=size)
    assert list(drawn.members) == by_hand(population, question(seed), size)
    assert drawn.population == len(population)


@given(POPULATIONS, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_population_does_not_matter(population: set[int], seed: str, shuffler: random.Random) -> None:
    shuffled = sorted(population)
    shuffler.shuffle(shuffled)
    assert draw(shuffled, question(seed), size=7) == draw(sorted(population), question(seed), size=7)


@given(POPULATIONS, SEEDS, st.integers(1, 20))
def test_a_larger_sample_holds_the_smaller_one(population: set[int], seed: str, size: int) -> None:
    """So an examiner may widen his sample without throwing away what he has looked at."""
    smaller, larger = (set(draw(population, question(seed), size=n).members) for n in (size, size + 5))
    assert smaller <= larger


def test_a_known_sample_stays_what_it_is() -> None:
    drawn = draw(range(1, 101), question("2026-11-25"), size=5)
    assert drawn.members == (6, 20, 23, 46, 79)
    assert drawn.population == 100


@pytest.mark.parametrize(
    "other", [question("lain"), question(kind="evidence"), question(scope="run:1"), question(upto=401)]
)
def test_each_part_of_the_question_makes_another_draw(other: Question) -> None:
    population = range(1, 2001)
    assert draw(population, other, size=20) != draw(population, question(), size=20)


def test_the_population_passes_by_as_a_stream() -> None:
    """A generator is read once; nothing asks for its length or keeps it."""
    drawn = draw(iter(range(50_000)), question(), size=3)
    assert len(drawn.members) == 3
    assert drawn.population == 50_000


def test_every_record_is_drawn_about_as_often_as_every_other() -> None:
    """Chi-square over 4,000 draws of 5 out of 50 with fixed seeds: the 0.1 % point at 49 degrees is 85.4."""
    size, population, draws = 5, range(1, 51), 4000
    counts = dict.fromkeys(population, 0)
    for n in range(draws):
        for seq in draw(population, question(f"benih {n}"), size=size).members:
            counts[seq] += 1
    expected = draws * size / len(population)
    # Drawing without replacement has less spread than the chi-square by the factor (N - n) / (N - 1).
    spread = sum((count - expected) ** 2 / expected for count in counts.values()) * 49 / 45
    assert 23.9 < spread < 85.4


@pytest.mark.parametrize("text", ["log", "run:3", "period:2025-01-01..2025-12-31"])
def test_a_scope_reads_back_as_it_was_written(text: str) -> None:
    assert str(read_scope(text)) == text


@pytest.mark.parametrize("text", ["", "run:", "run:x", "period:2025-01-01", "period:x..y", "bulan:3"])
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_scope(text)


def test_both_days_of_a_period_are_whole_days_in_wita() -> None:
    scope = read_scope("period:2026-03-01..2026-03-02")
    assert isinstance(scope, Scope) and scope.since is not None and scope.until is not None
    assert scope.since.isoformat() == "2026-03-01T00:00:00+08:00"
    assert scope.until.isoformat() == "2026-03-03T00:00:00+08:00"
