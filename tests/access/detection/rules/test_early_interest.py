"""D17: interest in a box or ship long before the work on it begins."""

from __future__ import annotations

import pytest

from access.enums import Severity
from access.need_to_know.facts import VesselCallFact
from tests.access.detection.port import at, box, flags, look, order, person, report, visit

pytestmark = pytest.mark.unit

BOX = box(60)
TEAM = ["dave", *(f"peer{number}" for number in range(9))]
PEOPLE = [person(name) for name in TEAM]
CALLS = [VesselCallFact("NOW", frozenset(), at(24), at(60)), VesselCallFact("LATER", frozenset(), at(0, 10))]
OURS = [box(serial) for serial in range(200, 220)]
CARGO = [visit(BOX, vessel_call="LATER", discharged_at=None)] + [
    visit(name, vessel_call="NOW", discharged_at=None) for name in OURS
]


def judged(*data, lead: float = 24, known: int = 20, orders=(), calls=CALLS):
    """Peers looked at boxes of the present ship so many hours before it, for their work."""
    peers = [look(at(24 - lead), name, f"peer{index % 9}") for index, name in enumerate(OURS[:known])]
    work = [order(name, f"peer{index % 9}", opened=at(0, -9)) for index, name in enumerate(OURS)]
    return flags(
        "D17",
        data=[*peers, *data],
        cargo=CARGO,
        vessel_calls=calls,
        people=PEOPLE,
        work_orders=[*work, *orders],
    )


def test_box_of_a_ship_in_nine_days_is_medium() -> None:
    (flag,) = judged(look(at(30), BOX))
    assert (flag.severity, flag.person, flag.objects) == (Severity.MEDIUM, "dave", (BOX,))
    assert "up to 8 days 18 h before the ship" in flag.text


@pytest.mark.parametrize(("hour", "found"), [(10 * 24 - 5 * 24 - 0.1, 1), (10 * 24 - 5 * 24, 0)])
def test_five_days_before_is_early(hour: float, found: int) -> None:
    assert len(judged(look(at(hour), BOX))) == found


@pytest.mark.parametrize(("lead", "found"), [(48, 1), (48.1, 0)])
def test_role_that_plans_ahead_is_silent(lead: float, found: int) -> None:
    assert len(judged(look(at(30), BOX), lead=lead)) == found


def test_lead_of_the_role_must_be_known() -> None:
    assert not judged(look(at(30), BOX), known=19)


def test_box_with_an_order_is_silent() -> None:
    assert not judged(look(at(30), BOX), orders=[order(BOX)])


def test_box_of_an_unknown_ship_is_silent() -> None:
    assert not judged(look(at(30), BOX), calls=CALLS[:1])


def ship(*hours: float, **more):
    return [look(at(hour), "LATER", object_type="vessel_call", field_class="S1", **more) for hour in hours]


def test_third_look_at_a_ship_well_before_it_is_flagged() -> None:
    data = ship(9, 20, 30, 40)
    (flag,) = judged(*data)
    assert flag.events == tuple(fact.id for fact in data[:3])
    assert "Ship LATER was looked up 3 times" in flag.text


def test_two_looks_or_looks_just_before_the_ship_are_silent() -> None:
    assert not judged(*ship(9, 20))
    assert not judged(*ship(9, 20, 8 * 24))
    assert judged(*ship(9, 20, 8 * 24 - 0.1))


def test_looks_at_a_ship_of_the_own_work_are_silent() -> None:
    assert not judged(*ship(9, 20, 30), orders=[order("LATER")])


def test_looks_of_different_people_are_silent() -> None:
    assert not judged(*ship(9, 20), *ship(30, person="erin"))


def test_without_vessel_calls_it_is_not_evaluated() -> None:
    said = report("D17", data=[look(at(9), BOX)], cargo=CARGO, work_orders=[])
    assert said.not_evaluated[0].code == "feed_missing"
