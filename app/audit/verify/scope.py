"""Whether a package holds what its scope asks for: rules 6 to 8 of docs/reference/audit-package.md.

While the log is read, only what is missing is remembered, so that a long log needs no more memory than a
short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from .sample import utc_bounds
from .verdicts import Bad

SCOPE = re.compile(r"(run:[0-9]+)|period:([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
UNKEPT = "diperiksa"
STANDS = {
    "report:frozen": "dibekukan",
    "report:sealed": "bersegel",
    "report:paraf-signed": "berparaf",
    "report:signed": "bertanda tangan",
    "report:timestamped": "bertanda tangan dan bercap waktu",
}
"""Acts whose `sha256` is the report as it then stood, and what the log so calls that file."""

SIGNED, SIGNED_NAME = "bertanda tangan", "bertanda-tangan"


class Scope(NamedTuple):
    """A run, or the days of a period; `bounds` are its first moment and the first after it, as events write them."""

    text: str
    run: str
    first: str = ""
    last: str = ""
    bounds: tuple[str, str] = ("", "")

    def told(self) -> str:
        if self.run:
            return f"pelaksanaan SOP nomor {self.run.partition(':')[2]} ({self.run})"
        return f"periode {self.first} sampai {self.last}"


def read_scope(text: str) -> Scope | None:
    match = SCOPE.fullmatch(text)
    if match is None:
        return None
    if match[1]:
        return Scope(text, match[1])
    bounds = utc_bounds(match[2], match[3])
    return Scope(text, "", match[2], match[3], bounds) if bounds else None


class Mentions:
    """Watches the log: which files its events speak of, and what of that is not in the package."""

    def __init__(self, scope: Scope, package: str, digests: Iterable[str]) -> None:
        self.scope, self.package = scope, package
        self.digests = frozenset(digests)
        self.seen: set[str] = set()
        self.missing: dict[str, tuple[int, str]] = {}
        self.runs = {scope.run} if scope.run else set()
        self.reports: dict[str, set[str]] = {}
        self.exported = False
        self.stands: dict[str, str] = {}

    def watch(self, seq: int, event: Any) -> None:
        act, files = event["act"], event["files"]
        root = event["object"].partition("/")[0]
        if files:
            self._watch_files(seq, files, root)
        if act.startswith("report:"):
            self._watch_report(seq, act, event["data"], root)
        elif self.scope.first and root.startswith("run:"):
            self._watch_run(event["at"], root)
        if act == "log:exported":
            expected = {"run": self.scope.run, "package": self.package}
            self.exported |= bool(self.scope.run) and event["data"] == expected
        elif act == "period:exported":
            expected = {"first": self.scope.first, "last": self.scope.last, "package": self.package}
            self.exported |= not self.scope.run and event["data"] == expected

    def _watch_files(self, seq: int, files: Any, root: str) -> None:
        for file in files:
            digest = file["sha256"]
            if digest in self.digests:
                self.seen.add(digest)
            elif file["role"] != UNKEPT:
                self.missing.setdefault(root, (seq, digest))

    def _watch_run(self, at: str, root: str) -> None:
        begin, after = self.scope.bounds
        if begin <= at < after:
            self.runs.add(root)

    def _watch_report(self, seq: int, act: str, data: Any, root: str) -> None:
        self.seen.update(value for value in data.values() if type(value) is str and value in self.digests)
        if act in STANDS and type(data.get("sha256")) is str:
            version = data.get("version")
            told = f"{STANDS[act]}, versi {version}" if type(version) is int else STANDS[act]
            self.stands[data["sha256"]] = told
        run = data.get("run")
        if type(run) is str:
            self.reports.setdefault(root, set()).add(run)
        if act in STANDS and data.get("sha256") not in self.digests:
            self.missing.setdefault(root, (seq, str(data.get("sha256"))))

    def check(self, paths: dict[str, str]) -> None:
        """`Bad` where something is missing or too much; `paths` are the files in the package by digest."""
        if not self.exported:
            raise Bad("paket", "log tidak memuat pembuatan paket ini")
        inside = self.runs | {report for report, runs in self.reports.items() if runs & self.runs}
        missing = sorted(self.missing[root] for root in inside if root in self.missing)
        if missing:
            seq, digest = missing[0]
            raise Bad("berkas", f"berkas {digest} yang disebut rekaman {seq} tidak ada dalam paket", seq)
        strange = sorted(paths[digest] for digest in self.digests - self.seen)
        if strange:
            raise Bad("berkas", f"{strange[0]} tidak pernah disebut dalam log")

    def told_reports(self, listed: dict[str, str]) -> list[tuple[str, str]]:
        """Each report's name with what the log calls that digest; names are nobody's word.

        `Bad` where a name says that the file is signed and the log doesn't.
        """
        found = []
        for path, digest in sorted(listed.items()):
            stand = self.stands.get(digest, "")
            if SIGNED_NAME in path.lower() and not stand.startswith(SIGNED):
                raise Bad("berkas", f"nama {path} menyebutnya bertanda tangan, padahal menurut log isinya bukan")
            found.append((path.rpartition("/")[2], stand or "disebut dalam log"))
        return found
