"""Which of the four processes fits a badge."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from access.accountability.process import (
    is_to_be_seen,
    may_be_renewed,
    may_be_replaced,
    may_be_revalidated,
)
from access.enums import BadgeState as S

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FAR = NOW + timedelta(days=200)


@pytest.mark.parametrize(
    ("state", "days", "code"),
    [
        (S.ACTIVE, 61, "renewal_too_early"),
        (S.ACTIVE, 60, ""),
        (S.ACTIVE, 1, ""),
        (S.ACTIVE, 0, "badge_has_ended"),
        (S.SUSPENDED, 10, "badge_not_active"),
        (S.LOST, 10, "badge_not_active"),
        (S.REVOKED, 10, "badge_not_active"),
    ],
)
def test_renewal_when_judged_then_only_of_an_active_badge_in_its_last_60_days(
    state: S, days: int, code: str
) -> None:
    assert "".join(may_be_renewed(state, NOW + timedelta(days=days), NOW).codes) == code


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ([S.ACTIVE], ""),
        ([S.ACTIVE, S.LOST], ""),
        ([S.ACTIVE, S.LOST, S.STOLEN], ""),
        ([S.ACTIVE, S.SUSPENDED, S.ACTIVE, S.LOST], ""),
        ([S.ACTIVE, S.SUSPENDED], "badge_suspended"),
        ([S.ACTIVE, S.SUSPENDED, S.LOST], "badge_suspended"),
        ([S.ACTIVE, S.SUSPENDED, S.LOST, S.STOLEN], "badge_suspended"),
        ([S.ACTIVE, S.REVOKED], "badge_has_ended"),
        ([S.ACTIVE, S.SUPERSEDED], "badge_has_ended"),
        ([S.ACTIVE, S.LOST, S.RETURNED], "badge_has_ended"),
    ],
)
def test_replacement_when_judged_then_never_around_a_suspension(history: list[S], code: str) -> None:
    assert "".join(may_be_replaced(history, FAR, NOW).codes) == code


def test_replacement_when_the_badge_has_ended_by_the_clock_then_refused() -> None:
    assert may_be_replaced([S.ACTIVE], NOW, NOW).codes == ("badge_has_ended",)


@pytest.mark.parametrize("state", S)
def test_revalidation_when_judged_then_only_of_an_active_badge(state: S) -> None:
    assert may_be_revalidated(state, FAR, NOW).allowed is (state is S.ACTIVE)
    assert not may_be_revalidated(state, NOW, NOW).allowed


@pytest.mark.parametrize(
    ("seen", "issued", "wanted"),
    [
        (None, date(2025, 11, 21), True),
        (None, date(2025, 11, 22), False),
        (date(2025, 11, 21), date(2020, 1, 1), True),
        (date(2026, 1, 1), date(2020, 1, 1), False),
        (date(2019, 1, 1), date(2026, 1, 1), False),
    ],
)
def test_badge_when_not_seen_within_the_period_then_to_be_seen(
    seen: date | None, issued: date, wanted: bool
) -> None:
    assert is_to_be_seen(seen, issued, 365, date(2026, 11, 22)) is wanted
