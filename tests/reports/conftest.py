"""Reports are slow to render, so the tests that only read share one final and one draft."""

from __future__ import annotations

import pytest

from app.reports.context import RenderedReport, ReportContext
from app.reports.render import render_report
from tests.reports.sample import quarterly_context, sample_context


@pytest.fixture(scope="session")
def yearly() -> ReportContext:
    return sample_context()


@pytest.fixture(scope="session")
def final(yearly: ReportContext) -> RenderedReport:
    """The yearly report as it is frozen, without watermark."""
    return render_report(yearly, watermark=False)


@pytest.fixture(scope="session")
def draft() -> RenderedReport:
    """A quarterly draft: nothing written yet, one figure missing."""
    return render_report(quarterly_context(), watermark=True)
