"""Which period a page shows, and which ones its chooser offers."""

from __future__ import annotations

from app.clock.current import now
from app.performance import queries
from app.performance.errors import PeriodNotFound
from app.performance.period import Period, UnknownPeriod, read_period
from app.web.words import WITA


def period_of(slug: str) -> Period:
    try:
        return read_period(slug)
    except UnknownPeriod as error:
        raise PeriodNotFound(str(error)) from error


def shown_period(slug: str | None) -> Period:
    """The period of the address; without one the newest year that has figures, or this year."""
    if slug:
        return period_of(slug)
    years = queries.years_with_figures()
    return Period(years[0] if years else _this_year())


def asked_period(year: str, quarter: str) -> Period:
    """The period of a chooser that was sent."""
    return period_of(f"{year.strip()}-{quarter}" if quarter else year.strip())


def choosable_years(shown: int) -> list[int]:
    """Years with figures, this one, the next, and the one on the page."""
    this = _this_year()
    return sorted({*queries.years_with_figures(), this, this + 1, shown}, reverse=True)


def _this_year() -> int:
    return now().astimezone(WITA).year
