"""An honest package on the stick, another one for every seed, and what the inspector keeps beside it."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.audit.verify.package import PackageVerdict, verify_package
from tests.audit.attacks.bodies import word
from tests.audit.verify.packer import (
    EPOCH_1,
    EPOCH_2,
    INSPECTOR,
    LAPORAN,
    Package,
    Signer,
    chained,
    exported,
    opening,
    requested_report,
    restored,
    root_of,
    sha256,
    signed_report,
    with_file,
    zipped,
)  # fmt: skip

Content = dict[str, bytes]
START = datetime(2026, 3, 2, 1, tzinfo=UTC)


@dataclass
class Stick:
    """An honest package until an attack changed it; `kept` and `own` are the inspector's, out of reach."""

    package: Package
    sizes: list[int]
    bag: list[Callable[[Content], None]] = field(default_factory=list)
    """Changes in the finished bag, its lists included."""
    raw: Callable[[bytes], bytes] | None = None
    kept: list[str] = field(default_factory=list)
    own: str = ""

    @property
    def bodies(self) -> list[bytes]:
        return self.package.bodies

    def notes(self) -> list[str]:
        return [EPOCH_1.note(self.bodies[:size]) for size in self.sizes]

    def hold(self) -> None:
        """From here on the records may change, but what was signed and noted over them stays."""
        self.package.checkpoints = self.package.checkpoints or self.notes()
        head = {"size": len(self.bodies), "root": root_of(self.bodies).hex(), "leaf": sha256(b"\0" + self.bodies[-1])}
        self.package.about.setdefault("checkpoint", head)

    def verdict(self, folder: Path) -> PackageVerdict:
        files = self.package.files()
        for change in self.bag:
            change(files)
        path = zipped(folder / "paket.zip", files)
        if self.raw is not None:
            path.write_bytes(self.raw(path.read_bytes()))
        return verify_package(path, last_checkpoint=_file(folder / "dulu.txt", "\n".join(self.kept)),
                              own_witness=_file(folder / "saya.vkey", self.own))  # fmt: skip


def _file(path: Path, text: str) -> Path | None:
    if text:
        path.write_text(text, encoding="utf-8")
    return path if text else None


# --- An honest one ----------------------------------------------------------------------------------


def timed(rng: random.Random, acts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each act a while after the one before, sometimes in the same microsecond."""
    at, found = START, []
    for act in acts:
        at += timedelta(microseconds=rng.choice([0, 1, rng.randrange(10**9), rng.randrange(10**11)]))
        found.append(act | {"at": f"{at:%Y-%m-%dT%H:%M:%S.%f}Z"})
    return found


def honest(rng: random.Random, *, samples: bool | None = None, witness: bool | None = None) -> Stick:
    """A run's or a period's package: 10 to 40 records, files, reports, up to five checkpoints."""
    evidence: list[bytes] = []
    acts = [opening()]
    for _ in range(rng.randint(8, 36)):
        acts.append(_act(rng, evidence))
    acts += [requested_report(), signed_report()]
    if rng.random() < 0.5 if samples is None else samples:
        acts.append(drawn(rng, acts))
    scope, package = ("run:3", exported())
    if rng.random() < 0.3:
        days = {"first": "2026-01-01", "last": "2026-12-31"}
        scope, package = "period:2026-01-01..2026-12-31", exported(**days)
    bodies = chained(timed(rng, [*acts, package]))
    sizes = sorted({*(rng.randrange(1, len(bodies)) for _ in range(rng.randrange(5))), len(bodies)})
    files = {f"{sha256(content)}.pdf": content for content in evidence}
    made = Package(bodies=bodies, scope=scope, evidence=files)
    stick = Stick(made, sizes)
    made.checkpoints = stick.notes()
    if rng.random() < 0.5 if witness is None else witness:
        testify(stick, rng.choice(sizes))
    return stick


def _act(rng: random.Random, evidence: list[bytes]) -> dict[str, Any]:
    way = rng.randrange(4)
    if way == 0:
        evidence.append(f"%PDF-1.7 {word(rng)}".encode() + rng.randbytes(rng.randrange(200)))
        return with_file(evidence[-1])
    if way == 1:
        return {"act": "step:completed", "data": {"attempt": rng.randrange(1, 4), "uraian": [word(rng), "– “é”"]}}
    if way == 2:
        return {"actor": {"id": rng.randrange(9), "name": word(rng), "role": "kabag"}, "request": None}
    return {"act": "log:read", "object": "log:x", "data": {"filter": word(rng)}}


def drawn(rng: random.Random, acts: Sequence[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """By the reference: the lowest scores, told in the order of the log."""
    upto, seed, size = len(acts), word(rng), rng.randint(1, 5)
    population = [seq for seq, act in enumerate(acts, 1) if act.get("act") == "step:completed"]

    def score(seq: int) -> bytes:
        return hashlib.sha256(f"papan-kinerja-sampel/1\n{seed}\nsteps\nlog\n{upto}\n{seq}".encode()).digest()

    data = {
        "kind": "steps", "scope": "log", "seed": seed, "upto": upto, "size": size, "population": len(population),
        "members": sorted(sorted(population, key=score)[:size]), "purpose": "Reviu",
    }  # fmt: skip
    return {"act": "sample:drawn", "object": "sample:1", "data": data | changes}


def testify(stick: Stick, size: int, *, signer: Signer = INSPECTOR, listed: Signer = INSPECTOR, time: int = 0) -> None:
    """A witness's signature over the checkpoint of this size, put into the package."""
    text = f"{EPOCH_1.name}\n{size}\n{base64.b64encode(root_of(stick.bodies[:size])).decode()}\n"
    note = EPOCH_1.note(stick.bodies[:size]) + signer.line(text, time=time or 1_790_000_000)
    stick.package.witnesses = {"saksi.vkey": listed.vkey.encode(), "kesaksian.txt": note.encode()}


def honest_restored(rng: random.Random, **changes: Any) -> tuple[Stick, list[bytes], int]:
    """A package of a log that was put back once: the stick, the log as it was before, and the restore's number."""
    before = honest(rng, samples=False, witness=False)
    old = before.bodies
    backup, known = sorted(rng.sample(range(2, len(old)), 2))
    first_sizes = sorted({*(rng.randrange(1, backup + 1) for _ in range(rng.randrange(3)))})
    told = {"head_size": rng.choice([None, len(old)])}
    told["lost"] = max(known, told["head_size"] or 0) - backup
    act = restored(old[:backup], known=old[:known]) | {}
    act["data"] |= told | changes
    evidence: list[bytes] = []
    later = [act, *(_act(rng, evidence) for _ in range(rng.randrange(6))), exported()]
    at = {"at": "2026-12-01T00:00:00.000000Z"}
    bodies = chained([one | at for one in later], after=old[:backup])
    sizes = sorted({*(rng.randrange(backup + 1, len(bodies)) for _ in range(rng.randrange(3))), len(bodies)})
    named = {name: data for name, data in before.package.evidence.items() if name[:64].encode() in b"".join(bodies)}
    made = Package(bodies=bodies, epoch=2, vkeys=[EPOCH_1.vkey, EPOCH_2.vkey])
    made.evidence = named | {f"{sha256(content)}.pdf": content for content in evidence}
    made.reports = {"laporan.pdf": LAPORAN} if sha256(LAPORAN).encode() in b"".join(bodies) else {}
    made.checkpoints = [EPOCH_1.note(old[:size]) for size in first_sizes]
    made.checkpoints += [EPOCH_2.note(bodies[:size]) for size in sizes]
    stick = Stick(made, sizes)
    stick.kept = [EPOCH_1.note(old[:known])]
    return stick, old, backup + 1
