"""Every sample in the log is drawn again; who picked instead of drawing is found."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from app.audit.verify.package import PackageVerdict, verify_package
from app.audit.verify.render import told_verdict
from tests.audit.verify.packer import (
    EPOCH_1,
    Package,
    chained,
    exported,
    opening,
    requested_report,
    signed_report,
    with_file,
)  # fmt: skip

SEED = "Paringin 2026"


def drawn(population: list[int], *, kind: str, scope: str, upto: int, size: int, **changes: Any) -> dict[str, Any]:
    """By the reference: the lowest scores, told in the order of the log."""
    scores = {
        seq: hashlib.sha256(f"papan-kinerja-sampel/1\n{SEED}\n{kind}\n{scope}\n{upto}\n{seq}".encode()).digest()
        for seq in population
    }
    members = sorted(sorted(population, key=lambda seq: scores[seq])[:size])
    data = {
        "kind": kind, "scope": scope, "seed": SEED, "upto": upto, "size": size, "population": len(population),
        "members": members, "purpose": "Reviu LKjIP",
    }  # fmt: skip
    return {"act": "sample:drawn", "object": "sample:1", "data": data | changes}


COMPLETED = {"act": "step:completed", "data": {"attempt": 1}}
HISTORY: list[dict[str, Any]] = [
    opening() | {"at": "2026-04-01T00:00:00.000000Z"},
    with_file(at="2026-04-02T00:00:00.000000Z"),
    COMPLETED | {"at": "2026-04-03T15:59:59.000000Z"},
    COMPLETED | {"at": "2026-04-03T16:00:00.000000Z", "object": "run:4/step:1"},
    COMPLETED | {"at": "2026-04-04T16:00:00.000000Z"},
    {"act": "realisasi:entered", "object": "indicator:2", "data": {}, "at": "2026-04-05T00:00:00.000000Z"},
    {"act": "step:item-filled", "data": {}, "at": "2026-04-06T00:00:00.000000Z"},
    COMPLETED | {"at": "2026-04-07T00:00:00.000000Z"},
    requested_report() | {"at": "2026-04-08T00:00:00.000000Z"},
    signed_report() | {"at": "2026-04-08T00:00:00.000000Z"},
]
LATER = {"at": "2026-05-01T00:00:00.000000Z"}


def judged(folder: Path, *samples: dict[str, Any]) -> PackageVerdict:
    bodies = chained([*HISTORY, *(sample | LATER for sample in samples), exported() | LATER])
    return verify_package(Package(bodies=bodies, checkpoints=[EPOCH_1.note(bodies)]).pack(folder / "p.zip"))


@pytest.mark.parametrize(
    ("kind", "scope", "upto", "population"),
    [
        ("steps", "log", 10, [3, 4, 5, 8]),
        ("steps", "log", 7, [3, 4, 5]),
        ("steps", "log", 2, []),
        ("steps", "run:3", 10, [3, 5, 8]),
        ("steps", "run:9", 10, []),
        ("steps", "period:2026-04-04..2026-04-04", 10, [4]),
        ("steps", "period:2026-04-01..2026-04-04", 10, [3, 4]),
        ("steps", "period:2027-01-01..2027-12-31", 10, []),
        ("evidence", "log", 10, [2]),
        ("figures", "log", 10, [6]),
        ("figures", "run:3", 10, []),
    ],
)
def test_a_drawn_sample_agrees(tmp_path: Path, kind: str, scope: str, upto: int, population: list[int]) -> None:
    verdict = judged(tmp_path, drawn(population, kind=kind, scope=scope, upto=upto, size=2))
    assert verdict.ok, verdict.sentence
    assert verdict.facts and [one.population for one in verdict.facts.samples] == [len(population)]


@pytest.mark.parametrize(
    "changes",
    [
        {"members": [3, 5]},
        {"members": [3, 8]},
        {"members": []},
        {"members": "3, 4"},
        {"population": 5},
        {"seed": "lain"},
        {"seed": None},
        {"size": 0},
        {"size": "2"},
        {"kind": "people"},
        {"kind": None},
        {"kind": ["steps"]},
        {"scope": "kantor"},
        {"scope": "period:2026-13-01..2026-12-01"},
        {"upto": 11},
        {"upto": True},
    ],
)
def test_a_picked_sample_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    honest = drawn([3, 4, 5, 8], kind="steps", scope="log", upto=10, size=2)
    verdict = judged(tmp_path, honest, {**honest, "data": honest["data"] | changes})
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "sampel", 12)


def test_samples_are_told_when_asked_for(tmp_path: Path) -> None:
    one = drawn([3, 4, 5, 8], kind="steps", scope="log", upto=10, size=2)
    verdict = judged(tmp_path, one)
    assert "Sampel yang diundi ulang: 1, semuanya cocok" in told_verdict(verdict)
    assert "Sampel pada rekaman 11: 2 langkah dari 4, lingkup log, benih 'Paringin 2026': cocok" in told_verdict(
        verdict, samples=True
    )
    assert "tidak memuat undian" in told_verdict(judged(tmp_path), samples=True)
