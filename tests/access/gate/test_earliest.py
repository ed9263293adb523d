"""The first moment from which waiting helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import BadgeState
from access.gate.decide import decide
from access.gate.earliest import earliest_grant
from access.gate.facts import GateFacts
from tests.access.gate.attempts import as_of, attempts, many
from tests.access.gate.people import badge, erin
from tests.matrix.gate_cases import facts_of

pytestmark = pytest.mark.unit


@many
@given(attempts, st.integers(1, 24 * 60 * 9))
def test_earliest_when_a_later_moment_would_be_granted_then_it_is_no_later(
    facts: GateFacts, minutes: int
) -> None:
    found, later = earliest_grant(facts), facts.instant + timedelta(minutes=minutes)
    if decide(as_of(facts, later)).allowed:
        assert found is not None
        assert found.astimezone(UTC) <= later


@many
@given(attempts)
def test_earliest_when_there_is_one_then_it_is_a_grant_from_now_on(facts: GateFacts) -> None:
    found = earliest_grant(facts)
    if found is not None:
        assert found.astimezone(UTC) >= facts.instant
        assert decide(as_of(facts, found.astimezone(UTC))).allowed
    if decide(facts).allowed:
        assert found == facts.at


def test_earliest_when_several_things_must_come_together_then_the_moment_when_all_do() -> None:
    waiting = facts_of(
        {
            "it": "",
            "needs": {"hours": {"mon-fri": "06:00-22:00"}, "trainings": ["FORK"]},
            "certificates": [["FORK", erin().day + timedelta(days=4)]],
        }
    )
    found = earliest_grant(waiting)  # the certificate begins on a Saturday, the area opens on Monday
    assert found is not None
    assert found.isoformat() == "2026-03-16T06:00:00+01:00"


def test_earliest_when_a_decision_must_change_then_waiting_is_no_use() -> None:
    assert earliest_grant(replace(erin(), badge=badge(BadgeState.REVOKED))) is None
