"""How a person stands, in one word."""

from __future__ import annotations

from datetime import date

import pytest

from screening.enums import ClearanceState, PersonStanding
from screening.standing import standing

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)
GRANTED, SUSPENDED, WITHDRAWN = ClearanceState.GRANTED, ClearanceState.SUSPENDED, ClearanceState.WITHDRAWN
S = PersonStanding


@pytest.mark.parametrize(
    ("state", "until", "is_being_checked", "was_refused", "word"),
    [
        (GRANTED, TODAY, False, False, S.CLEARED),
        (GRANTED, TODAY, True, False, S.CLEARED),
        (GRANTED, date(2026, 11, 21), False, False, S.ENDED),
        (GRANTED, date(2026, 11, 21), True, False, S.BEING_CHECKED),
        (SUSPENDED, TODAY, True, True, S.SUSPENDED),
        (SUSPENDED, date(2020, 1, 1), False, False, S.SUSPENDED),
        (WITHDRAWN, TODAY, False, False, S.NOT_CLEARED),
        (WITHDRAWN, TODAY, True, False, S.BEING_CHECKED),
        (None, None, False, False, S.NONE),
        (None, None, True, True, S.BEING_CHECKED),
        (None, None, False, True, S.NOT_CLEARED),
    ],
)
def test_standing_when_asked_then_one_word(
    state: ClearanceState | None,
    until: date | None,
    is_being_checked: bool,
    was_refused: bool,
    word: PersonStanding,
) -> None:
    found = standing(state, until, today=TODAY, is_being_checked=is_being_checked, was_refused=was_refused)
    assert found is word
