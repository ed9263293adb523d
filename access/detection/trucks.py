"""Which truck took a container out, by the time of the gate-out and the plates that were announced."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter

from access.detection.facts import CargoVisit, GateFact
from access.detection.physical_facts import TruckAppointment
from access.detection.window import Window, grouped


@dataclass(frozen=True, slots=True)
class Collection:
    """A container left on a truck: the read of its way out, and the plates that were announced for it."""

    visit: CargoVisit
    read: GateFact
    plates: frozenset[str]

    @property
    def is_announced(self) -> bool:
        return plain(self.read.vehicle) in self.plates


@lru_cache(maxsize=20_000)
def plain(plate: str) -> str:
    """A plate without hyphens, blanks and case: cameras and people write them differently."""
    return "".join(letter for letter in plate.upper() if letter.isalnum())


def collections(window: Window, near: timedelta, beside: timedelta) -> Iterator[Collection]:
    """Containers that left on a truck which can be told: an announced one within `near` of the gate-out,
    or else the only truck within `beside` of it that was not announced for another container.
    """
    exits = [fact for fact in window.gate_events if fact.vehicle and fact.granted and fact.leaving]
    expected = _expected(window)
    by_plate = grouped(window.context.truck_appointments or (), lambda one: plain(one.plate))
    for visit in window.context.cargo or ():
        out = visit.gate_out_at
        if out is None or not window.history_since <= out <= window.until:
            continue
        around = _between(exits, out - near, out + near)
        plates = frozenset(
            plain(one.plate) for one in expected.get(visit.container, ()) if _holds(one, out, near)
        )
        announced = [read for read in around if plain(read.vehicle) in plates]
        if announced:
            yield Collection(visit, announced[0], plates)
            continue
        close = [
            read
            for read in _between(exits, out - beside, out + beside)
            if not _is_for_another(by_plate.get(plain(read.vehicle), ()), visit.container, out, near)
        ]
        if len(close) == 1:
            yield Collection(visit, close[0], plates)


def _expected(window: Window) -> Mapping[str, Sequence[TruckAppointment]]:
    return grouped(window.context.truck_appointments or (), attrgetter("container"))


def _holds(appointment: TruckAppointment, at: datetime, near: timedelta) -> bool:
    """Whether the truck may leave then; handling takes as long as the stretch itself."""
    handling = appointment.closes_at - appointment.opens_at
    return appointment.opens_at <= at <= appointment.closes_at + handling + near


def _is_for_another(
    appointments: Sequence[TruckAppointment], container: str, at: datetime, near: timedelta
) -> bool:
    return any(one.container != container and _holds(one, at, near) for one in appointments)


def _between(reads: Sequence[GateFact], since: datetime, until: datetime) -> Sequence[GateFact]:
    first = bisect_left(reads, since, key=attrgetter("at"))
    return reads[first : bisect_right(reads, until, key=attrgetter("at"))]
