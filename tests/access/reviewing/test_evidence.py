"""What stands beside a line, and what opens a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from access.reviewing.evidence import LITTLE, Evidence
from access.reviewing.triggers import Standing, trigger_of
from access.reviewing.words import RemovalCost, ReviewTrigger

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
STANDS = Standing(frozenset({"data_owner"}), "QUAYSIDE", None)


@pytest.mark.parametrize(
    ("uses", "cost"), [(0, RemovalCost.NONE), (LITTLE, RemovalCost.LITTLE), (LITTLE + 1, RemovalCost.MUCH)]
)
def test_cost_when_more_rests_on_it_then_higher(uses: int, cost: RemovalCost) -> None:
    assert Evidence(NOW, uses, 1, 22).cost is cost


def test_peers_when_told_then_as_a_sentence() -> None:
    assert Evidence(None, 0, 1, 22).peers == "1 of 22 people in the same work hold it, too."
    assert Evidence(None, 0, 0, 0).peers == "Nobody else does this work."


@pytest.mark.parametrize(
    ("changed", "trigger"),
    [
        ({}, None),
        ({"roles": frozenset()}, ReviewTrigger.ROLE_CHANGED),
        ({"organisation": "BLUELINE"}, ReviewTrigger.ORGANISATION_CHANGED),
        ({"lifted_at": NOW}, ReviewTrigger.SUSPENSION_LIFTED),
        ({"lifted_at": NOW, "organisation": "X"}, ReviewTrigger.SUSPENSION_LIFTED),
        ({"roles": frozenset(), "organisation": "X"}, ReviewTrigger.ORGANISATION_CHANGED),
    ],
)
def test_trigger_when_the_holder_changed_then_the_gravest_change(
    changed: dict[str, object], trigger: ReviewTrigger | None
) -> None:
    assert trigger_of(STANDS, replace(STANDS, **changed)) is trigger  # type: ignore[arg-type]


def test_trigger_when_the_holder_is_new_then_none() -> None:
    assert trigger_of(None, STANDS) is None
