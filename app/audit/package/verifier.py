"""periksa.pyz, built from the verifier's modules: the same bytes every time."""

from __future__ import annotations

import zipfile
from importlib.resources import files as package_files
from io import BytesIO
from pathlib import Path

OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
MAIN = b"""import sys

if sys.version_info < (3, 9):
    sys.stdout.write(
        "BELUM DIPERIKSA\\nperiksa.pyz memerlukan Python 3.9 atau yang lebih baru; ini Python %d.%d. "
        "Pakai yang lebih baru, atau periksa.html di peramban.\\n" % tuple(sys.version_info[:2])
    )
    sys.exit(2)

import gc

from periksa.command import main

gc.disable()  # a million records make no cycles, and looking for some takes a twentieth of the time
sys.exit(main())
"""


def build_verifier(path: Path) -> None:
    """Write periksa.pyz, the offline verifier, to `path`."""
    path.write_bytes(verifier_bytes())


def verifier_bytes() -> bytes:
    """The verifier's modules as one runnable archive, for any Python from 3.9 on."""
    content = {
        f"periksa/{module.name}": module.read_bytes()
        for module in package_files("app.audit.verify").iterdir()
        if module.name.endswith(".py")
    }
    content["__main__.py"] = MAIN
    target = BytesIO()
    target.write(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(target, "a") as archive:
        for name in sorted(content):
            archive.writestr(_entry(name), content[name])
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, OLDEST_DATE)
    entry.compress_type = zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
