"""Who looked up a container, with what explains it, and how much everybody looks up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from access.detection.facts import LOOKS
from access.enums import DataResult
from access.models import DataEvent
from access.selectors.visible_between import CLASSES, look_ups_between
from access.tracing.lookers import Look
from accounts.models import Port


def looks_at(port: Port, container: str, since: datetime, until: datetime) -> list[Look]:
    """The answered look-ups of one container by known people, each with whether anything explains it.

    What the live decision recorded counts; for an imported log what explains it by the rows of now.
    """
    found = []
    for did in look_ups_between(port, container, since, until):
        event = did.event
        if event.result != DataResult.OK.value or not event.person_ref or event.action_word not in LOOKS:
            continue
        needs = event.field_class in {one.value for one in CLASSES}
        explained = bool(event.explanation) or did.ground is not None or not needs
        found.append(Look(event.person_ref, event.at, explained))
    return found


def own_look_ups(port: Port, refs: Iterable[str], since: datetime, until: datetime) -> dict[str, int]:
    """How many look-ups each of these people made in all."""
    rows = (
        _answered(port, since, until)
        .filter(person_ref__in=list(refs))
        .order_by()
        .values_list("person_ref")
        .annotate(count=Count("number"))
    )
    return dict(rows)


def all_look_ups(port: Port, since: datetime, until: datetime) -> int:
    return _answered(port, since, until).count()


def people_who_look(port: Port, since: datetime, until: datetime) -> int:
    """How many people made look-ups at all."""
    return _answered(port, since, until).order_by().values("person_ref").distinct().count()


def _answered(port: Port, since: datetime, until: datetime) -> QuerySet[DataEvent]:
    rows = DataEvent.objects.filter(port=port, at__range=(since, until), result=DataResult.OK.value)
    return rows.exclude(person_ref="")
