"""What the parent tells the child and the child tells the parent: plain values, as JSON through a pipe.

Not pickle: the maker's library of a token runs in the child, and what it writes must stay data.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from app.signing.backends.esign_http import Service
from app.signing.backends.signer import Secrets, SignedPdf, SignRequest
from app.signing.verification.trust import Root

T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class SigningJob:
    """One signature: what is wanted, by which backend, and what may be asked of the network for a higher level."""

    backend: str
    """pkcs12, token or esign."""

    request: SignRequest
    key_file: bytes = b""
    """The encrypted .p12."""

    module: str = ""
    token_label: str = ""
    key_label: str = ""
    service: Service | None = None
    email: str = ""
    ask_first: str = ""
    """The service's id of a file that an earlier attempt may have left with it."""

    tsa_url: str = ""
    tsa_seconds: float = 3.0
    roots: tuple[Root, ...] = ()


@dataclass(frozen=True, repr=False)
class Order:
    """Everything that goes down the pipe."""

    job: SigningJob
    secrets: Secrets


@dataclass(frozen=True)
class Refused:
    """A refusal of the child: its class by name, and what it says."""

    kind: str
    message: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """Everything that comes back: one of the three."""

    signed: SignedPdf | None = None
    refused: Refused | None = None
    crashed: str = field(default="")
    """Where it broke off: names of classes, functions and lines, never a value."""


def pack(value: Any) -> bytes:
    return json.dumps(_plain(value)).encode("ascii")


def unpack(data: bytes, kind: type[T]) -> T:
    """Raises ValueError for anything that is not exactly one `kind`."""
    try:
        return cast(T, _typed(json.loads(data), kind))
    except (TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise ValueError(f"Not {kind.__name__}: {type(problem).__name__}") from None


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _typed(value: Any, kind: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if value is None else _typed(value, next(one for one in get_args(kind) if one is not NoneType))
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        each = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(_typed(one, one_kind) for one, one_kind in zip(value, each, strict=True))
    if is_dataclass(kind):
        return _dataclass(value, kind)
    return _simple(value, kind)


def _dataclass(value: Mapping[str, Any], kind: Any) -> Any:
    kinds = get_type_hints(kind)
    return kind(**{name: _typed(one, kinds[name]) for name, one in value.items()})


def _simple(value: Any, kind: Any) -> Any:
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected")
    return value
