"""The two logs as detection reads them: everybody's events of a stretch of time, or some people's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from operator import attrgetter

from django.db.models import Q, QuerySet

from access.detection.facts import LOOKS, OUTSIDE, DataFact, GateFact
from access.enums import DataResult, FieldClass
from access.models import Badge, DataEvent, GateEvent
from access.scanning.extent import Extent
from accounts.models import Port
from screening.models import Person

AT_ONCE = 10_000  # rows fetched together
OWN_NAMES = "import"  # events of this source are called by their code, ours by their id

GATE_COLUMNS = (
    *("id", "source", "code", "at", "reader_code", "direction", "badge_serial", "person_ref", "result"),
    *("reasons", "reader__area_from__code", "reader__area_to__code", "auth_mode", "vehicle", "escort"),
)
DATA_COLUMNS = (
    *("id", "source", "code", "at", "account", "person_ref", "action", "object_type", "object_ref"),
    *("field_class", "rows", "result", "workstation_area", "system", "purpose", "work_ref", "explanation"),
)


def gate_facts(port: Port, extent: Extent) -> Iterator[GateFact]:
    """Attempts at readers. Text that many events share is kept once, so that long windows fit in memory."""
    events = GateEvent.objects.filter(port=port, at__range=(extent.loaded_since, extent.until))
    if extent.people is not None:
        badges = badges_of(port, extent.people)
        events = events.filter(
            Q(person_ref__in=extent.people) | Q(person_ref="", badge_serial__in=badges | extent.people)
        )
    shared: dict[str, str] = {}
    share = shared.setdefault
    for row in _rows(events, GATE_COLUMNS):
        pk, source, code, at, reader, direction, badge, person, result = row[:9]
        reasons, area_from, area_to, auth_mode, vehicle, escort = row[9:]
        yield GateFact(
            id=code if source == OWN_NAMES else str(pk),
            at=at,
            reader=share(reader, reader),
            direction=share(direction, direction),
            badge=share(badge, badge),
            person=share(person, person),
            result=share(result, result),
            reasons=tuple(reasons),
            area_from=share(area_from, area_from) if area_from else OUTSIDE,
            area_to=share(area_to, area_to) if area_to else "",
            auth_mode=share(auth_mode, auth_mode),
            vehicle=vehicle,
            escort=share(escort, escort),
        )


def data_facts(port: Port, extent: Extent) -> tuple[DataFact, ...]:
    """Look-ups and changes; of some people with what others did to the objects that they looked up."""
    events = DataEvent.objects.filter(port=port, at__range=(extent.loaded_since, extent.until))
    if extent.people is None:
        return tuple(_data_facts(events))
    own = Q(person_ref__in=extent.people) | Q(person_ref="", account__in=extent.people)
    found = list(_data_facts(events.filter(own)))
    found += _data_facts(events.filter(_by_others(port, extent.people, found)).exclude(own))
    return tuple(sorted(found, key=attrgetter("at", "id")))


def _data_facts(events: QuerySet[DataEvent]) -> Iterator[DataFact]:
    shared: dict[str, str] = {}
    share = shared.setdefault
    for row in _rows(events, DATA_COLUMNS):
        pk, source, code, at, account, person, action, object_type, reference = row[:9]
        field_class, count, result, workstation_area, system, purpose, work_ref, explanation = row[9:]
        yield DataFact(
            id=code if source == OWN_NAMES else str(pk),
            at=at,
            account=share(account, account),
            person=share(person, person),
            action=share(action, action),
            object_type=share(object_type, object_type),
            object=share(reference, reference),
            field_class=share(field_class, field_class),
            rows=count,
            result=share(result, result),
            workstation_area=share(workstation_area, workstation_area),
            system=share(system, system),
            purpose=share(purpose, purpose),
            work_ref=work_ref,
            explanation=share(explanation, explanation),
        )


def _by_others(port: Port, people: Collection[str], own: Collection[DataFact]) -> Q:
    """What others did that may explain look-ups of these people (`scanning.share.by_others`)."""
    objects = {fact.object for fact in own if fact.rank >= FieldClass.S2.rank}
    looks = [action.value for action in LOOKS]
    known = Person.objects.filter(port=port).exclude(peer_group="")
    named = known.filter(Q(external_ref__in=people) | Q(external_ref="", ref__in=people))
    mates = known.filter(peer_group__in=named.values("peer_group").distinct())
    handed_over = Q(
        action__in=looks,
        person_ref__in=[external or ref for external, ref in mates.values_list("external_ref", "ref")],
        field_class__in=[FieldClass.S2.value, FieldClass.S3.value],
        result=DataResult.OK.value,
    )
    return Q(object_ref__in=objects) & (handed_over | ~Q(action__in=looks))


def badges_of(port: Port, people: Collection[str]) -> frozenset[str]:
    """The badges that these people hold or held: a read may name the badge alone."""
    badges = Badge.objects.filter(port=port, person_ref__in=people)
    return frozenset(badges.values_list("serial", flat=True))


def first_and_last(port: Port) -> tuple[datetime, datetime] | None:
    """The first and the last event of a port's logs, or None when there is none."""
    ends: list[datetime] = []
    for model in (GateEvent, DataEvent):
        times = model._default_manager.filter(port=port).order_by("at").values_list("at", flat=True)
        ends += [at for at in (times.first(), times.last()) if at is not None]
    return (min(ends), max(ends)) if ends else None


def _rows(events: QuerySet[GateEvent] | QuerySet[DataEvent], columns: tuple[str, ...]) -> Iterator[tuple]:  # type: ignore[type-arg]
    return events.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE)
