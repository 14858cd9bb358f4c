"""Attacks beside the log: on the tables that it tells of, on stored files, on witnesses, on a restore, with the key."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.audit import SYSTEM, Tag, record
from app.audit.actions import make_checkpoint
from app.audit.checkpoint import Checkpoint, origin_of, sign
from app.audit.epochs import begin_epoch
from app.audit.keys import read_key
from app.audit.tiles import write_tiles
from app.audit.verify.roots import STATING
from app.extensions import db
from app.inspection.files import NOT_KEPT
from app.inspection.tables import TABLES
from app.web.database import sqlite_module
from app.web.transaction import writing
from tests.audit.attacks import bodies as records
from tests.audit.attacks.office import Office
from tests.audit.attacks.rounds import Expected
from tests.audit.logs import frontier
from tests.audit.verify.packer import written
from tests.inspection.conftest import LATER

Place = str
"""What has to be named: a table, or a file's digest."""

RINA = {"id": 5, "name": "Rina Maharani, S.AP.", "role": "admin"}
HADI = {"id": 1, "name": "H. Hadi Noor, S.Sos.", "role": "sekretaris"}
TOLD = {
    "sop_pelaksana_cell": " WHERE step_id IN (SELECT s.id FROM sop_step s JOIN sop_version v ON v.id = s.version_id"
    " WHERE v.activated_at IS NOT NULL)",
}
"""The rows that the log tells of, where it doesn't tell of all: what an SOP says is told when it is put in force."""

COLUMNS = [
    (one.shape.table, real)
    for one in TABLES
    for column in one.shape.columns
    for real in (column, f"{column}_id")
    if one.shape.table in db.metadata.tables and real in db.metadata.tables[one.shape.table].c
]


def table(rng: random.Random, office: Office) -> Place:
    """One value of one row, or one row, of any table that is folded from the log."""
    while True:
        name, column = rng.choice(COLUMNS)
        rows = office.rows(f"SELECT rowid, {column} FROM {name}{TOLD.get(name, '')}")
        if not rows:
            continue
        row, value = rng.choice(rows)
        try:
            if rng.random() < 0.2:
                office.sql((f"DELETE FROM {name} WHERE rowid = ?", (row,)))
            else:
                other = _another(rng, column, value)
                statement = f"UPDATE {name} SET {column} = ? WHERE rowid = ?"
                office.sql("PRAGMA ignore_check_constraints = ON", (statement, (other, row)))
        except sqlite_module().DatabaseError:
            continue  # a unique index, or no NULL: he tries elsewhere
        return f"{name} {column} of row {row}: {value!r}"


def _another(rng: random.Random, column: str, value: Any) -> Any:
    if column.endswith("_at"):
        return f"20{rng.randrange(10, 26)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}T01:00:00.000000+00:00"
    if column.endswith(("_on", "_date")) or column in ("not_after", "not_before"):
        return f"20{rng.randrange(10, 26)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"
    if isinstance(value, int):
        return rng.choice([one for one in range(1, 9) if one != value])
    if isinstance(value, bytes):
        return rng.randbytes(16)
    if value is None and column.endswith("_id"):
        return rng.randrange(1, 9)
    return records.word(rng)


# --- Files ------------------------------------------------------------------------------------------


def evidence(rng: random.Random, office: Office) -> Place:
    """A stored file that the log names: a bit of it, its end, all of it, or another in its place."""
    named = [file["sha256"] for body in office.bodies for file in json.loads(body)["files"]
             if file["role"] not in NOT_KEPT]  # fmt: skip
    digest, other = rng.choice(named), rng.choice(named)
    path = office.touch(_stored(office, digest))
    data, way = bytearray(path.read_bytes()), rng.randrange(4)
    path.chmod(0o644)
    if way == 0 or other == digest:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
    elif way == 1:
        path.write_bytes(data[: rng.randrange(len(data))])
    elif way == 2:
        path.unlink()
    else:
        path.write_bytes(_stored(office, other).read_bytes())
    return digest


def _stored(office: Office, digest: str) -> Path:
    return office.instance / "files" / digest[:2] / digest[2:4] / digest


# --- Witnesses --------------------------------------------------------------------------------------


def witness(rng: random.Random, office: Office) -> Place:
    """What the office keeps of its witnesses: a key, a signature, a row more or less."""
    way = rng.randrange(4)
    if way == 0:
        office.sql(("UPDATE log_witness SET vkey = vkey || ?", (records.word(rng),)))
        return "log_witness"
    if way == 1:
        office.sql(("UPDATE log_witness SET name = ?", (records.word(rng),)))
        return "log_witness"
    size, note = rng.choice(office.rows("SELECT size, note FROM log_cosignature"))
    if way == 2:
        office.sql(("DELETE FROM log_cosignature WHERE size = ?", (size,)))
    else:
        place = rng.randrange(len(note))
        forged = note[:place] + ("A" if note[place] != "A" else "B") + note[place + 1 :]
        office.sql(("UPDATE log_cosignature SET note = ? WHERE size = ?", (forged, size)))
    return "log_cosignature"


STATE_ATTACKS: dict[str, Callable[[random.Random, Office], Place]] = {
    "table": table,
    "evidence": evidence,
    "witness": witness,
}


# --- A restore ---------------------------------------------------------------------------------------


def hidden_restore(rng: random.Random, office: Office) -> Expected:
    """A restore told while the published checkpoints were hidden or cut; somebody else still has them."""
    public, kept = office.public_file, office.public_file.read_bytes()
    backup = rng.choice([one for one in office.before if one.size < max(office.sizes)])
    office.put(backup, published=False)
    shown = [note for size, note in zip(office.sizes, office.notes, strict=True) if size < max(office.sizes)]
    shown = shown[: rng.randrange(len(shown) + 1)]
    public.unlink()
    if shown:
        public.write_text("\n".join(shown), encoding="utf-8")
    at = LATER + timedelta(days=9)
    with writing():
        seq = begin_epoch(by=SYSTEM, at=at, backup="cadangan", reason="Cakram rusak", first=RINA, second=HADI).seq
    if rng.random() < 0.5:
        read(rng, at=at)
        with writing():
            make_checkpoint(at=at)
    public.write_bytes(kept)
    return Expected(("dipotong",), seq)


def old_backup_and_on(rng: random.Random, office: Office) -> Expected:
    """An earlier day's database in place, and the office went on until the log was long enough again."""
    backup = rng.choice([one for one in office.before if one.size < max(office.sizes)])
    office.put(backup, published=False)
    read(rng, at=LATER + timedelta(days=9), count=max(office.sizes) - backup.size + rng.randrange(5))
    left = [size for size in office.sizes if size <= backup.size]
    return Expected(*records.stretch(backup.size + 1, [*left, max(office.sizes)]))


def read(rng: random.Random, *, at: Any, count: int = 0) -> None:
    with writing():
        for _ in range(count or rng.randint(1, 9)):
            record(Tag.LOG_READ, by=SYSTEM, about="log:x", at=at, data={"filter": records.word(rng)})


RESTORE_ATTACKS: dict[str, Callable[[random.Random, Office], Expected]] = {
    "hidden-restore": hidden_restore,
    "old-backup-and-on": old_backup_and_on,
}


# --- With the key ------------------------------------------------------------------------------------


def rechain_with_key(rng: random.Random, office: Office, *, forgets_stated_roots: bool = False) -> int:
    """A record edited, and everything made anew that the office holds: links, head, tiles, checkpoints, public file.

    Roots that later records state are made anew too, unless they are forgotten. The edited record's number.
    """
    stated = max(seq for seq, _ in _stated(office.bodies))
    index = rng.randrange(1, stated if forgets_stated_roots else max(office.sizes))
    other = records.edited(rng, office.bodies[index], ["request", "occurred"])
    bodies = records.relinked([*office.bodies[:index], other, *office.bodies[index + 1 :]], index)
    if not forgets_stated_roots:
        bodies = _with_stated_roots(bodies, after=index)
    office.put_records(bodies, head=True)
    key, log = read_key(office.instance / "keys" / "log.ed25519"), json.loads(bodies[0])["log"]
    notes = list(_signed_anew(office, bodies, key, log))
    with writing():
        db.session.execute(db.text("DELETE FROM audit_tile"))
        write_tiles(db.session.connection(), max(office.sizes))
    office.public_file.write_text("\n".join(notes), encoding="utf-8")
    return index + 1


def _stated(bodies: list[bytes]) -> Iterator[tuple[int, int]]:
    """The sizes whose root a record states, each with that record's place."""
    for place, body in enumerate(bodies):
        event = json.loads(body)
        if event["act"] in STATING:
            yield event["data"][STATING[event["act"]]], place


def _with_stated_roots(bodies: list[bytes], *, after: int) -> list[bytes]:
    for size, place in list(_stated(bodies)):
        if size > after:
            event = json.loads(bodies[place])
            event["data"]["root"] = frontier(bodies[:size]).root.hex()
            bodies = records.relinked([*bodies[:place], written(event), *bodies[place + 1 :]], place)
    return bodies


def _signed_anew(office: Office, bodies: list[bytes], key: Any, log: str) -> Iterator[str]:
    with closing(office.connect()) as connection:
        for size in office.sizes:
            tree = frontier(bodies[:size])
            note = sign(Checkpoint(origin_of(log), size, tree.root), key)
            connection.execute("UPDATE audit_checkpoint SET note = ?, peaks = ? WHERE size = ?",
                               (note, tree.to_bytes(), size))  # fmt: skip
            yield note
        connection.commit()
