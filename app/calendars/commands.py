"""`flask worktime`: answers without a database. `flask calendar`: administration without the web."""

from __future__ import annotations

import json
import re
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import click

from app.calendars.library import library_calendar
from app.clock import worktime
from app.clock.allowance import UnreadableAllowance, parse_allowance
from app.clock.explanation import day_lines
from app.clock.words import days_in_words, long_moment, minutes_in_words
from app.clock.worktime import Elapsed, Interval, WorktimeError
from app.web.usage import OfficeGroup

BAD_INPUT = 2
JSON_PLACES = 6
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII | re.DOTALL)
AS_WRITTEN = {"ignore_unknown_options": True}
"""An allowance or a time that begins with a dash is ours to refuse, not an option."""

worktime_cli = OfficeGroup("worktime", help="Waktu kerja: tenggat dan lama, menurut kalender bawaan.")
calendar_cli = OfficeGroup("calendar", help="Kalender kerja kantor.")


@worktime_cli.command("due", context_settings=AS_WRITTEN)
@click.argument("start", default="")
@click.argument("allowance", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON di keluaran standar.")
def due_command(start: str, allowance: tuple[str, ...], as_json: bool) -> None:
    """Tenggat dari waktu mulai START (mis. 2023-07-17T08:00) dengan waktu ALLOWANCE (mis. "20 menit")."""
    try:
        calendar = library_calendar()
        begin = _moment(start, "mulai")
        answer = worktime.due(begin, parse_allowance(" ".join(allowance)), calendar=calendar)
        used = worktime.elapsed(begin, answer.at, calendar=calendar)
    except (UnreadableAllowance, WorktimeError) as refusal:
        _refuse(refusal)
    _print(used, due=answer.at, as_json=as_json)


@worktime_cli.command("elapsed", context_settings=AS_WRITTEN)
@click.argument("start", default="")
@click.argument("end", default="")
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON di keluaran standar.")
def elapsed_command(start: str, end: str, as_json: bool) -> None:
    """Lama waktu kerja dari START sampai END (mis. 2023-07-17T08:00)."""
    try:
        used = worktime.elapsed(_moment(start, "mulai"), _moment(end, "selesai"), calendar=library_calendar())
    except WorktimeError as refusal:
        _refuse(refusal)
    _print(used, due=None, as_json=as_json)


@calendar_cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--publish", "note", metavar="KETERANGAN", help="Langsung terbitkan sebagai versi baru.")
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON di keluaran standar.")
def import_command(file: Path, note: str | None, as_json: bool) -> None:
    """Masukkan hari libur dari FILE.ics ke draf kalender; admin memeriksa dan menerbitkannya."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from app.calendars.ics import UnreadableCalendar, read_ics
    from app.calendars.imports import import_days
    from app.web.refusals import Refusal

    try:
        reading = read_ics(file.read_bytes())
        outcome = import_days(reading, note=note)
    except OSError:
        _refuse(f"Berkas {file} tidak dapat dibaca.")
    except (OperationalError, ProgrammingError):
        _refuse("Basis data belum siap. Siapkan aplikasi dengan `make run` lebih dahulu.")
    except (UnreadableCalendar, Refusal) as refusal:
        _refuse(refusal)
    for problem in reading.problems:
        click.echo(problem, err=True)
    click.echo(json.dumps(outcome.record(), ensure_ascii=False) if as_json else outcome.sentence)


def _moment(text: str, what: str) -> datetime:
    """A local ISO time, or one with its own offset; anything else is refused."""
    refusal = WorktimeError(f'Waktu {what} "{text[:40]}" tidak dapat dibaca. Tulis seperti 2023-07-17T08:00.')
    if not MOMENT.fullmatch(text):
        raise refusal
    try:
        moment = datetime.fromisoformat(text)
        zone = library_calendar().zone
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):
        raise refusal from None


def _print(used: Elapsed, *, due: datetime | None, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_record(used, due), ensure_ascii=False))
        return
    if due is not None:
        click.echo(f"Tenggat {long_moment(due)}")
    click.echo(f"{minutes_in_words(used.minutes)} kerja ({used.whole_minutes} menit, {days_in_words(used.days)})")
    for line in day_lines(used.intervals):
        click.echo(f"  {line.sentence}")


def _record(used: Elapsed, due: datetime | None) -> dict[str, Any]:
    return {
        "due": due.isoformat() if due else "",
        "minutes": _number(used.minutes),
        "days": _number(used.days),
        "intervals": [_interval(interval) for interval in used.intervals],
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "minutes": _number(interval.exact_minutes),
        "days": _number(interval.days),
        "counted": interval.counted,
        "reason": interval.reason,
    }


def _number(exact: Fraction) -> int | float:
    return int(exact) if exact.denominator == 1 else round(float(exact), JSON_PLACES)


def _refuse(refusal: Exception | str) -> NoReturn:
    """Nothing on standard output; the sentence on standard error."""
    click.echo(str(refusal), err=True)
    raise SystemExit(BAD_INPUT)
