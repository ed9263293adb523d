"""Who may ask for badges, make them, give them out and change them."""

from __future__ import annotations

from access.models import Badge, BadgeRequest
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny
from screening.models import Person
from screening.permissions import is_not_own_file


def may_ask_for_badge(actor: User, scope: Scope, person: Person) -> Verdict:
    """Badge officers ask for anybody at their port, employers for their own staff; nobody for themselves."""
    officer = may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id)
    own_staff = (
        allow()
        if scope.organisation is not None and scope.organisation == person.organisation_id
        else deny("not_own_staff", "You may ask for badges for your own organisation's people only.")
    )
    return all_of(
        may(Capability.REQUEST_BADGES, scope=scope, port_id=person.port_id),
        any_of(officer, own_staff),
        is_not_own_file(actor, person),
    )


def may_photograph(actor: User, scope: Scope, person: Person) -> Verdict:
    """Pictures are taken where the person stands in front of somebody who compares: at the badge desk."""
    return all_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id),
        is_not_own_file(actor, person),
    )


def may_issue(actor: User, scope: Scope, request: BadgeRequest) -> Verdict:
    """The second hand: a badge officer who neither asked for this badge nor will hold it."""
    return all_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=request.port_id),
        is_not_asker(actor, request),
        is_not_own_file(actor, request.person),
    )


def is_not_asker(actor: User, request: BadgeRequest) -> Verdict:
    if actor.reference == request.requested_by:
        return deny("own_request", "You asked for this badge; another officer must decide.")
    return allow()


def may_hand_over(actor: User, scope: Scope, badge: Badge) -> Verdict:
    """Whoever gives out a card holds the right to issue, and does not give it to themselves."""
    own = is_not_own_file(actor, badge.person) if badge.person else allow()
    return all_of(may(Capability.ISSUE_BADGES, scope=scope, port_id=badge.port_id), own)


def may_change_badge(actor: User, scope: Scope, badge: Badge) -> Verdict:
    own = is_not_own_file(actor, badge.person) if badge.person else is_not_oneself(actor, badge.person_ref)
    return all_of(may(Capability.SUSPEND_BADGES, scope=scope, port_id=badge.port_id), own)


def may_keep_stock(scope: Scope, port_id: int) -> Verdict:
    """Blank cards are kept by those who make badges of them."""
    return may(Capability.ISSUE_BADGES, scope=scope, port_id=port_id)
