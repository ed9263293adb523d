"""Live gates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.enums import Direction
from access.models import Area, Gate, Reader
from screening.services import clearance
from tests.access.at_gates import make_door_event, make_photo
from tests.access.holders import make_holder, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE, ROWS, SEEN = "gate-live", "gate-live-rows", "gate-seen"


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


def test_live_when_refusals_are_old_or_many_then_the_newest_stand_as_tiles(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    for minutes in (16, 9, 8, 7, 6, 5, 4, 1):
        try_gate(made, f"unknown-{minutes}", at=now - timedelta(minutes=minutes))
    text = browser.get(reverse(ROWS)).content.decode()
    assert text.count("<article") == 6
    assert text.count('tile-title">Unknown badge') == 6
    assert "1 more wait behind these." in text
    assert "This credential belongs to no badge." in text


@pytest.mark.parametrize("name", ["carol", "gita", "sven"])
def test_seen_when_pressed_then_recorded_and_gone_for_everybody(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn, record: Record, name: str
) -> None:
    event = try_gate(made, "nobody's", at=now)
    browser = signed_in(getattr(cast, name))
    record.new()
    answer = browser.post(reverse(SEEN) + "?gate=GATE-A&hold=1", {"seen": f"attempt:{event.id}"})
    assert answer["Location"] == "/gates/?gate=GATE-A&hold=1"
    entry = record.one("access.gate_attempt.seen")
    assert (entry.actor, entry.body["event"]) == (getattr(cast, name).reference, str(event.id))
    text = signed_in(cast.carol).get(reverse(ROWS)).content.decode()
    assert "<article" not in text
    assert f"Seen by {name.title()}" in text


def test_seen_when_somebody_was_first_then_said_so_and_recorded_once(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn, record: Record
) -> None:
    event = try_gate(made, "nobody's", at=now)
    record.new()
    signed_in(cast.carol).post(reverse(SEEN), {"seen": f"attempt:{event.id}"})
    page = signed_in(cast.gita).post(reverse(SEEN), {"seen": f"attempt:{event.id}"}, follow=True)
    assert "Carol had seen it already." in page.content.decode()
    assert record.one("access.gate_attempt.seen").actor == cast.carol.reference


@pytest.mark.parametrize("seen", ["", "attempt:", "attempt:1", "person:00000000-0000-4000-8000-000000000000"])
def test_seen_when_it_names_nothing_then_bad_request(
    made: Scenario, carol: Actor, signed_in: SignIn, seen: str
) -> None:
    assert signed_in(carol).post(reverse(SEEN), {"seen": seen}).status_code == 400


@pytest.mark.parametrize("kind", ["attempt", "door"])
def test_seen_when_absent_or_of_another_port_then_404(
    made: Scenario, carol: Actor, other_cast: Cast, now: datetime, signed_in: SignIn, kind: str
) -> None:
    there = (
        try_gate(made, "nobody's", at=now) if kind == "attempt" else make_door_event(made, "forced", at=now)
    )
    absent = "00000000-0000-4000-8000-000000000000"
    assert signed_in(other_cast.carol).post(reverse(SEEN), {"seen": f"{kind}:{there.id}"}).status_code == 404
    assert signed_in(carol).post(reverse(SEEN), {"seen": f"{kind}:{absent}"}).status_code == 404


def test_live_when_a_door_is_forced_then_alarm_in_words_and_seen_takes_it_away(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, record: Record
) -> None:
    try_gate(made, "nobody's", at=now)
    forced = make_door_event(made, "forced", at=now - timedelta(minutes=50))
    browser = signed_in(carol)
    tiles = browser.get(reverse(ROWS)).content.decode().split("<article")[1:]
    assert "tile-alarm" in tiles[0]
    assert "Alarm" in tiles[0]
    assert "Forced open" in tiles[0]
    assert "Nothing says yet that it was closed again." in tiles[0]
    assert "tile-alarm" not in tiles[1]
    record.new()
    browser.post(reverse(SEEN), {"seen": f"door:{forced.id}"})
    assert record.one("access.door_event.seen").body["what"] == "forced open"
    assert "Forced open" not in browser.get(reverse(ROWS)).content.decode()


def test_live_when_following_a_badge_then_its_attempts_alone_and_alarms_of_others(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    other = make_holder(made, "Other", at=now)
    try_gate(made, other.credential, at=now)
    try_gate(made, "nobody's", at=now)
    make_door_event(made, "tampered", at=now)
    text = signed_in(carol).get(reverse(PAGE), {"badge": made.badge.serial}).content.decode()
    assert "Erin Vermeer" in text
    assert "Kim Other" not in text
    assert "Unknown badge" not in text
    assert "Reader tampered with" in text
    assert f'hx-get="/gates/rows/?badge={made.badge.serial}"' in text


def test_live_when_four_gates_are_chosen_then_each_has_its_own_list(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    gates = [Gate.objects.create(port=made.port, code=f"G{n}", name=f"Gate {n}") for n in range(1, 5)]
    Reader.objects.create(port=made.port, code="R2", gate=gates[1], area_to=made.area)
    browser = signed_in(carol)
    text = browser.get(reverse(PAGE), {"gate": ["GATE-A", "G1", "G2"]}).content.decode()
    columns = text[text.index('class="gate-columns"') :]
    assert [f"Gate {name}" in columns for name in "A12"] == [True] * 3
    assert columns.count("Attempts at this gate appear here") == 2
    assert "Erin Vermeer" in columns
    many = browser.get(reverse(PAGE), {"gate": ["GATE-A", "G1", "G2", "G3", "G4"]}).content.decode()
    assert "Choose at most 4 gates." in many


def test_live_when_a_supervisor_could_confirm_the_work_then_led_there(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    Area.objects.filter(pk=made.area.pk).update(roster=2)
    assert "off_roster_unconfirmed" in try_gate(made, made.credential, at=now).reasons
    way = f"/gates/duty/?who={made.badge.serial}&amp;area={made.area.pk}"
    assert way in signed_in(cast.sven).get(reverse(ROWS)).content.decode()
    assert way not in signed_in(cast.gita).get(reverse(ROWS)).content.decode()


@pytest.mark.parametrize("code", ["NOWHERE", "GATE-B"])
def test_live_when_a_gate_is_absent_or_of_another_port_then_the_same_answer(
    made: Scenario, elsewhere: Scenario, carol: Actor, signed_in: SignIn, code: str
) -> None:
    Gate.objects.create(port=elsewhere.port, code="GATE-B", name="Far away")
    text = signed_in(carol).get(reverse(PAGE), {"gate": code}).content.decode()
    assert f"Select a valid choice. {code} is not one of the available choices." in text
    assert "Far away" not in text


def test_live_when_the_badge_has_a_photo_then_its_address_else_an_outline(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    other = make_holder(made, "Pictured", at=now)
    make_photo(other.badge, at=now)
    Reader.objects.filter(pk=made.reader.pk).update(in_service=False)
    try_gate(made, other.credential, at=now)
    try_gate(made, "nobody's", at=now)
    text = signed_in(carol).get(reverse(ROWS)).content.decode()
    assert f'src="{reverse("badge-photo", args=[other.badge.serial])}' in text
    assert 'alt="Photo of Kim Pictured"' in text
    assert "No photo of the holder" in text


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
