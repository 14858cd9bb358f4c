"""A web worker that is killed (SIGKILL) at a named point while it signs or extends a report.

Run as `python -m tests.reports.dying INSTANCE ACT POINT PASSPHRASE [TSA_URL]`: the real application on the instance's
own SQLite file, one POST as a browser sends it. The process never ends by itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from app.audit import actions as log
from app.evidence import store
from app.reports import actions as reports
from app.reports import signing, timestamping
from app.reports.routes import timestamps
from app.signing.actions import sign as signature
from app.web import background
from tests.reports.desks import WHERE, desk, fresh
from tests.reports.offices import SIGNED_AT, opened

SURVIVED = 3


def die(*_args: Any, **_kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(act: Callable[..., Any]) -> Callable[..., None]:
    def acted(*args: Any, **kwargs: Any) -> None:
        act(*args, **kwargs)
        die()

    return acted


def die_before_the_child(_app: Flask) -> None:
    signature.sign_in_child = die  # type: ignore[assignment]


def die_while_the_child_signs(_app: Flask) -> None:
    subprocess.Popen.communicate = die  # type: ignore[assignment,method-assign]


def die_with_the_answer(_app: Flask) -> None:
    signature.sign_in_child = then_die(signature.sign_in_child)  # type: ignore[assignment]


def die_with_half_a_file(_app: Flask) -> None:
    store._settle = die  # type: ignore[assignment]


def die_with_the_file(_app: Flask) -> None:
    for module in (signing, timestamping):
        module.store_pdf = then_die(module.store_pdf)  # type: ignore[assignment]


def die_before_the_commit(_app: Flask) -> None:
    reports.sign_report = then_die(reports.sign_report)  # type: ignore[assignment]
    timestamps.keep_timestamped = then_die(timestamps.keep_timestamped)  # type: ignore[assignment]


def die_while_the_checkpoint_is_published(_app: Flask) -> None:
    log._publish = die  # type: ignore[assignment]


def die_after_the_commit(_app: Flask) -> None:
    background.hand_over = die  # type: ignore[assignment]


POINTS: dict[str, Callable[[Flask], None]] = {
    "before-the-child": die_before_the_child,
    "while-the-child-signs": die_while_the_child_signs,
    "with-the-answer": die_with_the_answer,
    "with-half-a-file": die_with_half_a_file,
    "with-the-file": die_with_the_file,
    "before-the-commit": die_before_the_commit,
    "while-the-checkpoint-is-published": die_while_the_checkpoint_is_published,
    "after-the-commit": die_after_the_commit,
}


def main(instance: str, act: str, point: str, passphrase: str, tsa_url: str = "") -> None:
    with opened(Path(instance), at=SIGNED_AT) as app:
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"tsa_url": tsa_url, "tsa_seconds": 4.0})
        version = fresh().standing
        assert version is not None
        person = desk(app, "sekretaris")
        POINTS[point](app)
        if act == "extend":
            answer = person.post(f"{WHERE}/versions/1/timestamps")
        else:
            form = {"sha256": version.to_sign.sha256, "statement": "y", "passphrase": passphrase}
            answer = person.post(f"{WHERE}/signature", form)
        print(answer.status_code, answer.text[:2000])
    sys.exit(SURVIVED)


if __name__ == "__main__":
    main(*sys.argv[1:])
