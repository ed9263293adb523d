"""Events of the log whose source and code are known, found by their key and not month by month."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from access.models import DataEvent, EventKey, GateEvent

IMPORTED = "import"  # the source of what came from a port's own log; flags call these events by their code


def gate_events_named(port_id: int, sources: Iterable[str], codes: Iterable[str]) -> QuerySet[GateEvent]:
    """Attempts by source and code: the nonce at a reader, or the number in an imported log."""
    return GateEvent.objects.filter(named("gate", port_id, sources, codes))


def data_events_named(port_id: int, sources: Iterable[str], codes: Iterable[str]) -> QuerySet[DataEvent]:
    """Look-ups by source and code."""
    return DataEvent.objects.filter(named("data", port_id, sources, codes))


def named(stream: str, port_id: int, sources: Iterable[str], codes: Iterable[str]) -> Q:
    """The condition that is met by the events of these keys. Their times tell the months to look into."""
    keys = EventKey.objects.filter(
        port=port_id, stream=stream, source__in=list(sources), code__in=list(codes)
    ).values_list("at", "number")
    found = list(keys)
    return Q(at__in={at for at, _ in found}, number__in={number for _, number in found})
