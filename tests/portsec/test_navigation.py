"""The side bar: each role's own pages, what waits there, and where one is."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import Port
from accounts.roles import Role
from accounts.services import role
from portsec.navigation.sections import SECTIONS
from tests.people import MAKER, Actor, Cast, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ALL = ["Overview", "My access", "Questions to me"]
CASES = [*ALL, "Work queue", "Declarations", "Requests", "Hits to decide"]
DECIDING = ["Panels", "Hearings", "Remedies"]
FILES = ["People", "Companies", "Crews", "Port bans", "Ending soon", "Rights desk", "Retention"]
RULES = ["Policies", "Posts", "Watchlists", "Rescreening"]
CARDS = ["Badge requests", "Badge register", "Types of badges", "Blank cards", "Trainings"]
TRIED = "What would the gate say?"
AREAS = ["Areas", "Gates and readers", "Barriers"]
CLOSED = ["ISPS level", "Lockdown"]
RECEPTION = ["Visitors", "Ship crews", "Who is inside"]
NEED = ["Access requests", "Break-glass", "Access reviews", "Shrinker"]
LOGS = [
    *("Access events", "Look-ups", "Who could see", "Container trace", "Seizure"),
    *("Who can see now", "What would be shown?"),
]
CASEWORK = ["Unusual entries", "Random sample", "Muted patterns", "Detection rules", "Fairness"]
AUDITED = ["Grants", *NEED, *LOGS, *CASEWORK]
LINKS: dict[str, list[str]] = {
    "alice": [*CASES, *DECIDING, *FILES, *RULES],
    "bob": [*CASES, "Second opinion", *DECIDING, *FILES, *RULES],
    "carol": [
        *(*ALL, "People", "Issue desk", *CARDS, "Live gates", "Check a badge", TRIED),
        *(*AREAS, *CLOSED, *RECEPTION),
    ],
    "gita": [*ALL, "Live gates", "Check a badge", *AREAS, *CLOSED, *RECEPTION],
    "sven": [
        *(*ALL, "People", *CARDS, "Live gates", TRIED, "Outside the roster"),
        *(*AREAS, "Devices", *CLOSED, *RECEPTION, "Grants", *NEED, *LOGS, "Detection rules"),
    ],
    "hugo": [*ALL, "My visitors"],
    "cleo": [*ALL, "Silent alarms"],
    "dave": ALL,
    "erin": [*ALL, "Cargo visits", "Quick look-up", "Release rights"],
    "frank": [*CASES, *FILES, *RULES, *CARDS, TRIED, *AREAS, "ISPS level", *AUDITED],
    "anna": [*ALL, "People", *CARDS, TRIED, *AREAS, "ISPS level", *AUDITED, "Planted records"],
    "dora": [
        *(*ALL, "Cargo visits", "Quick look-up", "Grants", "Release rights", "Release desk"),
        *(*NEED, *LOGS),
    ],
    "emma": [*ALL, "Our people", "To sign", "Ending soon", "Badge requests"],
    "adam": [*ALL, "Accounts", "Teams", "Personnel systems"],
    "paul": [*ALL, *RULES, "Detection rules"],
    "hana": [*ALL, "Reports", "My key", "Answers kept ready", "Cards and posters"],
}


def links(client: Client, address: str = "/me/") -> list[dict[str, object]]:
    sections = client.get(address).context["navigation"]
    return [link for section in sections for link in section["items"]]


def test_links_when_each_role_looks_then_exactly_its_pages_and_all_of_them_open(
    made: Scenario, signed_in: SignIn
) -> None:
    for name, labels in LINKS.items():
        client = signed_in(getattr(made.cast, name))
        shown = links(client)
        assert [link["label"] for link in shown] == labels, name
        for link in shown:
            assert client.get(str(link["url"])).status_code == 200, (name, link["url"])


def test_links_when_listed_here_then_every_role_of_a_person_is_there(cast: Cast) -> None:
    assert set(LINKS) == set(cast.everybody()) - {"reader"}


def test_sections_when_none_of_their_links_is_shown_then_no_heading(dave: Actor, signed_in: SignIn) -> None:
    sections = signed_in(dave).get("/me/").context["navigation"]
    assert [section["label"] for section in sections] == [""]


def test_counts_when_work_waits_then_beside_the_link(made: Scenario, signed_in: SignIn) -> None:
    counted = {
        name: {
            link["label"]: link["count"]
            for link in links(signed_in(getattr(made.cast, name)))
            if link["count"]
        }
        for name in ("alice", "bob", "anna", "dora")
    }
    assert counted == {
        "alice": {"Work queue": 6, "Declarations": 1, "Hits to decide": 1, "Crews": 1, "Rights desk": 1},
        "bob": {
            "Work queue": 6,
            "Declarations": 1,
            "Hits to decide": 1,
            "Second opinion": 1,
            "Port bans": 1,
            "Rights desk": 1,
        },
        "anna": {"Unusual entries": 1, "Random sample": 1, "Muted patterns": 1},
        "dora": {"Access requests": 1, "Access reviews": 1, "Shrinker": 1},
    }


def test_counts_when_nothing_waits_then_none_is_drawn(alice: Actor, signed_in: SignIn) -> None:
    page = signed_in(alice).get("/me/").content.decode()
    assert "nav-count" not in page


def test_current_when_on_a_page_or_below_it_then_that_link_alone(made: Scenario, signed_in: SignIn) -> None:
    client = signed_in(made.cast.alice)
    for address, label in (
        ("/", "Overview"),
        ("/cases/", "Work queue"),
        (f"/cases/{made.case.ref}/", "Work queue"),
    ):
        assert [link["label"] for link in links(client, address) if link["current"]] == [label]
        page = client.get(address).content.decode()
        assert re.search(r'<a class="nav-link"[^>]*aria-current="page">.*?<span>' + label, page)
    assert not [link for link in links(client, "/me/") if link["current"]]


def test_head_when_signed_in_then_name_roles_port_and_look(alice: Actor, signed_in: SignIn) -> None:
    alice.user.theme, alice.user.keys_on = "dark", False
    alice.user.save()
    page = signed_in(alice).get("/me/").content.decode()
    assert "Vetting officer" in page
    assert "Port of Example" in page
    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page


def test_port_when_roles_are_held_at_two_then_both_are_named_and_none_when_at_none(
    alice: Actor, dave: Actor, other_port: Port, signed_in: SignIn, now: datetime
) -> None:
    role.give(alice.user, Role.AUDITOR, other_port, actor=MAKER, at=now)
    assert signed_in(alice).get("/me/").context["port_name"] == "Other Port, Port of Example"
    assert signed_in(dave).get("/me/").context["port_name"] == "No port"


def test_anonymous_when_looking_then_no_links(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert "navigation" not in answer.context
    assert "nav-link" not in answer.content.decode()


def test_sections_when_read_then_each_page_needs_a_capability_except_ones_own() -> None:
    open_to_all = [item.url_name for _, items in SECTIONS for item in items if not item.capabilities]
    assert open_to_all == ["overview", "my-access", "my-question-list"]
