"""What visits are judged on: who the visitor is to the port, who leads them, what the areas ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from access.enums import BadgeState, Direction, VisitState
from access.models import Area, Badge, Lockdown, Presence, Visit
from access.selectors.area_plan import area_plan
from access.selectors.visit import days_on_visits
from access.visiting.arrival import ArrivalFacts, EscortFacts, VisitArea
from access.visiting.guest_list import Guest
from access.visiting.standing import VisitorFacts, may_visit
from accounts.models import Port
from portsec.kernel.verdict import Verdict, all_of
from screening.enums import ApplicationKind, ApplicationState, ClearanceState, HitState, PersonCategory
from screening.models import Application, Clearance, Hit, Person
from screening.person_name import plain_name
from screening.selectors.clearance import current_clearance
from screening.selectors.permit import escorted_stays
from screening.selectors.port_ban import is_banned


def people_alike(port: Port, guest: Guest) -> list[Person]:
    """Everybody at the port with this birth date and these names, in whatever order; visitors first.

    By this one person is known to all hosts, so that days count together and nobody who was refused comes
    back as somebody new.
    """
    words = sorted(plain_name(guest.full_name).split())
    if not words:
        return []
    born_then = Person.objects.filter(
        *(Q(search_name__contains=word) for word in words),
        port=port,
        birth_date=guest.birth_date,
        erased_at=None,
    )
    alike = [person for person in born_then if sorted(person.search_name.split()) == words]
    return sorted(alike, key=lambda person: (person.category != PersonCategory.VISITOR.value, person.pk))


def standing_of_visitor(people: Iterable[Person], *, at: datetime) -> Verdict:
    """Whether these people, who are taken for one, may come as a visitor; with every reason."""
    return all_of(*(may_visit(_visitor_facts(person, at)) for person in people))


def visit_areas(port: Port, codes: Collection[str], *, at: datetime) -> tuple[VisitArea, ...]:
    """These areas with what holds in them and around them, by name."""
    plan = area_plan(port, at=at)
    locked = Lockdown.objects.filter(port=port, area=None, gate=None, ended_at=None).exists()
    found = []
    for area in sorted(plan.areas.values(), key=lambda each: each.name):
        if area.code in codes:
            chain = plan.facts[area.code].chain
            found.append(
                VisitArea(
                    code=area.code,
                    name=area.name,
                    escort_allowed=all(each.needs.escort_allowed for each in chain),
                    is_restricted=any(each.needs.is_restricted for each in chain),
                    level=plan.effective_level(area.code),
                    is_locked=locked or any(each.lockdown for each in chain),
                    is_open=all(hours.is_open(at) for each in chain for hours in each.needs.hours),
                )
            )
    return tuple(found)


def areas_to_visit(port_ids: Collection[int]) -> QuerySet[Area]:
    """Areas into which somebody may be led; an area inside a closed one is not among them."""
    areas = {area.pk: area for area in Area.objects.filter(port_id__in=port_ids)}
    open_ones = [
        area.pk for area in areas.values() if all(each.escort_allowed for each in _chain(area, areas))
    ]
    return Area.objects.filter(pk__in=open_ones).order_by("name", "code")


def escort_facts(escort: Person, port: Port, *, visitor: Person | None = None, at: datetime) -> EscortFacts:
    """What is known of somebody who is to lead a visitor. `others` leaves this visitor out."""
    badge = badge_in_force(escort, port, at=at)
    held = current_clearance(escort.pk, at=at)
    return EscortFacts(
        badge_in_force=badge is not None,
        may_enter_alone=held is not None
        and held.state == ClearanceState.GRANTED.value
        and held.valid_until >= timezone.localdate(at)
        and not held.escort_only
        and not is_banned(escort.pk, at=at),
        covers=_covered(badge.areas, port) if badge else frozenset(),
        others=len(led_by(escort) - ({visitor.pk} if visitor else set())),
        is_the_visitor=visitor is not None and visitor.pk == escort.pk,
    )


def badge_in_force(person: Person, port: Port, *, at: datetime) -> Badge | None:
    """The badge that a person may use at this moment, the newest of several."""
    return (
        Badge.objects.filter(
            person=person, port=port, state=BadgeState.ACTIVE.value, valid_from__lte=at, valid_until__gt=at
        )
        .order_by("-valid_from", "-pk")
        .first()
    )


def escort_with_badge(serial: str, port: Port) -> Person | None:
    """The holder of the badge that somebody shows who wants to lead a visitor."""
    badge = (
        Badge.objects.filter(port=port, serial__iexact=serial.strip(), person__isnull=False)
        .select_related("person")
        .first()
    )
    return badge.person if badge else None


def possible_escorts(port: Port, organisation_id: int | None, *, at: datetime) -> QuerySet[Person]:
    """People of the host's own organisation who hold a badge and may enter alone, by name."""
    if organisation_id is None:
        return Person.objects.none()
    today = timezone.localdate(at)
    badges = Badge.objects.filter(
        person=OuterRef("pk"), state=BadgeState.ACTIVE.value, valid_from__lte=at, valid_until__gt=at
    )
    cleared = Clearance.objects.filter(
        person=OuterRef("pk"),
        state=ClearanceState.GRANTED.value,
        escort_only=False,
        valid_from__lte=today,
        valid_until__gte=today,
    )
    return Person.objects.filter(
        Exists(badges), Exists(cleared), port=port, organisation_id=organisation_id
    ).order_by("family_name", "given_names", "pk")


def led_by(escort: Person) -> set[int]:
    """Whom somebody leads: visitors who are signed in with them, and people the gates saw go in with them."""
    visitors = Visit.objects.filter(escort=escort, state=VisitState.ARRIVED.value)
    seen = Presence.objects.filter(escort=escort, direction=Direction.IN.value)
    return {*visitors.values_list("visitor", flat=True), *seen.values_list("person", flat=True)}


def arrival_facts(visit: Visit, escort: Person | None, *, at: datetime) -> ArrivalFacts:
    """All that a guard's list of an arrival is judged on, read afresh."""
    alike = _alike(visit)
    others = Visit.objects.filter(visitor__in=alike, state=VisitState.ARRIVED.value).exclude(pk=visit.pk)
    return ArrivalFacts(
        today=timezone.localdate(at),
        first=visit.first_day,
        last=visit.last_day,
        standing=standing_of_visitor(alike, at=at),
        areas=visit_areas(visit.port, visit.areas, at=at),
        escort=escort_facts(escort, visit.port, visitor=visit.visitor, at=at) if escort else None,
        taken=days_on_visits([person.pk for person in alike], at=at),
        permits=tuple(stay for person in alike for stay in escorted_stays(person)),
        is_essential=visit.is_essential,
        on_site_elsewhere=others.exists(),
    )


def _alike(visit: Visit) -> list[Person]:
    """The visitor, and whoever else at the port has the same names and birth date."""
    person = visit.visitor
    if person.birth_date is None:
        return [person]
    guest = Guest(person.family_name, person.given_names, person.birth_date)
    others = [each for each in people_alike(visit.port, guest) if each.pk != person.pk]
    return [person, *others]


def _visitor_facts(person: Person, at: datetime) -> VisitorFacts:
    held = current_clearance(person.pk, at=at)
    decided = (
        Application.objects.filter(
            person=person, state__in=(ApplicationState.GRANTED.value, ApplicationState.REFUSED.value)
        )
        .exclude(kind=ApplicationKind.REASSESSMENT.value)
        .order_by("-closed_at", "-pk")
        .first()
    )
    return VisitorFacts(
        is_banned=is_banned(person.pk, at=at),
        is_listed=_is_listed(person),
        was_refused=decided is not None and decided.state == ApplicationState.REFUSED.value,
        clearance=held.state_word if held else None,
        clearance_is_current=held is not None and held.valid_until >= timezone.localdate(at),
        clearance_escort_only=held is not None and held.escort_only,
    )


def _is_listed(person: Person) -> bool:
    """Whether two officers have confirmed that this is somebody on a list."""
    same = Q(state=HitState.SAME.value)
    whose = Q(person=person) | Q(check_answered__application__person=person)
    return Hit.objects.filter(same & whose).exists()


def _chain(area: Area, areas: dict[int, Area]) -> Sequence[Area]:
    """An area and those around it."""
    chain: list[Area] = []
    step: Area | None = area
    while step is not None and step not in chain:
        chain.append(step)
        step = areas.get(step.parent_id) if step.parent_id else None
    return chain


def _covered(granted: Collection[str], port: Port) -> frozenset[str]:
    """The areas that a badge opens: those it names, and all inside them."""
    areas = {area.pk: area for area in Area.objects.filter(port=port)}
    return frozenset(
        area.code for area in areas.values() if any(each.code in granted for each in _chain(area, areas))
    )
