"""Who may hand in attempts at gates, watch them, and answer what happens there."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of
from screening.models import Person
from screening.permissions import is_not_own_file


def may_submit_attempts(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.SUBMIT_GATE_ATTEMPTS, scope=scope, port_id=port_id)


def may_watch(scope: Scope, port_id: int) -> Verdict:
    """Whoever watches the gates says what they have seen."""
    return may(Capability.WATCH_GATES, scope=scope, port_id=port_id)


def may_forgive(actor: User, scope: Scope, person: Person) -> Verdict:
    """Whoever watches the gates sets right who is inside, after seeing the person; never for themselves."""
    return all_of(may_watch(scope, person.port_id), is_not_own_file(actor, person))


def may_call_roll(scope: Scope, port_id: int) -> Verdict:
    """Everybody who watches the gates counts at the assembly point."""
    return may(Capability.WATCH_GATES, scope=scope, port_id=port_id)


def may_confirm_duty(actor: User, scope: Scope, person: Person) -> Verdict:
    return all_of(
        may(Capability.CONFIRM_DUTY, scope=scope, port_id=person.port_id), is_not_own_file(actor, person)
    )


def may_answer_alarms(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.ANSWER_DURESS, scope=scope, port_id=port_id)
