"""`flask seal install`: the institution's seal, without the web."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app

from app.clock.current import now
from app.signing.seal.keeping import install_seal
from app.web.command_line import check_database_exists
from app.web.refusals import Refusal
from app.web.transaction import writing
from app.web.usage import OfficeGroup
from app.web.words import tanggal

seal = OfficeGroup("seal", help="Segel instansi untuk paraf kriptografis.")


@seal.command("install")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def install(file: Path) -> None:
    """Keep the PKCS#12 key in FILE as the office's seal; its passphrase is asked for, or read from a pipe."""
    check_database_exists()
    piped = sys.stdin
    passphrase = click.prompt("Frasa sandi segel", hide_input=True, err=True) if piped.isatty() else piped.readline()
    folder: Path = current_app.config["SETTINGS"].keys_folder
    try:
        with writing():
            facts = install_seal(file.read_bytes(), passphrase=passphrase.rstrip("\r\n"), folder=folder, at=now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"Segel terpasang: {facts.subject}, berlaku sampai {tanggal(facts.not_after)}.")
