"""Rules that every screen template keeps: the content security policy, htmx 4's spellings, sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.settings import ROOT

TEMPLATES = ROOT / "templates"
NOT_SERVED = {TEMPLATES / "inspection/packages/index.html"}
"""A file of the package for the stick: it has its own policy and carries its style with it."""

SCREEN = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if "reports" not in path.relative_to(TEMPLATES).parts[:1] and path not in NOT_SERVED
)
"""The printed report never reaches a browser; WeasyPrint reads it under other rules."""

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=\s*[\"'{]", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "htmx code in an attribute (needs eval)": re.compile(r"\bhx-on\b|hx-vals=[\"']js:|hx-trigger=[\"'][^\"']*\["),
    "a htmx 2 event": re.compile(r"htmx:(?:[a-z]+[A-Z]\w*|load|confirm-)"),
    "a htmx 2 attribute": re.compile(r"\bhx-(?:disabled-elt|disinherit|inherit|ext|params|prompt|request|history)="),
    "headers that are not inherited": re.compile(r"<body[^>]*\bhx-headers="),
    "a resource from elsewhere": re.compile(r"(?:src|href)=[\"']https?://(?!www\.w3\.org)"),
}


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_templates_need_nothing_that_the_policy_forbids(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)

    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ('<div style="width:4%">', "an inline style"),
        ("<script>go()</script>", "an inline script"),
        ('<a onclick="go()">', "an inline handler"),
        ('<form hx-on:click="go()">', "htmx code in an attribute (needs eval)"),
        ('<div hx-trigger="click[ctrlKey]">', "htmx code in an attribute (needs eval)"),
        ("htmx:afterSwap", "a htmx 2 event"),
        ("htmx:load", "a htmx 2 event"),
        ('<button hx-disabled-elt="this">', "a htmx 2 attribute"),
        ("<body class='a' hx-headers='{}'>", "headers that are not inherited"),
        ('<img src="https://example.org/a.png">', "a resource from elsewhere"),
    ],
)
def test_the_rules_catch_what_they_name(bad: str, what: str) -> None:
    assert FORBIDDEN[what].search(bad)


@pytest.mark.parametrize("path", sorted((ROOT / "static/js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_listen_to_events_that_htmx_4_fires(path: Path) -> None:
    fired = (ROOT / "static/vendor/htmx/htmx-4.0.1.min.js").read_text()
    heard = set(re.findall(r"htmx:[\w:]+", path.read_text()))

    assert heard
    assert [event for event in heard if event not in fired] == []


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_templates_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 100


def test_the_base_sends_the_csrf_token_with_every_htmx_request() -> None:
    body = """<body hx-headers:inherited='{"X-CSRFToken": "{{ csrf_token() }}"}'>"""

    assert body in (TEMPLATES / "base.html").read_text()


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {name for path in SCREEN for name in re.findall(r"filename='([^'~]+)'\)", path.read_text())}

    assert "js/poll.js" in named
    assert [name for name in named if not (ROOT / "static" / name).is_file()] == []


ASKS = re.compile(r"\bfield\(|<textarea|<select|<input(?![^>]*type=\"hidden\")")
"""A form that somebody types or ticks in."""

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_form_leaves_its_complaints_to_the_office_and_not_to_the_browser(path: Path) -> None:
    """The browser's own bubbles speak the browser's language."""
    asking = [attributes for attributes, body in FORM.findall(path.read_text()) if ASKS.search(body)]
    assert [attributes for attributes in asking if "novalidate" not in attributes] == []
