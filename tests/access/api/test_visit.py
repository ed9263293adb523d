"""The list of visits in the API: for the reception alone, without the purpose."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import visits
from tests.people import SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

VISITS = "/api/v1/visits/"


@pytest.fixture
def gita(made: Scenario, signed_in: SignIn) -> Client:
    return signed_in(made.cast.gita)


def test_visits_when_listed_then_what_the_reception_needs(made: Scenario, gita: Client) -> None:
    [visit] = gita.get(VISITS).json()["results"]
    assert (visit["ref"], visit["name"], visit["host"]) == (made.expected.ref, "Anna Peeters", "hugo")
    assert (visit["escort"], visit["badge"], visit["state"]) == (made.erin.ref, None, "announced")
    assert "purpose" not in visit


def test_visits_when_narrowed_to_a_day_then_those_of_the_day(made: Scenario, gita: Client) -> None:
    today = made.expected.first_day
    assert len(gita.get(VISITS, {"day": today.isoformat()}).json()["results"]) == 1
    later = (today + timedelta(days=3)).isoformat()
    assert gita.get(VISITS, {"day": later}).json()["results"] == []
    assert gita.get(VISITS, {"day": "soon"}).status_code == 400


def test_visits_when_of_another_port_then_absent(elsewhere: Scenario, made: Scenario) -> None:
    there = SignIn(Client())(elsewhere.cast.gita)
    assert made.expected.ref not in {visit["ref"] for visit in there.get(VISITS).json()["results"]}


def test_visits_when_more_are_announced_then_no_more_queries(
    made: Scenario, gita: Client, now: datetime
) -> None:
    gita.get(VISITS)
    with CaptureQueriesContext(connection) as one:
        gita.get(VISITS)
    for letter in "ab":
        visits.announced(made.area, made.erin, made.cast, at=now, who=visits.guest(f"Guest{letter}"))
    with CaptureQueriesContext(connection) as three:
        gita.get(VISITS)
    assert len(three) == len(one)
