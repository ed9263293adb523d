"""Reads visits: those of a host, those of the reception, and the one that a gate may stand on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.enums import VisitState
from access.models import Visit
from access.visiting.days import Planned, days_taken
from accounts.models import Port, User
from accounts.roles import Capability
from ledger.models import Entry
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.person_name import plain_name

RECEIVES = Capability.RECEIVE_VISITS.value
HOSTS = Capability.ANNOUNCE_VISITS.value
LOOKED_BACK = timedelta(days=30)  # news of visits; what is older stands in the record
MOST_REFUSED = 20


def visit_in_force(person: Person, port_id: int, at: datetime) -> Visit | None:
    """The visit that a gate may stand on at this moment, or None.

    Its visitor was let in by a guard and not signed out, and the day is one of those announced. Such a
    visitor always needs an escort. The days of a year are counted by `days_on_visits`.
    """
    today = timezone.localdate(at)
    return (
        Visit.objects.filter(
            visitor=person,
            port_id=port_id,
            state=VisitState.ARRIVED.value,
            first_day__lte=today,
            last_day__gte=today,
        )
        .select_related("escort")
        .order_by("-arrived_at", "-pk")
        .first()
    )


def days_on_visits(people: Collection[int], *, at: datetime) -> frozenset[date]:
    """The days that these people's visits take, of every host: days on site, and days still announced."""
    today = timezone.localdate(at)
    visits = Visit.objects.filter(visitor__in=people).order_by()
    return days_taken((planned(visit) for visit in visits), today)


def planned(visit: Visit) -> Planned:
    """A visit as days."""
    return Planned(
        state=visit.state_word,
        first=visit.first_day,
        last=visit.last_day,
        arrived=timezone.localdate(visit.arrived_at) if visit.arrived_at else None,
        left=timezone.localdate(visit.left_at) if visit.left_at else None,
    )


def visits_received(*, scope: Scope) -> QuerySet[Visit]:
    """Visits at the ports where the caller lets visitors in and out."""
    visits = _whole()
    return visits if scope.is_system else visits.filter(port_id__in=scope.ports(RECEIVES))


def visits_hosted(user: User, *, scope: Scope) -> QuerySet[Visit]:
    """What the caller announced, at the ports where they still may."""
    return _whole().filter(host=user, port_id__in=scope.ports(HOSTS))


def access_visit(ref: str, *, user: User, scope: Scope) -> Visit:
    """One visit by reference: of the caller's reception or their own. Raises NotFound for any other."""
    reach = Q(port_id__in=scope.ports(RECEIVES)) | Q(host=user, port_id__in=scope.ports(HOSTS))
    visit = _whole().filter(reach, ref=ref).first()
    if visit is None:
        raise NotFound("visit")
    return visit


def narrowed(
    visits: QuerySet[Visit], *, at: datetime, text: str = "", standing: str = "", days: str = ""
) -> QuerySet[Visit]:
    """Visits of these that fit; each argument narrows. `standing` is a state, or what the desk waits for."""
    if text.strip():
        visits = visits.filter(_means(text.strip()))
    today = timezone.localdate(at)
    if standing == "expected":
        visits = visits.filter(state=VisitState.ANNOUNCED.value, first_day__lte=today, last_day__gte=today)
    elif standing == "coming":
        visits = visits.filter(state=VisitState.ANNOUNCED.value, last_day__gte=today)
    elif standing == VisitState.NO_SHOW.value:
        lapsed = Q(state=VisitState.ANNOUNCED.value, last_day__lt=today)
        visits = visits.filter(Q(state=VisitState.NO_SHOW.value) | lapsed)
    elif standing:
        visits = visits.filter(state=standing)
    if days == "today":
        began = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
        visits = visits.filter(left_at__gte=began)
    return visits


def on_site(*, scope: Scope) -> QuerySet[Visit]:
    """Everybody who was let in and not signed out, the longest there first."""
    return visits_received(scope=scope).filter(state=VisitState.ARRIVED.value).order_by("arrived_at", "pk")


def lapsed_visits(port_id: int, *, at: datetime) -> QuerySet[Visit]:
    """Visits whose last day has passed and to which nobody came."""
    return Visit.objects.filter(
        port_id=port_id, state=VisitState.ANNOUNCED.value, last_day__lt=timezone.localdate(at)
    ).select_related("visitor", "host", "port")


def state_today(visit: Visit, *, at: datetime) -> VisitState:
    """The state that counts by the clock: an announcement whose days are over has lapsed, swept or not."""
    if visit.state_word is VisitState.ANNOUNCED and visit.last_day < timezone.localdate(at):
        return VisitState.NO_SHOW
    return visit.state_word


def visits_between(visits: QuerySet[Visit], first: date, last: date) -> QuerySet[Visit]:
    """Those of these visits that take one of the days and were not called off."""
    gone = (VisitState.CANCELLED.value, VisitState.TURNED_AWAY.value, VisitState.NO_SHOW.value)
    return visits.filter(first_day__lte=last, last_day__gte=first).exclude(state__in=gone).order_by("pk")


def refused_announcements(*, scope: Scope, at: datetime) -> list[Entry]:
    """Announcements of people who may not come as visitors, for security officers, with the reasons."""
    ports = Port.objects.filter(pk__in=scope.ports(Capability.SET_ISPS_LEVEL.value))
    found = Entry.objects.filter(
        kind="access.visit.not_announced",
        port__in=ports.values_list("locode", flat=True),
        at__gte=at - LOOKED_BACK,
    )
    return list(found.order_by("-position")[:MOST_REFUSED])


def host_references(user: User, *, at: datetime) -> list[str]:
    """The visits of a host that may still bring news, as the record names them."""
    since = timezone.localdate(at) - LOOKED_BACK
    refs = Visit.objects.filter(host=user, last_day__gte=since).values_list("ref", flat=True)
    return [f"visit:{ref}" for ref in refs]


def _whole() -> QuerySet[Visit]:
    return Visit.objects.select_related(
        "visitor__organisation", "host", "organisation", "escort", "badge", "port"
    )


def _means(text: str) -> Q:
    """A visit by its reference, the visitor's name, the company, the plate or the card's number."""
    match = (
        Q(ref__iexact=text)
        | Q(company__icontains=text)
        | Q(plate__icontains=text)
        | Q(badge__serial__iexact=text)
    )
    words = plain_name(text).split()
    return match | Q(*(Q(visitor__search_name__contains=word) for word in words)) if words else match
