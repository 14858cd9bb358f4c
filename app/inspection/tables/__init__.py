"""The state tables that are folded from the log."""

from __future__ import annotations

from app.inspection.tables import figures, findings, office, reports, reviews, runs, witnesses
from app.inspection.tables.table import Table

TABLES: tuple[Table, ...] = (
    runs.TABLES + reports.TABLES + figures.TABLES + office.TABLES + findings.TABLES + reviews.TABLES + witnesses.TABLES
)

__all__ = ["TABLES", "Table"]
