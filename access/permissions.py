"""Who may do what in access."""

from __future__ import annotations

from access.models import Badge, PersonCase
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of
from screening.models import Person


def may_issue(actor: User, scope: Scope, person: Person) -> Verdict:
    return all_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id),
        is_not_oneself(actor, person.ref),
    )


def may_change_badge(actor: User, scope: Scope, badge: Badge) -> Verdict:
    own = is_not_oneself(actor, badge.person.ref) if badge.person else is_not_oneself(actor, "")
    return all_of(may(Capability.SUSPEND_BADGES, scope=scope, port_id=badge.port_id), own)


def may_submit_attempts(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.SUBMIT_GATE_ATTEMPTS, scope=scope, port_id=port_id)


def may_triage(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """An analyst decides a person-case, never their own."""
    subject = case.person.ref if case.person else case.subject
    return all_of(
        may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=case.port_id),
        is_not_oneself(actor, subject),
    )
