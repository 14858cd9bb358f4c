"""`flask backup create`: an online copy that verifies itself."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit import SYSTEM
from app.clock.current import now
from app.inspection.backup import create_backup
from app.inspection.commands.told import told
from app.web.command_line import check_database_exists

KEYS_ARE_IN_IT = (
    "Cadangan ini memuat kunci log dan kunci tanda tangan (folder keys, hanya untuk pemiliknya). "
    "Simpan di tempat yang hanya dapat dibuka admin."
)

backup_cli = AppGroup("backup", help="Cadangan.")


@backup_cli.command("create")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def create_command(directory: Path) -> None:
    """Salin basis data, berkas, checkpoint, dan kunci ke DIR yang belum ada; salinannya memeriksa dirinya."""
    with told():
        check_database_exists()
        made = create_backup(directory, by=SYSTEM, at=now())
    click.echo(f"{directory}: {made.events} rekaman log, {made.files} berkas, sudah diperiksa. Akar log {made.root}")
    click.echo(KEYS_ARE_IN_IT, err=True)
