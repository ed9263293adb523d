"""One line of everything that happened to a container, and who stands out in a seizure."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.enums import DataAction, DataResult, FieldClass, IncidentKind
from access.models import (
    CargoVisit,
    DataEvent,
    GateEvent,
    Incident,
    Reader,
    ReleaseHop,
    VesselCall,
    WorkOrder,
)
from access.services import container_trace
from access.tracing.words import TraceKind
from portsec.kernel.errors import InvalidInput, Refused
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BOXES = ("MSKU9070323", "TCLU4265727", "MSCU6639871")  # none of them is in the scenario


def looked(made: Scenario, at: datetime, box: str, person: str, **other: Any) -> DataEvent:
    given = {
        "port": made.port,
        "source": "import",
        "code": str(uuid.uuid4()),
        "at": at,
        "received_at": at,
        "account": f"tos-{person.lower()}",
        "person_ref": person,
        "action": DataAction.READ.value,
        "object_type": "container",
        "object_ref": box,
        "field_class": FieldClass.S2.value,
        "result": DataResult.OK.value,
    }
    return DataEvent.objects.create(**given | other)


def went_in(made: Scenario, at: datetime, person: str, reader: str) -> GateEvent:
    return GateEvent.objects.create(
        port=made.port,
        source="import",
        code=str(uuid.uuid4()),
        at=at,
        received_at=at,
        reader_code=reader,
        direction="in",
        badge_serial="A1",
        person_ref=person,
        result="granted",
    )


@pytest.fixture
def box(made: Scenario, now: datetime) -> CargoVisit:
    """A box with something of each kind on its line, in the last two days."""
    Reader.objects.create(port=made.port, code="T-IN", terminal="Terminal T")
    call = VesselCall.objects.create(port=made.port, code="VC-T", ata=now - timedelta(hours=40))
    visit = CargoVisit.objects.create(
        port=made.port,
        container=BOXES[0],
        vessel_call=call,
        terminal="Terminal T",
        bill_of_lading="BL-T",
        discharged_at=now - timedelta(hours=36),
    )
    looked(made, now - timedelta(hours=20), BOXES[0], "E-RARE")
    looked(made, now - timedelta(hours=19), "BL-T", "E-RARE", object_type="bill_of_lading")
    went_in(made, now - timedelta(hours=15), "E-RARE", "T-IN")
    went_in(made, now - timedelta(hours=15), "E-OTHER", "T-IN")
    order = WorkOrder.objects.create(
        port=made.port, ref="W-1", kind="scan", object_ref=BOXES[0], opened_at=now - timedelta(hours=30)
    )
    assert order.closed_at is None
    ReleaseHop.objects.create(
        port=made.port, container=BOXES[0], to_organisation="HAUL", at=now - timedelta(hours=10)
    )
    Incident.objects.create(
        port=made.port,
        code="INC-1",
        at=now - timedelta(hours=5),
        kind=IncidentKind.SEIZURE.value,
        container=BOXES[0],
    )
    return visit


def traced(made: Scenario, now: datetime, container: str = BOXES[0]) -> Any:
    return container_trace.ask(
        made.port,
        container,
        now - timedelta(days=3),
        now,
        case_ref="PV-7",
        **made.cast.frank.acts(now),
    )


def test_line_when_asked_then_every_world_in_the_order_of_time(
    made: Scenario, box: CargoVisit, now: datetime
) -> None:
    found = traced(made, now)
    assert [moment.kind for moment in found.moments] == [
        TraceKind.MOVE,  # the ship arrived
        TraceKind.MOVE,  # discharged
        TraceKind.SCAN,
        TraceKind.LOOK_UP,
        TraceKind.LOOK_UP,  # of the bill of lading that it travels on
        TraceKind.GATE,
        TraceKind.NOMINATION,
        TraceKind.ALARM,
    ]
    assert dict(found.counts)[TraceKind.LOOK_UP] == 2
    assert [one.person for one in found.moments if one.kind is TraceKind.GATE] == ["E-RARE"]


def test_lookers_when_nothing_explains_theirs_then_first_and_rare(
    made: Scenario, box: CargoVisit, now: datetime
) -> None:
    for hour in range(30):
        looked(made, now - timedelta(hours=hour), BOXES[1], "E-BUSY")
    looked(made, now - timedelta(hours=3), BOXES[0], "E-BUSY")
    WorkOrder.objects.create(
        port=made.port,
        ref="W-2",
        kind="job",
        object_ref=BOXES[0],
        person_ref="E-BUSY",
        opened_at=now - timedelta(hours=4),
    )
    first, *others = traced(made, now).lookers
    assert (first.person, first.looks, first.unexplained) == ("E-RARE", 1, 1)
    assert [one.person for one in others] == ["E-BUSY"]
    assert first.chance < others[0].chance


def test_trace_when_asked_then_on_record_with_its_case(
    made: Scenario, box: CargoVisit, now: datetime, record: Record
) -> None:
    record.new()
    traced(made, now)
    entry = record.one("access.container_trace.asked")
    assert (entry.body["container"], entry.body["lookers"]) == (BOXES[0], 1)


def test_trace_when_asked_by_somebody_who_reads_no_log_then_refused(made: Scenario, now: datetime) -> None:
    since = now - timedelta(days=1)
    with pytest.raises(Refused):
        container_trace.ask(made.port, CONTAINER, since, now, case_ref="", **made.cast.erin.acts(now))


def test_trace_when_the_time_is_reversed_or_too_long_then_refused(made: Scenario, now: datetime) -> None:
    for since in (now + timedelta(hours=1), now - timedelta(days=200)):
        with pytest.raises(InvalidInput):
            container_trace.ask(made.port, CONTAINER, since, now, case_ref="", **made.cast.frank.acts(now))


def test_seizure_when_one_person_looked_at_each_box_then_stands_out(
    made: Scenario, now: datetime, record: Record
) -> None:
    for number, container in enumerate(BOXES):
        call = VesselCall.objects.create(port=made.port, code=f"VC-S{number}")
        CargoVisit.objects.create(
            port=made.port,
            container=container,
            vessel_call=call,
            discharged_at=now - timedelta(days=5),
        )
        looked(made, now - timedelta(days=4, hours=number), container, "E-RARE")
        looked(made, now - timedelta(days=4, hours=number), container, "E-BUSY")
    for hour in range(200):
        looked(made, now - timedelta(hours=hour), "MSCU0000004", "E-BUSY")
    looked(made, now + timedelta(hours=2), BOXES[0], "E-POLICE")
    record.new()
    found = container_trace.ask_about_seizure(
        made.port,
        BOXES,
        now,
        before=timedelta(days=14),
        case_ref="PV-7",
        **made.cast.anna.acts(now),
    )
    first, second = found.suspects
    assert (first.person, first.ships, first.stands_out) == ("E-RARE", 3, True)
    assert (second.person, second.stands_out) == ("E-BUSY", False)
    assert record.one("access.seizure.asked").body["standing_out"] == 1


@pytest.mark.parametrize(
    ("containers", "hours", "days"), [((), 0, 14), (("GESU3927660",), 1, 14), (("GESU3927660",), 0, 91)]
)
def test_seizure_when_asked_wrongly_then_refused(
    made: Scenario, now: datetime, containers: tuple[str, ...], hours: int, days: int
) -> None:
    with pytest.raises(InvalidInput):
        container_trace.ask_about_seizure(
            made.port,
            containers,
            now + timedelta(hours=hours),
            before=timedelta(days=days),
            case_ref="",
            **made.cast.anna.acts(now),
        )
