"""A case's person in figures: the busiest day of the case, their own usual day, and that of their peers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from access.casework.figures import Counts, Figure, figure
from access.detection.baseline_peers import Peers
from access.enums import DataResult, FieldClass, GateResult
from access.models import DataEvent, GateEvent, PersonCase
from access.selectors import detection

USUAL = timedelta(days=28)  # before the case: four of each weekday
MOST_PEERS = 60  # compared; by a lot that is always the same, so that a page stays fast at a large port

SENSITIVE = Q(field_class__in=(FieldClass.S2.value, FieldClass.S3.value), result=DataResult.OK.value)
NAMES_NO_WORK = SENSITIVE & Q(explanation="") & ~(Q(source="import") & ~Q(work_ref=""))
DATA_MEASURES = {
    "Look-ups of sensitive data": SENSITIVE,
    "of them naming no work": NAMES_NO_WORK,
    "Numbers not found, or refused": ~Q(result=DataResult.OK.value),
}
GATE_MEASURES = {
    "Passages at gates": Q(result=GateResult.GRANTED.value),
    "Refusals at gates": Q(result=GateResult.REFUSED.value),
}


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """`peers` is how many people are compared, never who; `group` what they have in common."""

    figures: tuple[Figure, ...]
    group: str
    peers: int


def case_figures(case: PersonCase, *, since: datetime, until: datetime) -> CaseFigures:
    """Compare the days from `since` to `until` with the four weeks before, and with peers all that time."""
    group, peers = _peers(case)
    people = (case.subject, *peers)
    period = {"port_id": case.port_id, "person_ref__in": people, "at__range": (since - USUAL, until)}
    data, data_days = _counted(DataEvent.objects.filter(**period), DATA_MEASURES)
    gate, gate_days = _counted(GateEvent.objects.filter(**period), GATE_MEASURES)
    first = timezone.localdate(since)
    found = [figure(name, counts, data_days, case.subject, since=first) for name, counts in data.items()]
    found += [figure(name, counts, gate_days, case.subject, since=first) for name, counts in gate.items()]
    shown = tuple(each for each in found if each.busiest or each.own)
    return CaseFigures(shown, group, len(peers))


def _counted(
    events: QuerySet[Any], measures: Mapping[str, Q]
) -> tuple[dict[str, Counts], dict[str, list[date]]]:
    """By measure the counts of each person and day; and the days on which each was seen in this log."""
    columns = {
        f"measure_{number}": Count("pk", filter=wanted) for number, wanted in enumerate(measures.values())
    }
    rows = (
        events.order_by()
        .annotate(day=TruncDate("at"))
        .values("person_ref", "day")
        .annotate(**columns)
        .values_list("person_ref", "day", *columns)
    )
    counts: dict[str, defaultdict[str, dict[date, int]]] = {name: defaultdict(dict) for name in measures}
    days: defaultdict[str, list[date]] = defaultdict(list)
    for person, day, *numbers in rows:
        days[person].append(day)
        for name, number in zip(measures, numbers, strict=True):
            counts[name][person][day] = number
    return dict(counts), dict(days)


def _peers(case: PersonCase) -> tuple[str, tuple[str, ...]]:
    """The name of the peer group, and some of its people without the case's own."""
    found = Peers(detection.people(case.port)).of(case.subject)
    if found is None:
        return "", ()
    others = sorted(set(found.people) - {case.subject}, key=_lot)
    return found.name, tuple(others[:MOST_PEERS])


def _lot(person: str) -> bytes:
    return hashlib.sha256(person.encode()).digest()
