"""`flask audit verify|export|checkpoint`: the log, the state and the files checked and handed out without the web."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.audit import SYSTEM
from app.audit.actions import make_checkpoint
from app.audit.errors import LogForked, LogNotOpened, LogTruncated
from app.clock.current import now
from app.inspection.export import export_run
from app.inspection.verification import Verification, verify
from app.web.refusals import Refusal
from app.web.transaction import writing

NOT_OPENED = "Log belum dibuka. Siapkan aplikasi dengan `make run` lebih dahulu."
NOT_READY = "Basis data belum siap. Siapkan aplikasi dengan `make run` lebih dahulu."
SHORTENED = (
    "Log lebih pendek daripada checkpoint terakhirnya, jadi tidak ditandatangani. Jalankan `flask audit verify`."
)
FORKED = "Log tidak melanjutkan checkpoint terakhirnya, jadi tidak ditandatangani. Jalankan `flask audit verify`."

audit_cli = AppGroup("audit", help="Jejak audit: periksa, ekspor, tanda tangani.")


@audit_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON, terakhir di keluaran standar.")
def verify_command(as_json: bool) -> None:
    """Periksa log, keadaan, dan berkas. Status keluar 0 hanya bila ketiganya cocok."""
    with told():
        check_database_exists()
        answer = verify()
    for line in lines_of(answer):
        click.echo(line, err=as_json)
    if as_json:
        click.echo(json.dumps(answer.record(), ensure_ascii=False))
    sys.exit(0 if answer.ok else 1)


@audit_cli.command("export")
@click.argument("run", type=int)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.zip")
def export_command(run: int, out: Path) -> None:
    """Tulis paket pemeriksaan pelaksanaan nomor RUN ke FILE.zip."""
    with told():
        made = export_run(run, out, by=SYSTEM, at=now())
    click.echo(f"{out}: {made.events} rekaman log, {made.files} berkas. Akar log {made.root}")


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
    if not answer.ok:
        yield f"Pertama: {answer.first_bad}"
    yield f"Log: {answer.log.sentence}"
    yield f"Akar log: {answer.log.root or '–'}"
    point = answer.checkpoint
    yield f"Checkpoint terakhir: {point['size']} rekaman" if point else "Checkpoint terakhir: belum ada"
    yield from _findings("Keadaan", [difference.sentence for difference in answer.state])
    yield from _findings("Berkas", [problem.sentence for problem in answer.files])


def _findings(what: str, sentences: list[str]) -> Iterator[str]:
    yield f"{what}: {f'{len(sentences)} temuan' if sentences else 'cocok'}"
    yield from (f"  {sentence}" for sentence in sentences)


def check_database_exists() -> None:
    """Looking must not create a database where there is none."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise click.ClickException(NOT_READY)


@contextmanager
def told() -> Iterator[None]:
    """Turn what can't be done into a sentence on standard error and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    except LogNotOpened:
        raise click.ClickException(NOT_OPENED) from None
    except LogTruncated:
        raise click.ClickException(SHORTENED) from None
    except LogForked:
        raise click.ClickException(FORKED) from None
    except (OperationalError, ProgrammingError):
        raise click.ClickException(NOT_READY) from None
    except OSError as problem:
        raise click.ClickException(f"Tidak dapat ditulis: {problem.strerror}.") from None
