"""Attacks on the inspector's package: each changes the stick and says what periksa must find."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable

from app.audit.verify.sample import drawn_members
from tests.audit.attacks import bodies as records
from tests.audit.attacks.rounds import Expected
from tests.audit.attacks.stick import Content, Stick, drawn, honest, honest_restored, testify, timed
from tests.audit.verify.packer import (
    EPOCH_1,
    EPOCH_2,
    INSPECTOR,
    Package,
    Signer,
    bagged,
    chained,
    exported,
    opening,
    other_key,
    written,
)  # fmt: skip

THIEF = other_key(77)
Attack = Callable[[random.Random], "tuple[Stick, Expected]"]


def _on_records(change: Callable[[random.Random, list[bytes]], records.Changed]) -> Attack:
    """The records changed in the package; its checkpoints and paket.json stay as they were."""

    def attack(rng: random.Random) -> tuple[Stick, Expected]:
        stick = honest(rng)
        stick.hold()
        stick.package.bodies, expected = change(rng, stick.bodies)
        return stick, expected

    return attack


def _signed_anew(stick: Stick, bodies: list[bytes]) -> None:
    """With the key at hand everything in the package is made to fit."""
    stick.package.bodies = bodies
    stick.sizes = sorted({*(size for size in stick.sizes if size < len(bodies)), len(bodies)})
    stick.package.checkpoints, stick.package.witnesses = stick.notes(), {}


def truncate_with_checkpoints(rng: random.Random) -> tuple[Stick, Expected]:
    """The tail with what was signed over it; a newer package is made of the rest."""
    stick = honest(rng, samples=False)
    size = rng.randrange(1, len(stick.bodies) - 1)
    stick.kept = [EPOCH_1.note(stick.bodies[: rng.randint(size + 2, len(stick.bodies))])]
    _packed_again(stick, stick.bodies[:size])
    return stick, Expected(("dipotong",), size + 2)


def _packed_again(stick: Stick, bodies: list[bytes]) -> None:
    """A log made shorter, with the package's own event after it, and the files that it still speaks of."""
    act = exported() if stick.package.scope == "run:3" else exported(first="2026-01-01", last="2026-12-31")
    _signed_anew(stick, chained([act | {"at": "2026-12-01T00:00:00.000000Z"}], after=bodies))
    text = b"".join(stick.bodies)
    made = stick.package
    made.evidence = {name: data for name, data in made.evidence.items() if name[:64].encode() in text}
    made.reports = made.reports if b'"report:signed"' in text else {}


def rechain(rng: random.Random) -> tuple[Stick, Expected]:
    stick = honest(rng)
    stick.hold()
    stick.package.bodies, expected = records.rechain(rng, stick.bodies, stick.sizes)
    return stick, expected


def rechain_with_key(rng: random.Random) -> tuple[Stick, Expected]:
    """An edit, every link anew, every checkpoint signed anew: whole by itself, but not beside what was kept."""
    stick = honest(rng, samples=False)
    old = stick.bodies
    index = rng.randrange(1, len(old) - 3)
    other = records.edited(rng, old[index], ["actor", "account", "request", "occurred"])
    kept = rng.randint(index + 1, len(old))
    _outside_witness(rng, stick, kept)
    kesaksian = stick.package.witnesses
    _signed_anew(stick, records.relinked([*old[:index], other, *old[index + 1 :]], index))
    stick.package.witnesses = {} if stick.kept else kesaksian
    return stick, Expected(("ditulis-ulang",), 1)


def _outside_witness(rng: random.Random, stick: Stick, size: int) -> None:
    """What is out of reach: the checkpoint on the stick, the same with his signature, or his word in the package."""
    if rng.random() < 0.5:
        stick.kept = [EPOCH_1.note(stick.bodies[:size], *rng.choice([(), (INSPECTOR,)]))]
    else:
        testify(stick, size)


def old_backup(rng: random.Random) -> tuple[Stick, Expected]:
    """An older state in place of the newer one; the office went on from there as if nothing had been."""
    stick = honest(rng, samples=False)
    old = stick.bodies
    size = rng.randrange(1, len(old) - 2)
    kept = rng.randint(size + 1, len(old))
    stick.kept = [EPOCH_1.note(old[:kept])]
    more = [{"request": records.word(rng)} for _ in range(rng.randrange(6))]
    _packed_again(stick, chained([act | {"at": "2026-12-01T00:00:00.000000Z"} for act in more], after=old[:size]))
    if len(stick.bodies) < kept:
        return stick, Expected(("dipotong",), len(stick.bodies) + 1)
    return stick, Expected(("ditulis-ulang", "diubah"))


def backdate(rng: random.Random) -> tuple[Stick, Expected]:
    """A time changed, links and signatures left or made anew: no time in a log is before the one above it."""
    if rng.random() < 0.5:
        return _on_records(records.backdate)(rng)
    stick = honest(rng, samples=False, witness=False)
    index = rng.randrange(1, len(stick.bodies))
    early = written(json.loads(stick.bodies[index]) | {"at": f"2025-0{rng.randrange(1, 10)}-02T01:00:00.000000Z"})
    _signed_anew(stick, records.relinked([*stick.bodies[:index], early, *stick.bodies[index + 1 :]], index))
    return stick, Expected(("diubah",), index + 1)


def evidence(rng: random.Random) -> tuple[Stick, Expected]:
    """A file replaced, gone, added, or one bit of it; the bag's lists left or made anew."""
    stick = honest(rng)
    folders = ["data/bukti/"] * bool(stick.package.evidence) + ["data/laporan/"]
    folder, byte, way = rng.choice(folders), rng.randrange(2**16), rng.randrange(4)
    again = rng.random() < 0.5

    def change(content: Content) -> None:
        names = sorted(name for name in content if name.startswith(folder))
        name = names[byte % len(names)]
        if way == 0:
            data = bytearray(content[name])
            data[byte % len(data)] ^= 1 << byte % 8
            content[name] = bytes(data)
        elif way == 1:
            del content[name]
        elif way == 2:
            content[name] = b"%PDF-1.7 palsu"
        else:
            content[f"{folder}{'ab' * 32}.pdf"] = b"%PDF-1.7 asing"
        if again:
            made = bagged(content)
            content.clear()
            content.update(made)

    stick.bag.append(change)
    return stick, Expected(("berkas",))


def split_view(rng: random.Random) -> tuple[Stick, Expected]:
    """Two logs from one key: this package for one reader, another's checkpoint in the hand that compares."""
    stick = honest(rng, samples=False, witness=False)
    old = stick.bodies
    fork = rng.randrange(1, len(old) - 1)
    more = [{"request": records.word(rng)} for _ in range(rng.randint(1, len(old)))]
    other = chained([act | {"at": "2026-12-01T00:00:00.000000Z"} for act in more], after=old[:fork])
    size = rng.randint(fork + 1, len(other))
    stick.kept = [EPOCH_1.note(other[:size])]
    if size > len(old):
        return stick, Expected(("dipotong",), len(old) + 1)
    return stick, Expected(("ditulis-ulang",), 1)


def checkpoint_or_key(rng: random.Random) -> tuple[Stick, Expected]:
    """A note or the key's line: one character, a note more or less, somebody else's key."""
    stick = honest(rng)
    made, way = stick.package, rng.randrange(5)
    notes = made.checkpoints or []
    if way == 0:
        place = rng.randrange(len(notes))
        notes[place] = other_character(rng, notes[place])
    elif way == 1:
        made.vkeys = [other_character(rng, made.vkeys[0])]
    elif way == 2:
        made.vkeys = [Signer(EPOCH_1.name, key=THIEF).vkey]
    elif way == 3:
        notes[rng.randrange(len(notes))] = Signer(EPOCH_1.name, key=THIEF).note(stick.bodies)
    else:
        notes.insert(rng.randrange(len(notes)), notes[-1])
    return stick, Expected(("tanda-tangan", "paket"))


def other_character(rng: random.Random, text: str) -> str:
    """One character of a signed text is another; the line of the same meaning in other words is not tried."""
    place = rng.randrange(len(text))
    other = rng.choice([one for one in "ABCdef012+/ \n—" if one != text[place]])
    return text[:place] + other + text[place + 1 :]


def hidden_restore(rng: random.Random) -> tuple[Stick, Expected]:
    """A restore that admits less than was lost, or whose record was changed and everything signed anew."""
    stick, old, seq = honest_restored(rng)
    event = json.loads(stick.bodies[seq - 1])
    told, kinds = event["data"], ("diubah",)
    way = rng.choice(["known", "known root", "lost", "backup", "backup root", "epoch", "gone"])
    if way == "known":
        told["known_size"] = rng.randrange(seq - 1, told["known_size"])
        told["head_size"], told["lost"] = None, told["known_size"] - told["backup_size"]
        kinds = ("dipotong",)
    elif way == "known root":
        told["known_root"], kinds = f"{rng.getrandbits(256):064x}", ("dipotong",)
    elif way == "lost":
        told["lost"] = rng.choice([one for one in range(50) if one != told["lost"]])
    elif way == "backup":
        told["backup_size"] = rng.choice([one for one in range(1, 50) if one != seq - 1])
    elif way == "backup root":
        told["backup_root"], kinds = f"{rng.getrandbits(256):064x}", ("ditulis-ulang",)
    elif way == "epoch":
        told["epoch"] = rng.choice([0, 1])
    else:
        event |= {"act": "log:read", "data": {"filter": ""}}
        kinds = ("tanda-tangan", "ditulis-ulang", "diubah", "dipotong")
    after = records.relinked([*stick.bodies[: seq - 1], written(event), *stick.bodies[seq:]], seq - 1)
    _signed_by_epochs(stick, old, after, seq)
    return stick, Expected(kinds, seq if kinds in (("diubah",), ("dipotong",)) else None)


def _signed_by_epochs(stick: Stick, old: list[bytes], bodies: list[bytes], seq: int) -> None:
    first = [note for note in stick.package.checkpoints or [] if note.startswith(f"{EPOCH_1.name}\n")]
    stick.package.bodies = bodies
    stick.package.checkpoints = first + [EPOCH_2.note(bodies[:size]) for size in stick.sizes]


def cosignature(rng: random.Random) -> tuple[Stick, Expected]:
    """A witness's word that he never gave, in his name or in another's."""
    stick = honest(rng, witness=False)
    size, way = rng.choice(stick.sizes), rng.randrange(4)
    thief = Signer(INSPECTOR.name, kind=4, key=THIEF)
    testify(stick, size, signer=thief if way == 0 else INSPECTOR)
    note = stick.package.witnesses["kesaksian.txt"].decode()
    if way == 1:
        head, encoded = note.removesuffix("\n").rsplit(" ", 1)
        data = bytearray(base64.b64decode(encoded))
        data[rng.randrange(4, len(data))] ^= 1 << rng.randrange(8)
        note = f"{head} {base64.b64encode(data).decode()}\n"
    elif way == 2:
        testify(stick, size, signer=thief, listed=thief)
        stick.own = INSPECTOR.vkey
        return stick, Expected(("saksi",))
    elif way == 3:
        other = EPOCH_1.note(stick.bodies[: rng.choice([one for one in range(1, 9) if one != size])])
        note = other + note.splitlines(keepends=True)[-1]
    stick.package.witnesses["kesaksian.txt"] = note.encode()
    return stick, Expected(("saksi",))


def sample(rng: random.Random) -> tuple[Stick, Expected]:
    """Members, population or seed told otherwise than they were drawn, in an honest chain."""
    completed = {"act": "step:completed", "data": {"attempt": 1}}
    acts = [opening(), *(rng.choice([completed, {}]) for _ in range(rng.randint(6, 40))), completed, completed]
    act = drawn(rng, acts)
    told = act["data"]
    way = rng.choice(["members", "population", "members", "order", "more", "upto"])
    if way == "members":
        told["members"] = sorted(rng.sample(range(1, len(acts) + 1), len(told["members"])))
    elif way == "population":
        told["population"] += rng.choice([-1, 1, 2])
    elif way == "order":
        told["members"] = list(reversed(told["members"])) if len(told["members"]) > 1 else []
    elif way == "more":
        told["members"] = [*told["members"], len(acts)]
    else:
        told["upto"] = rng.choice([told["upto"] + 9, -1])
    if drawn(rng, acts) == act or act["data"] == _honestly(acts, told):
        told["members"] = []
    bodies = chained(timed(rng, [*acts, act, exported()]))
    stick = Stick(Package(bodies=bodies, evidence={}, reports={}), [len(bodies)])
    stick.package.checkpoints = stick.notes()
    return stick, Expected(("sampel",), len(acts) + 1)


def _honestly(acts: list[dict[str, object]], told: dict[str, object]) -> dict[str, object]:
    population = [seq for seq, act in enumerate(acts, 1) if act.get("act") == "step:completed"]
    members = drawn_members(
        population, seed=str(told["seed"]), kind="steps", scope="log", upto=len(acts), size=told["size"],
    )  # type: ignore[arg-type]  # fmt: skip
    return told | {"members": members, "population": len(population), "upto": len(acts)}


def container(rng: random.Random) -> tuple[Stick, Expected]:
    """Bits of the file anywhere, bytes lost, added or exchanged."""
    stick = honest(rng)
    way, at, size, bits = rng.randrange(5), rng.random(), rng.randint(1, 64), rng.randbytes(64)

    def change(data: bytes) -> bytes:
        place = int(at * len(data))
        if way == 0:
            return data[:place]
        if way == 1:
            return data[:place] + bits[:size] + data[place:]
        if way == 2 and place + size < len(data):
            return data[:place] + data[place + size :]
        flipped = bytes([data[place] ^ (1 << bits[0] % 8)])
        return data[:place] + flipped + data[place + 1 :]

    stick.raw = change
    return stick, Expected()


ATTACKS: dict[str, Attack] = {
    "edit": _on_records(records.edit),
    "delete": _on_records(records.delete),
    "insert": _on_records(records.insert),
    "reorder": _on_records(records.reorder),
    "truncate": _on_records(records.truncate),
    "truncate-with-checkpoints": truncate_with_checkpoints,
    "rechain": rechain,
    "rechain-with-key": rechain_with_key,
    "old-backup": old_backup,
    "backdate": backdate,
    "evidence": evidence,
    "split-view": split_view,
    "checkpoint-or-key": checkpoint_or_key,
    "hidden-restore": hidden_restore,
    "cosignature": cosignature,
    "sample": sample,
    "container": container,
}
