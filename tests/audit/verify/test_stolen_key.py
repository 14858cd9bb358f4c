"""With the stolen key every checkpoint in a package can be made to fit: only witnesses say how far the log is true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.verify import roots
from app.audit.verify.log import LogVerdict, verify_log
from tests.audit.logs import chained, edited, frontier, honest_log, opening, relinked, signed

THIEF = {"id": 9, "name": "Orang Lain", "role": "staf"}


def forged(bodies: list[bytes], seq: int) -> list[bytes]:
    return relinked([*bodies[: seq - 1], edited(bodies[seq - 1], actor=THIEF), *bodies[seq:]], start=seq - 1)


def root_at(bodies: Sequence[bytes], size: int) -> str:
    return frontier(list(bodies[:size])).root.hex()


def stating(bodies: list[bytes], act: str, key: str, size: int, root: str = "") -> list[bytes]:
    """The log goes on with a record that states the root at a size, and one more."""
    data = {key: size, "root": root or root_at(bodies, size)}
    fields: list[dict[str, Any]] = [{"act": act, "object": "review:1", "data": data}, {}]
    later = chained([*({} for _ in bodies), *fields])[len(bodies) :]
    return relinked([*bodies, *later], start=len(bodies) - 1)


def answer(verdict: LogVerdict) -> tuple[str, int | None]:
    return verdict.kind, verdict.first_bad_seq


@given(st.data())
def test_the_first_record_named_is_never_later_than_the_true_first_change(data: st.DataObject) -> None:
    honest = honest_log(12)
    seq = data.draw(st.integers(2, 11))
    log = forged(honest, seq)
    by_thief = signed(log, *data.draw(st.sets(st.integers(1, 12))), 12)
    kept = data.draw(st.sets(st.integers(1, 12), min_size=1).filter(lambda sizes: max(sizes) >= seq))
    verdict = verify_log(log, checkpoints=by_thief, witnessed=signed(honest, *kept))
    assert answer(verdict) == ("ditulis-ulang", max((size for size in kept if size < seq), default=0) + 1)
    assert "kunci log menandatangani dua isi yang berbeda" in verdict.sentence


def test_a_single_record_is_not_accused_where_the_key_signed_two_contents() -> None:
    honest = honest_log(8)
    log = forged(honest, 3)
    verdict = verify_log(log, checkpoints=signed(log, *range(1, 9)), witnessed=signed(honest, 5))
    assert answer(verdict) == ("ditulis-ulang", 1)
    assert "rekaman 1 sampai 5" in verdict.sentence


def test_without_the_key_the_stretch_is_still_named_from_the_last_own_checkpoint() -> None:
    honest = honest_log(8)
    verdict = verify_log(forged(honest, 6), checkpoints=signed(honest, 4, 8), witnessed=signed(honest, 7))
    assert answer(verdict) == ("ditulis-ulang", 5)
    assert "dua isi" not in verdict.sentence


def test_what_comes_after_a_doubt_does_not_hide_it() -> None:
    honest = honest_log(8)
    log = forged(honest, 3)
    broken = [*log[:6], edited(log[6], prev="ab" * 32), log[7]]
    verdict = verify_log(broken, checkpoints=signed(log, 2, 8), witnessed=signed(honest, 4))
    assert answer(verdict) == ("ditulis-ulang", 1)


class TestRootsInTheLog:
    ACTS = tuple(roots.STATING.items())

    @pytest.mark.parametrize(("act", "key"), ACTS)
    def test_a_root_that_fits_is_whole(self, act: str, key: str) -> None:
        log = stating(honest_log(6), act, key, 6)
        assert verify_log(log, checkpoints=signed(log, 8)).ok

    @pytest.mark.parametrize(("act", "key"), ACTS)
    @pytest.mark.parametrize("size", [4, 6])
    def test_a_root_that_the_thief_forgot_is_found(self, act: str, key: str, size: int) -> None:
        log = forged(stating(honest_log(6), act, key, size), 3)
        verdict = verify_log(log, checkpoints=signed(log, 2, 5, 8))
        assert answer(verdict) == ("ditulis-ulang", 1)
        assert f"akar atas {size} rekaman yang dicatat rekaman 7" in verdict.sentence
        assert "kunci log ikut menandatangani" in verdict.sentence

    def test_it_is_named_from_the_last_stated_root_that_fits(self) -> None:
        log = stating(stating(honest_log(5), "review:completed", "size", 5), "backup:created", "events", 7)
        verdict = verify_log(forged(log, 7), checkpoints=signed(forged(log, 7), 9))
        assert answer(verdict) == ("ditulis-ulang", 6)

    def test_it_is_found_though_no_checkpoint_covers_it_yet(self) -> None:
        log = forged(stating(honest_log(6), "review:completed", "size", 6), 3)
        verdict = verify_log(log, checkpoints=signed(log, 2))
        assert answer(verdict) == ("ditulis-ulang", 1)
        assert "kunci log ikut" not in verdict.sentence

    @pytest.mark.parametrize("data", [{}, {"size": 3}, {"size": "3", "root": "ab" * 32}, {"size": 3, "root": 5},
                                      {"size": 99, "root": "ab" * 32}, {"size": True, "root": "ab" * 32},
                                      {"size": 0, "root": "ab" * 32}, {"size": -3, "root": "ab" * 32}])  # fmt: skip
    def test_what_states_no_root_of_this_log_states_nothing(self, data: dict[str, Any]) -> None:
        log = chained([opening(), {}, {}, {"act": "review:completed", "data": data}, {}])
        assert verify_log(log, checkpoints=signed(log, 5)).ok

    def test_a_backup_that_was_tried_may_be_of_a_lost_part(self) -> None:
        log = stating(honest_log(6), "backup:drilled", "events", 4, "ab" * 32)
        assert verify_log(log).ok

    def test_what_is_remembered_is_bounded_and_reaches_back_to_checkpoints(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(roots, "RECENT", 4)
        log = stating(honest_log(20), "review:completed", "size", 5, "ab" * 32)
        assert verify_log(log, checkpoints=signed(log, 22)).ok, "too long ago to know"
        assert answer(verify_log(log, checkpoints=signed(log, 5, 22))) == ("ditulis-ulang", 1)
