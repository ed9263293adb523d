"""What the issue desk needs: the person in front of it, and what their work asks for."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.enums import BadgeState
from access.models import Area, Badge, BadgeType
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.person_name import plain_name
from screening.selectors.standing import people_register

HELD = (
    BadgeState.ACTIVE.value,
    BadgeState.SUSPENDED.value,
)  # states in which a badge is in force or may be again
CLEARED = "cleared"
VISITOR_CODE = "visitor"  # code of the type of badge that visitors' cards are of
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y")


def people_at_desk(text: str, *, scope: Scope, at: datetime) -> QuerySet[Person]:
    """People by name, birth date, reference or badge number, with their standing and `has_badge`.

    Without a text those who are cleared and hold no badge yet, the latest registered first.
    """
    wanted = text.strip()
    people = _in_reach(scope, at, clearance="" if wanted else CLEARED)
    if wanted:
        return people.filter(_means(wanted)).order_by("family_name", "given_names", "pk")
    return people.exclude(badges__state__in=HELD).order_by("-created_at", "-pk")


def access_person_at_desk(ref: str, *, scope: Scope, at: datetime) -> Person:
    """One person to whom the caller may issue badges. Raises NotFound when absent or out of reach."""
    person = _in_reach(scope, at).filter(ref=ref).first()
    if person is None:
        raise NotFound("person")
    return person


def areas_of_port(port_id: int) -> QuerySet[Area]:
    """Areas that a badge of this port may open."""
    return Area.objects.filter(port_id=port_id).order_by("name", "code")


def types_of_port(port_id: int) -> QuerySet[BadgeType]:
    """Types of badge that somebody may ask for; a visitor's card is lent at the reception."""
    return BadgeType.objects.filter(port_id=port_id).exclude(code=VISITOR_CODE).order_by("name", "pk")


def areas_asked_for(person: Person) -> list[str]:
    """Codes of the areas of the person's post; without a post those of the last badge."""
    latest = person.applications.select_related("post").order_by("-submitted_at", "-pk").first()
    if latest is not None:
        return list(latest.post.areas)
    badge = person.badges.order_by("-valid_from", "-pk").first()
    return list(badge.areas) if badge else []


def held_badges(person: Person) -> QuerySet[Badge]:
    """Badges that the person holds now, active or suspended."""
    return person.badges.filter(state__in=HELD).order_by("-state_since", "-pk")


def day_of(text: str) -> date | None:
    """The date that somebody typed, day before month; None for anything else."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a birth date has no time zone
        except ValueError:
            continue
    return None


def _in_reach(scope: Scope, at: datetime, *, clearance: str = "") -> QuerySet[Person]:
    held = Badge.objects.filter(person=OuterRef("pk"), state__in=HELD)
    people = people_register(scope=scope, at=at, clearance=clearance).annotate(has_badge=Exists(held))
    if scope.is_system:
        return people
    return people.filter(port_id__in=scope.ports(Capability.ISSUE_BADGES.value))


def _means(text: str) -> Q:
    match = Q(ref__iexact=text) | Q(external_ref__iexact=text)
    match |= Q(pk__in=Badge.objects.filter(serial__iexact=text).values("person_id"))
    day = day_of(text)
    if day is not None:
        return match | Q(birth_date=day)
    words = plain_name(text).split()
    return match | Q(*(Q(search_name__contains=word) for word in words)) if words else match
