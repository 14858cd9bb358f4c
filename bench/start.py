"""Starting: what a worker imports before it can answer."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from tempfile import TemporaryDirectory

from app.settings import ROOT
from bench.measure import Cost, Figure, figure

BARE = "import flask, flask_sqlalchemy, sqlalchemy.orm; flask.Flask('floor')"
OURS = "import wsgi"


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def figures() -> Figure:
    with TemporaryDirectory(prefix="papan-bench-") as folder:
        # Compiled once, by the call that is not counted, as on a machine that keeps its bytecode.
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment = os.environ | kept | {"PAPAN_INSTANCE": folder}

        def cost(program: str) -> Cost:
            command = [sys.executable, "-c", program]
            return Cost(lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True), 1, children)

        return figure(
            "Mulai: impor dan create_app()",
            cost(OURS),
            cost(BARE),
            goal=1.6,
            against="Flask dan SQLAlchemy saja",
            rounds=5,
        )
