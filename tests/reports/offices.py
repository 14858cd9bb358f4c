"""An office whose run has come to the report: once before it is frozen, once after; made once, copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from app.clock.current import SetClock
from app.demo.load import give_sekretaris_a_key
from app.demo.story import Story, wita
from app.extensions import db
from app.web.transaction import writing
from tests.conftest import MONDAY_NINE, build
from tests.instances import copy_instance
from tests.runs.stories import DAY, run_at

RUN = 1
"""The id of the one run."""

FROZEN_AT = wita(f"{DAY} 14.00")
SIGNED_AT = wita(f"{DAY} 14.30")


@contextmanager
def opened(instance: Path, *, at: object = FROZEN_AT, **chosen: Any) -> Iterator[Flask]:
    app = build(instance, SetClock(at), **chosen)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def bring_to_step_7(instance: Path) -> None:
    with opened(instance, at=MONDAY_NINE) as app:
        with writing():
            give_sekretaris_a_key(at=MONDAY_NINE)
        run_at(7, clock=app.extensions["clock"])


def freeze(instance: Path) -> None:
    """Frozen, and let go by every Kabag/Kasubag."""
    with opened(instance):
        story_of_the_run().freeze(FROZEN_AT).paraf(FROZEN_AT)


def sign(instance: Path) -> None:
    with opened(instance, at=SIGNED_AT):
        story_of_the_run().sign(SIGNED_AT)


def story_of_the_run() -> Story:
    """The office's run, to be acted on from here."""
    story = Story.__new__(Story)
    story.run_id = RUN
    return story


def copy_of(instance: Path, folder: Path) -> Path:
    return copy_instance(instance, folder / "instance")
