"""The lists of the API."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.selectors.pseudonym import pseudonym_of
from access.services import unmasking
from accounts.models import Organisation, Port
from tests import people
from tests.access.holders import make_holder, misuse_by, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BADGES, EVENTS, CASES = "/api/v1/badges/", "/api/v1/events/gate/", "/api/v1/person-cases/"
SEEN_BY = {
    BADGES: {"carol", "sven", "anna", "frank"},
    EVENTS: {"carol", "gita", "sven", "anna", "frank", "dora"},
    CASES: {"anna", "frank"},
}


@pytest.mark.parametrize("address", [BADGES, EVENTS, CASES])
def test_list_when_opened_by_each_role_then_only_those_who_may_see_it(
    made: Scenario, cast: Cast, address: str
) -> None:
    seen = {
        name
        for name, actor in cast.everybody().items()
        if SignIn(Client())(actor).get(address).status_code == 200
    }
    assert seen == SEEN_BY[address]
    assert Client().get(address).status_code == 401


@pytest.mark.parametrize("address", [BADGES, EVENTS, CASES])
def test_list_when_caller_is_of_another_port_then_empty(
    made: Scenario, other_port: Port, quayside: Organisation, now: datetime, signed_in: SignIn, address: str
) -> None:
    there = people.make_cast(other_port, quayside, at=now, suffix="2")
    assert signed_in(there.frank).get(address).json()["results"] == []


def test_badges_when_listed_then_what_a_badge_is(made: Scenario, frank: Actor, signed_in: SignIn) -> None:
    (badge,) = signed_in(frank).get(BADGES).json()["results"]
    assert badge["serial"] == made.badge.serial
    assert (badge["person"], badge["name"], badge["port"]) == (made.erin.ref, "Erin Vermeer", "XXPEX")
    assert (badge["areas"], badge["state"]) == (["TERMINAL-A"], "active")
    assert not any("credential" in key for key in badge)


def test_events_when_listed_then_newest_first_with_reasons(
    made: Scenario, frank: Actor, signed_in: SignIn
) -> None:
    refused, granted = signed_in(frank).get(EVENTS).json()["results"]
    assert (refused["result"], refused["reasons"]) == ("refused", ["clearance_suspended"])
    assert (granted["result"], granted["id"]) == ("granted", str(made.event.id))


def test_person_cases_when_listed_then_with_what_each_rule_found(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    (case,) = signed_in(anna).get(CASES).json()["results"]
    assert (case["ref"], case["state"]) == (made.person_case.ref, "open")
    (found,) = case["rules"]
    assert (found["rule"], found["severity"], found["events"]) == ("D22", "C", [])
    assert case["person"] == case["name"] == pseudonym_of(made.port.pk, made.erin.log_ref)
    assert "Vermeer" not in str(case)
    assert not signed_in(anna).get(CASES, {"person": made.erin.log_ref}).json()["results"]


def test_person_cases_when_unmasked_then_with_name_events_and_sentence(
    made: Scenario, anna: Actor, now: datetime, signed_in: SignIn
) -> None:
    unmasking.unmask(made.person_case, reason="To ask the foreman.", **anna.acts(now))
    (case,) = signed_in(anna).get(CASES, {"person": made.erin.log_ref}).json()["results"]
    assert (case["person"], case["name"]) == (made.erin.log_ref, "Erin Vermeer")
    (found,) = case["rules"]
    assert found["events"]
    assert found["text"] == made.person_case.flags.get().text


@pytest.mark.parametrize(
    ("address", "query", "found"),
    [
        (BADGES, {"state": "active"}, 1),
        (BADGES, {"state": "lost"}, 0),
        (BADGES, {"serial": "B0"}, 0),
        (EVENTS, {"result": "refused"}, 1),
        (EVENTS, {"reader": "GA1"}, 2),
        (EVENTS, {"badge": "B0"}, 0),
        (EVENTS, {"until": "2020-01-01T00:00:00Z"}, 0),
        (CASES, {"state": "open"}, 1),
        (CASES, {"state": "escalated"}, 0),
    ],
)
def test_list_when_filtered_then_only_what_fits(
    made: Scenario, frank: Actor, signed_in: SignIn, address: str, query: dict[str, str], found: int
) -> None:
    assert len(signed_in(frank).get(address, query).json()["results"]) == found


@pytest.mark.parametrize(
    ("address", "query"),
    [(BADGES, {"state": "flying"}), (EVENTS, {"since": "soon"}), (CASES, {"state": "x"})],
)
def test_list_when_filter_is_wrong_then_400_that_names_it(
    made: Scenario, frank: Actor, signed_in: SignIn, address: str, query: dict[str, str]
) -> None:
    answer = signed_in(frank).get(address, query)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == set(query)


def test_list_when_longer_than_a_page_then_cursor_leads_on(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn
) -> None:
    for minutes in range(5):
        try_gate(made, "unknown", at=now - timedelta(minutes=minutes))
    browser = signed_in(frank)
    first = browser.get(EVENTS, {"limit": 4}).json()
    second = browser.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (4, 3, None)
    ids = [row["id"] for row in (*first["results"], *second["results"])]
    assert len(set(ids)) == 7


@pytest.mark.parametrize("address", [BADGES, EVENTS, CASES])
def test_list_when_rows_grow_then_queries_do_not(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn, address: str
) -> None:
    browser = signed_in(frank)
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for number, name in enumerate(("Second", "Third")):
        make_holder(made, f"Holder{name}", at=now)
        misuse_by(made, name, now + timedelta(seconds=number))
    with CaptureQueriesContext(connection) as more:
        assert len(browser.get(address).json()["results"]) >= 3
    assert len(more) == len(one)


def test_lists_when_got_then_change_nothing(made: Scenario, frank: Actor, signed_in: SignIn) -> None:
    browser = signed_in(frank)
    with unchanged("django_session", "usersessions_usersession"):
        for address in (BADGES, EVENTS, CASES):
            browser.get(address)
