"""Filling an empty instance with the demo office, its four runs and what the Inspektorat found in one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.audit.actions import make_checkpoint
from app.demo import runs
from app.demo.figures import load_figures
from app.demo.inspection import inspect_2025
from app.demo.office import found_demo_office
from app.demo.people import find_office
from app.demo.review import review_2025
from app.demo.story import PASSPHRASE, wita
from app.reports.models import ReportVersion
from app.signing.actions import keep_key
from app.signing.backends.container import open_container
from app.signing.demo_certificates import demo_certificate
from app.web.transaction import writing

FOUNDED = wita("2023-07-14 09.00")
KEY_UNTIL = wita("2033-07-01 00.00")

Say = Callable[[str], None]


def load_demo(*, now: datetime, say: Say) -> ReportVersion:
    """Found the office and act out its runs in the order of their times; the report of 2025 is returned."""
    say("Kantor contoh: orang, bagian, kalender, SOP …")
    with writing():
        found_demo_office(at=FOUNDED)
    with writing():
        give_sekretaris_a_key(at=FOUNDED)
    say("Triwulan II 2023 …")
    runs.second_quarter_2023()
    say("Angka kinerja 2025 dan Tahunan 2025 …")
    with writing():
        load_figures(find_office(), at=wita("2026-01-09 10.00"))
    yearly = runs.year_2025()
    say("Pemeriksaan Inspektorat atas Tahunan 2025 …")
    inspect_2025(yearly.report.run_id)
    review_2025(yearly.report.run_id)
    say("Triwulan I 2026 …")
    runs.first_quarter_2026()
    say("Triwulan III 2026, sedang berjalan …")
    runs.third_quarter_2026(now=now)
    with writing():
        make_checkpoint(at=now)
    return yearly


def give_sekretaris_a_key(*, at: datetime) -> None:
    """A local key whose certificate says CONTOH."""
    person = find_office().sekretaris
    made = demo_certificate(person.name, nip=person.nip, passphrase=PASSPHRASE, at=at, until=KEY_UNTIL)
    opened = open_container(made.p12, passphrase=PASSPHRASE)
    keep_key(made.p12, certificate=opened.certificate, user=person, at=at)
