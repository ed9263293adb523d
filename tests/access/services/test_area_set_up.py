"""Setting up areas, gates and readers: what is kept, refused and put on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.enums import BadgeState, GateKind
from access.models import Area, Badge, Gate, Reader, Training
from access.services import area as areas
from access.services import gate as gates
from access.services import reader as readers
from access.services.gate import GateDetails
from access.services.reader import ReaderDetails
from access.zoning.area_details import AreaDetails
from accounts.models import Port
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.people import Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

YARD = AreaDetails(code="YARD", name="Container yard")


def wrong(error: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return set(error.value.fields)


@pytest.fixture
def yard(port: Port, cast: Cast, now: datetime) -> Area:
    return areas.define(port, YARD, **cast.sven.acts(now))


def make_badge(port: Port, now: datetime, *codes: str) -> Badge:
    return Badge.objects.create(
        port=port,
        serial="B-1",
        areas=list(codes),
        valid_from=now,
        valid_until=now + timedelta(days=9),
        state=BadgeState.ACTIVE.value,
        state_since=now,
        issued_by="test",
    )


def test_area_when_defined_then_kept_with_all_it_asks_and_recorded(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    Training.objects.create(port=port, code="HV", name="Harbour vehicles")
    asked = replace(
        YARD, level=2, trainings=("HV",), biometric=True, two_person_seconds=60, zone="Europe/Brussels"
    )
    made = areas.define(port, asked, **cast.sven.acts(now))
    assert areas.details_of(Area.objects.get(pk=made.pk)) == asked
    entry = record.one("access.area.defined")
    assert entry.actor == cast.sven.reference
    assert "clearance level 1 → 2" in entry.body["changes"]


def test_area_when_changed_then_what_it_was_and_is_goes_on_record(
    yard: Area, cast: Cast, now: datetime, record: Record
) -> None:
    asked = replace(YARD, name="North yard", escort_allowed=False)
    assert areas.change(yard, asked, **cast.sven.acts(now))
    assert record.one("access.area.changed").body["changes"] == [
        "name Container yard → North yard",
        "escort allowed yes → no",
    ]
    assert not areas.change(yard, asked, **cast.sven.acts(now))
    assert record.kinds() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "OUT"}, "code"),
        ({"code": "A/B"}, "code"),
        ({"name": " "}, "name"),
        ({"level": 4}, "level"),
        ({"parent": "NOWHERE"}, "parent"),
        ({"parent": "YARD"}, "parent"),
        ({"trainings": ("HV",)}, "trainings"),
        ({"passback_mode": "timed"}, "passback_seconds"),
        ({"passback_mode": "loud"}, "passback_mode"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"roster": 9}, "roster"),
        ({"two_person_seconds": 0}, "two_person_seconds"),
    ],
)
def test_area_when_something_is_impossible_then_named_by_field(
    yard: Area, cast: Cast, now: datetime, given: dict[str, Any], field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as error:
        areas.change(yard, replace(YARD, **given), **cast.sven.acts(now))
    assert wrong(error) == {field}


def test_area_when_code_is_taken_then_refused(yard: Area, port: Port, cast: Cast, now: datetime) -> None:
    with pytest.raises(InvalidInput) as error:
        areas.define(port, YARD, **cast.sven.acts(now))
    assert wrong(error) == {"code"}


def test_area_when_moved_into_what_lies_in_it_then_refused(
    yard: Area, port: Port, cast: Cast, now: datetime
) -> None:
    inner = areas.define(port, AreaDetails(code="CAGE", name="Cage", parent="YARD"), **cast.sven.acts(now))
    assert inner.parent == yard
    with pytest.raises(InvalidInput) as error:
        areas.change(yard, replace(YARD, parent="CAGE"), **cast.sven.acts(now))
    assert wrong(error) == {"parent"}


def test_area_when_a_badge_names_it_then_code_stays_and_it_is_not_removed(
    yard: Area, port: Port, cast: Cast, now: datetime
) -> None:
    make_badge(port, now, "YARD")
    with pytest.raises(InvalidInput) as error:
        areas.change(yard, replace(YARD, code="YARD-2"), **cast.sven.acts(now))
    assert wrong(error) == {"code"}
    with pytest.raises(Conflict, match="badges"):
        areas.remove(yard, reason="A mistake.", **cast.sven.acts(now))


def test_area_when_never_used_then_code_changes_and_it_can_be_removed(
    yard: Area, cast: Cast, now: datetime, record: Record
) -> None:
    areas.change(yard, replace(YARD, code="YARD-2"), **cast.sven.acts(now))
    areas.remove(yard, reason="A mistake.", **cast.sven.acts(now))
    assert not Area.objects.exists()
    assert record.kinds() == ["access.area.changed", "access.area.removed"]


def test_area_when_out_of_service_then_readers_on_its_border_let_nobody_in(
    yard: Area, port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    inward = Reader.objects.create(port=port, code="R1", area_to=yard)
    outward = Reader.objects.create(port=port, code="R2", area_from=yard)
    other = Reader.objects.create(port=port, code="R3")
    closed = readers.close_area(yard, reason="Rebuilt until spring.", **cast.sven.acts(now))
    assert closed == ["R1", "R2"]
    assert [Reader.objects.get(pk=each.pk).in_service for each in (inward, outward, other)] == [
        False,
        False,
        True,
    ]
    assert record.kinds() == ["access.reader.changed"] * 2 + ["access.area.closed"]


def test_gate_when_set_up_changed_and_removed_then_each_is_recorded(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    acts = cast.sven.acts(now)
    made = gates.define(port, GateDetails(code="G1", name="Main gate"), **acts)
    asked = GateDetails(code="G1", name="Main gate", kind=GateKind.VEHICLE.value, highest_level=2)
    assert gates.change(made, asked, **acts)
    gates.remove(made, reason="A mistake.", **acts)
    changed = [entry for entry in record.new() if entry.kind == "access.gate.changed"]
    assert changed[0].body["changes"] == [
        "kind pedestrian → vehicle",
        "serves up to ISPS level 3 → 2",
    ]
    assert not Gate.objects.exists()


def test_gate_when_a_reader_stands_there_then_not_removed(
    yard: Area, port: Port, cast: Cast, now: datetime
) -> None:
    acts = cast.sven.acts(now)
    made = gates.define(port, GateDetails(code="G1", name="Main gate"), **acts)
    reader = readers.define(port, ReaderDetails(code="R1", gate="G1", area_to="YARD"), **acts)
    assert (reader.gate, reader.area_to, reader.area_from) == (made, yard, None)
    with pytest.raises(Conflict, match="readers"):
        gates.remove(made, reason="A mistake.", **acts)
    readers.remove(reader, reason="A mistake.", **acts)
    gates.remove(made, reason="A mistake.", **acts)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "R9"}, "code"),
        ({"gate": "NOWHERE"}, "gate"),
        ({"area_from": "NOWHERE"}, "area_from"),
        ({"area_from": "YARD"}, "area_to"),
    ],
)
def test_reader_when_something_is_impossible_then_named_by_field(
    yard: Area, port: Port, cast: Cast, now: datetime, given: dict[str, str], field: str
) -> None:
    known = ReaderDetails(code="R1", area_to="YARD")
    made = readers.define(port, known, **cast.sven.acts(now))
    with pytest.raises(InvalidInput) as error:
        readers.change(made, replace(known, **given), **cast.sven.acts(now))
    assert wrong(error) == {field}


@pytest.mark.parametrize("name", ["gita", "carol", "alice", "adam"])
def test_set_up_when_actor_has_no_right_then_refused(
    yard: Area, port: Port, cast: Cast, now: datetime, name: str
) -> None:
    acts = getattr(cast, name).acts(now)
    reader = Reader.objects.create(port=port, code="R1")
    gate = Gate.objects.create(port=port, code="G1", name="Main gate")
    for command in (
        lambda: areas.define(port, replace(YARD, code="NEW"), **acts),
        lambda: areas.change(yard, replace(YARD, level=0), **acts),
        lambda: areas.remove(yard, reason="No.", **acts),
        lambda: readers.close_area(yard, reason="No.", **acts),
        lambda: readers.define(port, ReaderDetails(code="R2"), **acts),
        lambda: readers.change(reader, ReaderDetails(code="R1", in_service=False), **acts),
        lambda: readers.remove(reader, reason="No.", **acts),
        lambda: gates.define(port, GateDetails(code="G2", name="New"), **acts),
        lambda: gates.change(gate, GateDetails(code="G1", name="New"), **acts),
        lambda: gates.remove(gate, reason="No.", **acts),
    ):
        with unchanged(), pytest.raises(Refused) as refused:
            command()
        assert refused.value.verdict.codes == ("capability_missing",)
