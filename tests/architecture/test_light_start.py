"""A web worker is light: what renders, signs or speaks to another database is imported when it is needed."""

from __future__ import annotations

import os
import subprocess
import sys

from flask import Flask

from app.calendars.queries import current_version
from app.clock.current import SetClock
from app.demo.people import Office
from app.runs.actions import start_run
from app.settings import ROOT
from app.sop.queries import active_version_or_refuse
from app.web.transaction import writing
from tests.instances import ON_POSTGRESQL, database_url

RENDERING = ("weasyprint", "pyhanko", "pikepdf", "fontTools", "huey", "docx", "openpyxl", "PIL")
HEAVY = RENDERING if ON_POSTGRESQL else (*RENDERING, "psycopg")

PROGRAM = """
import sys
from app import create_app
app = create_app()
client = app.test_client()
with client.session_transaction() as session:
    session["_user_id"], session["_fresh"] = sys.argv[1], True
for path in ("/", "/runs", "/runs/1", "/runs/1/board", "/runs/1/steps/1"):
    assert client.get(path).status_code == 200, path
print(" ".join(sorted(set(sys.argv[2:]) & set(sys.modules))))
"""


def test_the_start_page_the_board_and_a_step_import_nothing_heavy(app: Flask, office: Office, clock: SetClock) -> None:
    with writing():
        start_run(
            active_version_or_refuse(), calendar_version=current_version(), year=2026, quarter=3,
            by=office.sekretaris, at=clock.at,
        )  # fmt: skip
    folder = app.config["SETTINGS"].instance_folder
    environment = os.environ | {"PAPAN_INSTANCE": str(folder), "DATABASE_URL": database_url(folder)}

    command = [sys.executable, "-c", PROGRAM, office.tim.get_id(), *HEAVY]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr[-2000:]
