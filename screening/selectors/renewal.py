"""Reads which clearances end soon, and whether their renewal has begun."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import (
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, ClearanceState
from screening.kinds.renewal import ENDING_SOON
from screening.models import Application, Clearance, Person, RenewalPrompt
from screening.person_name import plain_name
from screening.selectors.application import OPEN_STATES


def ending_clearances(port_id: int, *, at: datetime) -> QuerySet[Clearance]:
    """Granted clearances of a port that end within the first step, and that no newer one has replaced."""
    return _ending(at).filter(port_id=port_id)


def visible_ending(*, scope: Scope, at: datetime) -> QuerySet[Any]:
    """The same in the caller's reach, with `is_renewed`, `step` and the time `left`."""
    latest_step = RenewalPrompt.objects.filter(clearance=OuterRef("pk")).order_by("step").values("step")[:1]
    ending = _ending(at).annotate(
        is_renewed=Exists(_open_renewals()),
        step=Subquery(latest_step),
        left=ExpressionWrapper(
            F("valid_until") - Value(timezone.localdate(at), output_field=DateField()),
            output_field=DurationField(),
        ),
    )
    if scope.is_system:
        return ending
    officers = ending.filter(port_id__in=scope.ports(Capability.VIEW_CASES.value))
    if scope.organisation is None:
        return officers
    own = ending.filter(
        port_id__in=scope.ports(Capability.VIEW_OUTCOMES.value), person__organisation_id=scope.organisation
    )
    return officers | own


def open_prompts(*, scope: Scope, at: datetime) -> QuerySet[Clearance]:
    """Endings of which the caller was reminded and whose renewal has not begun."""
    return visible_ending(scope=scope, at=at).filter(step__isnull=False, is_renewed=False)


def ending_named(*, scope: Scope, at: datetime, text: str = "") -> QuerySet[Clearance]:
    """What ends soon, narrowed by a person's name or reference."""
    ending = visible_ending(scope=scope, at=at)
    if not text.strip():
        return ending
    match = Q(person__ref__iexact=text.strip()) | Q(person__external_ref__iexact=text.strip())
    words = plain_name(text).split()
    if words:
        match |= Q(*(Q(person__search_name__contains=word) for word in words))
    return ending.filter(match)


def access_ending(ref: str, *, scope: Scope, at: datetime) -> Clearance:
    """The ending clearance of a person. Raises NotFound when there is none in reach."""
    endings = visible_ending(scope=scope, at=at).filter(person__ref=ref)
    found: Clearance | None = endings.order_by("valid_until", "pk").first()
    if found is None:
        raise NotFound("clearance that ends soon")
    return found


def is_being_renewed(person: Person) -> bool:
    return person.applications.filter(kind=ApplicationKind.RENEWAL.value, state__in=OPEN_STATES).exists()


def is_ending(person: Person, *, at: datetime) -> bool:
    """Whether the person holds a clearance that ends soon."""
    return _ending(at).filter(person=person).exists()


def _ending(at: datetime) -> QuerySet[Clearance]:
    today = timezone.localdate(at)
    newer = Clearance.objects.filter(
        person=OuterRef("person"), valid_until__gt=OuterRef("valid_until")
    ).exclude(state=ClearanceState.WITHDRAWN.value)
    return (
        Clearance.objects.filter(
            state=ClearanceState.GRANTED.value,
            valid_from__lte=today,
            valid_until__range=(today, today + ENDING_SOON),
            person__left_on=None,
        )
        .exclude(Exists(newer))
        .select_related("person__organisation", "person__port", "port", "decision__application__post")
        .prefetch_related(Prefetch("renewal_prompts"))
    )


def _open_renewals() -> QuerySet[Application]:
    return Application.objects.filter(
        person=OuterRef("person"), kind=ApplicationKind.RENEWAL.value, state__in=OPEN_STATES
    )
