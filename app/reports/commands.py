"""`flask report timestamp`: proof of time for signed reports, added later."""

from __future__ import annotations

import sys

import click

from app.clock.current import now
from app.reports.models import ReportVersion
from app.reports.queries import current_versions, report_of
from app.reports.timestamping import check_can_ask, in_full, timestamp, wants_timestamp
from app.web.command_line import check_database_exists
from app.web.refusals import Refusal
from app.web.usage import OfficeGroup

report_cli = OfficeGroup("report", help="Laporan.")


@report_cli.command("timestamp")
@click.argument("run", type=int, required=False)
def timestamp_command(run: int | None) -> None:
    """Tambahkan cap waktu pada laporan bertanda tangan: milik RUN, atau setiap laporan yang belum memilikinya."""
    check_database_exists()
    wanted = _of_run(run) if run is not None else [one for one in current_versions() if wants_timestamp(one)]
    if not wanted:
        click.echo("Tidak ada laporan yang menunggu cap waktu.")
    if [version_id for version_id in [one.id for one in wanted] if not _add(version_id)]:
        sys.exit(1)


def _of_run(run: int) -> list[ReportVersion]:
    try:
        version = report_of(run).current
        check_can_ask(version)
    except Refusal as refusal:
        raise click.ClickException(in_full(refusal.message)) from None
    return [version] if version else []


def _add(version_id: int) -> bool:
    """One report, told in one line; the others go on where it is refused."""
    try:
        made = timestamp(version_id, by=None, at=now())
    except Refusal as refusal:
        click.echo(refusal.message, err=True)
        return False
    click.echo(f"{made.title}: tingkat {made.level}. {made.note}".rstrip())
    return True
