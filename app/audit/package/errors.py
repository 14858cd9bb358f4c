"""Why a package can't be written; the caller turns it into a sentence for the person who asked."""

from __future__ import annotations


class PackageTooLarge(Exception):
    """More than the container holds: 4 GiB, or 65,534 files."""


class FileChanged(Exception):
    """A file is not the one whose digest it goes by."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest
