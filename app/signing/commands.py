"""`flask pdf verify` and `flask trust add|list|remove`: checking and trusting without the web."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect, make_url

from app.clock.current import now
from app.extensions import db
from app.signing import actions, queries
from app.signing.models import TrustRoot
from app.signing.roots import as_fingerprint
from app.signing.verification.sandbox import Limits, verify_in_sandbox
from app.signing.verification.trust import EmptyRegister, Register, Root
from app.signing.verification.verdicts import SignatureReport, Trust, Verdict, Verification
from app.signing.verification.verify import MAX_BYTES
from app.signing.verification.wording import TRUSTS, VERDICTS, as_written, proof_of
from app.web.command_line import check_database_exists
from app.web.refusals import NotFound, Refusal
from app.web.transaction import writing
from app.web.usage import OfficeGroup
from app.web.words import WITA

UNKNOWN_ROOT = "Tidak ada sertifikat induk dengan sidik jari ini. Lihat daftarnya dengan `flask trust list`."

pdf = OfficeGroup("pdf", help="Memeriksa PDF.")
trust = OfficeGroup("trust", help="Sertifikat induk yang dipercaya.")


@pdf.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON per berkas, berurutan.")
def verify_files(files: tuple[Path, ...], as_json: bool) -> None:
    """Check each file; exit 0 only when every one is intact. Works without a database."""
    register, roots = _what_we_know()
    accepted = True
    for file in files:
        answer = _check(file, register=register, roots=roots)
        accepted = accepted and answer.verdict.accepted
        click.echo(_line(file, answer) if as_json else _printable(_text(file, answer)))
    sys.exit(0 if accepted else 1)


def _check(file: Path, *, register: Register, roots: Sequence[Root]) -> Verification:
    """A file that can't be opened or is too big is an answer too: the others are still judged, in order."""
    try:
        settings = current_app.config["SETTINGS"]
        limits = Limits(settings.verify_seconds, settings.verify_megabytes)
        return verify_in_sandbox(_read(file), register=register, trust_roots=roots, now=now(), limits=limits)
    except OSError as problem:
        reason = f"Berkas tidak dapat dibuka ({problem.strerror})."
    except Refusal as refusal:
        reason = refusal.message
    return Verification("", Verdict.UNREADABLE, Trust.UNKNOWN, None, reasons=(reason,))


def _read(file: Path) -> bytes:
    """No more than may be judged: a file without an end is read no further than its first byte too many."""
    with file.open("rb") as source:
        return source.read(MAX_BYTES + 1)


@trust.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", required=True, help="Mengapa dipercaya, mis. sumber dan tanggal pemeriksaannya.")
@click.option("--local", is_flag=True, help="Induk kantor sendiri: tanda tangannya lokal, tidak tersertifikasi.")
def add_root(file: Path, note: str, local: bool) -> None:
    """Trust the root certificate in FILE (PEM or DER)."""
    check_database_exists()
    worth = Trust.LOCAL if local else Trust.CERTIFIED
    try:
        with writing():
            root = actions.add_trust_root(file.read_bytes(), note=note, trust=worth, at=now())
            line = _root_line(root)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"Dipercaya: {line}")


@trust.command("remove")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Mengapa tidak dipercaya lagi.")
def remove_root(fingerprint: str, reason: str) -> None:
    """Trust the root with this SHA-256 FINGERPRINT no longer."""
    check_database_exists()
    try:
        wanted = as_fingerprint(fingerprint)
        with writing():
            root = next((one for one in queries.trust_roots() if one.fingerprint == wanted), None)
            if root is None:
                raise NotFound(UNKNOWN_ROOT)
            actions.remove_trust_root(root, reason=reason, at=now())
            subject = root.subject
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"Tidak dipercaya lagi: {wanted}  {subject}  ({reason})")


@trust.command("list")
def list_roots() -> None:
    """The trusted roots, one a line."""
    check_database_exists()
    for root in queries.trust_roots():
        click.echo(_root_line(root))


def _what_we_know() -> tuple[Register, Sequence[Root]]:
    """The office's register and roots, or none where there is no database; looking must not create one."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return EmptyRegister(), ()
    tables = set(inspect(db.engine).get_table_names())
    if not {"issued_document", "signing_key", "trust_root"} <= tables:
        return EmptyRegister(), ()
    return queries.DatabaseRegister(), queries.roots_for_verification()


def _line(file: Path, answer: Verification) -> str:
    """In ASCII: whatever reads it, and whatever the terminal's encoding, the line arrives whole."""
    return json.dumps({"file": _name(file)} | answer.as_json())


def _name(file: Path) -> str:
    """A file's name as text, also where it is in no encoding."""
    return os.fsencode(file).decode("utf-8", "replace")


def _text(file: Path, answer: Verification) -> str:
    lines = [f"{_name(file)}: {VERDICTS[answer.verdict].title}"]
    lines += [f"  {reason}" for reason in answer.reasons]
    for report in answer.signatures:
        state = "sah" if report.valid else "tidak sah"
        lines.append(f"  {report.field}: {report.signer or '–'}, {state}, {report.level or '–'}")
        lines += [f"    {told}" for told in (*_times(report), *report.notes)]
    lines += [f"  {addition}" for addition in answer.additions]
    for change in answer.changes:
        lines.append(f"  Halaman {change.page}, {change.what}: “{change.before}” → “{change.after}”")
    if answer.verdict.accepted:
        lines.append(f"  Kepercayaan: {TRUSTS[answer.trust].title}")
    known = answer.registered
    lines.append(f"  Register: {known.title}" if known else "  Register: tidak dikenal")
    return "\n".join(lines)


def _printable(text: str) -> str:
    """What the terminal can't show is a question mark, no failure."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def _times(report: SignatureReport) -> list[str]:
    """The signer's own clock, the office's and the world's, and what proves it."""
    if report.signed_at is None:
        return []
    local, world = report.signed_at.astimezone(WITA), report.signed_at.astimezone(UTC)
    shown = f"{local:%d-%m-%Y %H.%M.%S} WITA, {world:%d-%m-%Y %H.%M.%S} UTC"
    return [f"Waktu tertulis: {as_written(report.signed_at)} ({shown})", f"Bukti waktu: {proof_of(report)}"]


def _root_line(root: TrustRoot) -> str:
    until = root.not_after.date().isoformat()
    return f"{root.fingerprint}  {root.trust}  sampai {until}  {root.subject}  ({root.note})"
