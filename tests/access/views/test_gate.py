"""Live gates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.enums import Direction
from screening.services import clearance
from tests.access.holders import make_holder, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE, ROWS = "gate-live", "gate-live-rows"


def test_live_when_attempt_comes_then_it_stands_on_top(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    issued = make_holder(made, "Newest", at=now)
    try_gate(made, issued.credential, at=now)
    text = signed_in(carol).get(reverse(PAGE)).content.decode()
    assert text.index("Kim Newest") < text.index("Erin Vermeer")


def test_live_when_refused_then_tile_says_why_and_never_ok(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    issued = make_holder(made, "Refused", at=now)
    clearance.suspend(issued.badge.person.clearances.get(), reason="Under review.", **bob.acts(now))
    try_gate(made, issued.credential, at=now)
    text = signed_in(carol).get(reverse(ROWS)).content.decode()
    tile = text[text.index("<article") : text.index("</article>")]
    assert "Kim Refused" in tile
    assert "The clearance is suspended at present." in tile
    assert reverse("badge-change", args=[issued.badge.serial, "suspend"]) in tile
    assert ">ok<" not in text.lower()
    assert "granted" not in tile.lower()


def test_live_when_refusals_are_old_or_many_then_newest_three_stand_as_tiles(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    for minutes in (16, 9, 6, 4, 1):
        try_gate(made, f"unknown-{minutes}", at=now - timedelta(minutes=minutes))
    text = browser.get(reverse(ROWS)).content.decode()
    assert text.count("<article") == 3
    assert text.count("Unknown badge") == 3
    assert "This credential belongs to no badge." in text


def test_live_when_an_exit_is_let_out_with_a_finding_then_the_finding_shows(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    event = try_gate(made, made.credential, at=now, way=Direction.OUT)
    assert (event.result, event.reasons) == ("granted", ["clearance_suspended"])
    text = signed_in(carol).get(reverse(ROWS)).content.decode()
    row = text[text.index('<tr class="tone-wait">') :]
    assert "The clearance is suspended at present." in row[: row.index("</tr>")]


def test_rows_when_nothing_changed_then_304_and_after_an_attempt_200(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    first = browser.get(reverse(ROWS))
    again = browser.get(reverse(ROWS), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    try_gate(made, made.credential, at=now)
    changed = browser.get(reverse(ROWS), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "no-cache" in changed["Cache-Control"]


def test_live_when_open_then_polls_and_when_held_then_stands_still(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    running = browser.get(reverse(PAGE)).content.decode()
    held = browser.get(reverse(PAGE), {"hold": "1"}).content.decode()
    assert 'hx-get="/gates/rows/" hx-trigger="every 2s"' in running
    assert 'href="/gates/?hold=1"' in running
    assert "hx-get" not in held
    assert "Go on" in held


def test_rows_when_session_has_ended_then_401_that_leads_to_sign_in(made: Scenario) -> None:
    answer = Client().get(reverse(ROWS), headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/accounts/login/?next=/gates/"
    assert answer.content == b""


@pytest.mark.parametrize("name", ["alice", "bob", "anna", "frank", "dora", "dave"])
def test_live_when_role_does_not_watch_gates_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse(PAGE)).status_code == 404
    assert browser.get(reverse(ROWS)).status_code == 404


def test_live_when_guard_is_of_another_port_then_empty(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    text = signed_in(other_cast.carol).get(reverse(PAGE)).content.decode()
    assert "Erin Vermeer" not in text
    assert "Nothing yet" in text


def test_live_when_rows_grow_then_queries_do_not(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    try_gate(made, "unknown", at=now)
    browser.get(reverse(ROWS))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(ROWS))
    for _ in range(2):
        try_gate(made, "unknown", at=now)
        try_gate(made, made.credential, at=now)
    with CaptureQueriesContext(connection) as more:
        browser.get(reverse(ROWS))
    assert len(more) == len(one)


def test_live_when_looked_at_then_changes_nothing(made: Scenario, carol: Actor, signed_in: SignIn) -> None:
    browser = signed_in(carol)
    with unchanged("django_session", "usersessions_usersession"):
        browser.get(reverse(PAGE))
        browser.get(reverse(ROWS))
