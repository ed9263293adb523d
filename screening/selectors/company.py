"""Reads organisations as employers: their people, their posts, their open cases."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ClearanceState
from screening.models import Application, Clearance, Person, Post
from screening.selectors.application import OPEN_STATES

SEES_COMPANIES = (Capability.VIEW_CASES.value,)


def companies(*, scope: Scope, at: datetime, text: str = "") -> QuerySet[Organisation]:
    """Organisations with people or posts in reach, each with `staff`, `cleared`, `post_count`, `open_cases`.

    Who has left is not counted among the people.
    """
    ports = scope.ports(*SEES_COMPANIES)
    people = Person.objects.filter(organisation=OuterRef("pk"), left_on=None)
    posts = Post.objects.filter(organisation=OuterRef("pk"))
    cases = Application.objects.filter(person__organisation=OuterRef("pk"), state__in=OPEN_STATES)
    if not scope.is_system:
        people, posts = people.filter(port_id__in=ports), posts.filter(port_id__in=ports)
        cases = cases.filter(port_id__in=ports)
    found = Organisation.objects.annotate(
        staff=_count(people),
        cleared=_count(people.filter(Exists(_cleared(at)))),
        post_count=_count(posts),
        open_cases=_count(cases, by="person__organisation"),
    ).filter(Q(staff__gt=0) | Q(post_count__gt=0))
    if text.strip():
        found = found.filter(Q(name__icontains=text.strip()) | Q(code__iexact=text.strip()))
    return found


def access_company(code: str, *, scope: Scope, at: datetime) -> Organisation:
    """One organisation by its code. Raises NotFound when absent or out of reach."""
    company = companies(scope=scope, at=at).filter(code=code).first()
    if company is None:
        raise NotFound("company")
    return company


def _cleared(at: datetime) -> QuerySet[Clearance]:
    today = timezone.localdate(at)
    return Clearance.objects.filter(
        person=OuterRef("pk"),
        state=ClearanceState.GRANTED.value,
        valid_from__lte=today,
        valid_until__gte=today,
    )


def _count(
    rows: QuerySet[Person] | QuerySet[Post] | QuerySet[Application], by: str = "organisation"
) -> Coalesce:
    """How many rows there are for each organisation, counted apart so that counts do not multiply."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
