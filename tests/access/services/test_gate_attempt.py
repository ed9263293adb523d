"""What an attempt leaves behind: presence, companions, the pair, the lot, and nothing of duress."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access.enums import Biometric, Direction
from access.models import Badge, DoorEvent, GateEvent, Presence, SilentAlarm
from access.services import door_event, gate_attempt, gate_event, presence, silent_alarm
from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.access.api.conftest import post, token  # noqa: F401  the callers of the API
from tests.access.gate_port import GatePort
from tests.people import SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def gate_port(made: Scenario, post: Any, now: datetime) -> GatePort:  # noqa: F811
    return GatePort(made, post, now)


def inside(badge: Badge) -> dict[str, str]:
    """The area codes in which the holder was last seen, and which way they went."""
    return dict(Presence.objects.filter(person=badge.person).values_list("area__code", "direction"))


def test_attempt_when_granted_then_in_the_area_and_in_those_around_it(gate_port: GatePort) -> None:
    reader = gate_port.inner()
    badge = gate_port.holder("Walker")
    assert gate_port.codes(badge) == ["grant"]
    assert inside(badge) == {"TERMINAL-A": "in"}
    assert gate_port.codes(badge, reader.code) == ["grant"]
    assert inside(badge) == {"TERMINAL-A": "in", "CAGE": "in"}
    assert gate_port.codes(badge, reader.code, "out") == ["grant"]
    assert inside(badge) == {"TERMINAL-A": "in", "CAGE": "out"}


def test_attempt_when_refused_then_nowhere(gate_port: GatePort) -> None:
    badge = gate_port.badge(gate_port.someone("Nowhere"), areas=("QUAY",))
    assert gate_port.codes(badge)[0] == "refuse"
    assert inside(badge) == {}


def test_nonce_when_it_comes_with_another_badge_then_400_that_names_it(gate_port: GatePort) -> None:
    first, other = gate_port.holder("First"), gate_port.holder("Other")
    assert gate_port.send(first, nonce="n-1").status_code == 200
    with unchanged("knox_authtoken"):
        answer = gate_port.send(other, nonce="n-1")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"nonce"})
    assert gate_port.send(first, nonce="n-1").json()["decision"] == "grant"


def test_duties_when_the_attempt_is_sent_again_then_the_same(gate_port: GatePort) -> None:
    gate_port.asks(two_person_seconds=60)
    badge = gate_port.holder("First")
    first = gate_port.send(badge, nonce="n-1")
    assert first.json()["duties"] == ["ask_second"]
    assert gate_port.send(badge, nonce="n-1").content == first.content


def test_pair_when_the_second_comes_then_both_are_let_in_and_on_record(
    gate_port: GatePort, record: Record
) -> None:
    gate_port.asks(two_person_seconds=60)
    first, second = gate_port.holder("First"), gate_port.holder("Second")
    gate_port.codes(first)
    waiting = gate_port.newest()
    record.new()
    assert gate_port.codes(second) == ["grant"]
    granted = GateEvent.objects.filter(result="granted", number__gt=waiting.number).order_by("number")
    assert [event.badge for event in granted] == [second, first]
    assert granted[1].code == f"with:{waiting.number}"
    assert len(record.new("access.gate_attempt.granted")) == 2
    assert inside(first) == inside(second) == {"TERMINAL-A": "in"}


def test_pair_when_both_have_left_within_the_minute_then_the_first_waits_for_nobody(
    gate_port: GatePort,
) -> None:
    gate_port.asks(two_person_seconds=60)
    first, second, third = (gate_port.holder(name) for name in ("First", "Second", "Third"))
    gate_port.codes(first)
    assert gate_port.codes(second) == ["grant"]
    Presence.objects.update(direction="out")
    assert gate_port.codes(third) == ["refuse", "second_person_missing"]


def test_guards_when_they_vouch_then_kept_with_the_event(gate_port: GatePort) -> None:
    made = gate_port.made
    gate_port.asks(biometric=True)
    said = gate_event.Attempt("", Direction.IN, "n-1", serial=made.badge.serial, vouched=True)
    carol = made.cast.carol
    answer = gate_event.record_attempt(
        made.reader, said, actor=carol.reference, scope=carol.scope, at=gate_port.now
    )
    assert (answer.event.result, answer.event.vouched_by) == ("granted", [carol.reference])


def test_lot_when_the_reader_can_compare_then_one_in_ten_is_asked(made: Scenario) -> None:
    drawn = sum(gate_attempt.is_drawn(made.port.pk, "GA1", f"n-{number}") for number in range(2_000))
    assert 140 <= drawn <= 260
    first, again = (gate_attempt.is_drawn(made.port.pk, "GA1", "n-1") for _ in range(2))
    assert first is again


def test_lot_when_it_falls_on_an_attempt_then_only_readers_that_can_compare_are_asked(
    gate_port: GatePort,
) -> None:
    port_id = gate_port.made.port.pk
    nonce = next(f"d-{n}" for n in range(999) if gate_attempt.is_drawn(port_id, "GA1", f"d-{n}"))
    other = next(
        f"e-{n}" for n in range(999) if gate_attempt.is_drawn(port_id, "GA1", f"e-{n}") and f"e-{n}" != nonce
    )
    badge = gate_port.holder("Drawn")
    assert gate_port.codes(badge, nonce=nonce, biometric="ready") == ["refuse", "biometric_missing"]
    assert gate_port.codes(badge, nonce=other) == ["grant"]
    assert gate_port.newest().biometric == ""


def test_companions_when_their_cards_were_read_then_by_their_numbers(gate_port: GatePort) -> None:
    guest, guide = gate_port.holder("Guest"), gate_port.made.badge
    guest.person.clearances.update(escort_only=True)
    assert gate_port.codes() == ["grant"]
    assert gate_port.codes(guest, escort=gate_port.made.credential) == ["grant"]
    assert gate_port.newest().escort == guide.serial
    assert Presence.objects.get(person=guest.person).escort_id == guide.person_id


# --- duress


@pytest.mark.parametrize("said", [{"duress": True}, {"auth_mode": "pin+duress"}])
def test_duress_when_told_then_the_answer_reads_like_any_other(
    gate_port: GatePort, said: dict[str, object]
) -> None:
    SilentAlarm.objects.all().delete()
    badge = gate_port.holder("Forced")
    plain = gate_port.send(badge, auth_mode="pin")
    forced = gate_port.send(badge, **{"auth_mode": "pin"} | said)
    receipts = [answer.json()["receipt"].encode() for answer in (plain, forced)]
    assert forced.content.replace(receipts[1], b"") == plain.content.replace(receipts[0], b"")
    assert [len(answer.content) for answer in (plain, forced)] == [len(plain.content)] * 2
    alarm = SilentAlarm.objects.get()
    assert (alarm.event_number, alarm.answered_at) == (gate_port.newest().number, None)


def test_duress_when_the_badge_opens_nothing_then_stays_shut_and_rings(gate_port: GatePort) -> None:
    SilentAlarm.objects.all().delete()
    badge = gate_port.badge(gate_port.someone("Forced"), areas=("QUAY",))
    assert gate_port.codes(badge, duress=True) == ["refuse", "area_not_granted"]
    assert SilentAlarm.objects.count() == 1


def test_duress_when_kept_then_in_no_column_and_no_entry_of_others(gate_port: GatePort) -> None:
    badge = gate_port.holder("Forced")
    rows = []
    for duress in (False, True):
        gate_port.send(badge, duress=duress, auth_mode="pin+duress" if duress else "pin")
        event = gate_port.newest()
        rows.append({key: value for key, value in vars(event).items() if key not in OWN})
        entry = Entry.objects.order_by("-pk")[0]
        rows[-1]["entry"] = {key: value for key, value in entry.body.items() if key != "event"}
        rows[-1]["kind"] = entry.kind
    assert rows[0] == rows[1]


OWN = {"_state", "id", "number", "code", "at", "received_at", "receipt", "presented"}
"""What differs between any two attempts."""


@pytest.mark.parametrize("name", ["carol", "gita", "sven", "frank", "anna", "dora", "adam", "emma", "bob"])
def test_duress_when_others_look_everywhere_then_nothing_tells(
    gate_port: GatePort, name: str, signed_in: SignIn
) -> None:
    badge = gate_port.holder("Forced")
    gate_port.send(badge, duress=True, auth_mode="pin+duress")
    assert SilentAlarm.objects.filter(event_number=gate_port.newest().number).exists()
    client = signed_in(getattr(gate_port.made.cast, name))
    for address in LOOKED_AT:
        page = client.get(address.format(badge=badge.serial, person=badge.person.ref))
        content = b"".join(page.streaming_content) if page.streaming else page.content
        assert b"duress" not in content.lower(), address
        assert b"silent" not in content.lower(), address


LOOKED_AT = (
    "/gates/", "/gates/rows/", "/audit/events/", "/audit/events/?format=csv", "/api/v1/events/gate/",
    "/badges/{badge}/", "/people/{person}/", "/gates/check/", "/",
)  # fmt: skip


@pytest.mark.parametrize("name", ["carol", "gita", "sven", "frank", "anna", "dave", "adam"])
def test_silent_alarms_when_others_ask_then_as_if_there_were_no_such_page(
    made: Scenario, name: str, signed_in: SignIn
) -> None:
    number = SilentAlarm.objects.get(port=made.port).pk
    client = signed_in(getattr(made.cast, name))
    absent = client.get("/no-such-page/")
    for address in (reverse("silent-alarm-list"), reverse("silent-alarm-detail", args=[number])):
        assert client.get(address).status_code == absent.status_code == 404


def test_silent_alarm_when_a_care_officer_answers_then_once_with_a_remark(
    made: Scenario, now: datetime, record: Record, signed_in: SignIn
) -> None:
    alarm, cleo = SilentAlarm.objects.get(port=made.port), made.cast.cleo
    page = signed_in(cleo).get(reverse("silent-alarm-detail", args=[alarm.pk]))
    assert "Erin Vermeer" in page.content.decode()
    with pytest.raises(InvalidInput):
        silent_alarm.answer(alarm, " ", **cleo.acts(now))
    record.new()
    silent_alarm.answer(alarm, "Called her at home.", **cleo.acts(now))
    alarm.refresh_from_db()
    assert (alarm.answered_by, alarm.remark) == (cleo.reference, "Called her at home.")
    assert record.new() == []
    with pytest.raises(Conflict):
        silent_alarm.answer(alarm, "Me too.", **cleo.acts(now))


def test_silent_alarm_when_a_security_officer_answers_then_refused(made: Scenario, now: datetime) -> None:
    alarm = SilentAlarm.objects.get(port=made.port)
    with unchanged(), pytest.raises(Refused):
        silent_alarm.answer(alarm, "Seen.", **made.cast.sven.acts(now))


# --- setting right who is inside


def test_forgive_when_a_guard_has_seen_the_person_then_in_again(gate_port: GatePort, record: Record) -> None:
    gate_port.asks(passback_mode="hard")
    badge, gita = gate_port.holder("Twice"), gate_port.made.cast.gita
    gate_port.codes(badge)
    assert gate_port.codes(badge) == ["refuse", "inside_already"]
    record.new()
    later = gate_port.newest().received_at + timedelta(milliseconds=1)
    presence.forgive(badge.person, gate_port.area, reason="Stood outside.", **gita.acts(later))
    assert record.one("access.presence.forgiven").body["reason"] == "Stood outside."
    assert gate_port.codes(badge) == ["grant"]


@pytest.mark.parametrize(("name", "error"), [("frank", Refused), ("dave", Refused), ("hugo", Refused)])
def test_forgive_when_nobody_of_the_gates_asks_then_refused(
    gate_port: GatePort, name: str, error: type[Exception]
) -> None:
    badge = gate_port.holder("Twice")
    gate_port.codes(badge)
    actor = getattr(gate_port.made.cast, name)
    with unchanged(), pytest.raises(error):
        presence.forgive(badge.person, gate_port.area, reason="Saw them.", **actor.acts(gate_port.now))


def test_forgive_when_nothing_is_on_file_or_said_then_not_done(gate_port: GatePort) -> None:
    badge, gita = gate_port.holder("Unread"), gate_port.made.cast.gita
    with pytest.raises(NotFound):
        presence.forgive(badge.person, gate_port.area, reason="Saw them.", **gita.acts(gate_port.now))
    with pytest.raises(InvalidInput):
        presence.forgive(badge.person, gate_port.area, reason=" ", **gita.acts(gate_port.now))


def test_rebuild_when_the_log_is_read_again_then_the_same_people_inside(gate_port: GatePort) -> None:
    reader = gate_port.inner()
    first, second = gate_port.holder("First"), gate_port.holder("Second")
    for badge, place, way in (
        (first, "GA1", "in"),
        (second, "GA1", "in"),
        (first, reader.code, "in"),
        (second, "GA1", "out"),
    ):
        assert gate_port.codes(badge, place, way) == ["grant"]
    before = [inside(first), inside(second)]
    assert before == [{"TERMINAL-A": "in", "CAGE": "in"}, {"TERMINAL-A": "out"}]
    Presence.objects.all().delete()
    presence.rebuild(gate_port.made.port, at=gate_port.newest().at + timedelta(seconds=1))
    assert [inside(first), inside(second)] == before


def test_biometric_when_kept_then_the_outcome_alone() -> None:
    assert [one.kept for one in Biometric] == ["", "", "match", "mismatch"]


# --- doors

DOORS = "/api/v1/gate/door-events"


@pytest.fixture
def tell(gate_port: GatePort) -> Callable[..., Any]:
    def send(kind: str, nonce: str, **more: object) -> Any:
        sent = {"reader": "GA1", "kind": kind, "nonce": nonce} | more
        return gate_port.post(DOORS, sent, gate_port.made.cast.reader)

    return send


def test_door_when_nobody_entered_then_not_inside_and_on_record(
    gate_port: GatePort, tell: Callable[..., Any], record: Record
) -> None:
    badge = gate_port.holder("Turned")
    gate_port.codes(badge, nonce="n-1")
    assert inside(badge) == {"TERMINAL-A": "in"}
    record.new()
    assert tell("not_entered", "d-1", attempt="n-1").status_code == 200
    assert inside(badge) == {}
    assert record.one("access.door_event.told").body["what"] == "granted, but nobody entered"


def test_door_when_the_way_in_failed_then_seen_as_before(
    gate_port: GatePort, tell: Callable[..., Any]
) -> None:
    badge = gate_port.holder("Turned")
    gate_port.codes(badge)
    gate_port.codes(badge, way="out", nonce="n-2")
    tell("not_entered", "d-1", attempt="n-2")
    assert inside(badge) == {"TERMINAL-A": "in"}


def test_door_when_it_tells_twice_then_kept_once(tell: Callable[..., Any]) -> None:
    first = tell("forced", "d-1", seconds=12)
    assert tell("forced", "d-1", seconds=12).json() == first.json()
    assert tell("held_open", "d-1").status_code == 400
    assert DoorEvent.objects.filter(code="d-1").count() == 1


@pytest.mark.parametrize("name", ["frank", "dave", "hugo", "anna"])
def test_door_when_others_tell_then_404(gate_port: GatePort, name: str) -> None:
    sent = {"reader": "GA1", "kind": "forced", "nonce": "d-1"}
    assert gate_port.post(DOORS, sent, getattr(gate_port.made.cast, name)).status_code == 404


def test_door_when_nonsense_comes_then_400(gate_port: GatePort, tell: Callable[..., Any]) -> None:
    assert tell("opened", "d-1").status_code == 400
    assert tell("forced", "d-1", seconds=-1).status_code == 400
    assert tell("forced", "x" * 101).status_code == 400
    assert tell("forced", "d-1", at="2020-01-01T00:00:00Z").status_code == 400
    assert Client().post(DOORS, json.dumps({}), content_type="application/json").status_code == 401


def test_sweep_when_a_telling_door_is_silent_then_nobody_entered(
    gate_port: GatePort, tell: Callable[..., Any]
) -> None:
    walker, turned = gate_port.holder("Walker"), gate_port.holder("Turned")
    gate_port.codes(walker, nonce="n-1")
    gate_port.codes(turned, nonce="n-2")
    later = gate_port.newest().received_at + timedelta(seconds=31)
    assert door_event.find_not_entered(gate_port.made.port, at=later) == 0, "this door never told anything"
    tell("entered", "d-1", attempt="n-1")
    assert door_event.find_not_entered(gate_port.made.port, at=later - timedelta(seconds=9)) == 0
    found = door_event.find_not_entered(gate_port.made.port, at=later)
    assert DoorEvent.objects.filter(kind="not_entered", attempt="n-2").count() == 1
    assert (inside(walker), inside(turned)) == ({"TERMINAL-A": "in"}, {})
    assert found >= 1
    assert door_event.find_not_entered(gate_port.made.port, at=later) == 0


def test_attempt_when_destroyed_badge_is_shown_then_refused(gate_port: GatePort) -> None:
    badge = gate_port.holder("Copy")
    Badge.objects.filter(pk=badge.pk).update(state="returned")
    Badge.objects.filter(pk=badge.pk).update(state="destroyed")
    assert gate_port.codes(badge) == ["refuse", "badge_destroyed"]
