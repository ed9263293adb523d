"""Reads whom to screen again and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Port
from screening.enums import ClearanceLevel, ClearanceState, RunState, ScreeningPurpose, TaskState
from screening.kinds.words import PermitState
from screening.models import (
    Application,
    Clearance,
    ListVersion,
    Permit,
    Person,
    PolicyVersion,
    ScreeningQuery,
    ScreeningRun,
    ScreeningTask,
)
from screening.services import policy
from screening.suitability.windows import add_months


def screened_people(port_id: int, *, at: datetime) -> QuerySet[Person]:
    """Everybody of a port who has access or asks for it: cleared, with an open case, or with a permit.

    People of whom only a number is known are left out: there is no name to compare.
    """
    mine = {"person": OuterRef("pk")}
    cases = Application.objects.filter(**mine, closed_at=None)
    permits = Permit.objects.filter(**mine, state=PermitState.ISSUED.value, valid_until__gt=at)
    return (
        Person.objects.filter(port_id=port_id, erased_at=None)
        .exclude(family_name="")
        .filter(Exists(_standing(timezone.localdate(at))) | Exists(cases) | Exists(permits))
    )


def due_people(port: Port, *, at: datetime) -> QuerySet[Person]:
    """Cleared people who were not screened for as long as the policy of their clearance lets pass.

    Who was never screened is due at once. Who waits in a run that goes on is left to it.
    """
    day = timezone.localdate(at)
    is_due = Q(pk__in=[])
    for held_under, level, months in _intervals(port, day):
        under = _standing(day).filter(level=level, decision__application__policy=held_under)
        recent = ScreeningQuery.objects.filter(person=OuterRef("pk"), at__gt=_begin(add_months(day, -months)))
        is_due |= Q(Exists(under)) & ~Q(Exists(recent))
    return screened_people(port.pk, at=at).filter(is_due).exclude(_waits())


def changed_people(port: Port, *, at: datetime) -> QuerySet[Person]:
    """People whose name, birth date, nationality or sex changed after they were last screened."""
    mine = ScreeningQuery.objects.filter(person=OuterRef("pk"))
    as_now = mine.filter(person_version=OuterRef("version"))
    return screened_people(port.pk, at=at).filter(Exists(mine), ~Exists(as_now)).exclude(_waits())


def versions_in_force() -> dict[str, int]:
    """The newest version of each list."""
    rows = ListVersion.objects.values("source").annotate(newest=Max("number"))
    return {row["source"]: row["newest"] for row in rows}


def versions_screened(port: Port) -> dict[str, int]:
    """For each list the newest version whose changes a run of this port went through, or is going through."""
    runs = ScreeningRun.objects.filter(
        port=port, purpose__in=(ScreeningPurpose.LIST_DELTA.value, ScreeningPurpose.EVERYONE.value)
    ).exclude(state=RunState.CANCELLED.value)
    screened: dict[str, int] = {}
    for lists in runs.order_by("-pk").values_list("lists", flat=True)[:MOST_RUNS_READ]:
        for source, number in lists.items():
            screened[source] = max(number, screened.get(source, 0))
    return screened


def changed_lists(port: Port, *, sources: Collection[str] = ()) -> dict[str, int]:
    """Lists with a version that no run of this port went through, each with the last one that was."""
    screened = versions_screened(port)
    return {
        source: screened.get(source, 0)
        for source, number in versions_in_force().items()
        if number > screened.get(source, 0) and (not sources or source in sources)
    }


def running(port: Port, purpose: ScreeningPurpose) -> ScreeningRun | None:
    """A run for this purpose that goes on at a port."""
    return ScreeningRun.objects.filter(port=port, purpose=purpose.value, state=RunState.RUNNING.value).first()


# A run for every load of a list: hundreds reach back far beyond any that still matters.
MOST_RUNS_READ = 500


def _standing(day: date) -> QuerySet[Clearance]:
    """A clearance of the person in the outer query that has begun, has not ended and is not withdrawn."""
    held = Clearance.objects.filter(person=OuterRef("pk"), valid_from__lte=day, valid_until__gte=day)
    return held.exclude(state=ClearanceState.WITHDRAWN.value)


def _waits() -> Exists:
    return Exists(
        ScreeningTask.objects.filter(
            person=OuterRef("pk"), state=TaskState.WAITING.value, run__state=RunState.RUNNING.value
        )
    )


def _intervals(port: Port, day: date) -> list[tuple[PolicyVersion | None, str, int]]:
    """Policy, level and months between two screenings, for every kind of clearance that stands at a port.

    Clearances that were taken over without a decision follow the policy that the port applies.
    """
    held = Clearance.objects.filter(port=port, valid_until__gte=day).exclude(
        state=ClearanceState.WITHDRAWN.value
    )
    kinds = held.order_by().values_list("decision__application__policy", "level").distinct()
    versions: Mapping[int, PolicyVersion] = PolicyVersion.objects.in_bulk({key for key, _ in kinds if key})
    found = []
    for key, level in kinds:
        version = versions.get(key) if key else None
        rules = policy.parsed(version or policy.in_force_for(port, on=day))
        found.append((version, level, rules.level(ClearanceLevel(level)).recheck_months))
    return found


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
