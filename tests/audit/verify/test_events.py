"""What one expression reads quickly is what the long way takes, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.audit.verify.events import decode_json, encode_json, read_quickly, why_malformed

texts = st.text(st.sampled_from('abz09 {}[],:"\\/\b\t\n\x01\x1f\x7f–é\ue000😀'), max_size=5)
numbers = st.integers(-(2**53) - 1, 2**53 + 1) | st.sampled_from([0, -1, 10**15 - 1, 10**15])
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
datas = st.dictionaries(texts, values, max_size=4)
files = st.lists(
    st.builds(lambda role, size: {"role": role, "sha256": "ab" * 32, "size": size}, texts, st.integers(0, 9))
)
PIECES = [
    " ",
    ",",
    ":",
    "0",
    "-0",
    "1e1",
    "1.0",
    "01",
    "NaN",
    "null",
    '""',
    '"a":1,',
    "{}",
    "[]",
    "\\u0041",
    "\\/",
    "\\n",
]


def body_of(data: Any, files: Any = ()) -> bytes:
    return encode_json({
        "act": "step:started", "actor": {"id": 5, "name": "Rina", "role": "tim"}, "at": "2026-11-23T01:00:00.000000Z",
        "data": data, "files": list(files), "log": "ab" * 16, "object": "run:1/step:2", "occurred": None,
        "prev": "00" * 32, "request": None, "seq": 7, "v": 1,
    })  # fmt: skip


def the_long_way(body: bytes) -> Any:
    try:
        event = decode_json(body)
        return event if encode_json(event) == body and not why_malformed(event) else None
    except (ValueError, RecursionError):
        return None


def agree(body: bytes) -> bool:
    """Whether the quick way took it; it may leave to the long way what it likes, but take nothing else."""
    quick = read_quickly(body)
    if quick is None:
        return False
    slow = the_long_way(body)
    assert slow is not None, body
    assert {**slow, **quick} == slow
    assert quick["data"] == slow["data"]
    return True


@given(datas, files)
def test_a_canonical_event_is_read_the_same_in_both_ways(data: Any, listed: Any) -> None:
    agree(body_of(data, listed))


@given(datas, st.data())
@example({"a": {"b": 1}}, None)
def test_nothing_is_taken_quickly_that_the_long_way_refuses(data: Any, drawn: Any) -> None:
    body = body_of(data).decode()
    if drawn is None:
        assert agree(body.encode())
        return
    begin = body.index('"data":') + len('"data":')
    at = drawn.draw(st.integers(begin, body.index(',"files":')))
    gone, piece = drawn.draw(st.integers(0, 3)), drawn.draw(st.sampled_from(PIECES))
    agree((body[:at] + piece + body[at + gone :]).encode())


@pytest.mark.parametrize("data", [
    {}, {"a": 1}, {"a": [1, {"b": ["c"]}], "d": {"e": {}}}, {"saring": 'kata "kutip"\n'}, {"a": "–", "b": ["é"]},
])  # fmt: skip
def test_what_the_application_writes_is_read_quickly(data: Any) -> None:
    assert agree(body_of(data))


@pytest.mark.parametrize("text", [
    '{"b":[],"a":1}', '{"a":[],"a":[]}', '{"a":{"c":1,"b":2}}', '{"a":[1,{"b":1,"b":2}]}', '{"a": []}', '{"a":[01]}',
    '{"a":[-0]}', '{"a":[1.0]}', '{"a":[1e1]}', '{"a":[NaN]}', '{"a":[9007199254740993]}', '{"a":["\\u0041"]}',
    '{"a":["\\/"]}', '{"a":["\\u000a"]}', '{"a":["\\u001F"]}', '{"a":["\\ud800"]}', '{"a":[1]]}', '{"a":[1}',
    '{,"a":[]}', '{"a":[]},"data":{"b":[]}', '{"\U00010000":[],"\ue000":[]}', "{" * 4000 + "}" * 4000,
])  # fmt: skip
def test_another_spelling_in_depth_is_not_taken(text: str) -> None:
    mark = '"data":{}'
    assert not agree(body_of({}).decode().replace(mark, '"data":' + text).encode())
