"""How a person stands, in one word. Pure."""

from __future__ import annotations

from datetime import date

from screening.enums import ClearanceState, PersonStanding


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
