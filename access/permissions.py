"""Who may do what in access."""

from __future__ import annotations

from access.models import Badge, PersonCase
from access.selectors.person_case import person_of
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny
from screening.models import Person
from screening.permissions import is_not_own_file


def may_issue(actor: User, scope: Scope, person: Person) -> Verdict:
    return all_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id),
        is_not_own_file(actor, person),
    )


def may_change_badge(actor: User, scope: Scope, badge: Badge) -> Verdict:
    own = is_not_own_file(actor, badge.person) if badge.person else is_not_oneself(actor, badge.person_ref)
    return all_of(may(Capability.SUSPEND_BADGES, scope=scope, port_id=badge.port_id), own)


def may_submit_attempts(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.SUBMIT_GATE_ATTEMPTS, scope=scope, port_id=port_id)


def may_ask(scope: Scope, port_id: int, *, is_own: bool) -> Verdict:
    """A system in front of the data asks for anybody; who looks up in their own work, for themselves."""
    for_oneself = allow() if is_own else deny("not_own_look_up", "You may look up cargo for yourself only.")
    return any_of(
        may(Capability.ASK_DECISIONS, scope=scope, port_id=port_id),
        all_of(may(Capability.LOOK_UP_CARGO, scope=scope, port_id=port_id), for_oneself),
    )


def may_triage(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """An analyst decides a person-case, never their own."""
    person = person_of(case)
    own = is_not_own_file(actor, person) if person else is_not_oneself(actor, case.subject)
    return all_of(may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=case.port_id), own)
