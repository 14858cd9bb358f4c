"""What every test's application would compile anew, the templates and the routes' builders, is compiled once.

Each test has an application of its own; without this, half of what a test costs is compiling the same again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

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
