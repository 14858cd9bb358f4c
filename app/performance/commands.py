"""`flask capaian`: the formula on the command line; needs no database."""

from __future__ import annotations

import json
import sys
from decimal import Decimal

import click
from flask import current_app
from flask.cli import with_appcontext

from app.performance.capaian import Capaian, Formula, capaian
from app.performance.numbers import UnreadableNumber, read_point_number
from app.performance.rating import Bands
from app.web.usage import OfficeCommand

MISSING = {"", "-"}
BAD_INPUT = 2


# Unknown options pass, so that a negative number or a lone "-" is an argument.
@click.command("capaian", cls=OfficeCommand, context_settings={"ignore_unknown_options": True})
@click.argument("formula")
@click.argument("target")
@click.argument("realisasi")
@click.option("--json", "as_json", is_flag=True, help="Satu baris JSON: capaian, rating, note.")
@with_appcontext
def capaian_command(formula: str, target: str, realisasi: str, as_json: bool) -> None:
    """Hitung capaian. FORMULA: higher, lower, lower-ratio; REALISASI "-" bila belum ada."""
    bands: Bands = current_app.extensions["rating_bands"]
    judged = capaian(_formula(formula), _figure("Target", target), _figure("Realisasi", realisasi), bands=bands)
    click.echo(_json_line(judged) if as_json else _sentence(judged))


def _formula(text: str) -> Formula:
    numeric = [formula.value for formula in Formula if formula is not Formula.QUALITATIVE]
    if text not in numeric:
        _refuse(f"Formula “{text}” tidak dikenal. Pilih {', '.join(numeric)}.")
    return Formula(text)


def _figure(what: str, typed: str) -> Decimal | None:
    if typed.strip() in MISSING:
        return None
    try:
        return read_point_number(typed)
    except UnreadableNumber as error:
        _refuse(f"{what}: {error}")
    return None


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(BAD_INPUT)


def _json_line(judged: Capaian) -> str:
    # A Decimal is written as the JSON number it is: a float would lose digits of large ones.
    value = '""' if judged.value is None else str(judged.value)
    rest = json.dumps({"rating": judged.rating.label if judged.rating else "", "note": judged.note}, ensure_ascii=False)
    return f'{{"capaian": {value}, {rest[1:]}'


def _sentence(judged: Capaian) -> str:
    if judged.value is None:
        return judged.note
    rating = judged.rating.label if judged.rating else ""
    return f"{judged.printed} – {rating}" + (f" ({judged.note})" if judged.note else "")
