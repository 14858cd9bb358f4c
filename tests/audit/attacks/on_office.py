"""Attacks on the office's own database and files: each changes them and says what `flask audit verify` must find."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.audit.attacks import bodies as records
from tests.audit.attacks.bodies import edited, word
from tests.audit.attacks.office import Office
from tests.audit.attacks.rounds import Expected

Attack = Callable[[random.Random, Office], Expected]


def edit(rng: random.Random, office: Office) -> Expected:
    """A record's bytes, or a column beside them by which people read."""
    if rng.random() < 0.7:
        changed, expected = records.edit(rng, office.bodies)
        office.put_records(changed)
        return Expected(tuple({*expected.kinds} - {"sampel"}), expected.seq)
    seq = rng.randint(1, len(office.bodies))
    column, value = rng.choice([
        ("at", "2026-11-20T01:00:00.000000+00:00"), ("act", "run:closed"), ("subject", word(rng)),
        ("actor_id", rng.randrange(1000, 2000)), ("root", f"run:{rng.randrange(100, 900)}"), ("body", b"{}"),
    ])  # fmt: skip
    office.sql((f"UPDATE audit_event SET {column} = ? WHERE seq = ?", (value, seq)))
    return Expected(("diubah",), seq)


def delete(rng: random.Random, office: Office) -> Expected:
    """Rows taken out, the numbers left with a gap or closed up."""
    changed, expected = records.delete(rng, office.bodies)
    known = {body: number for number, body in enumerate(office.bodies, 1)}
    office.put_records(changed, numbers=rng.choice([(), [known[body] for body in changed]]))
    return expected


def insert(rng: random.Random, office: Office) -> Expected:
    """A record among the others, or one more at the end."""
    if rng.random() < 0.3:
        count = rng.randint(1, 4)
        forged = [edited(rng, office.bodies[-1], ["request", "actor"]) for _ in range(count)]
        made = records.renumbered([*office.bodies, *forged], len(office.bodies))
        office.put_records(made)
        return Expected(("disisipkan",), len(office.bodies) + 1)
    changed, expected = records.insert(rng, office.bodies)
    office.put_records(changed)
    # Of two last records the head knows one, but not the place.
    return expected if expected.seq != len(office.bodies) else Expected(expected.kinds)


def reorder(rng: random.Random, office: Office) -> Expected:
    changed, expected = records.reorder(rng, office.bodies)
    office.put_records(changed)
    return expected


def truncate(rng: random.Random, office: Office) -> Expected:
    """The tail, with the head left as it was; or with the head too, where a checkpoint is beyond."""
    head = rng.random() < 0.5
    most = max(office.sizes) if head else len(office.bodies)
    size = rng.randrange(1, most)
    office.put_records(office.bodies[:size], head=head)
    return Expected(("dipotong",), size + 1)


def truncate_with_checkpoints(rng: random.Random, office: Office) -> Expected:
    """The tail with its checkpoints, but for the one place that was forgotten."""
    size = rng.randrange(office.sizes[0], max(office.sizes))
    forgotten = rng.choice(["head", "table", "file"])
    office.put_records(office.bodies[:size], head=forgotten != "head")
    if forgotten != "table":
        office.sql(("DELETE FROM audit_checkpoint WHERE size > ?", (size,)))
    if forgotten != "file":
        left = [note for point, note in zip(office.sizes, office.notes, strict=True) if point <= size]
        office.public_file.write_text("\n".join(left), encoding="utf-8")
    return Expected(("dipotong",), size + 1)


def rechain(rng: random.Random, office: Office) -> Expected:
    """A record edited, the links after it and the head's tree made anew."""
    changed, expected = records.rechain(rng, office.bodies, office.sizes)
    office.put_records(changed, head=True)
    return Expected(tuple({*expected.kinds} - {"sampel"}), expected.seq or None)


def old_backup(rng: random.Random, office: Office) -> Expected:
    """The database of an earlier day, put in place by hand; the published checkpoints are not in it."""
    backup = rng.choice([one for one in office.before if one.size < max(office.sizes)])
    office.put(backup, published=False)
    return Expected(("dipotong",), backup.size + 1)


def backdate(rng: random.Random, office: Office) -> Expected:
    """The time of a record, and the column beside it; by itself, or with the links made anew."""
    changed, expected = records.backdate(rng, office.bodies)
    index = (expected.seq or 1) - 1
    if rng.random() < 0.5 or index >= max(office.sizes) - 1:
        office.put_records(changed)
        return Expected(("diubah",), expected.seq)
    office.put_records(records.relinked(changed, index), head=True)
    return Expected(("diubah", "ditulis-ulang"))


def tile_checkpoint_or_key(rng: random.Random, office: Office) -> Expected:
    """What is derived from the records or signed over them: tiles, rows of checkpoints, the key's public line."""
    way = rng.choice(["tile", "no tile", "more tiles", "note", "peaks", "size", "vkey", "file"])
    place = rng.randrange(len(office.sizes))
    size, note = office.sizes[place], office.notes[place]
    if way == "tile":
        column = rng.choice(["hashes", "root"])
        office.sql((f"UPDATE audit_tile SET {column} = ? WHERE level = 0 AND number = 0", (rng.randbytes(32),)))
    elif way == "no tile":
        office.sql("DELETE FROM audit_tile")
    elif way == "more tiles":
        office.sql(("INSERT INTO audit_tile VALUES (?, ?, ?, ?)",
                    (rng.choice([0, 1, 2]), rng.randrange(1, 9), rng.randbytes(32), rng.randbytes(8192))))  # fmt: skip
    elif way == "note":
        office.sql(("UPDATE audit_checkpoint SET note = ? WHERE size = ?", (one_other(rng, note), size)))
    elif way == "peaks":
        office.sql(
            ("UPDATE audit_checkpoint SET peaks = ? WHERE size = ?", (rng.randbytes(32 * rng.randrange(9)), size))
        )
    elif way == "size":
        office.sql(("UPDATE audit_checkpoint SET size = ? WHERE size = ?", (size - 1, size)))
    elif way == "vkey":
        office.vkey_file.write_text(one_other(rng, office.vkey_file.read_text()), encoding="utf-8")
    else:
        office.public_file.write_text("bukan catatan\n" * 100, encoding="utf-8")
    return Expected(("ubin",) if "tile" in way else ("tanda-tangan",))


def one_other(rng: random.Random, text: str) -> str:
    """One character that carries meaning is another."""
    place = rng.choice([place for place, one in enumerate(text) if one.isalnum()])
    other = rng.choice([one for one in "ABCdef0123" if one != text[place]])
    return text[:place] + other + text[place + 1 :]


LOG_ATTACKS: dict[str, Attack] = {
    "edit": edit,
    "delete": delete,
    "insert": insert,
    "reorder": reorder,
    "truncate": truncate,
    "truncate-with-checkpoints": truncate_with_checkpoints,
    "rechain": rechain,
    "old-backup": old_backup,
    "backdate": backdate,
    "tile-checkpoint-or-key": tile_checkpoint_or_key,
}
