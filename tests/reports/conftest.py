"""Reports are slow to render and offices slow to bring so far, so the tests share them and work on copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.reports.context import RenderedReport, ReportContext
from app.reports.render import render_report
from tests.reports.offices import FROZEN_AT, SIGNED_AT, bring_to_step_7, copy_of, freeze, opened, sign, story_of_the_run
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


@pytest.fixture(scope="session")
def at_step_7(template_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    instance = copy_of(template_instance, tmp_path_factory.mktemp("langkah-7"))
    bring_to_step_7(instance)
    return instance


@pytest.fixture(scope="session")
def after_freezing(at_step_7: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    instance = copy_of(at_step_7, tmp_path_factory.mktemp("beku"))
    freeze(instance)
    return instance


@pytest.fixture(scope="session")
def after_signing(after_freezing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    instance = copy_of(after_freezing, tmp_path_factory.mktemp("bertanda-tangan"))
    sign(instance)
    return instance


@pytest.fixture
def unfrozen(at_step_7: Path, tmp_path: Path) -> Iterator[Flask]:
    with opened(copy_of(at_step_7, tmp_path)) as app:
        yield app


@pytest.fixture
def frozen(after_freezing: Path, tmp_path: Path) -> Iterator[Flask]:
    """Frozen, and let go by every Kabag/Kasubag."""
    with opened(copy_of(after_freezing, tmp_path)) as app:
        yield app


@pytest.fixture
def signed(after_signing: Path, tmp_path: Path) -> Iterator[Flask]:
    with opened(copy_of(after_signing, tmp_path), at=SIGNED_AT) as app:
        yield app


@pytest.fixture(scope="session")
def awaiting_instance(at_step_7: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose report is frozen and has nobody's paraf yet."""
    instance = copy_of(at_step_7, tmp_path_factory.mktemp("menunggu-paraf"))
    with opened(instance):
        story_of_the_run().freeze(FROZEN_AT)
    return instance


@pytest.fixture
def awaiting(awaiting_instance: Path, tmp_path: Path) -> Iterator[Flask]:
    with opened(copy_of(awaiting_instance, tmp_path)) as app:
        yield app
