"""From rows of the statement to facts: what a row says, and what it leaves out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from access.enums import Direction, RosterKind
from access.gate.facts import AreaFacts
from access.gate.lockdown import Lockdown
from access.gate.opening_hours import Span
from access.gate_facts import company, holder, place
from access.gate_facts.asked import Asked, as_json, plain_plate

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Brussels")
AT = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
ASKED = Asked(port=1, at=AT, zone=ZONE)
CAGE = AreaFacts("CAGE", within=("TERMINAL",), around=(AreaFacts("TERMINAL"),))


def permit(**said: Any) -> dict[str, Any]:
    row = {
        "kind": "escorted_short",
        "valid_from": "2026-03-09T23:00:00+00:00",
        "valid_until": "2026-03-10T23:00:00+00:00",
        "state": "issued",
        "stands": True,
        "days": 2,
        "eta": None,
        "ship": None,
    }
    return row | said


def row(**said: Any) -> dict[str, Any]:
    """A row of a holder about whom nothing special is known."""
    known: dict[str, Any] = {
        "areas": [{"code": "CAGE", "walk_path": False}, {"code": "TERMINAL", "walk_path": True}],
        "holder": {"id": 7, "banned": False, "organisation": "QUAYSIDE"},
        "permits": None,
        "visit": None,
        "permit_days": None,
        "duties": None,
        "confirmations": None,
        "guards": None,
        "appointment": None,
        "passengers": None,
    }
    return known | said


def test_days_when_a_permit_runs_from_midnight_to_midnight_then_one_local_day() -> None:
    found = holder.permit_of(row(permits=[permit()]), ASKED, CAGE)
    assert found is not None
    assert (found.first_day, found.last_day) == (date(2026, 3, 10), date(2026, 3, 10))
    assert (found.is_revoked, found.is_escorted, found.days, found.days_a_year) == (False, True, 2, 28)


@pytest.mark.parametrize(
    "said",
    [
        {"state": "revoked"},
        {"stands": False},
        {"valid_until": "2026-03-10T10:00:00+00:00"},
        {"valid_from": "2026-03-10T12:00:00+00:00"},
    ],
    ids=str,
)
def test_permit_when_it_spans_the_day_and_is_not_in_force_then_revoked(said: dict[str, Any]) -> None:
    found = holder.permit_of(row(permits=[permit(**said)]), ASKED, CAGE)
    assert found is not None
    assert found.is_revoked


def test_permit_when_the_holder_is_banned_then_revoked() -> None:
    banned = {"id": 7, "banned": True, "organisation": None}
    found = holder.permit_of(row(permits=[permit()], holder=banned), ASKED, CAGE)
    assert found is not None
    assert found.is_revoked


def test_permit_when_it_ended_yesterday_then_over_and_not_revoked() -> None:
    ended = permit(valid_from="2026-03-08T06:00:00+00:00", valid_until="2026-03-09T06:00:00+00:00")
    found = holder.permit_of(row(permits=[ended]), ASKED, CAGE)
    assert found is not None
    assert (found.last_day, found.is_revoked) == (date(2026, 3, 9), False)


def test_permit_when_one_of_two_fits_the_area_then_that_one() -> None:
    ship = permit(kind="ship_call", eta="2026-03-09T06:00:00+00:00")
    both = row(permits=[ship, permit()])
    inner, outer = (holder.permit_of(both, ASKED, area) for area in (CAGE, AreaFacts("TERMINAL")))
    assert inner is not None
    assert outer is not None
    assert (inner.is_escorted, outer.is_escorted) == (True, False)
    assert outer.walk_path == {"TERMINAL"}


def test_ship_when_the_port_knows_the_call_then_its_own_times() -> None:
    known = permit(kind="ship_call", eta="2026-03-09T06:00:00+00:00", ship={"arrived": None, "left": None})
    for said, arrived in ((known, None), (known | {"ship": None}, datetime(2026, 3, 9, 6, tzinfo=UTC))):
        found = holder.permit_of(row(permits=[said]), ASKED, AreaFacts("TERMINAL"))
        assert found is not None
        assert found.ship_call is not None
        assert found.ship_call.arrived_at == arrived


def test_days_before_when_counted_then_without_today() -> None:
    days = row(permits=[permit()], permit_days=["2026-03-09", "2026-03-10"])
    found = holder.permit_of(days, ASKED, CAGE)
    assert found is not None
    assert found.days_before == {date(2026, 3, 9)}


@pytest.mark.parametrize(
    ("within", "counts"),
    [(["CAGE", "TERMINAL"], True), (["TERMINAL"], True), (["BOX", "CAGE", "TERMINAL"], True),
     (["OFFICE", "TERMINAL"], False), (None, False)],
)  # fmt: skip
def test_duty_when_it_names_an_area_then_this_one_around_or_inside(
    within: list[str] | None, counts: bool
) -> None:
    duty = {
        "kind": "shift",
        "starts_at": "2026-03-10T10:00:00+00:00",
        "ends_at": "2026-03-10T18:00:00+00:00",
        "area": within[0] if within else "NOWHERE",
        "within": within,
    }
    found = holder.roster_of(row(duties=[duty]), CAGE)
    assert [one.kind for one in found.duties] == [RosterKind.SHIFT] * counts


def test_confirmation_when_it_names_no_area_then_counts_everywhere() -> None:
    assert holder.roster_of(row(confirmations=[{"within": None}]), CAGE).confirmed
    assert not holder.roster_of(row(confirmations=[{"within": ["OFFICE"]}]), CAGE).confirmed


def test_lockdowns_when_several_then_functions_that_pass_each() -> None:
    assert place.lockdown_of(None) is None
    assert place.lockdown_of([["fire", "security"], ["fire"]]) == Lockdown(frozenset({"fire"}))


def area_row(**said: Any) -> dict[str, Any]:
    known = {
        "side": "to", "depth": 0, "id": 1, "code": "CAGE", "level": 2, "isps_level": 1, "is_restricted": True,
        "trainings": [], "biometric": False, "escort_allowed": True, "two_person_seconds": None, "roster": 0,
        "vehicles_allowed": True, "vehicle_booking": False, "walk_path": False, "passback_mode": "",
        "passback_seconds": None, "passback_forgets_hours": 16, "zone": "", "week": None, "other_days": None,
        "lockdowns": None,
    }  # fmt: skip
    return known | said


def read(*areas: dict[str, Any]) -> AreaFacts:
    found = place.reader_of({"areas": list(areas), "reader": None}, ZONE)
    assert found is not None
    assert found.area_to is not None
    return found.area_to


def test_area_when_it_lies_in_others_then_with_them_around_and_no_circle() -> None:
    outer = area_row(depth=1, code="TERMINAL")
    found = read(area_row(), outer, area_row(depth=2))
    assert [area.code for area in found.chain] == ["CAGE", "TERMINAL"]
    assert found.within == ("TERMINAL",)


def test_hours_when_none_are_said_then_always_open() -> None:
    assert read(area_row()).needs.hours == ()


def test_hours_when_only_other_days_are_said_then_closed_on_those_alone() -> None:
    (hours,) = read(area_row(other_days=[["2026-03-10", None]])).needs.hours
    assert not hours.is_open(AT)
    assert hours.is_open(AT + timedelta(days=1))


def test_hours_when_a_zone_is_said_then_by_that_zone() -> None:
    (hours,) = read(area_row(zone="America/New_York", week=[[1, "06:00:00", "08:00:00"]])).needs.hours
    assert hours.week == {1: (Span(time(6), time(8)),)}
    assert hours.is_open(AT)


def test_reader_when_nothing_is_known_then_none() -> None:
    assert place.reader_of({"areas": None, "reader": None}, ZONE) is None


def test_guards_when_the_holder_vouches_for_themselves_then_not_counted() -> None:
    sound = {
        "badge": {
            "person": 7, "state": "active", "valid_from": "2026-01-01T00:00:00+00:00",
            "valid_until": "2027-01-01T00:00:00+00:00",
        },
        "banned": False,
        "clearance": {
            "state": "granted", "level": "standard", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
            "escort_only": False,
        },
    }  # fmt: skip
    other = sound | {"badge": sound["badge"] | {"person": 8}}
    assert company.guards_of(row(guards=[sound, other, other]), ASKED) == 1
    assert company.guards_of(row(guards=[other | {"banned": True}]), ASKED) == 0


def test_vehicle_when_nobody_was_nominated_then_any_carrier() -> None:
    asked = Asked(port=1, at=AT, zone=ZONE, plate="1-abc 234", occupants=3)
    booked = {
        "plate": "1ABC234",
        "opens_at": "2026-03-10T10:00:00+00:00",
        "closes_at": "2026-03-10T12:00:00+00:00",
        "carrier": None,
        "right": None,
    }
    found = company.transport_of(row(appointment=booked, passengers=2), asked)
    assert found is not None
    assert found.booking is not None
    assert (found.plate, found.booking.carriers, found.registered) == ("1ABC234", None, 3)
    assert company.transport_of(row(), ASKED) is None


HOP = {"organisation": "HAULIER", "at": "2026-03-10T09:00:00+00:00"}
BEFORE, AFTER = "2026-03-10T08:00:00+00:00", "2026-03-10T09:30:00+00:00"


@pytest.mark.parametrize(
    ("right", "hop", "way", "carriers"),
    [
        (None, HOP, Direction.IN, {"HAULIER"}),
        ({"holder": "LINE", "gone_at": None}, HOP, Direction.IN, {"LINE"}),
        ({"holder": None, "gone_at": None}, HOP, Direction.IN, set()),
        ({"holder": "LINE", "gone_at": AFTER}, HOP, Direction.IN, set()),
        ({"holder": "LINE", "gone_at": AFTER}, HOP, Direction.OUT, {"LINE"}),
        ({"holder": "LINE", "gone_at": AFTER}, None, Direction.IN, set()),
        ({"holder": "LINE", "gone_at": BEFORE}, HOP, Direction.IN, {"HAULIER"}),
    ],
)
def test_vehicle_when_a_release_right_is_held_then_its_holder_before_any_chain(
    right: Any, hop: Any, way: Direction, carriers: set[str]
) -> None:
    asked = Asked(port=1, at=AT, zone=ZONE, plate="1-abc 234", direction=way)
    booked = {
        "plate": "1ABC234",
        "opens_at": "2026-03-10T08:00:00+00:00",
        "closes_at": "2026-03-10T12:00:00+00:00",
        "carrier": hop,
        "right": right,
    }
    found = company.transport_of(row(appointment=booked), asked)
    assert found is not None
    assert found.booking is not None
    assert found.booking.carriers == carriers


def test_asked_when_written_then_in_utc_with_the_local_day_and_its_place() -> None:
    late = Asked(
        port=1,
        at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC),
        zone=ZONE,
        direction=Direction.OUT,
        credential_hash=b"\x01\xff",
    )
    first, second = json.loads(as_json([ASKED, late]))
    assert (first["place"], second["place"]) == (0, 1)
    assert (second["at"], second["day"]) == ("2026-03-10T23:30:00+00:00", "2026-03-11")
    assert (second["direction"], second["credential_hash"]) == ("out", "01ff")


@pytest.mark.parametrize("plate", ["1-ABC-234", "1abc234", " 1 ABC 234 "])
def test_plate_when_written_in_any_way_then_the_same(plate: str) -> None:
    assert plain_plate(plate) == "1ABC234"
