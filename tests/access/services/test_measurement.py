"""Measurements: what is usual is measured on the port's own log, kept with its version, and used by scans."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.job_kinds import run_measure
from access.models import Area, AreaUse, DataEvent, GateEvent, Measurement, PeerLimit, Reader, WorkOrder
from access.models import LearnedTravelTime as Learned
from access.models import TravelTime as Delivered
from access.scanning.words import MeasurementKind
from access.selectors import detection_places
from access.services import measurement
from accounts.models import Port
from ledger.models import Job
from screening.models import Person
from tests.screening import rows
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIMITS, TRAVEL, AREAS = MeasurementKind.LIMITS, MeasurementKind.TRAVEL, MeasurementKind.AREAS


def reader(port: Port, code: str, area: Area | None = None) -> Reader:
    return Reader.objects.create(port=port, code=code, area_to=area)


def read(port: Port, at: datetime, where: Reader, person: str = "P-1", direction: str = "in") -> None:
    GateEvent.objects.create(
        port=port,
        source="import",
        code=f"{where.code}:{person}:{at.isoformat()}:{direction}",
        at=at,
        received_at=at,
        reader=where,
        reader_code=where.code,
        badge_serial=f"B-{person}",
        person_ref=person,
        direction=direction,
        result="granted",
    )


def walk(port: Port, now: datetime, first: Reader, second: Reader, seconds: int) -> None:
    """A hundred ways from one reader to the other."""
    for number in range(100):
        at = now - timedelta(hours=100 - number)
        read(port, at, first)
        read(port, at + timedelta(seconds=seconds), second)


def test_travel_times_when_measured_then_learned_from_everybodys_ways(
    port: Port, now: datetime, record: Record
) -> None:
    walk(port, now, reader(port, "G1"), reader(port, "G2"), 240)
    made = measurement.measure(port, TRAVEL, at=now)
    assert made is not None
    assert (made.number, made.found) == (1, 1)
    (found,) = Learned.objects.all()
    assert (found.reader_from, found.reader_to, found.minimum_seconds) == ("G1", "G2", 240)
    assert record.kinds() == ["access.measurement.made"]
    assert [one.minimum_seconds for one in detection_places.travel_times(port) or ()] == [240]


def test_travel_times_when_the_port_has_measured_itself_then_its_word_stands(
    port: Port, now: datetime
) -> None:
    first, second = reader(port, "G1"), reader(port, "G2")
    Delivered.objects.create(reader_from=second, reader_to=first, minimum_seconds=90)
    walk(port, now, first, second, 240)
    made = measurement.measure(port, TRAVEL, at=now)
    assert made is not None
    assert made.found == 0
    assert [one.minimum_seconds for one in detection_places.travel_times(port) or ()] == [90]


def test_measure_when_repeated_then_the_newest_version_is_in_force(port: Port, now: datetime) -> None:
    first, second = reader(port, "G1"), reader(port, "G2")
    walk(port, now, first, second, 240)
    measurement.measure(port, TRAVEL, at=now)
    walk(port, now + timedelta(minutes=30), first, second, 60)
    assert measurement.measure(port, TRAVEL, at=now + timedelta(hours=1)) is not None
    assert list(Measurement.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert [one.minimum_seconds for one in detection_places.travel_times(port) or ()] == [60]


def test_measure_when_many_versions_then_old_ones_go(
    port: Port, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measurement, "KEPT", 2)
    read(port, now, reader(port, "G1"))
    for _ in range(4):
        measurement.measure(port, TRAVEL, at=now)
    assert list(Measurement.objects.order_by("number").values_list("number", flat=True)) == [3, 4]


def test_measure_when_the_log_is_empty_then_nothing_is_made(port: Port, now: datetime) -> None:
    assert measurement.measure(port, AREAS, at=now) is None
    assert not Measurement.objects.exists()


def test_area_uses_when_measured_then_one_a_person_area_and_day(port: Port, now: datetime) -> None:
    yard = Area.objects.create(port=port, code="YARD", name="Yard")
    gate = reader(port, "G1", yard)
    noon = now.replace(hour=12, minute=0) - timedelta(days=2)
    for at in (noon, noon + timedelta(hours=3), noon - timedelta(days=1)):
        read(port, at, gate)
    read(port, noon, gate, direction="out", person="P-2")
    measurement.measure(port, AREAS, at=now)
    uses = list(AreaUse.objects.values_list("person_ref", "area", "last_at"))
    assert uses == [("P-1", "YARD", noon - timedelta(days=1)), ("P-1", "YARD", noon + timedelta(hours=3))]


def test_area_uses_when_a_read_comes_late_then_the_day_is_brought_up_to_date(
    port: Port, now: datetime
) -> None:
    gate = reader(port, "G1", Area.objects.create(port=port, code="YARD", name="Yard"))
    noon = now.replace(hour=12, minute=0) - timedelta(days=1)
    read(port, noon, gate)
    measurement.measure(port, AREAS, at=now)
    read(port, noon + timedelta(hours=2), gate)
    measurement.measure(port, AREAS, at=now + timedelta(hours=1))
    assert AreaUse.objects.get().last_at == noon + timedelta(hours=2)


def test_area_uses_when_older_than_rules_ask_for_then_they_go(port: Port, now: datetime) -> None:
    gate = reader(port, "G1", Area.objects.create(port=port, code="YARD", name="Yard"))
    read(port, now - timedelta(days=80), gate)
    measurement.measure(port, AREAS, at=now)
    assert AreaUse.objects.count() == 1
    measurement.measure(port, AREAS, at=now + timedelta(days=20))
    assert not AreaUse.objects.exists()


@pytest.fixture
def planners(port: Port, now: datetime) -> list[Person]:
    """Ten planners who each look up two boxes without an order on each of fifteen days."""
    made = [rows.make_person(port, None) for _ in range(10)]
    Person.objects.filter(pk__in=[one.pk for one in made]).update(peer_group="planners")
    WorkOrder.objects.create(port=port, ref="W-1", kind="move", object_ref="X", opened_at=now)
    for number, one in enumerate(made):
        for day in range(15):
            for box in range(2):
                at = now - timedelta(days=day, minutes=number)
                DataEvent.objects.create(
                    port=port,
                    source="import",
                    code=f"d{number}:{day}:{box}",
                    at=at,
                    received_at=at,
                    account=one.log_ref,
                    person_ref=one.log_ref,
                    action="read",
                    object_type="container",
                    object_ref=f"BOX{number}{day}{box}",
                    field_class="S2",
                    result="ok",
                )
    return made


def test_limits_when_measured_then_one_more_than_what_peers_do(
    planners: list[Person], port: Port, now: datetime
) -> None:
    measurement.measure(port, LIMITS, at=now)
    limits = {row.rule: row for row in PeerLimit.objects.all()}
    assert (limits["D01"].peer_group, limits["D01"].limit, limits["D01"].people) == ("planners", 3, 9)
    told = detection_places.peer_limits(port) or ()
    assert ("D01", "planners", 3, 9, now) in {
        (one.rule, one.peer_group, one.limit, one.people, one.since) for one in told
    }


def test_limits_when_nothing_was_measured_then_the_feed_is_missing(port: Port) -> None:
    assert detection_places.peer_limits(port) is None


def test_request_when_asked_all_day_then_one_job_of_each_kind(port: Port, now: datetime) -> None:
    measurement.request(port, at=now.replace(hour=9))
    measurement.request(port, at=now.replace(hour=17))
    subjects = {one.subject for one in Job.objects.filter(kind=measurement.MEASURE_JOB)}
    assert subjects == {f"port:XXPEX/{kind}" for kind in MeasurementKind}


def test_job_when_run_then_tells_how_many_were_found(port: Port, now: datetime) -> None:
    walk(port, now, reader(port, "G1"), reader(port, "G2"), 240)
    assert run_measure("port:XXPEX/travel", "2026-06-01", now) == {"found": 1}
