"""`make bench`: one table, each figure as a ratio to its floor, each with its goal; what misses it says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bench import board, counts, log, log_pages, paper, start
from bench.measure import Figure
from bench.office import measured_office

NAME, AGAINST = 44, 36


def main() -> None:
    say("| Yang diukur | ms CPU | lantai ms | rasio | tujuan | | lantainya |")
    say("|---|---:|---:|---:|---:|---|---|")
    for found in figures():
        say(
            f"| {found.name:<{NAME}} | {found.ours:8.3f} | {found.floor:8.3f} | {found.ratio:6.2f} | {found.goal:>4g} "
            f"| {word(found.met)} | {found.against:<{AGAINST}} |"
        )
    say("\n| Yang dihitung | jumlah | tujuan | |\n|---|---:|---:|---|")
    with measured_office() as app:
        for one in counts.counts(app):
            say(f"| {one.name:<{NAME}} | {one.found:6} | {one.goal:6} | {word(one.met)} |")


def figures() -> Iterator[Figure]:
    with measured_office() as app:
        yield from board.figures(app)
        yield from paper.figures(app)
    yield from log.figures()
    yield from log_pages.figures()
    yield start.figures()


def word(met: bool) -> str:
    return "tercapai" if met else "belum   "


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
