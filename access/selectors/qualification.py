"""Reads trainings, who has them until when, and who is what for others in an emergency."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.models import SafetyFunction, Training, TrainingCertificate
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.person_name import plain_name
from screening.selectors.person import visible_people

SEES_TRAININGS = (
    Capability.VIEW_BADGES.value,
    Capability.ISSUE_BADGES.value,
    Capability.MANAGE_AREAS.value,
)


def visible_trainings(*, scope: Scope) -> QuerySet[Training]:
    trainings = Training.objects.select_related("port").order_by("name", "pk")
    return trainings if scope.is_system else trainings.filter(port_id__in=scope.ports(*SEES_TRAININGS))


def visible_certificates(*, scope: Scope) -> QuerySet[TrainingCertificate]:
    """Certificates at the ports where the caller sees badges, issues them or sets up areas."""
    rows = TrainingCertificate.objects.select_related("person__organisation", "person__port", "training")
    return rows if scope.is_system else rows.filter(person__port_id__in=scope.ports(*SEES_TRAININGS))


def certificates_named(
    *, scope: Scope, at: datetime, text: str = "", training: Training | None = None, standing: str = ""
) -> QuerySet[TrainingCertificate]:
    """Visible certificates; each argument narrows. `standing`: holds, ended, revoked or a number of days."""
    rows = visible_certificates(scope=scope)
    if text.strip():
        match = Q(person__ref__iexact=text.strip()) | Q(person__external_ref__iexact=text.strip())
        words = plain_name(text).split()
        if words:
            match |= Q(*(Q(person__search_name__contains=word) for word in words))
        rows = rows.filter(match)
    if training is not None:
        rows = rows.filter(training=training)
    today = timezone.localdate(at)
    holds = Q(revoked_at=None, first_day__lte=today) & (Q(last_day=None) | Q(last_day__gte=today))
    if standing == "holds":
        return rows.filter(holds)
    if standing == "ended":
        return rows.filter(revoked_at=None, last_day__lt=today)
    if standing == "revoked":
        return rows.filter(revoked_at__isnull=False)
    if standing:
        return rows.filter(holds, last_day__lte=today + timedelta(days=int(standing)))
    return rows


def access_certificate(number: int, *, scope: Scope) -> TrainingCertificate:
    """One certificate. Raises NotFound when absent or out of reach."""
    found = visible_certificates(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("certificate")
    return found


def visible_functions(*, scope: Scope) -> QuerySet[SafetyFunction]:
    """Safety functions that people have now, at the ports where the caller sees trainings."""
    rows = SafetyFunction.objects.filter(ended_at=None).select_related("person__organisation", "person__port")
    if not scope.is_system:
        rows = rows.filter(person__port_id__in=scope.ports(*SEES_TRAININGS))
    return rows.order_by("function", "person__family_name", "pk")


def access_function(number: int, *, scope: Scope) -> SafetyFunction:
    """One function that somebody has now. Raises NotFound when absent or out of reach."""
    found = visible_functions(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("safety function")
    return found


def person_meant(text: str, *, scope: Scope) -> Person:
    """Somebody by reference or employee number. Raises InvalidInput where it is nobody here, or several."""
    who = Q(ref__iexact=text.strip()) | Q(external_ref__iexact=text.strip())
    found = list(visible_people(scope=scope).filter(who)[:2]) if text.strip() else []
    if len(found) == 1:
        return found[0]
    problem = "Several people have this number." if found else "Nobody here has this reference or number."
    raise InvalidInput(problem, fields={"person": problem})
