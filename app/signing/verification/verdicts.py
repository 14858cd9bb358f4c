"""The words of a verification: what may be said of a PDF, and which word wins over which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from app.web.words import WITA


class Verdict(StrEnum):
    """Integrity of the file, from best to worst; the worst that applies is the answer."""

    INTACT = "utuh"
    INTACT_WITH_ADDITIONS = "utuh-dengan-tambahan"
    UNSIGNED = "tanpa-tanda-tangan"
    UNREADABLE = "tidak-dapat-diperiksa"
    BROKEN = "rusak"
    ALTERED = "diubah"

    @property
    def accepted(self) -> bool:
        return self in (Verdict.INTACT, Verdict.INTACT_WITH_ADDITIONS)


class Trust(StrEnum):
    """Whose certificate it is, from best to worst; a second answer beside integrity."""

    CERTIFIED = "tersertifikasi"
    LOCAL = "lokal"
    UNKNOWN = "tidak-dikenal"
    INVALID = "tidak-berlaku"


def worst_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    order = list(Verdict)
    return max(verdicts, key=order.index, default=Verdict.INTACT)


def worst_trust(trusts: Iterable[Trust]) -> Trust:
    order = list(Trust)
    return max(trusts, key=order.index, default=Trust.UNKNOWN)


@dataclass(frozen=True)
class Finding:
    """One thing that was found, the verdict it calls for, and the sentence that says so."""

    verdict: Verdict
    sentence: str


@dataclass(frozen=True)
class SignatureReport:
    """One signature of a PDF as people and programs are told about it; `""` means missing."""

    field: str
    signer: str = ""
    nip: str = ""
    serial: str = ""
    issuer: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None
    level: str = ""
    algorithm: str = ""
    trust: Trust = Trust.UNKNOWN
    covers_whole_file: bool = False
    certifies: bool = False
    valid: bool = False
    proven_at: datetime | None = None
    """The latest moment at which the signature certainly existed, and `proven_by` what; never the signer's word."""
    proven_by: str = ""
    revision: int = 0
    """The revision of the file that it closes, counted from 1."""
    bytes_covered: int = 0
    bytes_after: int = 0
    notes: tuple[str, ...] = ()
    """What a reader must know of its time, level or certificate, in sentences."""
    not_before: datetime | None = None
    not_after: datetime | None = None
    """The certificate's own validity."""
    root: str = ""
    """The subject of the trusted root that its chain ends in."""

    @property
    def time(self) -> str:
        return self.signed_at.astimezone(WITA).isoformat(timespec="seconds") if self.signed_at else ""

    @property
    def time_utc(self) -> str:
        return self.signed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if self.signed_at else ""

    @property
    def time_as_written(self) -> str:
        """The signer's own clock with his own offset, which in Jakarta is WIB."""
        return self.signed_at.isoformat(timespec="seconds") if self.signed_at else ""

    def as_json(self) -> dict[str, Any]:
        facts = asdict(self)
        del facts["signed_at"]
        times = {"time": self.time, "time_utc": self.time_utc, "time_as_written": self.time_as_written}
        proven = self.proven_at.astimezone(WITA).isoformat(timespec="seconds") if self.proven_at else ""
        span = {
            "not_before": self.not_before.isoformat(timespec="seconds") if self.not_before else "",
            "not_after": self.not_after.isoformat(timespec="seconds") if self.not_after else "",
        }
        return facts | times | span | {"proven_at": proven, "notes": list(self.notes)}


@dataclass(frozen=True)
class PageChange:
    """What one page said when it was signed and says now; pages count from 1."""

    page: int
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Registered:
    """What our register knows about a digest."""

    sha256: str
    title: str
    kind: str
    code: str
    issued_at: datetime


@dataclass(frozen=True)
class Verification:
    """The whole answer about one uploaded file."""

    sha256: str
    verdict: Verdict
    trust: Trust
    registered: Registered | None
    signatures: tuple[SignatureReport, ...] = ()
    reasons: tuple[str, ...] = field(default=())
    changes: tuple[PageChange, ...] = ()
    additions: tuple[str, ...] = ()
    """What came behind each signature and is permitted there, in reading order."""
    origin: Registered | None = None
    """What our register knows of the beginning of the file that a signature covers."""

    def as_json(self) -> dict[str, Any]:
        return {
            "verdict": str(self.verdict),
            "trust": str(self.trust),
            "registered": self.registered is not None,
            "signatures": [signature.as_json() for signature in self.signatures],
            "reasons": list(self.reasons),
        }
