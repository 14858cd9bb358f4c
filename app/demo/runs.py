"""The four runs of the demo office: three finished ones and one that is going on now."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.accounts.actions import appoint_acting
from app.accounts.roles import Role
from app.calendars.queries import current_calendar
from app.demo.narrative import YEAR_2025
from app.demo.people import find_office
from app.demo.story import Story, wita
from app.reports.models import ReportVersion
from app.web.transaction import writing
from app.web.words import WITA


def second_quarter_2023() -> ReportVersion:
    """From Monday 17 July 2023; the 19th is a holiday. Everything within the standard."""
    story = Story(2023, 2, at=wita("2023-07-17 08.00"))
    story.complete(1, "sekretaris", wita("2023-07-17 08.12"))
    story.complete(2, "kabag_umum", wita("2023-07-17 08.50"))
    story.begin(3, "tim", wita("2023-07-17 09.15")).complete(3, "tim", wita("2023-07-18 08.30"))
    story.complete(4, "tim", wita("2023-07-20 15.30"))
    story.report(5, "kabag_umum", wita("2023-07-21 08.40")).report(5, "kabag_persidangan", wita("2023-07-21 09.05"))
    story.report(5, "kabag_fasilitasi", wita("2023-07-21 13.20")).complete(5, "sekretaris", wita("2023-07-21 14.30"))
    story.complete(6, "kabag_umum", wita("2023-07-21 16.10"))
    story.freeze(wita("2023-07-24 10.00")).paraf(wita("2023-07-24 10.40"), "kabag_umum")
    story.paraf(wita("2023-07-24 13.25"), "kabag_fasilitasi").paraf(wita("2023-07-25 08.10"), "kabag_persidangan")
    return story.sign(wita("2023-07-25 09.45"))


def year_2025() -> ReportVersion:
    """January 2026; Friday the 16th is a holiday. Step 4 is late, and step 5 sends it back once."""
    story = Story(2025, None, at=wita("2026-01-12 08.00"))
    story.complete(1, "sekretaris", wita("2026-01-12 08.14"))
    story.complete(2, "kabag_umum", wita("2026-01-12 09.02"))
    story.begin(3, "tim", wita("2026-01-12 09.20")).complete(3, "tim", wita("2026-01-13 08.40"))
    late = "Rekapitulasi Pokir dari Bagian Fasilitasi baru lengkap pada hari Kamis siang."
    story.begin(4, "staf", wita("2026-01-13 09.00")).complete(4, "tim", wita("2026-01-15 14.20"), late_reason=late)
    story.report(5, "kabag_umum", wita("2026-01-15 15.10")).report(5, "kabag_persidangan", wita("2026-01-19 08.30"))
    back = "Realisasi indikator 1.3 belum sama dengan rekapitulasi Pokir. Mohon dicocokkan."
    story.send_back(5, 4, "sekretaris", wita("2026-01-19 10.00"), reason=back)
    again = "Mencocokkan ulang realisasi indikator 1.3 setelah laporan dikembalikan."
    story.begin(4, "tim", wita("2026-01-19 10.20")).complete(4, "tim", wita("2026-01-20 09.30"), late_reason=again)
    story.report(5, "kabag_umum", wita("2026-01-20 09.50")).report(5, "kabag_persidangan", wita("2026-01-20 10.05"))
    story.report(5, "kabag_fasilitasi", wita("2026-01-20 10.40")).complete(5, "sekretaris", wita("2026-01-20 11.45"))
    story.complete(6, "kabag_persidangan", wita("2026-01-20 14.30"))
    story.write(wita("2026-01-21 09.00"), **YEAR_2025)
    story.freeze(wita("2026-01-21 14.00")).paraf(wita("2026-01-21 14.50"), "kabag_persidangan")
    story.paraf(wita("2026-01-21 15.30"), "kabag_umum").paraf(wita("2026-01-22 08.20"), "kabag_fasilitasi")
    return story.sign(wita("2026-01-22 10.05"))


def first_quarter_2026() -> ReportVersion:
    """March 2026: Ramadan's shorter days, then the Nyepi–Lebaran block of 18 to 24 March; step 5 is late."""
    story = Story(2026, 1, at=wita("2026-03-11 08.30"))
    story.complete(1, "sekretaris", wita("2026-03-11 08.45"))
    story.complete(2, "kabag_fasilitasi", wita("2026-03-11 09.30"))
    story.complete(3, "tim", wita("2026-03-12 09.00"))
    story.begin(4, "staf", wita("2026-03-12 09.30")).complete(4, "tim", wita("2026-03-16 08.40"))
    story.report(5, "kabag_umum", wita("2026-03-16 10.15")).report(5, "kabag_fasilitasi", wita("2026-03-17 08.10"))
    story.report(5, "kabag_persidangan", wita("2026-03-17 14.30"))
    late = "Laporan Bagian Persidangan masuk menjelang libur Nyepi dan Lebaran; diterima pada hari kerja berikutnya."
    story.complete(5, "sekretaris", wita("2026-03-25 08.20"), late_reason=late)
    story.complete(6, "kabag_umum", wita("2026-03-25 10.05"))
    story.freeze(wita("2026-03-25 14.00")).paraf(wita("2026-03-25 14.35"), "kabag_fasilitasi")
    _stand_in_for_kabag_umum(at=wita("2026-03-25 14.45"))
    story.paraf(wita("2026-03-26 08.30"), "kabag_persidangan").paraf(wita("2026-03-26 09.10"), "tim")
    return story.sign(wita("2026-03-26 14.00"))


def _stand_in_for_kabag_umum(*, at: datetime) -> None:
    """He is away for two days; the Perencana of his bagian is his Plh. and gives the paraf in his place."""
    with writing():
        office = find_office()
        appoint_acting(
            office.tim, kind="plh", post=Role.KABAG, sk_number="800.1.11.1/12/SETWAN/2026", sk_date=date(2026, 3, 25),
            starts_on=date(2026, 3, 26), ends_on=date(2026, 3, 27), by=office.admin, at=at,
        )  # fmt: skip


def third_quarter_2026(*, now: datetime) -> Story:
    """The run that is going on: four working days ago it began, and step 5 waits for two bagian."""
    first, second, _third, last = _working_days_before(now, 4)
    story = Story(2026, 3, at=_at(first, 8, 5))
    story.complete(1, "sekretaris", _at(first, 8, 17))
    story.complete(2, "kabag_umum", _at(first, 8, 58))
    story.begin(3, "tim", _at(first, 9, 10)).complete(3, "tim", _at(second, 8, 40))
    late = "Data SIPD Bagian Persidangan baru tersedia pada hari terakhir."
    story.begin(4, "staf", _at(second, 9, 0)).complete(4, "tim", _at(last, 14, 25), late_reason=late)
    return story.report(5, "kabag_umum", _at(last, 15, 5))


def _working_days_before(now: datetime, count: int) -> list[datetime]:
    """The last working days before today, oldest first."""
    calendar, day = current_calendar(), now.astimezone(WITA).date()
    found: list[datetime] = []
    while len(found) < count:
        day -= timedelta(days=1)
        if calendar.day(day).minutes:
            found.append(datetime.combine(day, time(0), WITA))
    return found[::-1]


def _at(day: datetime, hour: int, minute: int) -> datetime:
    return day.replace(hour=hour, minute=minute)
