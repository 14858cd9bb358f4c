"""What every test's application would make anew and always the same, is made once in a process.

Compiled templates, the routes' builders, compiled SQL, the demo office's papers. Each test has an application
of its own; without this, most of what a test costs is making the same again. And a password's hash, which is
made to be slow, is made lightly.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from app.accounts import passwords
from app.demo import papers
from app.extensions import db

Builder = Callable[..., tuple[str, str]]


class Kept(BytecodeCache):
    """Jinja's compiled templates, in this process; a template that was edited has another checksum."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Kept()
_builders: dict[tuple[Any, ...], Builder] = {}
_compile = Rule._compile_builder


def _compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
    # A builder knows its rule only when it is bound, so rules of the same parts can share one.
    parts = (tuple(rule._trace), repr(rule.defaults), sorted(rule.arguments), append_unknown)
    key = tuple(map(repr, parts))
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]


def compile_routes_once() -> None:
    """From now on in this process; applications are the same otherwise."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign]


def keep_templates(app: Flask) -> Flask:
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


OFFICES_HASHER = passwords._hasher


def hash_passwords_lightly() -> None:
    """What a hash cost stands in it, so a server that a test starts checks it as lightly."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


STATEMENTS = 4000
_engines: dict[str, Engine] = {}


def share_statements(app: Flask) -> Flask:
    """Applications on the same kind of database share what SQLAlchemy compiled, which it keeps for a dialect."""
    with app.app_context():
        engine = db.engine
    first = _engines.get(engine.dialect.name)
    if first is None:
        engine._compiled_cache = LRUCache(STATEMENTS)
        with engine.connect():
            _engines[engine.dialect.name] = engine  # a dialect learns what its server can do from its first connection
        engine.dispose()
    else:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return app


def make_papers_once() -> None:
    """A paper of the demo office is the same for the same words."""
    for name in ("_letter", "_sheet"):
        setattr(papers, name, _kept(getattr(papers, name)))


def _kept(make: Callable[..., BytesIO]) -> Callable[..., BytesIO]:
    made = cache(lambda title, lines: make(title, lines).getvalue())
    return lambda title, lines: BytesIO(made(title, lines))
