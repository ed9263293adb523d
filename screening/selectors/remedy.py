"""Reads remedies: the list, one of them, which doors are open after a refusal, and when it is final."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.deciding.words import RemedyKind, RemedyState
from screening.enums import ApplicationState, DecisionState, Effect
from screening.models import Application, Assessment, Decision, Remedy
from screening.services import policy
from screening.suitability.words import Waiver

OBJECTION = "objection"  # the policy's clock for both doors, unless it has one for the waiver
WAIVER_REQUEST = "waiver_request"
LONGEST_WITHOUT_CLOCK: Final = timedelta(days=42)
"""Where a policy names no clock: six weeks, as the objection in the Netherlands. A proposal of the house."""
REVIEWS = (Capability.PROPOSE_DECISIONS, Capability.COUNTERSIGN_DECISIONS)
FINAL = (DecisionState.COUNTERSIGNED.value, DecisionState.SETTLED.value)


def remedies_for(*, scope: Scope) -> QuerySet[Remedy]:
    """Remedies at the ports where the caller proposes or decides."""
    remedies = Remedy.objects.select_related(
        "application__person__organisation",
        "application__post",
        "application__port",
        "proposed_by",
        "decided_by",
    )
    if scope.is_system:
        return remedies
    return remedies.filter(application__port_id__in=scope.ports(*(item.value for item in REVIEWS)))


def open_remedies(*, scope: Scope) -> QuerySet[Remedy]:
    """Remedies that wait for their result."""
    return remedies_for(scope=scope).filter(state=RemedyState.LODGED.value)


def access_remedy(number: int, *, scope: Scope) -> Remedy:
    """One remedy. Raises NotFound when absent or out of reach."""
    remedy = remedies_for(scope=scope).filter(pk=number).first()
    if remedy is None:
        raise NotFound("remedy")
    return remedy


def refusal_of(application: Application) -> Decision | None:
    """The decision by which a case was refused; None where it was not."""
    if application.state_word is not ApplicationState.REFUSED:
        return None
    return application.decisions.filter(state__in=FINAL, remedy=None).order_by("-answered_at").first()


def last_day(application: Application, kind: RemedyKind) -> date | None:
    """The last day on which a remedy can be lodged; None where nothing was refused."""
    decision = refusal_of(application)
    if decision is None or application.closed_at is None:
        return None
    start = timezone.localdate(application.closed_at)
    clocks = policy.parsed(decision.assessment.policy).clocks
    names = (WAIVER_REQUEST, OBJECTION) if kind is RemedyKind.WAIVER else (OBJECTION,)
    clock = next((clocks[name] for name in names if name in clocks), None)
    return clock.due(start) if clock else start + LONGEST_WITHOUT_CLOCK


def open_doors(application: Application) -> tuple[RemedyKind, ...]:
    """The remedies that a refused person has: always the appeal, the waiver where the rules allow one.

    A door that was used already is closed, and both are while a remedy is open.
    """
    decision = refusal_of(application)
    lodged = dict(application.remedies.values_list("kind", "state"))
    if decision is None or RemedyState.LODGED.value in lodged.values():
        return ()
    doors = [RemedyKind.APPEAL]
    if is_waivable(decision.assessment):
        doors.append(RemedyKind.WAIVER)
    return tuple(door for door in doors if door.value not in lodged)


def is_waivable(assessment: Assessment) -> bool:
    """Whether every ground that bars can be waived by its rule row, and there is one."""
    barring = [
        finding
        for finding in assessment.findings.all()
        if finding.effect_word in (Effect.BAR, Effect.PRESUME_UNSUITABLE)
    ]
    closed = ("", Waiver.NONE.value)
    return bool(barring) and all(finding.waiver not in closed for finding in barring)


def final_on(application: Application) -> date | None:
    """The day from which a decision cannot be changed any more; None while it is open.

    A grant is final when it is made; a refusal after the last day of its remedies or when the last one is
    decided, whichever is later.
    """
    if application.closed_at is None:
        return None
    closed = timezone.localdate(application.closed_at)
    if application.state_word is not ApplicationState.REFUSED:
        return closed
    if application.remedies.filter(state=RemedyState.LODGED.value).exists():
        return None
    ends = [day for kind in RemedyKind if (day := last_day(application, kind)) is not None]
    decided = application.remedies.exclude(decided_at=None).values_list("decided_at", flat=True)
    return max([closed, *ends, *(timezone.localdate(moment) for moment in decided)])


def is_late(application: Application, kind: RemedyKind, *, at: datetime) -> bool:
    """Whether the last day has passed."""
    last = last_day(application, kind)
    return last is not None and timezone.localdate(at) > last
