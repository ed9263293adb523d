"""How a person stands, in one word, and how a clearance stands on a day. Pure."""

from __future__ import annotations

from datetime import date

from screening.enums import ClearanceState, PersonStanding


def state_on(day: date, state: ClearanceState, suspended_until: date | None) -> ClearanceState:
    """The state that counts on a day: a suspension ends by itself after its last day.

    Without a last day (a suspension that came with a port's data) it goes on until somebody ends it.
    `selectors.clearance.state_on` is the same in SQL.
    """
    lapsed = suspended_until is not None and suspended_until < day
    return ClearanceState.GRANTED if state is ClearanceState.SUSPENDED and lapsed else state


def standing(
    state: ClearanceState | None,
    valid_until: date | None,
    *,
    today: date,
    is_being_checked: bool = False,
    was_refused: bool = False,
) -> PersonStanding:
    """The word for a person's current clearance, and where there is none, for their application.

    A clearance in force hides that something is being looked at: an employer, or an insider through the
    employer, must not learn of a reassessment. `is_being_checked` therefore leaves reassessments out.
    """
    if state is ClearanceState.SUSPENDED:
        return PersonStanding.SUSPENDED
    if state is ClearanceState.GRANTED and valid_until is not None and valid_until >= today:
        return PersonStanding.CLEARED
    if is_being_checked:
        return PersonStanding.BEING_CHECKED
    if state is ClearanceState.GRANTED:
        return PersonStanding.ENDED
    if state is ClearanceState.WITHDRAWN or was_refused:
        return PersonStanding.NOT_CLEARED
    return PersonStanding.NONE
