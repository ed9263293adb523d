"""Reads applications within a scope."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from ledger.models import Entry
from ledger.selectors.entry import entries_about
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, ApplicationState, CheckState, DecisionState
from screening.models import Application, Check, Decision, Hit, Person
from screening.person_name import plain_name

CLOSED = (
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
    ApplicationState.WITHDRAWN,
    ApplicationState.INCOMPLETE,
)
OPEN_STATES = tuple(state.value for state in ApplicationState if state not in CLOSED)


def visible_applications(*, scope: Scope) -> QuerySet[Application]:
    """Cases at the ports where the caller may see cases; for an employer, those of their own staff."""
    applications = Application.objects.select_related(
        "person", "person__organisation", "post", "owner", "port", "policy"
    )
    if scope.is_system:
        return applications
    reach = Q(port_id__in=scope.ports(Capability.VIEW_CASES.value))
    if scope.organisation is not None:
        reach |= Q(
            port_id__in=scope.ports(Capability.VIEW_OUTCOMES.value),
            person__organisation_id=scope.organisation,
        )
    return applications.filter(reach)


def case_files(*, scope: Scope) -> QuerySet[Application]:
    """Cases that the caller may open: employers learn outcomes only, never the file."""
    applications = visible_applications(scope=scope)
    return (
        applications
        if scope.is_system
        else applications.filter(port_id__in=scope.ports(Capability.VIEW_CASES.value))
    )


def access_application(ref: str, *, scope: Scope) -> Application:
    """One case file by reference. Raises NotFound when absent or out of reach."""
    application = case_files(scope=scope).filter(ref=ref).first()
    if application is None:
        raise NotFound("application")
    return application


def access_check(ref: str, address: str, *, scope: Scope) -> Check:
    """One check of a case by its kind, with its State or subject: `criminal_record-ES`.

    Raises NotFound when absent or out of reach.
    """
    kind, _, about = address.partition("-")
    check = (
        Check.objects.select_related("application__person", "application__port", "application__policy")
        .filter(application=access_application(ref, scope=scope), kind=kind)
        .filter(Q(country=about, subject="") | Q(country="", subject=about))
        .first()
    )
    if check is None:
        raise NotFound("check")
    return check


def access_hit(ref: str, number: int, *, scope: Scope) -> Hit:
    """One hit of a case. Raises NotFound when absent or out of reach."""
    hit = (
        Hit.objects.select_related("entry", "check_answered__application__person")
        .filter(check_answered__application=access_application(ref, scope=scope), pk=number)
        .first()
    )
    if hit is None:
        raise NotFound("hit")
    return hit


def queue(
    *,
    scope: Scope,
    text: str = "",
    state: str = "",
    kind: str = "",
    post: int | None = None,
    owner: User | None = None,
    unassigned: bool = False,
    overdue_at: datetime | None = None,
    is_open: bool = False,
) -> QuerySet[Application]:
    """The work queue; each argument narrows it."""
    applications = case_files(scope=scope).annotate(
        open_checks=Count("checks", filter=Q(checks__state=CheckState.REQUESTED.value), distinct=True)
    )
    if text.strip():
        applications = applications.filter(_mentions(text))
    if state:
        applications = applications.filter(state=state)
    if kind:
        applications = applications.filter(kind=kind)
    if post:
        applications = applications.filter(post_id=post)
    if owner is not None:
        applications = applications.filter(owner=owner)
    if unassigned:
        applications = applications.filter(owner=None)
    if overdue_at is not None:
        applications = applications.filter(due_on__lt=timezone.localdate(overdue_at))
    if is_open or unassigned or overdue_at is not None:
        applications = applications.filter(state__in=OPEN_STATES)
    return applications


def open_reassessment(person: Person) -> Application | None:
    """The case in which the person is being reassessed now, if there is one."""
    return person.applications.filter(kind=ApplicationKind.REASSESSMENT.value, state__in=OPEN_STATES).first()


def proposals_for(user: User, *, scope: Scope) -> QuerySet[Decision]:
    """Proposals that wait for a second officer, without one's own."""
    decisions = (
        Decision.objects.filter(
            state=DecisionState.PROPOSED.value, application__state=ApplicationState.PROPOSED.value
        )
        .exclude(proposed_by=user)
        .select_related(
            "application__person", "application__post", "application__port", "proposed_by", "assessment"
        )
    )
    if scope.is_system:
        return decisions
    return decisions.filter(application__port_id__in=scope.ports(Capability.COUNTERSIGN_DECISIONS.value))


def access_proposal(ref: str, *, scope: Scope) -> Decision:
    """The open proposal of a case. Raises NotFound when absent or out of reach."""
    decision = (
        Decision.objects.select_related("application__person", "application__port", "application__policy")
        .filter(application=access_application(ref, scope=scope), state=DecisionState.PROPOSED.value)
        .first()
    )
    if decision is None:
        raise NotFound("proposal")
    return decision


def timeline(application: Application) -> QuerySet[Entry]:
    """What the record says of a case, newest first."""
    return entries_about([application.reference])


def _mentions(text: str) -> Q:
    plain = text.strip()
    match = Q(ref__iexact=plain) | Q(person__ref__iexact=plain)
    match |= Q(person__organisation__name__icontains=plain)
    words = plain_name(plain).split()
    if words:
        match |= Q(*(Q(person__search_name__contains=word) for word in words))
    return match
