"""Everything that happened to one container, and who looked at it, on one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from access.models import CargoVisit
from access.selectors.event_log import cases_of_events
from access.selectors.looker import all_look_ups, looks_at, own_look_ups
from access.selectors.trace_moment import (
    MOST,
    Moment,
    log_of,
    of_alarms,
    of_chain,
    of_gate,
    of_log,
    of_stays,
    of_trucks,
    of_work,
    reads_of_lookers,
)
from access.tracing.lookers import Looker, ranked
from access.tracing.words import TraceKind
from accounts.models import Port
from portsec.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Trace:
    """The line of a container between two times, oldest first, and who looked at it."""

    port: Port
    container: str
    since: datetime
    until: datetime
    stays: Sequence[CargoVisit]
    moments: Sequence[Moment]
    lookers: Sequence[Looker]
    is_complete: bool

    @property
    def counts(self) -> list[tuple[TraceKind, int]]:
        """How many moments of each kind there are."""
        return [(kind, sum(one.kind is kind for one in self.moments)) for kind in TraceKind]


def trace_of(
    port: Port,
    container: str,
    since: datetime,
    until: datetime,
    *,
    scope: Scope,
    viewer: int,
    at: datetime,
) -> Trace:
    """The whole line. What explains a look-up of an imported log is what is on record now.

    Cases are named only where the viewer, by number, has unmasked their person.
    """
    stays = list(
        CargoVisit.objects.select_related("vessel_call")
        .filter(port=port, container=container)
        .exclude(gate_out_at__lt=since)
        .exclude(discharged_at__gt=until)
        .order_by("discharged_at", "pk")
    )
    events = list(log_of(port, container, stays, since, until)[: MOST + 1])
    looks = looks_at(port, container, since, until)
    reads = list(islice(reads_of_lookers(port, stays, looks), MOST + 1))
    cases = cases_of_events(events, scope=scope, viewer=viewer, at=at)
    read_cases = cases_of_events(reads, scope=scope, viewer=viewer, at=at)
    moments = [
        *(of_log(event, cases) for event in events[:MOST]),
        *(of_gate(event, read_cases) for event in reads[:MOST]),
        *of_stays(stays),
        *of_chain(port, container, since, until),
        *of_work(port, container, since, until),
        *of_trucks(port, container, since, until),
        *of_alarms(port, container, stays, since, until),
    ]
    inside = sorted((one for one in moments if since <= one.at <= until), key=lambda one: (one.at, one.title))
    refs = {look.person for look in looks}
    return Trace(
        port,
        container,
        since,
        until,
        stays,
        inside,
        ranked(looks, own_look_ups(port, refs, since, until), all_look_ups(port, since, until)),
        len(events) <= MOST and len(reads) <= MOST,
    )
