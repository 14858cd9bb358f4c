"""What click says of a wrong call, in Bahasa Indonesia: one place for every command of the office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import AppGroup

QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
PATHS = {
    "does not exist": "tidak ada",
    "is a directory": "adalah folder, bukan berkas",
    "is a file": "adalah berkas, bukan folder",
    "is not readable": "tidak boleh dibaca",
    "is not writable": "tidak boleh ditulis",
}


class WrongUsage(click.UsageError):
    """A usage error whose frame is told in Bahasa Indonesia too; exit status 2 as ever."""

    def show(self, file: Any = None) -> None:
        if self.ctx is not None:
            pieces = " ".join(self.ctx.command.collect_usage_pieces(self.ctx))
            pieces = pieces.replace("[OPTIONS]", "[OPSI]").replace("COMMAND [ARGS]", "PERINTAH [ISIAN]")
            click.echo(f"Pemakaian: {self.ctx.command_path} {pieces}", err=True)
            click.echo(f"Petunjuk: {self.ctx.command_path} --help\n", err=True)
        click.echo(f"Salah pemakaian: {self.format_message()}", err=True)


class Spoken(click.Command):
    """A command or group that tells its own usage errors, and those of the commands in it, by `sentence`."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _spoken():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _spoken():
            return super().invoke(ctx)


class OfficeGroup(Spoken, AppGroup):
    """The group of an office's commands."""


class OfficeCommand(Spoken):
    """A command that stands in no group."""


@contextmanager
def _spoken() -> Iterator[None]:
    try:
        yield
    except (WrongUsage, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise WrongUsage(sentence(error), ctx=error.ctx) from None


def sentence(error: click.UsageError) -> str:
    """What was wrong, for a person. What click adds one day and we don't know stays in its own words."""
    match error:
        case click.MissingParameter():
            return f"{_named(error.param)} wajib disebut."
        case click.BadParameter():
            return f"{_named(error.param)}: {_bad_value(error)}."
        case click.NoSuchOption():
            return f"Tidak ada opsi {error.option_name}."
        case click.BadOptionUsage():
            return _bad_option(error)
    if error.message.startswith("No such command"):
        return f"Tidak ada perintah {_quoted(error)}."
    if error.message.startswith("Got unexpected extra argument"):
        return f"Kelebihan isian: {error.message.partition('(')[2].rstrip(').')}."
    return error.message


def _bad_option(error: click.BadOptionUsage) -> str:
    if "does not take a value" in error.message:
        return f"Opsi {error.option_name} tidak memakai nilai."
    return f"Opsi {error.option_name} memerlukan nilai."


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "Isian"
    return (
        f"Opsi {param.opts[0]}"
        if isinstance(param, click.Option)
        else (param.metavar or param.name or "").strip("[].").upper()
    )


def _bad_value(error: click.BadParameter) -> str:
    value = _quoted(error)
    match error.param.type if error.param else None:
        case click.types.IntParamType():
            return f"{value} bukan bilangan bulat"
        case click.DateTime():
            return f"{value} bukan tanggal seperti 2025-01-31"
        case click.Choice(choices=choices):
            return f"{value} bukan salah satu dari {', '.join(map(str, choices))}"
        case click.Path():
            return f"{value} {next((said for words, said in PATHS.items() if words in error.message), 'ditolak')}"
    return error.message.rstrip(".")


def _quoted(error: click.UsageError) -> str:
    """What the person typed, as click repeats it."""
    found = QUOTED.search(error.message)
    return f"“{found[1] or found[2] or ''}”" if found else "nilainya"
