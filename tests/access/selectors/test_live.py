"""What calls for somebody at the gates, and who is inside."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.models import Area, DoorEvent, Gate, GateEvent, Presence
from access.selectors.live import TILES, Watched, calls, inside_by_area
from access.services import sighting
from accounts.models import Organisation, Port
from portsec.kernel.errors import Refused
from tests import people
from tests.access.at_gates import make_door_event
from tests.people import Cast
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def other_cast(other_port: Port, quayside: Organisation, now: datetime) -> Cast:
    """The same roles at another port."""
    return people.make_cast(other_port, quayside, at=now, suffix="2")


def attempt(made: Scenario, *reasons: str, at: datetime, result: str = "refused") -> GateEvent:
    """A row of the log, whatever the gate would say today."""
    return GateEvent.objects.create(
        port=made.port,
        source="reader:GA1",
        code=str(uuid.uuid4()),
        at=at,
        received_at=at,
        reader=made.reader,
        reader_code="GA1",
        direction="in",
        badge=made.badge,
        badge_serial=made.badge.serial,
        person=made.erin,
        result=result,
        reasons=list(reasons),
    )


@pytest.mark.parametrize(
    ("reasons", "result", "minutes", "stands"),
    [
        (["clearance_suspended"], "refused", 14, True),
        (["clearance_suspended"], "refused", 16, False),
        (["badge_stolen"], "refused", 119, True),
        (["badge_stolen"], "refused", 121, False),
        (["badge_stolen"], "granted", 60, True),
        (["clearance_suspended"], "granted", 1, False),
        (["second_person_missing"], "refused", 1, False),
        (["second_person_missing", "area_not_granted"], "refused", 1, True),
    ],
)
def test_attempt_when_refused_or_alarming_then_calls_for_its_time(
    made: Scenario, cast: Cast, now: datetime, reasons: list[str], result: str, minutes: int, stands: bool
) -> None:
    attempt(made, *reasons, at=now - timedelta(minutes=minutes), result=result)
    found = calls(scope=cast.gita.scope, at=now)
    assert bool(found.shown) is stands
    assert [call.is_alarm for call in found.shown] == ["badge_stolen" in reasons] * stands


@pytest.mark.parametrize(
    ("kind", "minutes", "stands", "alarm"),
    [
        ("forced", 100, True, True),
        ("tampered", 100, True, True),
        ("held_open", 14, True, False),
        ("held_open", 16, False, False),
        ("not_entered", 14, True, False),
        ("entered", 1, False, False),
        ("closed", 1, False, False),
    ],
)
def test_door_when_it_tells_something_wrong_then_calls_for_its_time(
    made: Scenario, cast: Cast, now: datetime, kind: str, minutes: int, stands: bool, alarm: bool
) -> None:
    make_door_event(made, kind, at=now - timedelta(minutes=minutes))
    found = calls(scope=cast.gita.scope, at=now).shown
    assert [call.is_alarm for call in found] == [alarm] * stands


def test_door_when_closed_again_then_says_when(made: Scenario, cast: Cast, now: datetime) -> None:
    for minutes, kind in ((12, "closed"), (10, "held_open"), (9, "closed"), (4, "closed"), (2, "held_open")):
        make_door_event(made, kind, at=now - timedelta(minutes=minutes))
    late, early = calls(scope=cast.gita.scope, at=now).shown
    assert late.closed_at is None
    assert early.closed_at == now - timedelta(minutes=9)


def test_door_when_nobody_went_in_then_names_who_was_let_in(
    made: Scenario, cast: Cast, now: datetime
) -> None:
    granted = attempt(made, at=now, result="granted")
    make_door_event(made, "not_entered", at=now, attempt=granted.code)
    (call,) = calls(scope=cast.gita.scope, at=now).shown
    assert call.attempt == granted


def test_calls_when_many_then_alarms_first_then_the_newest_and_the_rest_counted(
    made: Scenario, cast: Cast, now: datetime
) -> None:
    for minutes in range(1, 9):
        attempt(made, "area_not_granted", at=now - timedelta(minutes=minutes))
    make_door_event(made, "forced", at=now - timedelta(minutes=90))
    attempt(made, "badge_lost", at=now - timedelta(minutes=60))
    found = calls(scope=cast.gita.scope, at=now)
    assert [round((now - call.at) / timedelta(minutes=1)) for call in found.shown] == [60, 90, 1, 2, 3, 4]
    assert (len(found.shown), found.more) == (TILES, 4)


def test_calls_when_a_gate_is_watched_then_its_own_and_alarms_from_everywhere(
    made: Scenario, cast: Cast, now: datetime
) -> None:
    other = Gate.objects.create(port=made.port, code="G2", name="Gate 2")
    attempt(made, "area_not_granted", at=now)
    make_door_event(made, "held_open", at=now)
    make_door_event(made, "forced", at=now)
    watching = calls(scope=cast.gita.scope, at=now, watched=Watched((other,)))
    assert [call.is_alarm for call in watching.shown] == [True]
    assert len(calls(scope=cast.gita.scope, at=now, watched=Watched((made.gate,))).shown) == 3


def test_calls_when_of_another_port_then_none(made: Scenario, other_cast: Cast, now: datetime) -> None:
    attempt(made, "badge_lost", at=now)
    make_door_event(made, "forced", at=now)
    assert calls(scope=other_cast.gita.scope, at=now).shown == []


def test_calls_when_there_are_more_then_queries_are_not(made: Scenario, cast: Cast, now: datetime) -> None:
    scope = cast.gita.scope

    def happening() -> None:
        granted = attempt(made, at=now, result="granted")
        make_door_event(made, "not_entered", at=now, attempt=granted.code)
        make_door_event(made, "held_open", at=now)
        attempt(made, "badge_lost", at=now)

    happening()
    with CaptureQueriesContext(connection) as one:
        calls(scope=scope, at=now)
    happening()
    happening()
    with CaptureQueriesContext(connection) as more:
        calls(scope=scope, at=now)
    assert len(more) == len(one)


@pytest.mark.parametrize(
    ("row", "counted", "unsure"),
    [
        ({"direction": "in"}, 1, 0),
        ({"direction": "out"}, 0, 0),
        ({"direction": "in", "forgiven_at": timedelta(minutes=5)}, 0, 0),
        ({"direction": "in", "forgiven_at": timedelta(minutes=-5)}, 1, 0),
        ({"direction": "in", "at": timedelta(hours=-17)}, 1, 1),
    ],
)
def test_inside_when_counted_then_as_readers_have_seen(
    made: Scenario, cast: Cast, now: datetime, row: dict[str, object], counted: int, unsure: int
) -> None:
    Presence.objects.all().delete()
    entered = now - timedelta(hours=1)
    times = {name: entered + ago for name, ago in row.items() if isinstance(ago, timedelta)}
    plain = {name: value for name, value in row.items() if not isinstance(value, timedelta)}
    Presence.objects.create(**{"person": made.erin, "area": made.area, "at": entered} | plain | times)
    found = inside_by_area(scope=cast.gita.scope, at=now)
    assert [(one.area, one.number, one.unsure) for one in found] == [(made.area, counted, unsure)][:counted]


def test_inside_when_the_area_forgets_nothing_then_nobody_is_unsure(
    made: Scenario, cast: Cast, other_cast: Cast, now: datetime
) -> None:
    Area.objects.filter(pk=made.area.pk).update(passback_forgets_hours=None)
    Presence.objects.all().delete()
    Presence.objects.create(person=made.erin, area=made.area, at=now - timedelta(days=9), direction="in")
    (inside,) = inside_by_area(scope=cast.gita.scope, at=now)
    assert (inside.number, inside.unsure) == (1, 0)
    assert inside_by_area(scope=other_cast.gita.scope, at=now) == []


def test_sighting_when_the_actor_watches_no_gates_there_then_refused(
    made: Scenario, cast: Cast, other_cast: Cast, now: datetime
) -> None:
    seen: tuple[GateEvent | DoorEvent, ...] = (
        attempt(made, "badge_lost", at=now),
        make_door_event(made, "forced", at=now),
    )
    for what in seen:
        for actor in (cast.alice, cast.cleo, other_cast.gita):
            with pytest.raises(Refused):
                sighting.mark(what, **actor.acts(now))
