"""`flask backup create|restore|drill`: a copy that verifies itself, going back to one, and trying that out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.audit import SYSTEM
from app.clock.current import now
from app.inspection.backup import create_backup
from app.inspection.commands.told import told
from app.inspection.restore.confirmation import Typed
from app.inspection.restore.drill import drill
from app.inspection.restore.restoring import restore_backup
from app.web.command_line import check_database_exists
from app.web.usage import OfficeGroup

KEYS_ARE_IN_IT = (
    "Cadangan ini memuat kunci log dan kunci tanda tangan (folder keys, hanya untuk pemiliknya). "
    "Simpan di tempat yang hanya dapat dibuka admin."
)

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

backup_cli = OfficeGroup("backup", help="Cadangan.")


@backup_cli.command("create")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def create_command(directory: Path) -> None:
    """Salin basis data, berkas, checkpoint, dan kunci ke DIR yang belum ada; salinannya memeriksa dirinya."""
    with told():
        check_database_exists()
        made = create_backup(directory, by=SYSTEM, at=now())
    click.echo(f"{directory}: {made.events} rekaman log, {made.files} berkas, sudah diperiksa. Akar log {made.root}")
    click.echo(KEYS_ARE_IN_IT, err=True)


@backup_cli.command("restore")
@click.argument("directory", type=FOLDER, metavar="DIR")
@click.option("--first", required=True, metavar="NIP", help="NIP orang pertama, seorang Admin.")
@click.option("--second", required=True, metavar="NIP", help="NIP orang kedua: Sekretaris DPRD atau Inspektorat.")
@click.option("--reason", required=True, metavar="TEXT", help="Alasan pemulihan; tercatat dalam log.")
def restore_command(directory: Path, first: str, second: str, reason: str) -> None:
    """Pulihkan kantor dari cadangan di DIR. Kata sandi kedua orang diminta, atau dibaca dua baris dari pipa."""
    people = [Typed(nip, _password(f"Kata sandi {nip}")) for nip in (first, second)]
    with told():
        made = restore_backup(directory, first=people[0], second=people[1], reason=reason, at=now())
    click.echo(f"Dipulihkan dari {directory.name}: {made.events} rekaman log, {made.lost} hilang, epoch {made.epoch}.")
    if made.aside is not None:
        click.echo(f"Basis data yang diganti disimpan di {made.aside}. Jangan dihapus sebelum Inspektorat melihatnya.")
    if made.unsealed:
        click.echo(f"{made.unsealed} Penanda log memulai epoch baru atas perintah pengelolanya sendiri.", err=True)
    click.echo("Beri tahu Inspektorat: log memuat rekaman pemulihan ini.")


@backup_cli.command("drill")
@click.argument("directory", required=False, type=FOLDER, metavar="[DIR]")
def drill_command(directory: Path | None) -> None:
    """Latih pemulihan: cadangan di DIR, atau yang dibuat untuk latihan ini, dibangun kembali di folder sementara."""
    with told():
        check_database_exists()
        made = drill(directory, by=SYSTEM, at=now())
    found = made.judged.log
    click.echo(f"Latihan berhasil: {found.events} rekaman log, keadaan, dan berkas cocok. Akar log {found.root}")


def _password(asked: str) -> str:
    if sys.stdin.isatty():
        typed: str = click.prompt(asked, hide_input=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
