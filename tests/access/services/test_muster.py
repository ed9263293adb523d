"""Who is inside, and the roll call at the assembly point."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.enums import Direction
from access.models import Area, Presence, RollCallMark
from access.selectors.muster import Present, muster
from access.services import muster as roll_calls
from access.services import reception
from portsec.kernel.errors import Conflict, NotFound, Refused
from screening.models import Person
from tests import visits
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _empty_port(made: Scenario) -> None:
    Presence.objects.all().delete()


def read(person: Person, area: Area, at: datetime, way: Direction = Direction.IN) -> None:
    """A reader saw somebody, as a granted attempt writes it."""
    Presence.objects.update_or_create(person=person, area=area, defaults={"direction": way.value, "at": at})


def listed(made: Scenario, at: datetime) -> dict[str, Present]:
    return {present.person.full_name: present for present in muster(made.port, at=at).people}


def test_list_when_somebody_went_in_then_with_area_company_and_reading(made: Scenario, now: datetime) -> None:
    read(made.erin, made.area, now)
    [erin] = muster(made.port, at=now).people
    assert erin.called == "Vermeer, Erin"
    assert erin.area == made.area
    assert erin.company == "Quayside Terminals"
    assert not erin.unsure


def test_list_when_the_reading_is_old_then_marked_as_unsure(made: Scenario, now: datetime) -> None:
    read(made.erin, made.area, now - timedelta(hours=17))
    assert listed(made, now)["Erin Vermeer"].unsure
    assert muster(made.port, at=now).unsure == 1


def test_list_when_somebody_went_out_then_not_on_it(made: Scenario, now: datetime) -> None:
    read(made.erin, made.area, now, Direction.OUT)
    assert listed(made, now) == {}


def test_list_when_a_visitor_is_signed_in_then_on_it_before_any_gate(made: Scenario, now: datetime) -> None:
    visits.let_in(made.expected, made.cast, at=now)
    anna = listed(made, now)["Anna Peeters"]
    assert anna.area is None
    assert anna.visit is not None
    assert anna.visit.escort == made.erin
    assert anna.company == "Liftcare"
    read(made.expected.visitor, made.area, now)
    assert listed(made, now)["Anna Peeters"].area == made.area


def test_list_when_a_visitor_is_signed_out_then_off_it_though_no_gate_read_them(
    made: Scenario, now: datetime
) -> None:
    arrived = visits.let_in(made.expected, made.cast, at=now)
    read(made.expected.visitor, made.area, now)
    reception.leave(arrived.visit, card_back=True, **made.cast.gita.acts(now + timedelta(minutes=5)))
    assert listed(made, now + timedelta(minutes=6)) == {}


def test_list_when_a_visitor_was_read_going_out_then_off_it(made: Scenario, now: datetime) -> None:
    visits.let_in(made.expected, made.cast, at=now)
    read(made.expected.visitor, made.area, now + timedelta(minutes=1), Direction.OUT)
    assert listed(made, now + timedelta(minutes=2)) == {}


def test_list_when_of_another_port_then_empty(made: Scenario, elsewhere: Scenario, now: datetime) -> None:
    Presence.objects.all().delete()
    read(made.erin, made.area, now)
    assert muster(elsewhere.port, at=now).people == ()


def test_list_when_more_are_inside_then_no_more_queries(made: Scenario, now: datetime) -> None:
    read(made.erin, made.area, now)
    with CaptureQueriesContext(connection) as one:
        muster(made.port, at=now)
    read(made.viktor, made.area, now)
    read(made.handed_in.person, made.area, now)
    with CaptureQueriesContext(connection) as three:
        assert muster(made.port, at=now).total == 3
    assert len(one) == len(three)


def test_roll_call_when_people_are_seen_then_counted_and_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    acts = made.cast.gita.acts(now)
    read(made.erin, made.area, now)
    read(made.viktor, made.area, now)
    begun = roll_calls.start(made.port, **acts)
    assert roll_calls.start(made.port, **acts) == begun
    roll_calls.mark(made.port, made.erin.ref, seen=True, **acts)
    roll_calls.mark(made.port, made.erin.ref, seen=True, **made.cast.sven.acts(now))
    counted = muster(made.port, at=now)
    assert (counted.seen, counted.missing) == (1, 1)
    assert [mark.by for mark in RollCallMark.objects.all()] == [made.cast.gita.user]
    roll_calls.mark(made.port, made.erin.ref, seen=False, **acts)
    assert muster(made.port, at=now).seen == 0
    ended = roll_calls.end(made.port, **acts)
    assert ended.ended_at == now
    with pytest.raises(Conflict):
        roll_calls.mark(made.port, made.erin.ref, seen=True, **acts)


def test_roll_call_when_the_person_is_not_on_the_list_then_not_found(made: Scenario, now: datetime) -> None:
    roll_calls.start(made.port, **made.cast.gita.acts(now))
    with pytest.raises(NotFound):
        roll_calls.mark(made.port, made.erin.ref, seen=True, **made.cast.gita.acts(now))


def test_roll_call_when_started_without_the_right_then_refused(made: Scenario, now: datetime) -> None:
    for name in ("hugo", "alice", "frank", "cleo"):
        with pytest.raises(Refused):
            roll_calls.start(made.port, **getattr(made.cast, name).acts(now))
