"""Reads planted records. Reports and exports leave them out; look-ups do not know them from others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from access.models import DataEvent, HoneyContainer
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.scope import Scope

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Planted:
    """How a port's planted records stand. `touched` counts those somebody asked for in the last 90 days."""

    port: Port
    count: int
    oldest: datetime | None
    next_out: datetime | None
    touched: int


def planted_now(port: Port, *, at: datetime) -> QuerySet[HoneyContainer]:
    return HoneyContainer.objects.filter(port=port, since__lte=at, until__gt=at)


def due_out(port: Port, *, at: datetime) -> QuerySet[HoneyContainer]:
    """Those whose time is over and whose record has not left yet."""
    return HoneyContainer.objects.filter(port=port, until__lte=at, visit__gate_out_at=None)


def planted_at_ports(*, scope: Scope, at: datetime) -> list[Planted]:
    """One line for each port where the caller decides cases."""
    ports = Port.objects.filter(pk__in=scope.ports(Capability.TRIAGE_PERSON_CASES.value))
    return [_planted(port, at) for port in ports.order_by("locode")]


def _planted(port: Port, at: datetime) -> Planted:
    rows = list(planted_now(port, at=at))
    touched = DataEvent.objects.filter(
        port=port,
        object_ref__in=HoneyContainer.objects.filter(port=port).values("container"),
        at__range=(at - LATELY, at),
    )
    return Planted(
        port,
        len(rows),
        min((row.since for row in rows), default=None),
        min((row.until for row in rows), default=None),
        touched.order_by().values("object_ref").distinct().count(),
    )
