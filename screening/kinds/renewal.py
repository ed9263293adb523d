"""When somebody is reminded that a clearance ends."""

from __future__ import annotations

from datetime import date, timedelta

# Days before the end (domain notes 2.1, stage 15): early enough for the slowest answer, then twice more.
STEPS = (180, 90, 30)
ENDING_SOON = timedelta(days=STEPS[0])


def step_reached(valid_until: date, today: date) -> int | None:
    """The latest step that has been reached; None before the first and after the end.

    After days without a worker the steps that were missed are not told one after another: the latest says it.
    """
    left = (valid_until - today).days
    if left < 0:
        return None
    return min((step for step in STEPS if left <= step), default=None)
