"""Reads how people stand: their current clearance and, where it matters, their application."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, ApplicationState, ClearanceState, PersonStanding
from screening.kinds.lights import light
from screening.kinds.renewal import ENDING_SOON
from screening.kinds.words import Light
from screening.models import Application, Clearance, Person
from screening.selectors.application import OPEN_STATES
from screening.selectors.clearance import state_on
from screening.selectors.person import people_named, visible_people
from screening.standing import standing

# What the register can be narrowed to; each is a state of the current clearance on a day.
REGISTER_STANDINGS = (
    PersonStanding.CLEARED,
    PersonStanding.SUSPENDED,
    PersonStanding.NOT_CLEARED,
    PersonStanding.ENDED,
    PersonStanding.NONE,
)


# While the person has something to fill in, the employer may hand over the link, or a new one.
WITH_A_LINK = (ApplicationState.INVITED.value, ApplicationState.DECLARING.value)


def people_register(
    *,
    scope: Scope,
    at: datetime,
    text: str = "",
    organisation: int | None = None,
    category: str = "",
    clearance: str = "",
) -> QuerySet[Person]:
    """People in reach, with `clearance_state`, `_level` and `_until`; each argument narrows."""
    people = people_named(text, scope=scope) if text.strip() else visible_people(scope=scope)
    people = _with_clearance(people, at)
    if organisation:
        people = people.filter(organisation_id=organisation)
    if category:
        people = people.filter(category=category)
    if clearance:
        people = people.filter(_stands(PersonStanding(clearance), timezone.localdate(at)))
    return people


def own_staff(*, scope: Scope, at: datetime, text: str = "", left: bool = False) -> QuerySet[Person]:
    """An employer's own people, with what `light_of` needs; nobody for a caller without an employer.

    With `left` those who left instead of those who are there.
    """
    people = people_named(text, scope=scope) if text.strip() else visible_people(scope=scope)
    if scope.organisation is None:
        return people.none()
    own = people.filter(
        organisation_id=scope.organisation,
        port_id__in=scope.ports(Capability.VIEW_OUTCOMES.value),
        left_on__isnull=not left,
    )
    applications = Application.objects.filter(person=OuterRef("pk")).exclude(
        kind=ApplicationKind.REASSESSMENT.value
    )
    latest = applications.order_by("-submitted_at", "-pk").values("state")[:1]
    return _with_clearance(own, at).annotate(
        is_being_checked=Exists(applications.filter(state__in=OPEN_STATES)),
        latest_state=Subquery(latest),
        link_ref=Subquery(applications.filter(state__in=WITH_A_LINK).values("ref")[:1]),
        is_renewed=Exists(applications.filter(state__in=OPEN_STATES, kind=ApplicationKind.RENEWAL.value)),
    )


def employers_of(*, scope: Scope) -> list[tuple[int, str]]:
    """Organisations that have people in reach, by name."""
    people = visible_people(scope=scope).order_by()
    organisations = Organisation.objects.filter(people__in=people).distinct().order_by("name")
    return list(organisations.values_list("pk", "name"))


def standing_of(person: Person, *, at: datetime) -> PersonStanding:
    """The word for a row of `people_register` or `own_staff`."""
    state: str | None = getattr(person, "clearance_state", None)
    return standing(
        ClearanceState(state) if state else None,
        getattr(person, "clearance_until", None),
        today=timezone.localdate(at),
        is_being_checked=getattr(person, "is_being_checked", False),
        was_refused=getattr(person, "latest_state", "") == ApplicationState.REFUSED.value,
    )


def light_of(person: Person, *, at: datetime) -> Light:
    """All that an employer learns of a row of `own_staff`."""
    return light(standing_of(person, at=at), escort_only=bool(getattr(person, "clearance_escorted", False)))


def ends_soon(person: Person, *, at: datetime) -> bool:
    """Whether a row's clearance ends within the time in which its renewal is started."""
    until: date | None = getattr(person, "clearance_until", None)
    is_cleared = standing_of(person, at=at) is PersonStanding.CLEARED
    return is_cleared and until is not None and until - timezone.localdate(at) <= ENDING_SOON


def _with_clearance(people: QuerySet[Person], at: datetime) -> QuerySet[Person]:
    """Each column is the newest clearance's that has begun, as in `current_clearance`."""
    day = timezone.localdate(at)
    current = Clearance.objects.filter(person=OuterRef("pk"), valid_from__lte=day).order_by(
        "-valid_from", "-id"
    )
    return people.annotate(
        clearance_state=Subquery(current.annotate(counts=state_on(day)).values("counts")[:1]),
        clearance_level=Subquery(current.values("level")[:1]),
        clearance_until=Subquery(current.values("valid_until")[:1]),
        clearance_escorted=Subquery(current.values("escort_only")[:1]),
    )


def _stands(wanted: PersonStanding, today: date) -> Q:
    if wanted is PersonStanding.CLEARED:
        return Q(clearance_state=ClearanceState.GRANTED.value, clearance_until__gte=today)
    if wanted is PersonStanding.ENDED:
        return Q(clearance_state=ClearanceState.GRANTED.value, clearance_until__lt=today)
    if wanted is PersonStanding.SUSPENDED:
        return Q(clearance_state=ClearanceState.SUSPENDED.value)
    if wanted is PersonStanding.NOT_CLEARED:
        return Q(clearance_state=ClearanceState.WITHDRAWN.value)
    return Q(clearance_state__isnull=True)
