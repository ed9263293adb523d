"""Badge types of the made-up port, its blank cards, badges made at the desk, and requests that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from access.enums import BadgeEvent
from access.models import Area, Badge, BadgeRequest, BadgeType
from access.services import badge, badge_photo, badge_request, badge_return, badge_stock, badge_type
from access.services.badge_type import TypeDetails
from portsec.demo import portraits
from portsec.demo.team import Team
from screening.models import Person

# code, name, colour, trainings, blank cards that came
TYPES = (
    ("quay", "Quay", "#0077b6", ("terminal-safety",), 60),
    ("yard", "Yard", "#2a9d4a", ("terminal-safety",), 80),
    ("office", "Office", "#f4a261", (), 25),
    ("visitor", "Visitor", "#9b2226", (), 0),
)
AREAS = {"quay": ("TERMINAL-A", "QUAY-A"), "yard": ("TERMINAL-A", "YARD-A"), "office": ("OFFICE",)}
NEED = "Crane work at terminal A."
LASTING = 330  # days
PORTRAITS = 24  # of people who hold badges from before


def make(team: Team, newcomers: Sequence[str]) -> list[str]:
    """One type after the other; the credentials of the badges of quay A, for the gates."""
    types = _types(team)
    people = list(
        Person.objects.filter(port=team.port, external_ref__in=newcomers)
        .order_by("external_ref")
        .select_related("port", "organisation")
    )
    *ready, waiting, refused, at_employer = people
    offices, yards, quays = ready[:1], ready[1:3], ready[3:]
    credentials = [_issue(person, types["quay"], team, days_ago=30) for person in quays]
    for person in yards:
        _issue(person, types["yard"], team, days_ago=12)
    for person in offices:
        _issue(person, types["office"], team, days_ago=5)
    _lose(quays[-1], team)
    _wait(waiting, types["yard"], team)
    _refuse(refused, types["office"], team)
    _ask_as_employer(at_employer, types["yard"], team)
    _portraits(team)
    badge_return.look_after(team.port, at=team.at)
    return credentials[:-1]


def _types(team: Team) -> dict[str, BadgeType]:
    """Defined long ago, with a delivery of blank cards, some of which went on to the second officer."""
    long_ago = team.at - timedelta(days=400)
    made = {}
    for code, name, colour, trainings, cards in TYPES:
        details = TypeDetails(name=name, colour=colour, trainings=trainings)
        made[code] = badge_type.define(team.port, code, details, **team.acts("sven", long_ago))
        if cards:
            badge_stock.receive(
                made[code],
                cards,
                witness=team.users["cees"],
                remark="Delivery note 2025/118.",
                **team.acts("carol", long_ago + timedelta(days=1)),
            )
            badge_stock.hand_over(
                made[code],
                cards // 4,
                receiver=team.users["cees"],
                witness=team.users["sven"],
                **team.acts("carol", long_ago + timedelta(days=2)),
            )
    return made


def _ask(person: Person, kind: BadgeType, team: Team, asker: str, at: datetime) -> BadgeRequest:
    codes = AREAS[kind.code]
    return badge_request.ask(
        person,
        badge_type=kind,
        areas=list(Area.objects.filter(port=team.port, code__in=codes)),
        need=NEED,
        needed_until=timezone.localdate(at) + timedelta(days=LASTING),
        **team.acts(asker, at),
    )


def _issue(person: Person, kind: BadgeType, team: Team, *, days_ago: int) -> str:
    """Cees asks, Carol issues and hands over."""
    at = team.at - timedelta(days=days_ago)
    badge_photo.keep(person, portraits.draw(person.pk), **team.acts("cees", at))
    asked = _ask(person, kind, team, "cees", at)
    issued = badge.issue(asked, **team.acts("carol", at + timedelta(hours=1)))
    badge.hand_over(
        issued.badge,
        paper="Passport",
        signed_as=str(team.users["carol"]),
        **team.acts("carol", at + timedelta(hours=2)),
    )
    return issued.credential


def _lose(person: Person, team: Team) -> None:
    lost = Badge.objects.select_related("person", "port").get(person=person)
    reason = "The holder cannot find it since Friday."
    at = team.at - timedelta(days=2)
    badge.change_state(lost, BadgeEvent.REPORT_LOST, reason=reason, **team.acts("carol", at))


def _wait(person: Person, kind: BadgeType, team: Team) -> None:
    at = team.at - timedelta(hours=3)
    badge_photo.keep(person, portraits.draw(person.pk), **team.acts("cees", at))
    _ask(person, kind, team, "cees", at)


def _refuse(person: Person, kind: BadgeType, team: Team) -> None:
    asked = _ask(person, kind, team, "cees", team.at - timedelta(days=4))
    reason = "The work is at terminal A; the office has nothing to do with it."
    badge_request.refuse(asked, reason=reason, **team.acts("carol", team.at - timedelta(days=3)))


def _ask_as_employer(person: Person, kind: BadgeType, team: Team) -> None:
    """Of Emma's own staff; the photo is still missing."""
    _ask(person, kind, team, "emma", team.at - timedelta(hours=20))


def _portraits(team: Team) -> None:
    """Of some who hold badges from before, so that guards see faces."""
    holders = Person.objects.filter(port=team.port, badges__isnull=False, badge_photos__isnull=True)
    for person in holders.select_related("port").order_by("external_ref").distinct()[:PORTRAITS]:
        badge_photo.keep(person, portraits.draw(person.pk), **team.acts("cees", team.at - timedelta(days=20)))
