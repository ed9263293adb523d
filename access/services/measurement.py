"""Measures on a port's own log what is usual, and keeps it with its version. The one writer of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import TruncDate
from django.utils import timezone

from access.detection import facts, physical_facts
from access.detection.baseline_travel import learned_travel_times
from access.enums import Direction, GateResult
from access.models import AreaUse, GateEvent, LearnedTravelTime, Measurement, PeerLimit
from access.scanning.extent import Extent
from access.scanning.limits import measured_limits
from access.scanning.words import MeasurementKind
from access.selectors import detection, detection_feeds
from access.selectors.detection_events import first_and_last, gate_facts
from access.selectors.detection_places import AREA_USES_BACK, measured_travel_times, newest
from accounts.models import Port
from ledger.services import job, record

MEASURE_JOB = "access.measure"
ACTOR = "system:detection"
SHIFTS_BACK = timedelta(days=28)  # four weeks: every crew of a ten-day cycle has had each of its shifts
WAYS_BACK = timedelta(days=90)
AT_ONCE = 5_000  # rows written together
KEPT = 30  # measurements of a kind; flags carry the limits that they were judged by


def request(port: Port, *, at: datetime) -> None:
    """Ask for the day's measuring, one job a kind. Safe to repeat because: the day is the slot."""
    for kind in MeasurementKind:
        job.request(
            MEASURE_JOB,
            f"port:{port.locode}/{kind}",
            actor=ACTOR,
            at=at,
            slot=timezone.localdate(at).isoformat(),
            port=port.locode,
        )


@transaction.atomic
def measure(port: Port, kind: MeasurementKind, *, at: datetime) -> Measurement | None:
    """Measure one kind anew, up to now. None where the log is empty.

    Records: access.measurement.made.
    Safe to repeat because: each is a version of its own, and the newest is in force.
    """
    log = first_and_last(port)
    if log is None:
        return None
    measures = {
        MeasurementKind.LIMITS: (_limits, SHIFTS_BACK),
        MeasurementKind.TRAVEL: (_travel_times, WAYS_BACK),
        MeasurementKind.AREAS: (_area_uses, AREA_USES_BACK),
    }
    take, back = measures[kind]
    before = newest(port, kind)
    made = Measurement.objects.create(
        port=port,
        kind=kind.value,
        number=before.number + 1 if before else 1,
        since=max(at - back, log[0]),
        until=at,
        measured_at=at,
    )
    made.found = take(made, before)
    made.save(update_fields=["found"])
    Measurement.objects.filter(port=port, kind=kind.value, number__lte=made.number - KEPT).delete()
    record.append(
        "access.measurement.made",
        actor=ACTOR,
        at=at,
        subject=made.reference,
        port=port.locode,
        kind=kind.value,
        number=made.number,
        found=made.found,
    )
    return made


def _limits(made: Measurement, before: Measurement | None) -> int:
    """Peer limits. What a person does is compared with others, so every event of the time is loaded."""
    extent = Extent(made.since, made.until, made.since)
    silences = detection_feeds.silences(made.port, made.since, made.until)
    found = measured_limits(detection.share(made.port, extent, silences))
    PeerLimit.objects.bulk_create(_limit_rows(made, found), batch_size=AT_ONCE)
    return len(found)


def _limit_rows(made: Measurement, found: Sequence[facts.PeerLimit]) -> list[PeerLimit]:
    return [
        PeerLimit(
            measurement=made, rule=one.rule, peer_group=one.peer_group, limit=one.limit, people=one.people
        )
        for one in found
    ]


def _travel_times(made: Measurement, before: Measurement | None) -> int:
    """Ways that the port has not measured itself."""
    told = measured_travel_times(made.port)
    known = {frozenset((one.reader_from, one.reader_to)) for one in told}
    reads = gate_facts(made.port, Extent(made.since, made.until, made.since))
    found = [
        one
        for one in learned_travel_times(reads, told)
        if frozenset((one.reader_from, one.reader_to)) not in known
    ]
    LearnedTravelTime.objects.bulk_create(_travel_rows(made, found), batch_size=AT_ONCE)
    return len(found)


def _travel_rows(made: Measurement, found: Sequence[physical_facts.TravelTime]) -> list[LearnedTravelTime]:
    return [
        LearnedTravelTime(
            measurement=made,
            reader_from=one.reader_from,
            reader_to=one.reader_to,
            minimum_seconds=one.minimum_seconds,
        )
        for one in found
    ]


def _area_uses(made: Measurement, before: Measurement | None) -> int:
    """Ways in since the last measuring, and a day before that for what came late; old days go."""
    since = max(made.since, before.until - timedelta(days=1)) if before else made.since
    ways_in = GateEvent.objects.filter(
        port=made.port,
        at__range=(since.replace(hour=0, minute=0, second=0, microsecond=0), made.until),
        direction=Direction.IN.value,
        result=GateResult.GRANTED.value,
        reader__area_to__isnull=False,
    ).exclude(person_ref="")
    found = (
        ways_in.order_by()
        .values("person_ref", area=F("reader__area_to__code"), day=TruncDate("at", tzinfo=UTC))
        .annotate(last_at=Max("at"))
    )
    rows = [AreaUse(port=made.port, **row) for row in found.iterator(chunk_size=AT_ONCE)]
    AreaUse.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["port", "day", "person_ref", "area"],
        update_fields=["last_at"],
    )
    AreaUse.objects.filter(port=made.port, day__lt=(made.until - AREA_USES_BACK).date()).delete()
    return len(rows)
