"""`flask audit verify|export|checkpoint`: the log, the state and the files checked and handed out without the web."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.audit import SYSTEM
from app.audit.actions import make_checkpoint
from app.audit.errors import LogForked, LogNotOpened, LogTruncated
from app.clock.current import now
from app.inspection.export import export_run
from app.web.refusals import Refusal
from app.web.transaction import writing

NOT_OPENED = "Log belum dibuka. Siapkan aplikasi dengan `make run` lebih dahulu."
NOT_READY = "Basis data belum siap. Siapkan aplikasi dengan `make run` lebih dahulu."
SHORTENED = "Log lebih pendek daripada checkpoint terakhirnya, jadi tidak ditandatangani. Jalankan `flask audit verify`."
FORKED = "Log tidak melanjutkan checkpoint terakhirnya, jadi tidak ditandatangani. Jalankan `flask audit verify`."

audit_cli = AppGroup("audit", help="Jejak audit: periksa, ekspor, tanda tangani.")


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
