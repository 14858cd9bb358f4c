"""The two verifiers that travel in a package: periksa.pyz for Python, periksa.html for a browser."""

from __future__ import annotations

import importlib
import importlib.util
import zipfile
from importlib.resources import files as package_files
from io import BytesIO
from pathlib import Path

OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
MAIN = """import sys

from periksa.{module} import main

sys.exit(main())
"""
NO_PAGE = b"""<!doctype html>
<html lang="id"><meta charset="utf-8"><title>Pemeriksa paket</title>
<p>Halaman ini belum dapat memeriksa paket. Pakai periksa.pyz: <code>python periksa.pyz NAMA-PAKET.zip</code>.</p>
</html>
"""


def build_verifier(path: Path) -> None:
    """Write periksa.pyz, the offline verifier, to `path`."""
    path.write_bytes(verifier_bytes())


def verifier_bytes() -> bytes:
    """periksa.pyz: the verifier's modules as one runnable archive, the same bytes every time."""
    content = {
        f"periksa/{module.name}": module.read_bytes()
        for module in package_files("app.audit.verify").iterdir()
        if module.name.endswith(".py")
    }
    entry = "command" if "periksa/command.py" in content else "package"
    content["__main__.py"] = MAIN.format(module=entry).encode()
    target = BytesIO()
    target.write(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(target, "a") as archive:
        for name in sorted(content):
            archive.writestr(_entry(name), content[name])
    return target.getvalue()


def page_bytes() -> bytes:
    """periksa.html, or a page that says to use periksa.pyz where there is none."""
    name = "app.audit.verify_html"
    if importlib.util.find_spec(name) is None or not hasattr(importlib.import_module(name), "page_bytes"):
        return NO_PAGE
    made: bytes = importlib.import_module(name).page_bytes()
    return made


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, OLDEST_DATE)
    entry.compress_type = zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
