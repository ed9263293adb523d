"""Reads runs of rescreening with how far they are, what they found, and the screening log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Port
from accounts.roles import Capability
from ledger.enums import JobState
from ledger.models import Job
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import HitState, RunState, TaskState
from screening.models import Hit, Person, ScreeningQuery, ScreeningRun, ScreeningTask
from screening.selectors.application import OPEN_STATES

SEES_RUNS = (
    Capability.VIEW_CASES.value,
    Capability.LOAD_WATCHLISTS.value,
    Capability.COUNTERSIGN_DECISIONS.value,
)
STARTS_RUNS = (Capability.LOAD_WATCHLISTS.value, Capability.COUNTERSIGN_DECISIONS.value)
UNDECIDED = (HitState.OPEN.value, HitState.UNSURE.value)
SELECTION_JOB = "screening.rescreening_selection"
CHUNK_JOB = "screening.rescreening_chunk"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a run goes and when it should end; None while nothing can be said."""

    per_second: float | None
    ends_at: datetime | None

    @property
    def said(self) -> str:
        """The rate in words; slow runs are counted by the minute."""
        if self.per_second is None:
            return ""
        if self.per_second < 1:
            return f"{60 * self.per_second:,.0f} a minute"
        return f"{self.per_second:,.0f} a second"


def visible_runs(*, scope: Scope) -> QuerySet[ScreeningRun]:
    """Runs at the ports where the caller may see them."""
    runs = ScreeningRun.objects.select_related("port")
    return runs if scope.is_system else runs.filter(port_id__in=scope.ports(*SEES_RUNS))


def access_run(ref: str, *, scope: Scope) -> ScreeningRun:
    """One run by reference. Raises NotFound when absent or out of reach."""
    run = visible_runs(scope=scope).filter(ref=ref).first()
    if run is None:
        raise NotFound("run")
    return run


def ports_to_screen(*, scope: Scope) -> QuerySet[Port]:
    """Ports where the caller may start a run."""
    ports = Port.objects.order_by("name")
    return ports if scope.is_system else ports.filter(pk__in=scope.ports(*STARTS_RUNS))


def pace(run: ScreeningRun, *, at: datetime) -> Pace:
    """The rate so far, and the end if it goes on like that."""
    end = run.finished_at or at
    seconds = (end - run.asked_at).total_seconds()
    treated = run.done + run.failed
    if seconds < 1 or not treated:
        return Pace(None, None)
    rate = treated / seconds
    is_open = run.state_word is RunState.RUNNING and not run.looking
    return Pace(rate, at + timedelta(seconds=(run.total - treated) / rate) if is_open else None)


def is_stuck(run: ScreeningRun) -> bool:
    """Whether people are not being looked through any more: that job failed five times."""
    return (
        run.state_word is RunState.RUNNING
        and Job.objects.filter(
            kind=SELECTION_JOB, subject=run.reference, state=JobState.PARKED.value
        ).exists()
    )


def failures_of(run: ScreeningRun) -> QuerySet[ScreeningTask]:
    """The people of a run who could not be screened, with the reason."""
    return run.tasks.filter(state=TaskState.FAILED.value).select_related("person")


def visible_hits(*, scope: Scope) -> QuerySet[Hit]:
    """Hits of cases and of people, with `at_port`, at the ports where the caller sees cases."""
    hits = Hit.objects.select_related(
        "entry",
        "person__port",
        "person__organisation",
        "check_answered__application__person__organisation",
        "same_said_by",
        "decided_by",
    ).annotate(at_port=Coalesce("person__port_id", "check_answered__application__port_id"))
    return hits if scope.is_system else hits.filter(at_port__in=scope.ports(Capability.VIEW_CASES.value))


def person_hits(*, scope: Scope) -> QuerySet[Hit]:
    """What rescreening found, at the ports where the caller sees cases."""
    return visible_hits(scope=scope).exclude(person=None)


def hits_to_decide(*, scope: Scope) -> QuerySet[Hit]:
    """Those that wait for an officer: of people, and of open cases where the second word is missing.

    Who was delisted, or changed since, waits no more; a case waits for the word all the same.
    """
    of_people = as_they_stand() & Q(person__isnull=False, state__in=UNDECIDED)
    to_confirm = Q(
        check_answered__application__state__in=OPEN_STATES,
        state=HitState.OPEN.value,
        same_said_by__isnull=False,
    )
    return visible_hits(scope=scope).filter(of_people | to_confirm)


def as_they_stand() -> Q:
    """Hits whose entry is in force and whose person is as they were compared."""
    return Q(entry__removed_in=None, person_version=F("person__version"))


def access_person_hit(ref: str, number: int, *, scope: Scope) -> Hit:
    """One hit of a person. Raises NotFound when absent or out of reach."""
    hit = person_hits(scope=scope).filter(person__ref=ref, pk=number).first()
    if hit is None:
        raise NotFound("hit")
    return hit


def queries_of(person: Person) -> QuerySet[ScreeningQuery]:
    """The screening log of a person, newest first."""
    return person.screening_queries.select_related("run").order_by("-at", "-pk")
