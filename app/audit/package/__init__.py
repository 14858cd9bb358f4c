"""The inspector's package, format 2: written here, checked by app/audit/verify without a line of this."""

from __future__ import annotations

from app.audit.package.errors import FileChanged, PackageTooLarge
from app.audit.package.verifier import build_verifier, verifier_bytes
from app.audit.package.writer import FORMAT, new_package_id, write_package

__all__ = [
    "FORMAT",
    "FileChanged",
    "PackageTooLarge",
    "build_verifier",
    "new_package_id",
    "verifier_bytes",
    "write_package",
]
