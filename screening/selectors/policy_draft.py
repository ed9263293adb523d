"""Reads drafts of policies and what they were tried on."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import PolicyDraftState, SimulationState
from screening.models import PolicyDraft, PolicyVersion, PortPolicy, SimulatedCase, Simulation

OPEN_DRAFTS = (
    PolicyDraftState.DRAFT.value,
    PolicyDraftState.PROPOSED.value,
    PolicyDraftState.RETURNED.value,
)


def visible_drafts(*, scope: Scope) -> QuerySet[PolicyDraft]:
    """Every draft, for whoever keeps policies somewhere: policies are shared between ports."""
    drafts = PolicyDraft.objects.select_related(
        "based_on", "made_by", "changed_by", "proposed_by", "answered_by", "published"
    )
    return drafts if scope.holds(Capability.MANAGE_POLICIES.value) else drafts.none()


def open_drafts(*, scope: Scope) -> QuerySet[PolicyDraft]:
    return visible_drafts(scope=scope).filter(state__in=OPEN_DRAFTS)


def access_draft(code: str, number: int, *, scope: Scope) -> PolicyDraft:
    """One draft. Raises NotFound when absent or out of reach."""
    draft = visible_drafts(scope=scope).filter(code=code, pk=number).first()
    if draft is None:
        raise NotFound("draft")
    return draft


def newest_version(code: str) -> int:
    """The highest number that a version of the policy has; 0 without one."""
    return PolicyVersion.objects.filter(code=code).aggregate(newest=Max("version"))["newest"] or 0


def simulations_of(draft: PolicyDraft) -> QuerySet[Simulation]:
    """A draft's simulations, newest first, without their long columns."""
    return draft.simulations.defer("cases", "document").select_related("asked_by")


def finished_simulation(draft: PolicyDraft) -> Simulation | None:
    """The newest finished simulation of the draft's exact text."""
    return simulations_of(draft).filter(digest=draft.digest, state=SimulationState.DONE.value).first()


def access_simulation(draft: PolicyDraft, number: int) -> Simulation:
    """One simulation of a draft in reach. Raises NotFound when absent."""
    simulation = simulations_of(draft).filter(pk=number).first()
    if simulation is None:
        raise NotFound("simulation")
    return simulation


def differing_cases(simulation: Simulation, *, scope: Scope) -> QuerySet[SimulatedCase]:
    """The cases that would differ, at the ports where the caller keeps policies or sees cases."""
    cases = SimulatedCase.objects.filter(simulation=simulation).select_related(
        "application__person", "application__post", "application__port", "application__policy"
    )
    if scope.is_system:
        return cases
    ports = scope.ports(Capability.MANAGE_POLICIES.value, Capability.VIEW_CASES.value)
    return cases.filter(application__port_id__in=ports)


def port_changes(*, scope: Scope) -> QuerySet[PortPolicy]:
    """Choices of a policy for ports in reach, newest first."""
    changes = PortPolicy.objects.select_related("port", "proposed_by", "answered_by")
    if scope.is_system:
        return changes
    ports = scope.ports(Capability.MANAGE_POLICIES.value, Capability.VIEW_CASES.value)
    return changes.filter(port_id__in=ports)


def access_port_change(number: int, *, scope: Scope) -> PortPolicy:
    """One choice at a port where the caller keeps policies. Raises NotFound when absent or out of reach."""
    change = (
        port_changes(scope=scope)
        .filter(pk=number, port_id__in=scope.ports(Capability.MANAGE_POLICIES.value))
        .first()
    )
    if change is None:
        raise NotFound("change")
    return change
