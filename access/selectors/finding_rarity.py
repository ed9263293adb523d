"""How rare each kind of finding is at a port, from what was found there lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from access.detection.rarity import HISTORY, Rarity, measured
from access.enums import Severity
from access.models import DataEvent, Flag, GateEvent
from access.selectors import detection
from accounts.models import Port


class _Found(NamedTuple):
    rule: str
    severity: Severity
    person: str
    due_at: datetime


def rarity_of(port: Port, *, at: datetime) -> Rarity | None:
    """From all flags of the last month, whatever became of their cases; None before the first event."""
    since = _first_event(port.pk)
    if since is None or since >= at:
        return None
    return measured(_lately(port.pk, at), detection.people(port), since, at)


def _lately(port_id: int, at: datetime) -> Iterator[_Found]:
    flags = Flag.objects.filter(port_id=port_id, last_at__gte=at - HISTORY.duration, last_at__lt=at)
    for rule, severity, subject, last_at in flags.values_list("rule", "severity", "case__subject", "last_at"):
        yield _Found(rule, Severity(severity), subject, last_at)


def _first_event(port_id: int) -> datetime | None:
    """Since when the port's log can have shown anything."""
    firsts = [
        rows.filter(port_id=port_id).order_by("at").values_list("at", flat=True).first()
        for rows in (GateEvent.objects, DataEvent.objects)
    ]
    return min((at for at in firsts if at is not None), default=None)
