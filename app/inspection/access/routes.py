"""The rooms of access: who may do what now, who could on a given day, and who read what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Response, request

from app.accounts import queries as accounts
from app.accounts.access import current_person, requires
from app.accounts.acting import day_of
from app.accounts.permissions import PERMISSIONS, Permission
from app.audit.queries import AFTER_ALL, Page
from app.clock.current import now
from app.inspection.access import queries
from app.inspection.access.forms import DayForm, ReadingForm
from app.inspection.access.then import accounts_on, holders, turns_on
from app.inspection.blueprints import rooms
from app.inspection.links import links_of
from app.inspection.queries import everybody, titled_runs
from app.inspection.reading import note_reading
from app.web.pages import page
from app.web.words import WITA, tanggal

POWERS = (
    Permission.RUN_START,
    Permission.STEP_COMPLETE,
    Permission.STEP_RETURN,
    Permission.RUN_CORRECT,
    Permission.PARAF_GIVE,
    Permission.REPORT_SIGN,
    Permission.AUDIT_READ,
    Permission.USERS_MANAGE,
)
"""What an inspector asks about first; the whole map is on the first page."""


@rooms.get("/akses")
@requires(Permission.ACCESS_VIEW)
def access() -> Response:
    at = now()
    note_reading("akses: siapa boleh apa sekarang", by=current_person(), at=at)
    return page(
        "inspection/access/now.html", rows=sorted(Permission, key=str.casefold), granted=PERMISSIONS, moment=at,
        acting=accounts.acting_people(at), people=everybody(),
    )  # fmt: skip


@rooms.get("/akses/tanggal")
@requires(Permission.ACCESS_VIEW)
def access_on() -> Response:
    at = now()
    form = DayForm(request.args)
    form.fill(day_of(at))
    if not form.validate():
        return page("inspection/access/then.html", form=form, found=[], status=422)
    day: date = form.hari.data
    note_reading(f"akses pada {tanggal(day)}", by=current_person(), at=at)
    office = queries.office_until(_midnight(day + timedelta(days=1)))
    found = accounts_on(day, office)
    changes = queries.changes_between(_midnight(day), _midnight(day + timedelta(days=1)))
    return page(
        "inspection/access/then.html", form=form, day=day, today=day_of(at), found=found, changes=changes,
        turns=turns_on(day, office),
        powers=[(power, holders(power, found)) for power in POWERS], unfoldable=office.state.unfoldable,
    )  # fmt: skip


@rooms.get("/akses/bacaan")
@requires(Permission.ACCESS_VIEW)
def access_readings() -> Response:
    form = ReadingForm(request.args)
    form.offer(runs=titled_runs(), people=everybody())
    if not form.validate():
        return _readings_page(form, Page((), None, None), status=422)
    words = f" ({form.words})" if form.words else ""
    note_reading(f"akses: siapa membaca apa{words}", by=current_person(), at=now())
    roots = queries.roots_of_run(form.pelaksanaan.data) if form.pelaksanaan.data else ()
    found = queries.readings(
        form.tags, form.span, roots=roots, before=_cursor("sebelum"), after=_cursor("sesudah")
    )  # fmt: skip
    return _readings_page(form, found)


def _readings_page(form: ReadingForm, found: Page, *, status: int = 200) -> Response:
    return page(
        "inspection/access/readings.html", status=status, form=form, found=found, narrowed=bool(form.arguments),
        links=links_of(entry.object for entry in found.entries), readings=queries.READINGS,
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), WITA)


def _cursor(name: str) -> int | None:
    """A place in the log from the address bar; nonsense begins at the newest."""
    seq = request.args.get(name, type=int)
    return seq if seq is not None and 0 <= seq < AFTER_ALL else None
