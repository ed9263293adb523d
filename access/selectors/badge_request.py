"""Reads requests for badges, and gathers what they are judged on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from access.badging.facts import RequestFacts, WantedArea, WantedTraining
from access.enums import BadgeRequestState, BadgeState
from access.models import Area, Badge, BadgeRequest, BadgeType, Training, TrainingCertificate
from access.selectors.badge_bound import bounds_of
from access.selectors.badge_stock import blank_cards
from access.selectors.clearance_facts import clearance_facts
from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.person_name import plain_name
from screening.selectors.clearance import current_clearance
from screening.selectors.port_ban import is_banned
from screening.selectors.standing import own_staff

IN_FORCE = (BadgeState.ACTIVE.value, BadgeState.SUSPENDED.value)


def facts_of(
    person: Person,
    *,
    badge_type: BadgeType | None,
    areas: Sequence[Area],
    last_day: date,
    replaces: Badge | None,
    officer: User,
    at: datetime,
) -> RequestFacts:
    """What is known when somebody decides on a badge of this kind, for these areas, until this day.

    `officer` would issue it: their blank cards count. `replaces` is the badge that the new one follows.
    """
    today = timezone.localdate(at)
    around = with_those_around(areas)
    bounds = bounds_of([person], at=at)[person.pk]
    if badge_type is not None:
        bounds = replace(bounds, badge_type=today + timedelta(days=badge_type.longest_days))
    others = person.badges.filter(state__in=IN_FORCE)
    other = (others.exclude(pk=replaces.pk) if replaces else others).first()
    return RequestFacts(
        today=today,
        last_day=last_day,
        bounds=bounds,
        areas=tuple(WantedArea(area.name, max(each.level for each in around[area.pk])) for area in areas),
        trainings=_trainings(person.port_id, badge_type, [each for row in around.values() for each in row]),
        certificates=_certificates(person, today),
        clearance=clearance_facts(current_clearance(person.pk, at=at)),
        is_banned=is_banned(person.pk, at=at),
        has_photo=person.badge_photos.exists(),
        held_badge=other.serial if other else "",
        replaced_is_suspended=bool(replaces and replaces.state == BadgeState.SUSPENDED.value),
        blank_cards=blank_cards(badge_type, officer.reference) if badge_type else None,
    )


def with_those_around(areas: Collection[Area]) -> dict[int, list[Area]]:
    """By primary key each area together with the areas around it: what those ask holds inside, too."""
    ports = {area.port_id for area in areas}
    known = {area.pk: area for area in Area.objects.filter(port_id__in=ports)} if areas else {}
    found = {}
    for area in areas:
        row, step = [area], area.parent_id
        while step is not None and step in known and known[step] not in row:
            row.append(known[step])
            step = known[step].parent_id
        found[area.pk] = row
    return found


def visible_requests(*, scope: Scope) -> QuerySet[BadgeRequest]:
    """Requests at the ports where the caller sees badges; for an employer those of their own staff."""
    requests = BadgeRequest.objects.select_related(
        "port", "person__organisation", "person__port", "badge_type", "replaces"
    )
    if scope.is_system:
        return requests
    reach = Q(port_id__in=scope.ports(Capability.VIEW_BADGES.value))
    if scope.organisation is not None:
        reach |= Q(
            port_id__in=scope.ports(Capability.REQUEST_BADGES.value),
            person__organisation_id=scope.organisation,
        )
    return requests.filter(reach)


def requests_named(*, scope: Scope, text: str = "", state: str = "") -> QuerySet[BadgeRequest]:
    """Visible requests; each argument narrows."""
    requests = visible_requests(scope=scope)
    words = plain_name(text).split()
    if text.strip():
        match = Q(person__ref__iexact=text.strip()) | Q(person__external_ref__iexact=text.strip())
        if words:
            match |= Q(*(Q(person__search_name__contains=word) for word in words))
        requests = requests.filter(match)
    return requests.filter(state=state) if state else requests


def access_request(number: int, *, scope: Scope) -> BadgeRequest:
    """One request. Raises NotFound when absent or out of reach."""
    found = visible_requests(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("badge request")
    return found


def open_request(person: Person) -> BadgeRequest | None:
    """The request of a person that waits for its answer, if there is one."""
    return person.badge_requests.filter(state=BadgeRequestState.OPEN.value).first()


def requests_to_decide(user: User, *, scope: Scope) -> QuerySet[BadgeRequest]:
    """Open requests that the caller may issue: at their ports, and not their own."""
    ports = scope.ports(Capability.ISSUE_BADGES.value)
    waiting = BadgeRequest.objects.filter(port_id__in=ports, state=BadgeRequestState.OPEN.value)
    return waiting.exclude(requested_by=user.reference)


def areas_named(request: BadgeRequest) -> list[Area]:
    """The areas that a request names, as they are today; one that is gone is left out."""
    return list(Area.objects.filter(port_id=request.port_id, code__in=request.areas).order_by("name", "code"))


def _trainings(
    port_id: int, badge_type: BadgeType | None, areas: Collection[Area]
) -> tuple[WantedTraining, ...]:
    codes = {code for area in areas for code in area.trainings}
    codes |= set(badge_type.trainings) if badge_type else set()
    known = {row.code: row for row in Training.objects.filter(port_id=port_id, code__in=codes)}
    return tuple(
        WantedTraining(code, known[code].name, known[code].is_licence)
        if code in known
        else WantedTraining(code, code)  # a training that nobody has set up is held by nobody
        for code in sorted(codes)
    )


def _certificates(person: Person, today: date) -> frozenset[str]:
    held = TrainingCertificate.objects.filter(
        Q(last_day=None) | Q(last_day__gte=today), person=person, first_day__lte=today, revoked_at=None
    )
    return frozenset(held.values_list("training__code", flat=True))


@dataclass(frozen=True, slots=True)
class Peers:
    """People of the same employer and post who hold a badge, and how many of them have all these areas."""

    having: int
    of: int
    post: str
    organisation: str


def peers_of(request: BadgeRequest) -> Peers | None:
    """Who else does this work, as a hint to whoever decides; None where nobody else holds a badge."""
    person = request.person
    if person.organisation is None or person.organisation_id is None:
        return None
    held = Badge.objects.filter(
        port_id=request.port_id,
        state=BadgeState.ACTIVE.value,
        person__organisation_id=person.organisation_id,
        person__job_title=person.job_title,
    ).exclude(person_id=person.pk)
    counted = held.aggregate(
        of=Count("person_id", distinct=True),
        having=Count("person_id", distinct=True, filter=Q(areas__contains=request.areas)),
    )
    if not counted["of"]:
        return None
    return Peers(counted["having"], counted["of"], person.job_title, person.organisation.name)


def person_to_ask_for(ref: str, *, scope: Scope, at: datetime) -> Person:
    """One of the caller's own staff. Raises NotFound when absent or somebody else's."""
    found = own_staff(scope=scope, at=at).filter(ref=ref).first()
    if found is None:
        raise NotFound("person")
    return found
