"""Who may do what in screening."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny
from screening.models import Application, Decision, Person


def may_enter(scope: Scope, *, port_id: int, organisation_id: int | None) -> Verdict:
    """Vetting officers enter applications for anyone, employers for their own staff only."""
    officer = may(Capability.VIEW_CASES, scope=scope, port_id=port_id)
    own_staff = (
        allow()
        if scope.organisation is not None and scope.organisation == organisation_id
        else deny("not_own_staff", "You may enter applications for your own organisation's people only.")
    )
    return all_of(
        may(Capability.ENTER_APPLICATIONS, scope=scope, port_id=port_id), any_of(officer, own_staff)
    )


def is_not_own_file(actor: User, person: Person) -> Verdict:
    """Nobody handles their own file, whichever of the person's two numbers their account was given."""
    return next(
        (
            refusal
            for number in (person.ref, person.external_ref)
            if not (refusal := is_not_oneself(actor, number)).allowed
        ),
        allow(),
    )


def may_view_records(scope: Scope, application: Application) -> Verdict:
    """Conviction data has a narrower circle than the case (GDPR Art. 10)."""
    return may(Capability.VIEW_RECORDS, scope=scope, port_id=application.port_id)


def may_work_on(actor: User, scope: Scope, application: Application) -> Verdict:
    """Who answers checks or countersigns. Whoever only reads, an auditor say, leaves no trace in a file."""
    return all_of(
        any_of(
            may(Capability.ANSWER_CHECKS, scope=scope, port_id=application.port_id),
            may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
        ),
        is_not_own_file(actor, application.person),
    )


def may_answer(actor: User, scope: Scope, application: Application) -> Verdict:
    return all_of(
        may(Capability.ANSWER_CHECKS, scope=scope, port_id=application.port_id),
        is_not_own_file(actor, application.person),
    )


def may_propose(actor: User, scope: Scope, application: Application) -> Verdict:
    return all_of(
        may(Capability.PROPOSE_DECISIONS, scope=scope, port_id=application.port_id),
        is_not_own_file(actor, application.person),
    )


def may_countersign(actor: User, scope: Scope, decision: Decision) -> Verdict:
    """Four eyes: another officer, with the right, not the person concerned."""
    application = decision.application
    return all_of(
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
        is_not_proposer(actor, decision),
        is_not_own_file(actor, application.person),
    )


def is_not_proposer(actor: User, decision: Decision) -> Verdict:
    if decision.proposed_by_id == actor.pk:
        return deny("own_proposal", "You proposed this decision; another officer must countersign it.")
    return allow()


def may_suspend(actor: User, scope: Scope, person: Person) -> Verdict:
    return all_of(
        may(Capability.SUSPEND_CLEARANCES, scope=scope, port_id=person.port_id),
        is_not_own_file(actor, person),
    )
