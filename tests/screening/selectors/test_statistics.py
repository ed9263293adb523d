"""Counts for the overview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest

from accounts.models import Port
from portsec.kernel.scope import Scope
from screening.models import Application, Post
from screening.selectors import statistics
from tests.people import Actor
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture
def cases(port: Port, crane: Post, alice: Actor) -> list[Application]:
    """Entered five, three and no days ago."""
    people = [rows.make_person(port, None, f"Smit {number}") for number in range(3)]
    return [
        rows.make_case(person, crane, alice, at=NOON - timedelta(days=days))
        for person, days in zip(people, (5, 3, 0), strict=True)
    ]


def close(case: Application, days_ago: int, state: str = "granted") -> None:
    with pgtrigger.ignore("screening.Application:application_refused_by_law"):  # no hearing in this table
        for step in ("in_review", "proposed", state):
            Application.objects.filter(pk=case.pk).update(state=step)
    Application.objects.filter(pk=case.pk).update(closed_at=NOON - timedelta(days=days_ago))


def test_open_when_counted_by_day_then_as_it_stood_at_the_end_of_each(cases: list[Application]) -> None:
    assert statistics.open_per_day(scope=EVERYTHING, until=NOON, days=7) == [0, 1, 1, 2, 2, 2, 3]
    close(cases[0], days_ago=1)
    assert statistics.open_per_day(scope=EVERYTHING, until=NOON, days=7) == [0, 1, 1, 2, 2, 1, 2]
    assert statistics.open_per_day(scope=Scope.nothing(), until=NOON, days=2) == [0, 0]


def test_median_when_some_were_decided_then_days_from_entry_to_decision(cases: list[Application]) -> None:
    assert statistics.median_days_to_decide(scope=EVERYTHING, until=NOON) is None
    close(cases[0], days_ago=1)
    assert statistics.median_days_to_decide(scope=EVERYTHING, until=NOON) == 4
    close(cases[1], days_ago=0, state="refused")
    assert statistics.median_days_to_decide(scope=EVERYTHING, until=NOON) == 3.5
    later = NOON + timedelta(days=91)
    assert statistics.median_days_to_decide(scope=EVERYTHING, until=later) is None, "90 days back, no more"
