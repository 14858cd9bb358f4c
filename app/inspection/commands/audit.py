"""`flask audit verify|export|checkpoint`: the log, the state and the files checked and handed out without the web."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from app.audit import SYSTEM
from app.audit.actions import make_checkpoint
from app.audit.package.bag import makes_room
from app.clock.current import now
from app.inspection.commands.told import told
from app.inspection.errors import PackageImpossible
from app.inspection.packages.export import export_package
from app.inspection.packages.scope import OfPeriod, OfRun, Scope
from app.inspection.standing import whose_key
from app.inspection.verification import Verification, unreadable, verify
from app.web.command_line import DatabaseDamaged, check_database_exists
from app.web.transaction import writing
from app.web.usage import OfficeGroup

DAY = click.DateTime(formats=["%Y-%m-%d"])

audit_cli = OfficeGroup("audit", help="Jejak audit: periksa, ekspor, tanda tangani.")


@audit_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON, terakhir di keluaran standar.")
def verify_command(as_json: bool) -> None:
    """Periksa log, keadaan, dan berkas. Status keluar 0 hanya bila ketiganya cocok."""
    with told():
        answer = _verified()
    for line in lines_of(answer):
        click.echo(line, err=as_json)
    if as_json:
        click.echo(json.dumps(answer.record(), ensure_ascii=False))
    sys.exit(0 if answer.ok else 1)


def _verified() -> Verification:
    """A damaged file is an answer as well: whoever reads the JSON has to hear of it."""
    try:
        check_database_exists()
        return verify()
    except DatabaseDamaged as damaged:
        return unreadable(damaged.message)


@audit_cli.command("export")
@click.argument("run", type=int, required=False)
@click.option("--from", "first", type=DAY, help="Hari pertama masa yang dipaketkan, 2025-01-01.")
@click.option("--to", "last", type=DAY, help="Hari terakhirnya, ikut dihitung.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.zip")
def export_command(run: int | None, first: datetime | None, last: datetime | None, out: Path) -> None:
    """Tulis paket pemeriksaan ke FILE.zip: pelaksanaan nomor RUN, atau yang tercatat antara dua hari."""
    with told():
        check_database_exists()
        scope = _scope(run, first, last)
        _check_out(out)
        made = export_package(scope, out, by=SYSTEM, at=now())
    click.echo(f"{out}: {made.events} rekaman log, {made.files} berkas. Akar log {made.root}")


def _check_out(out: Path) -> None:
    """Only an older package, or an empty file, makes room, and a mistyped path makes no folders.

    The office's scripts name the same file each week. Raises PackageImpossible.
    """
    if out.exists() and not (out.is_file() and makes_room(out)):
        raise PackageImpossible(f"{out} sudah ada dan bukan paket; berkas itu tidak diganti. Pilih nama lain.")
    if not out.parent.is_dir():
        raise PackageImpossible(f"Folder {out.parent} tidak ada. Periksa jalurnya, atau buat foldernya lebih dahulu.")


def _scope(run: int | None, first: datetime | None, last: datetime | None) -> Scope:
    """What was asked for. Raises UsageError where it is both or neither."""
    if run is not None and (first or last):
        raise click.UsageError("Pilih salah satu: nomor RUN, atau --from dan --to.")
    if run is not None:
        return OfRun(run)
    if first is None or last is None:
        raise click.UsageError("Sebutkan nomor RUN, atau --from dan --to keduanya.")
    return OfPeriod(first.date(), last.date())


@audit_cli.command("checkpoint")
def checkpoint_command() -> None:
    """Tanda tangani panjang dan akar log sekarang."""
    with told(), writing():
        point = make_checkpoint(at=now())
        size, root = point.size, point.frontier.root.hex()
    click.echo(f"Checkpoint pada {size} rekaman, akar {root}")


def lines_of(answer: Verification) -> Iterator[str]:
    """The verdict for a person: first whether it holds, then every finding in a line of its own."""
    yield "COCOK" if answer.ok else "TIDAK COCOK"
    yield answer.sentence
    if not answer.read:
        return
    if not answer.ok:
        yield f"Pertama: {answer.first_bad}"
    yield f"Log: {answer.log.sentence}"
    yield f"Akar log: {answer.log.root or '–'}"
    point = answer.checkpoint
    yield f"Checkpoint terakhir: {point['size']} rekaman" if point else "Checkpoint terakhir: belum ada"
    yield whose_key()
    yield from _findings("Keadaan", [difference.sentence for difference in answer.state])
    yield from _findings("Berkas", [problem.sentence for problem in answer.files])


def _findings(what: str, sentences: list[str]) -> Iterator[str]:
    yield f"{what}: {f'{len(sentences)} temuan' if sentences else 'cocok'}"
    yield from (f"  {sentence}" for sentence in sentences)
