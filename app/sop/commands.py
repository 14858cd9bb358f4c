"""`flask sop import` and `flask sop check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from app.sop.document import ParsedSop, Problem
from app.sop.findings import Finding
from app.web.refusals import Refusal
from app.web.usage import OfficeGroup

sop = OfficeGroup("sop", help="Masukkan dan periksa SOP.")
UNREADABLE = 2
"""Exit status where a draft was made that can't be activated, or the file can't be read."""

NOT_READY = "Basis data belum siap. Siapkan aplikasi dengan `make run` lebih dahulu."


@sop.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--activate", is_flag=True, help="Langsung berlakukan bila tidak ada masalah.")
@click.option("--json", "as_json", is_flag=True, help="Cetak satu baris JSON.")
def import_file(file: Path, *, activate: bool, as_json: bool) -> None:
    """Baca FILE (docx, PDF, atau teks) menjadi rancangan versi SOP; masalah disebut dengan tempatnya."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from app.audit import SYSTEM
    from app.audit.errors import LogNotOpened
    from app.clock.current import now
    from app.sop.actions import activate_version, import_sop
    from app.sop.importers import parse_source, read_source
    from app.web.transaction import writing

    try:
        source = read_source(file.read_bytes(), name=file.name)
        parsed = parse_source(source)
        with writing():
            version = import_sop(parsed, by=SYSTEM, at=now(), source=source)
            told = {"number": version.number, "name": version.name, "version": version.no, "steps": len(version.steps)}
        # The draft stays even where it can't be activated: its problems are what the office works from.
        if activate and not parsed.blocking:
            with writing():
                activate_version(version, by=SYSTEM, at=now())
    except Refusal as refusal:
        _refuse(refusal.message)
    except OSError:
        _refuse(f"Berkas {file} tidak dapat dibaca.")
    except (OperationalError, ProgrammingError, LogNotOpened):
        _refuse(NOT_READY)
    problems = [_problem(problem) for problem in parsed.problems]
    for problem in problems:
        click.echo(f"{_place(problem)}: {problem['sentence']}", err=True)
    _tell({**told, "problems": problems}, as_json=as_json, plain=_imported(told, parsed, activated=activate))
    if parsed.blocking:
        sys.exit(UNREADABLE)


@sop.command("check")
@click.argument("which", metavar="SOP")
@click.option("--json", "as_json", is_flag=True, help="Cetak satu baris JSON.")
def check_sop(which: str, *, as_json: bool) -> None:
    """Temuan pemeriksa. SOP adalah nomornya, "aktif", atau berkas."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from app.sop.checker import check

    try:
        parsed = _find(which)
    except Refusal as refusal:
        _refuse(refusal.message)
    except (OperationalError, ProgrammingError):
        _refuse(NOT_READY)
    findings = check(parsed)
    if not as_json:
        for finding in findings:
            click.echo(_finding_line(finding))
    told = {"sop": parsed.number, "findings": [finding.as_json() for finding in findings]}
    _tell(told, as_json=as_json, plain=f"{len(findings)} temuan pada SOP {parsed.number}.")


def _find(which: str) -> ParsedSop:
    """A file where there is one, so that a document can be checked without a database."""
    from app.sop import queries
    from app.sop.errors import UnknownSop
    from app.sop.importers import parse_source, read_source

    path = Path(which)
    if path.is_file():
        return parse_source(read_source(path.read_bytes(), name=path.name))
    if which == "aktif":
        return queries.parsed(queries.active_version_or_refuse())
    version = queries.latest_by_number(which)
    if version is None:
        raise UnknownSop(f'Tidak ada SOP bernomor "{which}", dan tidak ada berkas dengan nama itu.')
    return queries.parsed(version)


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "sentence": problem.sentence,
        "blocks": problem.blocks,
    }


def _place(problem: dict[str, Any]) -> str:
    where = f"baris {problem['line']}" if problem["line"] else "dokumen"
    return f"{where}, kolom {problem['column']}" if problem["column"] else where


def _finding_line(finding: Finding) -> str:
    quoted = f" («{finding.quote}»)" if finding.quote else ""
    return f"{finding.place}: {finding.sentence}{quoted}"


def _imported(told: dict[str, Any], parsed: ParsedSop, *, activated: bool) -> str:
    state = "diberlakukan" if activated and not parsed.blocking else "rancangan"
    return f"SOP {told['number']} versi {told['version']}, {told['steps']} langkah: {state}."


def _tell(told: dict[str, Any], *, as_json: bool, plain: str) -> None:
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else plain)
