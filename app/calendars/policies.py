"""What the state of the calendar allows; the same sentence explains a button that is off and a refusal."""

from __future__ import annotations

from app.calendars.checks import problems
from app.calendars.errors import UnusableDraft
from app.calendars.timetable import Timetable


def check_can_publish(draft: Timetable, current: Timetable) -> None:
    """Raises with a sentence where the draft contradicts itself or changes nothing."""
    if found := problems(draft):
        raise UnusableDraft(" ".join(found))
    if draft.digest == current.digest:
        raise UnusableDraft("Draf ini belum mengubah apa pun.")


def why_not_publish(draft: Timetable, current: Timetable) -> str:
    """The sentence of check_can_publish, or an empty string where it may be published."""
    try:
        check_can_publish(draft, current)
    except UnusableDraft as refusal:
        return refusal.message
    return ""
