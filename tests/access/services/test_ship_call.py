"""A ship leaves: its crew's permits end at that moment."""

from __future__ import annotations

from datetime import datetime

import pytest

from access.models import VesselCall
from access.selectors.ship_call import Ashore, ships_in_port
from access.services import ship_call
from portsec.kernel.errors import Conflict, NotFound, Refused
from screening.models import CrewList
from screening.selectors.permit import permit_in_force
from screening.services import permit
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def in_port(made: Scenario) -> datetime:
    """A moment at which the ship lies in port, with a permit for one of its crew."""
    member = made.crowd.member
    if not hasattr(member, "permit"):
        permit.issue_for_call(member, actor="system:test", at=made.at)
    taken = CrewList.objects.get(pk=member.crew_list_id)
    return taken.eta + (taken.etd - taken.eta) / 2


def test_departure_when_recorded_then_permits_end_at_once(made: Scenario, in_port: datetime) -> None:
    taken = made.crowd.taken
    someone = made.crowd.member.person
    VesselCall.objects.update_or_create(port=made.port, code=taken.call_ref, defaults={"etd": taken.etd})
    assert permit_in_force(someone, in_port) is not None
    ended = ship_call.record_departure(made.port, taken.call_ref, **made.cast.sven.acts(in_port))
    assert ended >= 1
    assert permit_in_force(someone, in_port) is None
    assert VesselCall.objects.get(port=made.port, code=taken.call_ref).etd == in_port
    assert ship_call.record_departure(made.port, taken.call_ref, **made.cast.sven.acts(in_port)) == 0


def test_departure_when_the_ship_is_not_due_then_refused(made: Scenario, in_port: datetime) -> None:
    taken = made.crowd.taken
    with pytest.raises(Conflict, match="not due"):
        ship_call.record_departure(made.port, taken.call_ref, **made.cast.sven.acts(taken.eta))


def test_departure_when_unknown_or_without_the_right_then_refused(made: Scenario, in_port: datetime) -> None:
    with pytest.raises(NotFound):
        ship_call.record_departure(made.port, "NONE", **made.cast.sven.acts(in_port))
    for name in ("gita", "carol", "hugo"):
        with pytest.raises(Refused):
            ship_call.record_departure(
                made.port, made.crowd.taken.call_ref, **getattr(made.cast, name).acts(in_port)
            )


def test_crew_when_the_ship_lies_in_port_then_listed_with_permit_and_reading(
    made: Scenario, in_port: datetime
) -> None:
    calls = {call.ref: call for call in ships_in_port(scope=made.cast.gita.scope, at=in_port)}
    call = calls[made.crowd.taken.call_ref]
    sailor = next(each for each in call.crew if each.member.person_id == made.crowd.member.person_id)
    assert sailor.has_permit
    assert sailor.where is Ashore.NOT_READ
    assert ships_in_port(scope=made.cast.hugo.scope, at=in_port) == []
