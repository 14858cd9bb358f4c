"""The one background process: renders, checkpoints, time stamps, and what a stopped worker left behind."""

from __future__ import annotations

import os
from contextlib import suppress

from flask import Flask
from huey import crontab

from app import create_app
from app.audit.actions import refuse_shortened_log
from app.audit.tasks import seal_log
from app.clock.current import now
from app.inspection.packages.jobs import perform_package
from app.inspection.packages.shelf import sweep
from app.inspection.packages.shelf import unfinished_jobs as unfinished_packages
from app.inspection.witnesses.stamping import stamp_newest
from app.reports.jobs import perform_render
from app.reports.queries import current_versions, unfinished_jobs
from app.reports.timestamping import leave_timestamp
from app.web.background import leave_to_worker, queue_of

CHECKPOINT_MINUTES = "*/15"
STAMP_MINUTE = "7"
"""Of each hour: one stamp a day is enough, but where nobody answered the next hour asks again."""
GENTLE = 10
"""Niceness: other people's pages come first."""


def checkpoint_if_grown(app: Flask) -> None:
    """Sign the log's head where it has grown since the newest checkpoint."""
    with app.app_context():
        seal_log()


def stamp_if_due(app: Flask) -> None:
    """Have the newest checkpoint stamped by an authority outside, once a day."""
    with app.app_context():
        stamp_newest(at=now())


def resume(app: Flask) -> None:
    """Queue again what was waiting or half done when the last worker stopped."""
    with app.app_context():
        for job in unfinished_jobs():
            leave_to_worker(perform_render.__name__, job)
        for job in unfinished_packages():
            leave_to_worker(perform_package.__name__, job)
        for version in current_versions():
            leave_timestamp(version)
        sweep(at=now())


def main() -> None:
    """Work until stopped; at shutdown the log gets a last checkpoint."""
    with suppress(OSError):
        os.nice(GENTLE)
    app = create_app()
    with app.app_context():
        refuse_shortened_log()
    queue = queue_of(app)
    queue.flush()
    resume(app)

    @queue.periodic_task(crontab(minute=CHECKPOINT_MINUTES))
    def checkpoint() -> None:
        checkpoint_if_grown(app)

    @queue.periodic_task(crontab(minute=STAMP_MINUTE))
    def stamp() -> None:
        stamp_if_due(app)

    consumer = queue.create_consumer(workers=1, periodic=True, initial_delay=0.1, max_delay=1.0)
    try:
        consumer.run()
    finally:
        checkpoint_if_grown(app)


if __name__ == "__main__":
    main()
