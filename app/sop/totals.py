"""The sum of several allowances, in the units that can be added."""

from __future__ import annotations

from collections.abc import Iterable

from app.clock.allowance import Allowance


def total_of(allowances: Iterable[Allowance]) -> str:
    """ "200 menit dan 6 hari kerja": minutes and hours add up, days and weeks do, months stand apart."""
    listed = list(allowances)
    sums = (
        (sum(allowance.minutes or 0 for allowance in listed), "menit kerja"),
        (sum(allowance.days or 0 for allowance in listed), "hari kerja"),
        (sum(allowance.months or 0 for allowance in listed), "bulan"),
    )
    parts = [f"{amount} {unit}" for amount, unit in sums if amount]
    return " dan ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
