"""From an event to the page of what it is about, where there is one that the reader may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from app.accounts.access import may
from app.accounts.permissions import Permission
from app.extensions import db
from app.inspection.findings.models import Finding
from app.reports.models import Report


@dataclass(frozen=True, slots=True)
class Link:
    """A page and what a link to it says: "Buka langkahnya"."""

    address: str
    words: str


def links_of(objects: Iterable[str]) -> dict[str, Link]:
    """By object ("run:3/step:4"): the way to its page."""
    wanted = set(objects)
    drafts = _hidden_findings({_parts(about)["finding"] for about in wanted if about.startswith("finding:")})
    wanted = {about for about in wanted if about.partition("/")[0] not in drafts}
    runs = _runs_of_reports({_parts(about)["report"] for about in wanted if about.startswith("report:")})
    found = {about: (_address(_parts(about), runs), _words(_parts(about))) for about in wanted}
    return {about: Link(address, words) for about, (address, words) in found.items() if address}


def _address(parts: dict[str, str], runs: dict[str, int]) -> str:
    if "report" in parts:
        run_id = runs.get(parts["report"])
        return url_for("reports.show", run_id=run_id) if run_id else ""
    page = PAGES.get(next(iter(parts)))
    return page(parts) if page else ""


def _words(parts: dict[str, str]) -> str:
    """What is opened: of a run the step, where the object names one."""
    kind = "step" if "step" in parts else next(iter(parts))
    return f"Buka {OPENED.get(kind, 'halaman')}nya"


OPENED = {
    "calendar": "kalender", "finding": "temuan", "indicator": "angka", "report": "laporan", "review": "kertas kerja",
    "run": "pelaksanaan", "sample": "sampel", "sop": "SOP-", "step": "langkah", "unit": "bagian", "user": "akun",
}  # fmt: skip


def _run(parts: dict[str, str]) -> str:
    if "step" in parts:
        return url_for("runs.step", run_id=int(parts["run"]), no=int(parts["step"]))
    return url_for("runs.board", run_id=int(parts["run"]))


def _indicator(parts: dict[str, str]) -> str:
    slug = parts.get("target") or parts.get("realisasi")
    return url_for("performance.figure", slug=slug, indicator_id=int(parts["indicator"])) if slug else ""


def _calendar(parts: dict[str, str]) -> str:
    return url_for("calendars.version", no=int(parts["calendar"]))


def _sop(_parts: dict[str, str]) -> str:
    return url_for("sop.index")


def _person(parts: dict[str, str]) -> str:
    if not may(Permission.USERS_MANAGE):
        return ""
    return url_for("accounts.person", person_id=int(parts["user"]))


def _review(parts: dict[str, str]) -> str:
    return url_for("rooms.review", review_id=int(parts["review"])) if may(Permission.REVIEW_WRITE) else ""


def _unit(parts: dict[str, str]) -> str:
    return url_for("accounts.unit", unit_id=int(parts["unit"])) if may(Permission.USERS_MANAGE) else ""


def _finding(parts: dict[str, str]) -> str:
    return url_for("rooms.finding", finding_id=int(parts["finding"])) if may(Permission.INSPECTION_VIEW) else ""


def _sample(parts: dict[str, str]) -> str:
    return url_for("rooms.sample", sample_id=int(parts["sample"])) if may(Permission.REVIEW_WRITE) else ""


PAGES: dict[str, Callable[[dict[str, str]], str]] = {
    "calendar": _calendar,
    "finding": _finding,
    "indicator": _indicator,
    "review": _review,
    "run": _run,
    "sample": _sample,
    "sop": _sop,
    "unit": _unit,
    "user": _person,
}


def _hidden_findings(ids: set[str]) -> set[str]:
    """Drafts, which are there for their authors alone."""
    if not ids or may(Permission.REVIEW_WRITE):
        return set()
    query = select(Finding.id).where(Finding.id.in_(map(int, ids)), Finding.issued_at.is_(None))
    return {f"finding:{finding}" for finding in db.session.scalars(query)}


def _runs_of_reports(ids: set[str]) -> dict[str, int]:
    if not ids:
        return {}
    query = select(Report.id, Report.run_id).where(Report.id.in_(map(int, ids)))
    return {str(report): run for report, run in db.session.execute(query)}


def _parts(about: str) -> dict[str, str]:
    return {kind: name for kind, _, name in (part.partition(":") for part in about.split("/"))}
