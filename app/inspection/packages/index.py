"""indeks.html: the package as a person reads it, in one page without a script, for any browser and for paper."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.audit.demo import is_demo
from app.audit.package.writer import Witnesses
from app.inspection.packages.about import About
from app.inspection.packages.facts import RunFacts, facts_of
from app.inspection.packages.gather import Gathered, Needed
from app.settings import ROOT
from app.web import words

FILTERS = ("angka", "tanggal", "ukuran", "waktu")


def index_html(about: About, gathered: Gathered, witnesses: Witnesses) -> str:
    """The page; its links lead to the files beside it."""
    runs = [facts_of(root, gathered, upto=about.events) for root in gathered.runs]
    template = _environment().get_template("inspection/packages/index.html")
    return template.render(
        about=about,
        demo=is_demo(),
        runs=runs,
        others=_others(runs, gathered),
        links={digest: gathered.path_in_package(digest) for digest in gathered.evidence},
        witnesses=[vkey.partition("+")[0] for vkey in witnesses[0]],
        cosigned=[_size(note) for note in witnesses[1]],
        stamps=sorted(witnesses[2]),
    )


def _others(runs: list[RunFacts], gathered: Gathered) -> list[Needed]:
    """Evidence that stands in no step: drafts of the report, files of a correction that was replaced."""
    shown = {document.link for run in runs for step in run.steps for document in step.documents}
    return [gathered.needed[digest] for digest in gathered.evidence if gathered.path_in_package(digest) not in shown]


def _size(note: str) -> int:
    return int(note.split("\n")[1])


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """An environment of its own: the page knows no request and no user."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {name: getattr(words, name) for name in FILTERS}
    return environment
