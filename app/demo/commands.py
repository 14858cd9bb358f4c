"""Bringing an instance up: its tables, and an office in it, empty or with demo data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask_migrate import upgrade

from app.audit.demo import is_demo
from app.audit.models import AuditHead
from app.audit.queries import head
from app.clock.current import now
from app.demo.load import load_demo
from app.demo.office import begin_empty_office
from app.demo.people import PASSWORD, find_office
from app.demo.story import PASSPHRASE
from app.evidence.store import path_of
from app.extensions import db
from app.reports.models import ReportVersion
from app.runs.models import Run
from app.settings import ROOT
from app.web.transaction import writing
from app.web.usage import OfficeCommand, OfficeGroup

demo = OfficeGroup("demo", help="The demo office.")


@click.command("setup", cls=OfficeCommand)
@click.option(
    "--office",
    type=click.Choice(["demo", "empty", "none"]),
    default="demo",
    help="What to found in an instance without an office.",
)
def setup(office: str) -> None:
    """Create or upgrade the tables; found an office where there is none yet."""
    upgrade()
    if head() is not None or office == "none":
        return
    if office == "demo":
        load_demo(now=now(), say=_tell)
        return
    with writing():
        code = begin_empty_office(at=now())
    _tell("Kantor kosong siap. Masuk pertama kali lewat “Atur ulang kata sandi”:")
    _tell(f"  NIP  {code.nip}\n  Kode {code.code}  (berlaku 24 jam, sekali pakai)")


@demo.command("accounts")
def print_accounts() -> None:
    """The demo accounts, one a line."""
    if not is_demo():
        return
    _tell(f"Akun contoh, kata sandi semuanya: {PASSWORD}")
    for person in find_office().people():
        _tell(f"  {person.nip}  {person.name:<38} {person.role_labels}")
    _tell(f"Frasa sandi kunci tanda tangan Sekretaris: {PASSPHRASE}")


@demo.command("run")
def run() -> None:
    """Act out the whole story in this instance and leave the signed report and the inspector's package."""
    folder: Path = current_app.config["SETTINGS"].instance_folder
    if head() is not None:
        raise click.ClickException("Folder ini sudah berisi kantor. Pilih folder kosong dengan PAPAN_INSTANCE.")
    version = load_demo(now=now(), say=_tell)
    click.echo(json.dumps(_leave_results(version, folder), ensure_ascii=False))


def _leave_results(version: ReportVersion, folder: Path) -> dict[str, Any]:
    """Copy out the report, write the package, and say what there is."""
    from app.inspection.packages.export import export_package
    from app.inspection.packages.scope import OfRun

    report, package = folder / "laporan.pdf", folder / "paket-inspektorat.zip"
    run = version.report.run
    assert version.signed_sha256 is not None
    shutil.copyfile(path_of(version.signed_sha256, folder=current_app.config["SETTINGS"].files_folder), report)
    report.chmod(0o644)
    package.unlink(missing_ok=True)
    export_package(OfRun(run.id), package, by=find_office().inspektur, at=now())
    log = db.session.get_one(AuditHead, 1)
    return {
        "report": _from_root(report),
        "package": _from_root(package),
        "steps": len(run.steps),
        "verdicts": verdicts_of(run),
        "signature": {
            "signer": version.signed_by.name if version.signed_by else "",
            "level": version.level,
            "trust": version.trust,
            "sha256": version.signed_sha256,
        },
        "audit": {"events": log.size, "root": log.root},
    }


def verdicts_of(run: Run) -> list[dict[str, Any]]:
    """Step by step: number, verdict, used minutes and allowance."""
    done = [(step, step.completion) for step in run.steps]
    return [
        {
            "step": step.no,
            "verdict": completion.verdict,
            "used_minutes": completion.used_minutes,
            "allowance": str(step.allowance),
        }
        for step, completion in done
        if completion is not None
    ]


def _from_root(path: Path) -> str:
    resolved = path.resolve()
    return str(resolved.relative_to(ROOT)) if resolved.is_relative_to(ROOT) else str(path)


def _tell(line: str) -> None:
    click.echo(line, err=True)
