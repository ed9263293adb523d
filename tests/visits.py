"""Visitors at a port: announced by Hugo, received by Gita, led by Erin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from access.models import Area, Visit
from access.services import reception, visit
from access.visiting.arrival import IdentityPaper
from access.visiting.guest_list import Guest
from screening.models import Person
from tests.people import Cast

BORN = date(1984, 4, 2)


def guest(family_name: str = "Peeters", given_names: str = "Anna", born: date = BORN) -> Guest:
    return Guest(family_name, given_names, born)


def plan(area: Area, escort: Person | None, *, at: datetime, days: int = 1, begins: int = 0) -> visit.Plan:
    """From today on, or from so many days later, for so many days."""
    first = timezone.localdate(at) + timedelta(days=begins)
    return visit.Plan(
        first_day=first,
        last_day=first + timedelta(days=days - 1),
        areas=[area],
        purpose="Repairs the reefer racks.",
        company="Liftcare",
        escort=escort,
    )


def announced(
    area: Area,
    escort: Person | None,
    cast: Cast,
    *,
    at: datetime,
    who: Guest | None = None,
    **days: int,
) -> Visit:
    """A visitor whom Hugo announced."""
    whole = plan(area, escort, at=at, **days)
    return visit.announce(area.port, who or guest(), whole, **cast.hugo.acts(at))


def let_in(expected: Visit, cast: Cast, *, at: datetime, **said: Any) -> reception.Arrived:
    """Gita compared the paper, and the escort stands there."""
    told: dict[str, Any] = {"paper": IdentityPaper.PASSPORT, "agrees": True} | said
    return reception.arrive(expected, **told, **cast.gita.acts(at))
