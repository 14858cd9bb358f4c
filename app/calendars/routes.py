"""Pages of the working calendar: what holds now, earlier versions, and the draft of the next."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request

from app.accounts.access import current_person, may, requires
from app.accounts.permissions import Permission
from app.calendars import actions, queries
from app.calendars.errors import DraftMoved, UnusableDraft
from app.calendars.forms import HolidayForm, HoursForm, PublicationForm, RamadanForm
from app.calendars.library import library_holidays
from app.calendars.models import CalendarVersion
from app.calendars.policies import why_not_publish
from app.calendars.timetable import Timetable, change_sentence, changes, extended
from app.clock.current import now
from app.clock.words import long_date
from app.clock.workdays import WITA
from app.clock.worktime import WorktimeError
from app.web.pages import page, redirect_to, say
from app.web.refusals import Invalid, NotFound
from app.web.words import WEEKDAYS

bp = Blueprint("calendars", __name__, url_prefix="/calendars")


@bp.get("")
@requires(Permission.CALENDAR_VIEW)
def index() -> Response:
    return _version_page(queries.current_version())


@bp.get("/versions/<int:no>")
@requires(Permission.CALENDAR_VIEW)
def version(no: int) -> Response:
    return _version_page(queries.version(no))


@bp.post("/draft")
@requires(Permission.CALENDAR_EDIT)
def open_draft() -> Response:
    actions.open_draft(by=current_person(), at=now())
    return redirect_to("calendars.draft")


@bp.get("/draft")
@requires(Permission.CALENDAR_EDIT)
def draft() -> Response:
    return _draft_page()


@bp.post("/draft/removal")
@requires(Permission.CALENDAR_EDIT)
def discard_draft() -> Response:
    actions.discard_draft(queries.draft())
    say("Draf kalender dihapus.")
    return redirect_to("calendars.index")


@bp.post("/draft/holidays")
@requires(Permission.CALENDAR_EDIT)
def add_holiday() -> Response:
    form, timetable = HolidayForm(), queries.draft().timetable
    if not form.validate_on_submit() or not form.inside(timetable):
        return _draft_page(holiday_form=form, status=422)
    assert form.day.data is not None and form.name.data is not None
    _change(timetable.with_holiday(form.day.data, form.name.data))
    return redirect_to("calendars.draft", year=form.day.data.year, _anchor="libur")


@bp.post("/draft/holidays/<day>/removal")
@requires(Permission.CALENDAR_EDIT)
def remove_holiday(day: str) -> Response:
    removed, timetable = _date(day), queries.draft().timetable
    if removed not in timetable.holidays:
        raise NotFound(f"{long_date(removed)} bukan hari libur di draf ini.")
    _change(timetable.without_holiday(removed))
    return redirect_to("calendars.draft", year=removed.year, _anchor="libur")


@bp.post("/draft/ramadan")
@requires(Permission.CALENDAR_EDIT)
def set_ramadan() -> Response:
    form, timetable = RamadanForm(prefix="ramadan"), queries.draft().timetable
    if not form.validate_on_submit():
        return _draft_page(ramadan_form=form, status=422)
    _change(timetable.with_ramadan(form.period()))
    return redirect_to("calendars.draft", _anchor="ramadan")


@bp.post("/draft/ramadan/<first>/removal")
@requires(Permission.CALENDAR_EDIT)
def remove_ramadan(first: str) -> Response:
    _change(queries.draft().timetable.without_ramadan(_date(first)))
    return redirect_to("calendars.draft", _anchor="ramadan")


@bp.get("/draft/hours")
@requires(Permission.CALENDAR_EDIT)
def hours() -> Response:
    draft = queries.draft()
    rows = [*draft.timetable.hours, {"valid_from": None}]
    return page("calendars/hours.html", form=HoursForm(data={"rows": rows, "revision": draft.revision}))


@bp.post("/draft/hours")
@requires(Permission.CALENDAR_EDIT)
def set_hours() -> Response:
    form, draft = HoursForm(), queries.draft()
    if not form.validate_on_submit():
        return page("calendars/hours.html", form=form, status=422)
    if form.revision.data != draft.revision:
        raise DraftMoved
    _change(draft.timetable.with_hours(form.hours()))
    say("Jam kerja di draf diperbarui.")
    return redirect_to("calendars.draft", _anchor="jam")


@bp.post("/draft/years")
@requires(Permission.CALENDAR_EDIT)
def add_year() -> Response:
    timetable = queries.draft().timetable
    year = timetable.last.year + 1
    _change(extended(timetable, library_holidays(range(year, year + 1)), until=date(year, 12, 31)))
    say(f"Tahun {year} ditambahkan dari pustaka. Periksa hari liburnya.")
    return redirect_to("calendars.draft", year=year, _anchor="libur")


@bp.post("/draft/publication")
@requires(Permission.CALENDAR_EDIT)
def publish() -> Response:
    form, draft = PublicationForm(prefix="publication"), queries.draft()
    if not form.validate_on_submit():
        return _draft_page(publication_form=form, status=422)
    note, revision = form.note.data or "", form.revision.data or 0
    try:
        version = actions.publish_calendar(draft, note=note, revision=revision, by=current_person(), at=now())
    except UnusableDraft as refusal:
        form.note.errors = [refusal.message]
        return _draft_page(publication_form=form, status=422)
    say(f"{version.title} berlaku sejak sekarang untuk pelaksanaan yang baru dimulai.")
    return redirect_to("calendars.index")


def refuse_worktime(error: WorktimeError) -> Response:
    """Working time that can't be told is a sentence on the page, not a failure of the application."""
    from app.web.errors import answer

    return answer(422, str(error))


def _version_page(version: CalendarVersion) -> Response:
    timetable = version.timetable
    return page(
        "calendars/index.html",
        version=version,
        versions=queries.versions(),
        timetable=timetable,
        year=_year(timetable),
        draft=queries.find_draft(),
        weekday_names=WEEKDAYS,
        may_edit=may(Permission.CALENDAR_EDIT),
    )


def _draft_page(
    *,
    holiday_form: HolidayForm | None = None,
    ramadan_form: RamadanForm | None = None,
    publication_form: PublicationForm | None = None,
    status: int = 200,
) -> Response:
    draft, base = queries.draft(), queries.current_version()
    timetable = draft.timetable
    return page(
        "calendars/draft.html",
        status=status,
        draft=draft,
        base=base,
        timetable=timetable,
        year=_year(timetable),
        changed=[change_sentence(change) for change in changes(base.timetable, timetable)],
        weekday_names=WEEKDAYS,
        obstacle=why_not_publish(timetable, base.timetable),
        holiday_form=holiday_form or HolidayForm(formdata=None),
        ramadan_form=ramadan_form or RamadanForm(formdata=None, prefix="ramadan"),
        publication_form=publication_form
        or PublicationForm(formdata=None, prefix="publication", data={"revision": draft.revision}),
    )


def _change(timetable: Timetable) -> None:
    actions.change_draft(queries.draft(), timetable, by=current_person(), at=now())


def _year(timetable: Timetable) -> int:
    """The year that was asked for, or the current one, kept inside the calendar."""
    asked = request.args.get("year", type=int) or now().astimezone(WITA).year
    return min(max(asked, timetable.first.year), timetable.last.year)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text} bukan tanggal.") from None
