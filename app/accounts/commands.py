"""Administration without the web: `flask user add` and `flask user list`."""

from __future__ import annotations

import json
from typing import Any

import click

from app.accounts import actions, queries
from app.accounts.codes import new_code, printed
from app.accounts.models import UnitKerja, User
from app.accounts.nip import nip_note
from app.accounts.passwords import hash_password
from app.accounts.roles import Role
from app.audit import SYSTEM
from app.clock.current import now
from app.web.command_line import check_database_exists
from app.web.refusals import Refusal
from app.web.transaction import writing
from app.web.usage import OfficeGroup

ROLE_CHOICE = click.Choice([str(role) for role in Role])
user = OfficeGroup("user", help="Pengguna aplikasi.")


@user.command("add")
@click.option("--nip", prompt="NIP", help="18 angka, boleh dengan spasi.")
@click.option("--name", prompt="Nama dengan gelar")
@click.option("--jabatan", prompt="Jabatan")
@click.option("--pangkat", default="")
@click.option("--unit", "unit_code", default="", help="Kode bagian; wajib untuk Kabag/Kasubag.")
@click.option("--role", "roles", type=ROLE_CHOICE, multiple=True, help="Boleh diulang.")
def add(nip: str, name: str, jabatan: str, pangkat: str, unit_code: str, roles: tuple[str, ...]) -> None:
    """Tambah pengguna dan cetak kode sekali pakainya."""
    check_database_exists()
    chosen = frozenset(map(Role, roles or (click.prompt("Peran", type=ROLE_CHOICE),)))
    code = new_code()
    code_hash = hash_password(code)
    try:
        with writing():
            person = actions.add_person(
                nip=nip,
                name=name.strip(),
                jabatan=jabatan.strip(),
                pangkat=pangkat.strip(),
                unit=_unit(unit_code),
                roles=chosen,
                code_hash=code_hash,
                by=SYSTEM,
                at=now(),
            )
            added, note = person.name, nip_note(person.nip)
    except Refusal as refusal:
        raise click.ClickException(refusal.message)
    click.echo(f"{added} ditambahkan. Ia membuat kata sandinya di /atur-ulang dengan kode ini, sekali, dalam 24 jam:")
    click.echo(printed(code))
    if note:
        click.echo(note, err=True)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON.")
def list_people(as_json: bool) -> None:
    """Daftar semua pengguna, juga yang nonaktif."""
    check_database_exists()
    rows = [_row(person) for person in queries.people(closed_too=True)]
    if as_json:
        click.echo(json.dumps({"users": rows}, ensure_ascii=False))
        return
    for row in rows:
        state = "" if row["active"] else " (nonaktif)"
        click.echo(f"{row['nip']}  {row['name']}  [{', '.join(row['roles'])}]  {row['unit'] or '-'}{state}")


def _unit(code: str) -> UnitKerja | None:
    if not code:
        return None
    found = queries.unit_by_code(code.strip().upper())
    if found is None or not found.open:
        known = ", ".join(unit.code for unit in queries.open_units()) or "belum ada bagian"
        raise click.ClickException(f"Bagian {code} tidak ada. Yang ada: {known}.")
    return found


def _row(person: User) -> dict[str, Any]:
    return {
        "id": person.id,
        "nip": person.nip,
        "name": person.name,
        "jabatan": person.jabatan,
        "unit": person.unit.code if person.unit else "",
        "roles": sorted(person.held_roles),
        "active": person.active,
    }
