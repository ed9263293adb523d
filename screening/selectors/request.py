"""Reads the requests that are out: questions to States, authorities and employers that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from portsec.kernel.scope import Scope
from screening.enums import CheckKind, CheckState
from screening.models import Check
from screening.person_name import plain_name
from screening.selectors.application import OPEN_STATES, case_files

OWN_WORK = (CheckKind.WATCHLIST.value, CheckKind.IDENTITY.value)  # asked of nobody outside


def open_requests(
    *,
    scope: Scope,
    text: str = "",
    country: str = "",
    kind: str = "",
    owner: User | None = None,
    unassigned: bool = False,
    due_by: date | None = None,
    overdue_at: date | None = None,
    unclear: bool = False,
    unsent: bool = False,
) -> QuerySet[Check]:
    """Every open request of the cases in reach; each argument narrows it."""
    checks = (
        Check.objects.filter(
            state=CheckState.REQUESTED.value,
            application__in=case_files(scope=scope).filter(state__in=OPEN_STATES).values("pk"),
        )
        .exclude(kind__in=OWN_WORK)
        .select_related("application__person", "application__owner", "application__port")
    )
    if text.strip():
        checks = checks.filter(_mentions(text))
    if country:
        checks = checks.filter(country=country)
    if kind:
        checks = checks.filter(kind=kind)
    if owner is not None:
        checks = checks.filter(application__owner=owner)
    if unassigned:
        checks = checks.filter(application__owner=None)
    if overdue_at is not None:
        checks = checks.filter(due_on__lt=overdue_at, unclear_since=None)
    if due_by is not None:
        checks = checks.filter(due_on__lte=due_by)
    if unclear:
        checks = checks.filter(unclear_since__isnull=False)
    if unsent:
        checks = checks.filter(sent_on=None).exclude(country="")
    return checks


def overdue_requests(*, scope: Scope, today: date) -> QuerySet[Check]:
    """The open requests whose answer is late."""
    return open_requests(scope=scope, overdue_at=today)


def states_asked(*, scope: Scope) -> list[str]:
    """The States that some open request in reach is addressed to."""
    countries = open_requests(scope=scope).exclude(country="").order_by("country")
    return list(countries.values_list("country", flat=True).distinct())


def requests_ticked(numbers: Iterable[int], *, scope: Scope) -> QuerySet[Check]:
    """The open requests in reach among these; one that is absent or out of reach is passed over."""
    return open_requests(scope=scope).filter(pk__in=list(numbers)).order_by("pk")


def _mentions(text: str) -> Q:
    plain = text.strip()
    match = Q(application__ref__iexact=plain) | Q(application__person__ref__iexact=plain)
    words = plain_name(plain).split()
    if words:
        match |= Q(*(Q(application__person__search_name__contains=word) for word in words))
    return match
