"""Visitors of the made-up port: expected, on site, overdue, gone, and announced for later."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from access.models import Area, Visit
from access.selectors.visit_facts import possible_escorts
from access.services import reception, visit
from access.services.visit import Plan
from access.visiting.arrival import IdentityPaper
from access.visiting.guest_list import Guest
from portsec.demo.team import Team
from screening.models import Person

# family name, given names, birth date, nationality, company
EXPECTED = (
    ("Bauer", "Lena", date(1988, 3, 14), "DE", "Kranbau Nord"),
    ("Okonkwo", "Chidi", date(1979, 9, 2), "NG", "Port of Lagos"),
    ("Sørensen", "Mads", date(1994, 12, 30), "DK", "Kranbau Nord"),
)
ON_SITE = (
    ("Marchetti", "Giulia", date(1985, 6, 21), "IT", "Class surveyors"),
    ("Novák", "Jan", date(1972, 1, 8), "CZ", "Scanner service"),
)
OVERDUE = ("Ferreira", "Rui", date(1990, 4, 4), "PT", "Paint works")
GONE = ("Van Dijk", "Sofie", date(1996, 8, 17), "NL", "University of Delft")
LATER = ("Tanaka", "Hiroko", date(1981, 2, 11), "JP", "Port of Kobe")
Entry = tuple[str, str, date, str, str]


def make(team: Team) -> None:
    """Hugo announces and Gita lets in, as on any day."""
    first, second = _escorts(team)
    today = timezone.localdate(team.at)
    for entry in EXPECTED:
        _announce(team, entry, today, first)
    for entry, escort in zip(ON_SITE, (first, second), strict=True):
        _let_in(team, _announce(team, entry, today, escort), _early(team))
    overdue = _announce(team, OVERDUE, today - timedelta(days=1), first)
    _let_in(team, overdue, _noon(today - timedelta(days=1)))
    gone = _announce(team, GONE, today - timedelta(days=3), first)
    _let_in(team, gone, _noon(today - timedelta(days=3)))
    left_at = _noon(today - timedelta(days=3)) + timedelta(hours=2)
    reception.leave(gone, card_back=True, **team.acts("gita", left_at))
    _announce(team, LATER, today + timedelta(days=6), None)


def _announce(team: Team, entry: Entry, day: date, escort: Person | None) -> Visit:
    """On the day before, or now where that lies ahead."""
    family_name, given_names, born, state, company = entry
    plan = Plan(
        first_day=day,
        last_day=day,
        areas=list(Area.objects.filter(port=team.port, code="TERMINAL-A")),
        purpose="Visit of the cranes of terminal A.",
        company=company,
        escort=escort,
    )
    guest = Guest(family_name, given_names, born, nationality=state)
    at = min(team.at, _noon(day - timedelta(days=1)))
    return visit.announce(team.port, guest, plan, **team.acts("hugo", at))


def _let_in(team: Team, expected: Visit, at: datetime) -> None:
    reception.arrive(expected, paper=IdentityPaper.PASSPORT, agrees=True, **team.acts("gita", at))


def _early(team: Team) -> datetime:
    """Two hours ago, or as soon as the day began."""
    midnight = timezone.localtime(team.at).replace(hour=0, minute=0)
    return max(team.at - timedelta(hours=2), midnight)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _escorts(team: Team) -> list[Person]:
    """Two of the host's own people who may lead a visitor through terminal A."""
    organisation = team.users["hugo"].organisation_id
    found = possible_escorts(team.port, organisation, at=team.at - timedelta(days=3))
    at_terminal = found.filter(badges__areas__contains=["TERMINAL-A"]).order_by("external_ref").distinct()
    return list(at_terminal[:2])
