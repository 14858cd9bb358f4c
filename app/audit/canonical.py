"""Canonical JSON bytes (RFC 8785) for the profile of the log: no floats, no large integers.

Within this profile orjson with sorted keys gives the same bytes as a full RFC 8785 encoder, sixty times
faster. Outside of it the two differ, so what lies outside is refused, not encoded.
"""

from __future__ import annotations

from typing import Any

import orjson

LARGEST_INTEGER = 2**53 - 1
"""RFC 8785 refuses what an IEEE double can't hold exactly."""

LAST_BMP_CHARACTER = "\uffff"
"""Beyond it RFC 8785 sorts keys by UTF-16 units and orjson by code points: such keys are refused."""


class NotCanonical(ValueError):
    """A value that the log's profile of JSON has no single form for."""


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value."""
    check_profile(value)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise NotCanonical(str(error)) from error


def check_profile(value: Any, *, at: str = "$") -> None:
    """Refuse a value outside the profile, naming the place."""
    kind = type(value)
    if value is None or kind is bool or isinstance(value, str):
        return
    if kind is int:
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(f"{at}: an integer beyond 2^53 - 1")
        return
    if kind is dict:
        _check_keys(value, at=at)
        for key, member in value.items():
            check_profile(member, at=f"{at}.{key}")
        return
    if kind is list or kind is tuple:
        for index, member in enumerate(value):
            check_profile(member, at=f"{at}[{index}]")
        return
    raise NotCanonical(f"{at}: {kind.__name__} can't stand in an event")


def _check_keys(value: dict[Any, Any], *, at: str) -> None:
    for key in value:
        if type(key) is not str:
            raise NotCanonical(f"{at}: the key {key!r} is not a string")
        if key and max(key) > LAST_BMP_CHARACTER:
            raise NotCanonical(f"{at}: the key {key!r} has characters beyond the BMP")
