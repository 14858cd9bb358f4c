"""The report's pages: state, narrative, preview, freezing, signature, downloads."""

from app.reports.routes import (
    downloads,
    freezing,
    narrative,
    paraf,
    paraf_signature,
    report,
    revisions,
    signature,
    timestamps,
)
from app.reports.routes.blueprint import blueprint

__all__ = [
    "blueprint",
    "downloads",
    "freezing",
    "narrative",
    "paraf",
    "paraf_signature",
    "report",
    "revisions",
    "signature",
    "timestamps",
]
