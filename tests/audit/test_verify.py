"""Honest logs are whole; whatever was done to a log afterwards is found, named, and called by its kind."""

from __future__ import annotations

import json
from collections.abc import Callable

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.canonical import canonical
from app.audit.merkle import leaf_hash
from app.audit.verify.log import LogVerdict, verify_log
from tests.audit.logs import body, chained, edited, frontier, honest_log, opening, relinked, signed

sizes = st.integers(2, 12)


def judge(bodies: list[bytes], *checkpoints: int, of: list[bytes] | None = None) -> LogVerdict:
    """The verdict on these bodies, against checkpoints signed over the honest log `of`."""
    honest = of or bodies
    return verify_log(bodies, checkpoints=signed(honest, *checkpoints))


@given(sizes, st.data())
def test_an_honest_log_is_whole(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size)
    points = data.draw(st.lists(st.integers(1, size), unique=True))
    verdict = judge(bodies, *points)
    assert verdict.ok, verdict
    assert (verdict.events, verdict.root, verdict.kind) == (size, frontier(bodies).root.hex(), "utuh")


@given(sizes)
def test_a_faster_json_gives_the_same_verdict(size: int) -> None:
    bodies = honest_log(size)
    fast = verify_log(bodies, decode=orjson.loads, encode=lambda v: orjson.dumps(v, option=orjson.OPT_SORT_KEYS))
    assert fast == verify_log(bodies)


@given(sizes, st.data())
def test_any_flipped_bit_before_the_last_record_is_named_exactly(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size)
    index = data.draw(st.integers(0, size - 2))
    bit = data.draw(st.integers(0, len(bodies[index]) * 8 - 1))
    tampered = [*bodies]
    tampered[index] = flipped(bodies[index], bit)
    verdict = judge(tampered, size, of=bodies)
    assert not verdict.ok
    assert verdict.first_bad_seq == index + 1, verdict


@given(sizes, st.data())
def test_a_flipped_bit_in_the_last_record_is_named_with_its_noted_digest(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size)
    bit = data.draw(st.integers(0, len(bodies[-1]) * 8 - 1))
    tampered = [*bodies[:-1], flipped(bodies[-1], bit)]
    last_leaf = leaf_hash(bodies[-1]).hex()
    for checkpoints in ((), signed(bodies, 1, size)):
        verdict = verify_log(tampered, checkpoints=checkpoints, last_leaf=last_leaf)
        assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, size, "diubah")
    assert not judge(tampered, size, of=bodies).ok


@given(sizes, st.data())
def test_two_records_that_changed_places_are_called_swapped(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size + 1)
    first = data.draw(st.integers(0, size - 1))
    bodies[first], bodies[first + 1] = bodies[first + 1], bodies[first]
    verdict = judge(bodies)
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, first + 1, "ditukar")


@given(sizes, st.data())
def test_records_swapped_at_a_distance_are_found_at_the_first(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size + 2)
    first, second = sorted(data.draw(st.lists(st.integers(0, size + 1), min_size=2, max_size=2, unique=True)))
    bodies[first], bodies[second] = bodies[second], bodies[first]
    assert judge(bodies).first_bad_seq == first + 1


@given(sizes, st.data())
def test_a_record_taken_from_the_middle_is_missed(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size + 1)
    gone = data.draw(st.integers(0, size - 1))
    del bodies[gone]
    verdict = judge(bodies)
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, gone + 1, "dihapus")


@given(sizes, st.data())
def test_a_record_put_in_between_is_found(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size)
    place = data.draw(st.integers(1, size - 1))
    forged = body(place + 1, leaf_hash(bodies[place - 1]), actor={"id": 9, "name": "Orang Lain", "role": "staf"})
    verdict = judge([*bodies[:place], forged, *bodies[place:]], size, of=bodies)
    assert (verdict.ok, verdict.kind) == (False, "disisipkan")
    assert verdict.first_bad_seq == place + 1


@given(sizes, st.data())
def test_a_record_written_twice_is_found(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size)
    place = data.draw(st.integers(0, size - 1))
    verdict = judge([*bodies[: place + 1], *bodies[place:]], size, of=bodies)
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, place + 2, "disisipkan")


@given(sizes, st.data())
def test_a_log_cut_below_a_checkpoint_is_called_cut(size: int, data: st.DataObject) -> None:
    bodies = honest_log(size)
    left = data.draw(st.integers(0, size - 1))
    verdict = judge(bodies[:left], size, of=bodies)
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, left + 1, "dipotong")


@given(sizes, st.data())
def test_a_rewritten_tail_is_found_between_two_checkpoints(size: int, data: st.DataObject) -> None:
    honest = honest_log(size + 1)
    changed = data.draw(st.integers(1, size - 1))
    forged = [*honest]
    forged[changed] = edited(honest[changed], actor={"id": 9, "name": "Orang Lain", "role": "staf"})
    forged = relinked(forged, start=changed)
    verdict = verify_log(forged, checkpoints=signed(honest, changed, size + 1))
    assert (verdict.ok, verdict.first_bad_seq) == (False, changed + 1)
    assert verdict.kind == "ditulis-ulang"
    assert verify_log(forged).ok, "without a witness a full rewrite can't be seen, and the docs say so"


def test_a_record_that_differs_from_its_own_checkpoint_is_called_changed() -> None:
    honest = honest_log(4)
    forged = [*honest[:3], edited(honest[3], request="lain")]
    verdict = verify_log(forged, checkpoints=signed(honest, 3, 4))
    assert (verdict.first_bad_seq, verdict.kind) == (4, "diubah")


def test_two_roots_for_one_size_can_not_both_be_true() -> None:
    honest = honest_log(4)
    other = relinked([honest[0], edited(honest[1], request="lain"), *honest[2:]], start=1)
    verdict = verify_log(honest, checkpoints=[*signed(honest, 4), *signed(other, 4)])
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, 1, "ditulis-ulang")


def test_an_edited_prev_is_blamed_on_the_record_that_holds_it() -> None:
    bodies = honest_log(6)
    bodies[3] = edited(bodies[3], prev="ab" * 32)
    assert judge(bodies).first_bad_seq == 4


def test_an_edited_number_is_blamed_on_its_record() -> None:
    bodies = honest_log(6)
    for wrong in (9, 2, 5):
        tampered = [*bodies]
        tampered[3] = edited(bodies[3], seq=wrong)
        assert (judge(tampered).first_bad_seq, judge(tampered).kind) == (4, "diubah")


def test_an_empty_log_is_not_whole() -> None:
    assert (judge([]).ok, judge([]).kind) == (False, "dipotong")


def test_a_log_that_does_not_begin_with_its_opening_is_refused() -> None:
    verdict = judge(chained([{}, {}]))
    assert (verdict.first_bad_seq, verdict.kind) == (1, "dihapus")


def test_a_record_of_another_log_is_refused() -> None:
    verdict = judge(chained([opening(), {}, {"log": "f" * 32}]))
    assert (verdict.first_bad_seq, verdict.kind) == (3, "diubah")


def test_time_that_runs_backwards_is_refused() -> None:
    verdict = judge(chained([opening(), {"at": "2026-11-23T09:00:00.000000Z"}, {"at": "2026-11-23T08:59:59.999999Z"}]))
    assert (verdict.first_bad_seq, verdict.kind) == (3, "diubah")


def _spaced(data: bytes) -> bytes:
    return json.dumps(json.loads(data)).encode()


def _doubled(data: bytes) -> bytes:
    return data[:-1] + b',"v":1}'


def _with_float(data: bytes) -> bytes:
    return data.replace(b'"attempt":1', b'"attempt":1.0')


def _with_surrogate(data: bytes) -> bytes:
    return data.replace(b'"request":"r', b'"request":"\\ud800')


@pytest.mark.parametrize("spelling", [_spaced, _doubled, _with_float, _with_surrogate, lambda data: b"\xff" + data])
def test_another_spelling_of_the_same_record_is_refused(spelling: Callable[[bytes], bytes]) -> None:
    bodies = honest_log(4)
    bodies[2] = spelling(bodies[2])
    for bytes_to_json in (lambda b: json.loads(b.decode()), orjson.loads):
        verdict = verify_log(relinked(bodies[:3], start=2), decode=bytes_to_json)
        assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, 3, "diubah")


@pytest.mark.parametrize(
    "fields",
    [
        {"v": 2},
        {"v": True},
        {"extra": 1},
        {"log": "XYZ"},
        {"act": "step"},
        {"object": "langkah empat"},
        {"at": "2026-11-23T01:00:00Z"},
        {"actor": {"id": 7, "name": "Tanpa peran"}},
        {"actor": {"id": "7", "name": "Nama", "role": "tim"}},
        {"actor": {"id": 7, "name": None, "role": "tim"}},
        {"occurred": "kemarin"},
        {"request": 5},
        {"data": []},
        {"files": [{"sha256": "00", "size": 1, "role": "bukti"}]},
        {"files": [{"sha256": "0" * 64, "size": -1, "role": "bukti"}]},
        {"files": [{"sha256": "0" * 64, "size": 1}]},
        {"files": {}},
    ],
)
def test_a_record_outside_the_grammar_is_refused(fields: dict[str, object]) -> None:
    event = json.loads(honest_log(2)[1]) | fields
    verdict = verify_log([honest_log(1)[0], canonical(event)])
    assert (verdict.ok, verdict.first_bad_seq, verdict.kind) == (False, 2, "diubah")


def test_a_record_nested_beyond_reason_is_refused_not_a_crash() -> None:
    deep = b'{"data":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert verify_log([deep]).kind == "diubah"


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
