"""periksa.html, the verifier for a browser: one file made of the small ones in src/, the same bytes every time.

Nothing is shared with the server's code or with periksa.pyz, so that the two verifiers check each other. The page's
policy lets only this script and this style run, by their digests, and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files as package_files

MODULES = (
    "verdict.js",
    "bytes.js",
    "sha256.js",
    "sha512.js",
    "ed25519.js",
    "json.js",
    "tree.js",
    "proofs.js",
    "notes.js",
    "event.js",
    "epochs.js",
    "roots.js",
    "log.js",
    "zip.js",
    "scope.js",
    "sample.js",
    "bag.js",
    "record.js",
    "check.js",
    "work.js",
)
"""What checks, each after what it stands on; it runs in a worker too, where there is no page."""

PAGE = ("parts.js", "result.js", "page.js")


def page_bytes() -> bytes:
    """The whole page, ready to be opened from a stick."""
    style, script = _source("page.css"), program(*MODULES, *PAGE)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = _source("page.html")
    for mark, content in (("@policy@", policy), ("@style@", style), ("@script@", script)):
        head, tail = page.split(mark)
        page = head + content + tail
    return page.encode()


def program(*names: str) -> str:
    """These modules as one script that leaves no global name behind."""
    body = "\n".join(_source(name) for name in names)
    return f'"use strict";\n(() => {{\n{body}\nstart();\n}})();\n'


def modules() -> str:
    """What checks, without the page, its names in the open: for tests against known answers."""
    return "\n".join(map(_source, MODULES))


def _source(name: str) -> str:
    return (package_files(__name__) / "src" / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
