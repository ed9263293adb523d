"""Runs drafts of policies over decided cases, a stretch at a time, so that a long run can be watched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Capability
from ledger.enums import JobState
from ledger.selectors.job import job_named
from ledger.services import job, record
from portsec.kernel.errors import Conflict, PortsecError, require
from portsec.kernel.scope import Scope
from screening.drafting.comparison import CaseComparison, Ground, Side, compare
from screening.enums import ApplicationState, SimulatedChange, SimulationState
from screening.models import Application, PolicyDraft, SimulatedCase, Simulation
from screening.permissions import may_draft_policies
from screening.selectors.case_facts import gather
from screening.selectors.policy_draft import OPEN_DRAFTS
from screening.services import policy
from screening.suitability.policy import Policy

SIMULATION_JOB = "screening.simulation"
STRETCH = 200  # cases in one job: some seconds of work, far from the worker's time limit of 90 s
MOST = (500, 5_000, 100_000)  # how many of the latest decided cases an officer may ask for
DECIDED = (ApplicationState.GRANTED.value, ApplicationState.REFUSED.value)

Tally = dict[str, dict[str, dict[str, int]]]


@transaction.atomic
def request(
    draft: PolicyDraft, *, most: int = MOST[0], actor: User, scope: Scope, at: datetime
) -> Simulation:
    """Ask for a run of the draft's text over the latest decided cases at the officer's ports.

    Refuses when: the actor keeps no policies (Refused); the text cannot be read (InvalidInput); the draft is
    closed (Conflict).
    Records: screening.policy.simulated. Wakes: the job of the first stretch.
    Safe to repeat because: a run of the same text by the same officer that goes on is returned as it is.
    """
    require(may_draft_policies(scope))
    held = PolicyDraft.objects.select_for_update().get(pk=draft.pk)
    if held.state not in OPEN_DRAFTS:
        raise Conflict("This draft is closed; begin a new one from it.")
    policy.read(held.document, name=held.name)
    going_on = held.simulations.filter(
        digest=held.digest, asked_by=actor, state=SimulationState.RUNNING.value
    ).first()
    if going_on is not None and not is_stuck(going_on):
        return going_on
    ports = sorted(scope.ports(Capability.MANAGE_POLICIES.value))
    simulation = _begin(held, ports, decided_cases(ports, most=most), actor=actor, at=at)
    record.append(
        "screening.policy.simulated",
        actor=actor.reference,
        at=at,
        subject=held.reference,
        draft=held.pk,
        simulation=simulation.pk,
        digest=held.digest,
        cases=simulation.total,
        ports=[port.locode for port in simulation.ports.all()],
    )
    return simulation


def decided_cases(port_ids: Iterable[int], *, most: int) -> list[int]:
    """The latest decided cases of these ports, newest first."""
    cases = _unerased().filter(port_id__in=list(port_ids), state__in=DECIDED)
    return list(cases.order_by("-closed_at", "-pk").values_list("pk", flat=True)[:most])


def run_stretch(reference: str, slot: str, *, at: datetime) -> dict[str, Any]:
    """Judge the next cases of a simulation and ask for the stretch after them.

    Called by a worker inside its transaction. `slot` is where the stretch begins.
    Safe to repeat because: a stretch that was counted already is left alone.
    """
    simulation = (
        Simulation.objects.select_for_update(of=("self",))
        .select_related("draft", "asked_by")
        .get(pk=int(reference.removeprefix("simulation:")))
    )
    if simulation.state_word is SimulationState.DONE or simulation.done != int(slot):
        return {"done": simulation.done}
    rules = policy.read(simulation.document, name=simulation.draft.name)
    stretch = simulation.cases[simulation.done : simulation.done + STRETCH]
    found = _judged(simulation, rules, stretch)
    SimulatedCase.objects.bulk_create(found)
    simulation.changed += len(found)
    simulation.done += len(stretch)
    if simulation.done == simulation.total:
        simulation.state, simulation.finished_at = SimulationState.DONE.value, at
    else:
        _ask_for_stretch(simulation, actor=simulation.asked_by.reference, at=at)
    simulation.save(update_fields=["changed", "done", "unread", "tally", "state", "finished_at"])
    return {"done": simulation.done, "total": simulation.total}


def is_stuck(simulation: Simulation) -> bool:
    """Whether the job of the next stretch was parked after its last attempt."""
    if simulation.state_word is SimulationState.DONE:
        return False
    stretch = job_named(*_job_of(simulation))
    return stretch is not None and stretch.state_word is JobState.PARKED


def _begin(
    draft: PolicyDraft, ports: list[int], cases: list[int], *, actor: User, at: datetime
) -> Simulation:
    is_empty = not cases
    simulation = Simulation.objects.create(
        draft=draft,
        document=draft.document,
        digest=draft.digest,
        cases=cases,
        total=len(cases),
        state=(SimulationState.DONE if is_empty else SimulationState.RUNNING).value,
        finished_at=at if is_empty else None,
        asked_by=actor,
        asked_at=at,
    )
    simulation.ports.set(ports)
    if not is_empty:
        _ask_for_stretch(simulation, actor=actor.reference, at=at)
    return simulation


def _job_of(simulation: Simulation) -> tuple[str, str, str]:
    return SIMULATION_JOB, simulation.reference, str(simulation.done)


def _ask_for_stretch(simulation: Simulation, *, actor: str, at: datetime) -> None:
    kind, subject, slot = _job_of(simulation)
    job.request(kind, subject, slot=slot, actor=actor, at=at)


def _judged(simulation: Simulation, rules: Policy, cases: list[int]) -> list[SimulatedCase]:
    """The cases of a stretch that would differ; counts every one of them on the simulation."""
    rows = _unerased().in_bulk(cases)
    found = []
    for application in (rows[case] for case in cases if case in rows):
        comparison = _compared(application, rules)
        if comparison is None:
            simulation.unread += 1
            continue
        _count(simulation.tally, application.level, comparison)
        if comparison.change is not None:
            found.append(_differing(simulation, application, comparison.change, comparison))
    simulation.unread += len(cases) - len(rows)  # erased since the run was asked for
    return found


def _unerased() -> QuerySet[Application]:
    """Cases whose file is still there; of the others only the shell is left."""
    return Application.objects.filter(erased_at=None).select_related("person", "post__port", "port", "policy")


def _compared(application: Application, rules: Policy) -> CaseComparison | None:
    """The case under the rules that it was decided by and under the draft, on the facts of that day.

    None where it was never assessed, or where its facts or its rules cannot be read any more.
    """
    made = application.assessments.order_by("-at", "-pk").first()
    if made is None:
        return None
    try:
        facts = gather(application, at=made.at)
        return compare(facts, policy.parsed(application.policy), rules)
    except (PortsecError, ValueError):
        return None


def _count(tally: Tally, level: str, comparison: CaseComparison) -> None:
    to = tally.setdefault(level, {}).setdefault(comparison.before.value, {})
    to[comparison.after.value] = to.get(comparison.after.value, 0) + 1


def _differing(
    simulation: Simulation, application: Application, change: SimulatedChange, comparison: CaseComparison
) -> SimulatedCase:
    return SimulatedCase(
        simulation=simulation,
        application=application,
        change=change.value,
        before=comparison.before.value,
        after=comparison.after.value,
        level_before=comparison.level_before.value,
        level_after=comparison.level_after.value,
        months_before=comparison.months_before,
        months_after=comparison.months_after,
        rows=[_row(ground) for ground in comparison.grounds],
    )


def _row(ground: Ground) -> dict[str, Any]:
    return {
        "kind": ground.kind.value,
        "before": _side(ground.before),
        "after": _side(ground.after),
        "reason": ground.reason,
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "row": side.row,
        "effect": side.effect.value,
        "until": side.until.isoformat() if side.until else None,
        "permanent": side.permanent,
    }
