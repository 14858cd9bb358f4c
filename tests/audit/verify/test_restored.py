"""A log that was restored from a backup is whole and says so; a restore that was hidden is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.audit.verify.package import PackageVerdict, verify_package
from tests.audit.verify.packer import (
    EPOCH_1,
    EPOCH_2,
    EPOCH_3,
    Package,
    Signer,
    chained,
    exported,
    opening,
    other_key,
    requested_report,
    restored,
    signed_report,
    with_file,
)  # fmt: skip

BEFORE = chained([opening(), with_file(), requested_report(), signed_report(), {}, {}, {}])
BACKUP = BEFORE[:5]


def after(bodies: list[bytes], known: list[bytes], **changes: Any) -> list[bytes]:
    return chained([restored(bodies, known=known, **changes), exported()], after=bodies)


def package(bodies: list[bytes], *lost: str, **fields: Any) -> Package:
    """The office's package after one restore, with its checkpoints of the lost part where it has them."""
    notes = [EPOCH_1.note(bodies[:3]), *lost, EPOCH_2.note(bodies)]
    given: dict[str, Any] = {"epoch": 2, "checkpoints": notes, "vkeys": [EPOCH_1.vkey, EPOCH_2.vkey]}
    return Package(bodies=bodies, **(given | fields))


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., PackageVerdict]:
    def checked(package: Package, kept: str = "") -> PackageVerdict:
        stick = tmp_path / "lalu.txt"
        stick.write_text(kept, encoding="utf-8")
        return verify_package(package.pack(tmp_path / "p.zip"), last_checkpoint=stick if kept else None)

    return checked


Check = Callable[..., PackageVerdict]


def test_a_restored_log_is_whole_and_says_so(check: Check) -> None:
    verdict = check(package(after(BACKUP, BEFORE)))
    assert verdict.ok, verdict.sentence
    assert verdict.facts and verdict.facts.epoch == 2
    assert verdict.notes == [
        "PERHATIAN: log pernah dipulihkan dari cadangan pada rekaman 6 (2026-11-10);"
        " 2 rekaman sesudah rekaman 5 hilang, dan epoch 2 dimulai."
    ]


def test_a_checkpoint_before_the_restore_binds_as_ever(check: Check) -> None:
    bodies = after(BACKUP, BEFORE)
    assert check(package(bodies), kept=EPOCH_1.note(BEFORE[:5])).ok
    forged = chained([opening(), {}, {}, {}, {}])
    verdict = check(package(bodies), kept=EPOCH_1.note(forged))
    assert (verdict.ok, verdict.kind) == (False, "ditulis-ulang")


def test_a_sticks_checkpoint_of_the_lost_part_is_told(check: Check) -> None:
    for kept in (BEFORE, BEFORE[:6]):
        verdict = check(package(after(BACKUP, BEFORE)), kept=EPOCH_1.note(kept))
        assert verdict.ok, verdict.sentence
        assert any(f"checkpoint {len(kept)} yang Anda simpan" in note and "hilang" in note for note in verdict.notes)


def test_a_packages_own_checkpoint_of_the_lost_part_is_told(check: Check) -> None:
    verdict = check(package(after(BACKUP, BEFORE), EPOCH_1.note(BEFORE)))
    assert verdict.ok, verdict.sentence
    assert "Checkpoint 7 dari epoch 1" in verdict.notes[1]


def test_a_restore_that_hides_what_was_signed_later_is_a_cut(check: Check) -> None:
    verdict = check(package(after(BACKUP, BEFORE[:6])), kept=EPOCH_1.note(BEFORE))
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "dipotong", 6)


def test_a_restore_that_names_another_root_is_a_cut(check: Check) -> None:
    bodies = after(BACKUP, BEFORE, known_root="ab" * 32)
    verdict = check(package(bodies), kept=EPOCH_1.note(BEFORE))
    assert (verdict.ok, verdict.kind, verdict.first_bad_seq) == (False, "dipotong", 6)


def test_a_restore_without_its_record_is_a_cut(check: Check) -> None:
    bodies = chained([exported()], after=BACKUP)
    whole = Package(bodies=bodies, checkpoints=[EPOCH_1.note(bodies)])
    verdict = check(whole, kept=EPOCH_1.note(BEFORE))
    assert (verdict.ok, verdict.kind) == (False, "dipotong")


def test_two_histories_of_the_lost_part_are_a_split_view(check: Check) -> None:
    other = chained([{"request": "lain"}], after=BEFORE[:5])
    verdict = check(package(after(BACKUP, BEFORE), EPOCH_1.note(BEFORE[:6])), kept=EPOCH_1.note(other))
    assert (verdict.ok, verdict.kind) == (False, "ditulis-ulang")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"epoch": 1}, "diubah"),
        ({"backup_size": 4}, "diubah"),
        ({"lost": 1}, "diubah"),
        ({"head_size": 9}, "diubah"),
        ({"known_size": "7"}, "diubah"),
        ({"known_root": None}, "diubah"),
        ({"backup_root": "cd" * 32}, "ditulis-ulang"),
    ],
)
def test_a_record_of_a_restore_that_does_not_add_up_is_refused(check: Check, changes: Any, kind: str) -> None:
    bodies = chained([restored(BACKUP, known=BEFORE) | {}, exported()], after=BACKUP)
    event = restored(BACKUP, known=BEFORE)
    event["data"] |= changes
    bodies = chained([event, exported()], after=BACKUP)
    verdict = check(package(bodies))
    assert (verdict.ok, verdict.kind) == (False, kind)


def test_an_unreadable_head_is_no_head(check: Check) -> None:
    assert check(package(after(BACKUP, BEFORE, head_size=None))).ok
    assert check(package(after(BACKUP, BEFORE, head_size=20, lost=15))).ok


def test_a_restore_that_took_nothing_away_may_know_no_checkpoint(check: Check) -> None:
    bodies = after(BACKUP, BACKUP, known_size=0, known_root=None, head_size=5, lost=0)
    verdict = check(package(bodies, checkpoints=[EPOCH_2.note(bodies)]))
    assert verdict.ok, verdict.sentence


def test_a_restore_behind_an_earlier_restore_skips_an_epoch(check: Check) -> None:
    twice = chained([restored(BEFORE[:2], known=BEFORE, epoch=3), requested_report(), signed_report(), exported()],
                    after=BEFORE[:2])  # fmt: skip
    keys = [EPOCH_1.vkey, EPOCH_2.vkey, EPOCH_3.vkey]
    whole = Package(bodies=twice, epoch=3, vkeys=keys, checkpoints=[EPOCH_3.note(twice)])
    verdict = check(whole, kept=EPOCH_2.note(after(BACKUP, BEFORE)[:6]))
    assert verdict.ok, verdict.sentence
    assert any("hilang" in note for note in verdict.notes)


@pytest.mark.parametrize(
    "fields",
    [
        {"epoch": 1},
        {"vkeys": [EPOCH_1.vkey]},
        {"vkeys": [EPOCH_2.vkey, EPOCH_1.vkey]},
        {"vkeys": [EPOCH_1.vkey, EPOCH_3.vkey]},
        {"epoch": 3, "vkeys": [EPOCH_1.vkey, EPOCH_2.vkey, EPOCH_3.vkey]},
    ],
)
def test_keys_and_epoch_that_do_not_fit_the_log_are_refused(check: Check, fields: Any) -> None:
    assert check(package(after(BACKUP, BEFORE), **fields)).kind in ("paket", "tanda-tangan")


def test_a_checkpoint_of_an_epoch_that_had_not_begun_is_refused(check: Check) -> None:
    bodies = after(BACKUP, BEFORE)
    notes = [EPOCH_2.note(bodies[:4]), EPOCH_2.note(bodies)]
    assert check(package(bodies, checkpoints=notes)).kind == "tanda-tangan"


def test_the_first_epochs_key_can_not_sign_for_the_second(check: Check) -> None:
    bodies = after(BACKUP, BEFORE)
    forged = Signer(EPOCH_2.name, key=EPOCH_1.key).note(bodies)
    assert check(package(bodies, checkpoints=[forged])).kind == "tanda-tangan"


def test_a_kept_checkpoint_of_an_epoch_the_package_does_not_know_is_refused(check: Check) -> None:
    bodies = after(BACKUP, BEFORE)
    hidden = chained([exported()], after=BEFORE[:5])
    verdict = check(Package(bodies=hidden, checkpoints=[EPOCH_1.note(hidden)]), kept=EPOCH_2.note(bodies))
    assert (verdict.ok, verdict.kind) == (False, "tanda-tangan")
    assert "epoch 2" in verdict.sentence


def test_a_stranger_can_not_vouch_for_an_epoch(check: Check) -> None:
    bodies = after(BACKUP, BEFORE)
    verdict = check(package(bodies), kept=Signer(EPOCH_2.name, key=other_key(7)).note(bodies))
    assert (verdict.ok, verdict.kind) == (False, "tanda-tangan")
