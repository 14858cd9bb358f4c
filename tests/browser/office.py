"""An office that a real browser can visit: an instance on disk, its web server, its background worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from app import create_app
from app.audit.triggers import install
from app.calendars.actions import open_draft
from app.demo import runs
from app.demo.figures import load_figures
from app.demo.inspection import inspect_2025
from app.demo.load import FOUNDED, give_sekretaris_a_key
from app.demo.office import found_demo_office
from app.demo.people import find_office
from app.demo.review import review_2025
from app.demo.story import PASSPHRASE, Story, wita
from app.extensions import db
from app.reports.actions import thaw_report
from app.reports.queries import report_of
from app.settings import ROOT, Settings
from app.signing.actions import add_trust_root
from app.signing.demo_certificates import demo_certificate
from app.signing.seal import install_seal
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing

FROZEN_RUN = 3
"""The id of the last of `act_out_runs`."""

PATIENCE = 30
"""Seconds until a server that does not answer counts as broken."""


def found_office(instance: Path) -> None:
    """The demo office with people, key and figures, and no run: what the story begins with."""

    def found() -> None:
        with writing():
            db.create_all()
            install(db.session.connection())
            found_demo_office(at=FOUNDED)
            give_sekretaris_a_key(at=FOUNDED)
            load_figures(find_office(), at=wita("2026-01-09 10.00"))

    _in(instance, found)


def act_out_runs(instance: Path) -> None:
    """One run signed, one in the middle of step 5, one frozen: each state that a page can show."""

    def act() -> None:
        yearly = runs.year_2025().report.run_id
        inspect_2025(yearly)
        review_2025(yearly)
        runs.third_quarter_2026(now=datetime.now(UTC))
        _frozen_run()
        with writing():
            open_draft(by=find_office().admin, at=datetime.now(UTC))

    _in(instance, act)


def _frozen_run() -> None:
    """Begun and worked through an hour ago, so that nothing is late; its report waits for a paraf and the signature."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    minute = iter(begun + timedelta(minutes=no) for no in range(1, 60))
    story = Story(begun.year, 1, at=begun)
    story.complete(1, "sekretaris", next(minute)).complete(2, "kabag_fasilitasi", next(minute))
    story.complete(3, "tim", next(minute)).complete(4, "tim", next(minute))
    for bagian in ("kabag_umum", "kabag_fasilitasi", "kabag_persidangan"):
        story.report(5, bagian, next(minute))
    story.complete(5, "sekretaris", next(minute)).complete(6, "kabag_umum", next(minute)).freeze(next(minute))
    story.paraf(next(minute), "kabag_umum", "kabag_fasilitasi")


def give_last_paraf(instance: Path) -> None:
    """The frozen run's: then nothing but the signature is missing."""

    def give() -> None:
        story = Story.__new__(Story)
        story.run_id = FROZEN_RUN
        story.paraf(datetime.now(UTC), "kabag_persidangan")

    _in(instance, give)


def trust_root(instance: Path, der: bytes) -> None:
    """As a PSrE's, by the admin."""

    def trust() -> None:
        with writing():
            add_trust_root(der, note="induk peragaan", trust=Trust.CERTIFIED, at=datetime.now(UTC))

    _in(instance, trust)


def freeze_for_signed_paraf(instance: Path) -> int:
    """The frozen run once more, in an office that has a seal and whose paraf are signatures; its id."""

    def freeze() -> None:
        at = datetime.now(UTC)
        seal = demo_certificate("Segel Sekretariat DPRD", nip="", passphrase=PASSPHRASE, at=at)
        with writing():
            install_seal(seal.p12, passphrase=PASSPHRASE, folder=instance / "keys", at=at)
            thaw_report(report_of(FROZEN_RUN), reason="Paraf menjadi tanda tangan.", by=find_office().tim, at=at)
        story = Story.__new__(Story)
        story.run_id = FROZEN_RUN
        story.freeze(at)

    _in(instance, freeze, paraf_form="cryptographic", paraf="one")
    return FROZEN_RUN


def _in(instance: Path, act: Callable[[], None], **settings: Any) -> None:
    app = create_app(Settings(instance=instance, **settings))
    with app.app_context():
        act()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def served(instance: Path, *, worker: bool = True, **settings: str) -> Iterator[str]:
    """The address of the office: granian and the worker as deploy/serve.sh starts them."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"PAPAN_INSTANCE": str(instance), "PAPAN_BASE_URL": address} | settings
    environment.pop("DATABASE_URL", None)
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    options = ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "warning", "wsgi:app"]
    with open(instance / "server.log", "wb") as log:
        processes = [
            subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
            for command in (granian + options, ["app.worker"])[: 1 + worker]
        ]
        try:
            _wait_for(address, processes[0], instance / "server.log")
            yield address
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/verifikasi", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer:\n{log.read_text(errors='replace')[-3000:]}")
