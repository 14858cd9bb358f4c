"""Work that a request leaves to the one background process; it is handed over only after the commit.

What a job is and how far it got is a row of its domain's own, since the queue forgets a task when it
starts it. The queue has a file of its own beside the database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, has_request_context

if TYPE_CHECKING:
    from huey import SqliteHuey

Task = Callable[..., None]
TASKS: dict[str, Task] = {}


def task(function: Task) -> Task:
    """Register a domain's function as background work, by its name."""
    TASKS[function.__name__] = function
    return function


def queue_of(app: Flask) -> SqliteHuey:
    """The queue, opened when it is first needed: huey brings every database driver that is installed."""
    if "queue" not in app.extensions:
        _open(app)
    queue: SqliteHuey = app.extensions["queue"]
    return queue


def _open(app: Flask) -> None:
    from huey import SqliteHuey

    folder = app.config["SETTINGS"].instance_folder
    queue = SqliteHuey("papan", filename=str(folder / "huey.db"), results=False, utc=True)

    def perform(name: str, arguments: list[Any]) -> None:
        with app.app_context():
            TASKS[name](*arguments)

    app.extensions["queue"] = queue
    app.extensions["perform"] = queue.task(name="perform")(perform)


def _enqueue(name: str, arguments: list[Any]) -> None:
    queue_of(current_app._get_current_object())  # type: ignore[attr-defined]
    current_app.extensions["perform"](name, arguments)


def leave_to_worker(name: str, *arguments: Any) -> None:
    """Queue the task by name; inside a request only once what it needs is committed."""
    if name not in TASKS:
        raise KeyError(name)
    if has_request_context():
        g.setdefault("left_to_worker", []).append((name, list(arguments)))
    else:
        _enqueue(name, list(arguments))


def hand_over() -> None:
    """Called after the commit of a request."""
    for name, arguments in g.pop("left_to_worker", []):
        _enqueue(name, arguments)


def work_off(app: Flask) -> int:
    """Perform everything that is queued, here and now; for tests and stories. Returns how many there were."""
    queue, done = queue_of(app), 0
    while (waiting := queue.dequeue()) is not None:
        queue.execute(waiting)
        done += 1
    return done
