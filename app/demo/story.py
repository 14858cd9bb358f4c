"""Acting out a run of the SOP: each act as its person, at its time, in a transaction of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from app.accounts.models import User
from app.accounts.queries import acting_person
from app.calendars.queries import current_version
from app.demo.papers import paper
from app.demo.people import find_office
from app.evidence.actions import register_file
from app.reports.actions import freeze_report, give_paraf, keep, sign_report, write_section
from app.reports.actions.sealing import keep_sealed
from app.reports.jobs import render_version
from app.reports.keeping import store_pdf
from app.reports.models import ReportVersion
from app.reports.queries import report_of
from app.reports.sealing import seal_rendered
from app.reports.signing import sign_version
from app.runs import actions, queries
from app.runs.actions.documents import standing_fills
from app.runs.documents import ItemFill
from app.runs.models import RunStep
from app.signing.backends.signer import Secrets
from app.signing.codes import new_code
from app.sop.queries import active_version_or_refuse
from app.web.transaction import writing
from app.web.words import WITA

PASSPHRASE = "kunci-contoh-2026"
"""Of the demo Sekretaris's key."""

KABAG = ("kabag_umum", "kabag_persidangan", "kabag_fasilitasi")

Tell = Callable[[str], None]


def wita(text: str) -> datetime:
    """ "2026-01-12 08.00" in WITA."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WITA)


class Story:
    """One run, acted out. People are named as the office's fields are: "tim", "kabag_umum"."""

    def __init__(self, year: int, quarter: int | None, *, at: datetime) -> None:
        with writing():
            run = actions.start_run(
                active_version_or_refuse(), calendar_version=current_version(), year=year, quarter=quarter,
                by=self._person("sekretaris", at), at=at,
            )  # fmt: skip
        self.run_id, self.title = run.id, run.title

    def complete(self, no: int, who: str, at: datetime, *, late_reason: str = "") -> Story:
        """Put papers into the step's items and sahkan it."""
        with writing():
            step, person = self._step(no), self._person(who, at)
            self._fill(step, by=self._helper(step, person, at), at=at)
            actions.complete_step(step, by=person, at=at, units=queries.reporting_units(), late_reason=late_reason)
        return self

    def begin(self, no: int, who: str, at: datetime) -> Story:
        """Press "mulai"."""
        with writing():
            actions.start_step(self._step(no), by=self._person(who, at), at=at)
        return self

    def report(self, no: int, who: str, at: datetime) -> Story:
        """A Kabag hands in the report of his bagian."""
        with writing():
            person = self._person(who, at)
            assert person.unit is not None
            name = f"laporan-{person.unit.short_name.lower()}-{self._slug()}.docx"
            stored = paper(name, f"Laporan {person.unit.name}", self.title)
            actions.report_unit(self._step(no), file=register_file(stored, at=at), name=name, by=person, at=at)
        return self

    def send_back(self, no: int, to_no: int, who: str, at: datetime, *, reason: str) -> Story:
        with writing():
            actions.return_step(self._step(no), to_no=to_no, reason=reason, by=self._person(who, at), at=at)
        return self

    def write(self, at: datetime, **sections: str) -> Story:
        """Narrative of the report; keys as in reports.sections, "sebab_1_2" for sebab:1.2."""
        with writing():
            report = keep(report_of(self.run_id))
            for key, text in sections.items():
                section = re.sub(r"^(sebab|solusi)_(\d)_(\d)$", r"\1:\2.\3", key)
                write_section(report, section=section, text=text, by=self._person("tim", at), at=at)
        return self

    def freeze(self, at: datetime) -> Story:
        """Render the report as the worker would, and freeze it."""
        report, code = report_of(self.run_id), new_code()
        rendered = render_version(report, no=len(report.versions) + 1, code=code, watermark=False, at=at)
        name = f"laporan-{self.run_id}.pdf"
        file, sealed = store_pdf(rendered.pdf, name=name), seal_rendered(rendered.pdf, name=name, at=at)
        with writing():
            by = self._person("tim", at)
            version = freeze_report(
                report_of(self.run_id), file=file, pages=rendered.pages, code=code, by=by, at=at
            )  # fmt: skip
            if sealed is not None:
                keep_sealed(version, file=sealed.file, facts=sealed.facts, by=by, at=at)
        return self

    def paraf(self, at: datetime, *who: str) -> Story:
        """These, or every Kabag of the office, have read the frozen report and let it go to the signature."""
        for one in who or KABAG:
            with writing():
                version = report_of(self.run_id).pending
                assert version is not None
                give_paraf(version, sha256=version.to_sign.sha256, by=self._person(one, at), at=at)
        return self

    def sign(self, at: datetime, *, who: str = "sekretaris", late_reason: str = "") -> ReportVersion:
        """The Sekretaris signs, or who acts for him; the first time, the run is closed."""
        version = report_of(self.run_id).pending
        assert version is not None
        sha256, secrets = version.to_sign.sha256, Secrets(passphrase=PASSPHRASE)
        signed = sign_version(version, user=self._person(who, at), secrets=secrets, at=at)
        with writing():
            return sign_report(
                report_of(self.run_id), sha256=sha256, file=signed.file, facts=signed.facts,
                by=self._person(who, at), at=signed.at, late_reason=late_reason, backend=signed.backend,
            )  # fmt: skip

    def _person(self, who: str, at: datetime) -> User:
        """With the mandates that he has at that moment."""
        return acting_person(getattr(find_office(), who), at=at)

    def _helper(self, step: RunStep, person: User, at: datetime) -> User:
        """In the step that gathers data the Staf attaches what the Tim then vouches for."""
        return self._person("staf", at) if "staf" in step.sop_step.helping_roles() and step.no == 4 else person

    def _step(self, no: int) -> RunStep:
        return queries.find_step(self.run_id, no)

    def _slug(self) -> str:
        return self.title.removeprefix("Pengukuran Kinerja ").lower().replace(" ", "-")

    def _fill(self, step: RunStep, *, by: User, at: datetime) -> None:
        """A paper for every item, or the file that stood under the same words before."""
        earlier: dict[str, ItemFill] = {}
        for other in step.run.steps:
            for attempt in other.attempts:
                earlier |= {fill.item.label.casefold(): fill for fill in attempt.fills if fill.evidence}
        fills = standing_fills(step)
        for item in step.items:
            if item.id in fills:
                continue
            known = earlier.get(item.label.casefold()) if item.kind == "kelengkapan" else None
            if known is not None and known.evidence is not None:
                actions.fill_item(item, file=known.evidence, name=known.name, by=by, at=at)
                continue
            ending = "xlsx" if "data" in item.label.lower() else "docx"
            words = "-".join(re.findall(r"[a-z0-9]+", item.label.lower()))[:40]
            attempt_no = f"-{step.attempt.no}" if step.attempt and step.attempt.no > 1 else ""
            name = f"{words}-{self._slug()}{attempt_no}.{ending}"
            stored = paper(name, item.label, self.title, f"Langkah {step.no}: {step.sop_step.uraian}")
            actions.fill_item(item, file=register_file(stored, at=at), name=name, by=by, at=at)
