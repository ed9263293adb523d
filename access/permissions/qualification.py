"""Who may set up types of badges and trainings, and enter what people have."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, any_of
from screening.models import Person
from screening.permissions import is_not_own_file


def may_set_up_badges(scope: Scope, port_id: int) -> Verdict:
    """Types of badges and trainings follow from the areas, and are set up by those who set those up."""
    return may(Capability.MANAGE_AREAS, scope=scope, port_id=port_id)


def may_enter_certificate(actor: User, scope: Scope, person: Person) -> Verdict:
    """The badge desk sees the paper, and a security officer may; nobody enters their own."""
    desk_or_officer = any_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id),
        may(Capability.MANAGE_AREAS, scope=scope, port_id=person.port_id),
    )
    return all_of(desk_or_officer, is_not_own_file(actor, person))


def may_give_function(actor: User, scope: Scope, person: Person) -> Verdict:
    """A safety function passes a lockdown, so a security officer gives it, never to themselves."""
    return all_of(may_set_up_badges(scope, person.port_id), is_not_own_file(actor, person))
