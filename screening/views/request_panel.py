"""What the page of a check says of the request that is out: by which way, how long still, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from screening.asked_states import languages_of
from screening.enums import CheckState
from screening.models import Check
from screening.public_holidays import calendar_of
from screening.request_clock import days_left
from screening.services import request as requests
from screening.services.proof import PROVABLE


@dataclass(frozen=True, slots=True)
class RequestPanel:
    """The facts and the steps that are open; which of them the caller may take is judged elsewhere."""

    languages: str
    days_left: int
    left: str
    tone: str
    is_holiday_calendar_known: bool
    can_send: bool
    can_chase: bool
    can_give_data: bool
    can_give_up: bool
    can_ask_again: bool


def request_panel(check: Check, *, today: date) -> RequestPanel:
    """What may be said and done about a check today."""
    waits = check.state_word is CheckState.REQUESTED
    country = check.country or check.application.port.country
    left = days_left(check.due_on, today, country)
    return RequestPanel(
        languages=", ".join(languages_of(check.country)),
        days_left=left,
        left=spoken_left(left),
        tone=tone_of(left),
        is_holiday_calendar_known=calendar_of(country, today, today).is_known,
        can_send=waits and check.is_state_bound and check.sent_on is None,
        can_chase=requests.is_overdue(check, today) and check.is_state_bound,
        can_give_data=waits and check.unclear_since is not None,
        can_give_up=waits and check.kind_word in PROVABLE,
        can_ask_again=check.state_word in {CheckState.ANSWERED, CheckState.INVALID},
    )


SOON = 3  # working days; then the pill turns


def tone_of(left: int) -> str:
    """The tone of the pill that says how many working days are left."""
    if left < 0:
        return "bad"
    return "wait" if left <= SOON else "info"


def spoken_left(left: int) -> str:
    """Working days left in words: 4 days left, today, 2 days late."""
    if left == 0:
        return "Due today"
    days = "day" if abs(left) == 1 else "days"
    return f"{left} {days} left" if left > 0 else f"{-left} {days} late"


def pill_of(check: Check, *, today: date) -> tuple[str, str]:
    """Tone and words of the pill of an open request: working days left in the State asked."""
    if check.unclear_since is not None:
        return "wait", "Waits for data"
    left = days_left(check.due_on, today, check.country or check.application.port.country)
    return tone_of(left), spoken_left(left)
