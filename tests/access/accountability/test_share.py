"""What counts as unaccounted for, and when the limit is passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.accountability.share import (
    AT_THE_DESK,
    GONE,
    Card,
    Share,
    is_in_circulation,
    is_unaccounted,
    share,
)
from access.enums import BadgeState

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LATER, EARLIER = NOW + timedelta(days=90), NOW - timedelta(days=1)
FIVE = Fraction(5, 100)

cards = st.builds(
    Card,
    state=st.sampled_from(BadgeState),
    printed_until=st.sampled_from([EARLIER, NOW, LATER]),
    return_due_on=st.none() | st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]),
)


@pytest.mark.parametrize(
    ("state", "due", "missing"),
    [
        (BadgeState.ACTIVE, None, False),
        (BadgeState.LOST, None, True),
        (BadgeState.STOLEN, None, True),
        (BadgeState.REVOKED, None, False),
        (BadgeState.REVOKED, TODAY, False),
        (BadgeState.REVOKED, TODAY - timedelta(days=1), True),
        (BadgeState.SUPERSEDED, TODAY - timedelta(days=1), True),
        (BadgeState.ACTIVE, TODAY - timedelta(days=1), True),
        (BadgeState.RETURNED, TODAY - timedelta(days=1), False),
        (BadgeState.DESTROYED, TODAY - timedelta(days=1), False),
    ],
)
def test_card_when_lost_stolen_or_late_then_unaccounted(
    state: BadgeState, due: date | None, missing: bool
) -> None:
    assert is_unaccounted(Card(state, LATER, due), NOW, TODAY) is missing


@pytest.mark.parametrize("state", BadgeState)
def test_card_when_its_printed_end_has_passed_then_counts_nowhere(state: BadgeState) -> None:
    card = Card(state, NOW, TODAY - timedelta(days=9))
    assert not is_in_circulation(card, NOW)
    assert not is_unaccounted(card, NOW, TODAY)


@given(st.lists(cards, max_size=40))
def test_share_when_counted_then_missing_is_part_of_those_in_circulation(some: list[Card]) -> None:
    found = share(some, FIVE, NOW, TODAY)
    assert 0 <= found.missing <= found.total <= len(some)
    assert 0 <= found.part <= 1
    assert found.total == sum(c.state not in AT_THE_DESK and c.printed_until > NOW for c in some)


@given(st.lists(cards, max_size=30), st.sampled_from(sorted(GONE)))
def test_share_when_a_card_in_circulation_is_lost_then_never_smaller(
    some: list[Card], gone: BadgeState
) -> None:
    held = [*some, Card(BadgeState.ACTIVE, LATER)]
    lost = [*some, Card(gone, LATER)]
    assert share(lost, FIVE, NOW, TODAY).missing == share(held, FIVE, NOW, TODAY).missing + 1
    assert share(lost, FIVE, NOW, TODAY).part >= share(held, FIVE, NOW, TODAY).part


@given(st.lists(cards, max_size=30))
def test_share_when_every_card_is_handed_in_then_nothing_is_missing(some: list[Card]) -> None:
    returned = [Card(BadgeState.RETURNED, card.printed_until, card.return_due_on) for card in some]
    assert share(returned, FIVE, NOW, TODAY) == Share(0, 0, FIVE)


@given(st.integers(0, 500), st.integers(0, 500), st.fractions(0, 1, max_denominator=1000))
def test_share_when_further_cards_go_then_over_exactly_after_the_room(
    missing: int, rest: int, limit: Fraction
) -> None:
    found = Share(missing, missing + rest, limit)
    if found.is_over:
        assert found.to_limit == 0
    else:
        assert not Share(missing + found.to_limit, found.total, limit).is_over
        assert Share(missing + found.to_limit + 1, found.total, limit).is_over or found.total == 0


def test_share_when_exactly_at_the_limit_then_still_allowed() -> None:
    assert not Share(5, 100, FIVE).is_over
    assert Share(6, 100, FIVE).is_over
    assert not Share(0, 0, FIVE).is_over


def test_share_when_told_then_as_people_say_it() -> None:
    assert Share(21, 1000, FIVE).sentence("yard badges") == "2.1 % of yard badges unaccounted, limit 5 %"
    assert Share(0, 0, Fraction(25, 1000)).sentence("x") == "0 % of x unaccounted, limit 2.5 %"
