"""Who should have left by now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from access.visiting.overstay import LONGEST_ON_SITE, OnSite, overstay

pytestmark = pytest.mark.unit

CAME = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "card", "closed", "said"),
    [
        (1, 10, False, ""),
        (10, 10, False, "card"),
        (1, 10, True, "closed"),
        (12, None, False, ""),
        (12.1, None, False, "12 hours"),
        (12.1, 20, False, "12 hours"),
    ],
)
def test_visitor_when_hours_have_passed_then_asked_after(
    hours: float, card: int | None, closed: bool, said: str
) -> None:
    ends = CAME + timedelta(hours=card) if card else None
    found = overstay(OnSite(CAME, ends, closed), CAME + timedelta(hours=hours))
    assert (said in found) if said else found == ""
    assert timedelta(hours=12) == LONGEST_ON_SITE
