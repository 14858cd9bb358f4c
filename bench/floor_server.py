"""The floors that are served: nothing, the board from raw SQL and a template made of it, a durable move.

`BENCH_FOLDER` holds board.html, as the application answered it, and a copy of its database.
"""

from __future__ import annotations

import gc
import os
import re
from pathlib import Path
from typing import Any

from flask import Flask, request, session
from jinja2 import Environment, Template
from markupsafe import Markup

from app.web.database import sqlite_module

FOLDER = Path(os.environ["BENCH_FOLDER"])
RUN, PERSON = int(os.environ["BENCH_RUN"]), int(os.environ["BENCH_PERSON"])
TEXT = re.compile(r">([^<>]*[^<>\s][^<>]*)<")
VALUE = re.compile(r"(\{\{ v\[\d+\] \}\})")

READS = (
    "SELECT * FROM person JOIN person_role ON person_role.user_id = person.id WHERE person.id = :person",
    "SELECT run.*, person.name FROM run JOIN person ON person.id = run.started_by_id WHERE run.id = :run",
    "SELECT * FROM run_step JOIN sop_step ON sop_step.id = run_step.sop_step_id"
    " WHERE run_id = :run ORDER BY run_step.no",
    "SELECT step_attempt.*, step_completion.*, person.name FROM step_attempt"
    " JOIN run_step ON run_step.id = step_attempt.step_id"
    " LEFT JOIN step_completion ON step_completion.attempt_id = step_attempt.id"
    " LEFT JOIN person ON person.id = step_completion.completed_by_id WHERE run_step.run_id = :run",
    "SELECT step_item.*, item_fill.* FROM step_item JOIN run_step ON run_step.id = step_item.step_id"
    " LEFT JOIN item_fill ON item_fill.item_id = step_item.id WHERE run_step.run_id = :run",
    "SELECT unit_kerja.*, unit_report.* FROM unit_kerja LEFT JOIN unit_report ON unit_report.unit_id = unit_kerja.id",
)
"""The rows that stand on a board, by hand: what any implementation must at least ask."""

TABLES = """
CREATE TABLE run (id INTEGER PRIMARY KEY, version INT);
CREATE TABLE step (id INTEGER PRIMARY KEY, run INT, state TEXT);
CREATE TABLE completion (id INTEGER PRIMARY KEY, step INT, at TEXT, by INT, verdict TEXT, explanation TEXT);
CREATE TABLE attempt (id INTEGER PRIMARY KEY, step INT, at TEXT);
CREATE TABLE log (seq INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE head (id INTEGER PRIMARY KEY, size INT, leaf BLOB);
INSERT INTO run VALUES (1, 1);
INSERT INTO step VALUES (1, 1, 'ready'), (2, 1, 'waiting');
INSERT INTO head VALUES (1, 0, zeroblob(32));
"""

app = Flask("floor")
app.secret_key = "bench"


def connected(name: str) -> Any:
    connection = sqlite_module().connect(str(FOLDER / name), check_same_thread=False)
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def template_of(html: str) -> tuple[Template, list[str]]:
    """A template whose output is `html`, with every text of the board as a value that is escaped."""
    head, mark, rest = html.partition('<section id="board"')
    body, end, foot = rest.partition("</section>")
    values: list[str] = []

    def take(found: re.Match[str]) -> str:
        values.append(Markup(found[1]).unescape())
        return f">{{{{ v[{len(values) - 1}] }}}}<"

    parts = [head, *VALUE.split(TEXT.sub(take, mark + body + end)), foot]
    source = "".join(part if VALUE.fullmatch(part) else f"{{% raw %}}{part}{{% endraw %}}" for part in parts)
    return Environment(autoescape=True, keep_trailing_newline=True).from_string(source), values


TEMPLATE, VALUES = template_of((FOLDER / "board.html").read_text(encoding="utf-8"))
OFFICE, MOVES = connected("papan.db"), connected("moves.db")
MOVES.executescript(TABLES)


@app.get("/")
def hello() -> str:
    return ""


@app.get("/board")
def board() -> str:
    session.get("_user_id")
    for statement in READS:
        OFFICE.execute(statement, {"run": RUN, "person": PERSON}).fetchall()
    return TEMPLATE.render(v=VALUES)


@app.post("/move")
def move() -> str:
    """What completing a step has to write: the rows, one log record and its head, durable before the answer."""
    session.get("_user_id")
    request.form.get("statement")
    run = MOVES.execute
    run("BEGIN IMMEDIATE")
    run("SELECT * FROM step WHERE run = 1").fetchall()
    run("UPDATE step SET state = 'done' WHERE id = 1")
    run("UPDATE step SET state = 'ready' WHERE id = 2")
    run("INSERT INTO completion VALUES (NULL, 1, '2026-11-23', 1, 'on_time', ?)", ("[]" * 200,))
    run("INSERT INTO attempt VALUES (NULL, 2, '2026-11-23')")
    run("UPDATE run SET version = version + 1 WHERE id = 1")
    size = run("SELECT size FROM head").fetchone()[0] + 1
    run("INSERT INTO log VALUES (?, zeroblob(600))", (size,))
    run("UPDATE head SET size = ?, leaf = zeroblob(32)", (size,))
    run("COMMIT")
    return ""


gc.collect()
gc.freeze()
