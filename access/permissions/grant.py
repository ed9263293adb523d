"""Who may give, ask for, review and take away what others read."""

from __future__ import annotations

from access.asking.desks import DESKS
from access.enums import FieldClass
from access.models import AccessRequest, BreakGlass, Grant
from access.selectors.hand import DESK_CAPABILITIES, hand_of, hands_of, is_registered_at
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny


def may_grant(actor: User, scope: Scope, port_id: int, account: str, field_class: FieldClass) -> Verdict:
    """A data owner gives to others. Critical data take two hands, so they are asked for, not given."""
    person = User.objects.filter(username=account).values_list("person_ref", flat=True).first() or ""
    own = (
        deny("own_account", "Nobody gives a grant to themselves.")
        if account == actor.username
        else is_not_oneself(actor, person)
    )
    one_hand = (
        deny(
            "two_hands",
            "Critical data (S3) take two hands: the person asks for access, and two desks answer.",
        )
        if field_class is FieldClass.S3
        else allow()
    )
    return all_of(may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id), own, one_hand)


def may_revoke_grant(actor: User, scope: Scope, grant: Grant) -> Verdict:
    """The data owner takes any grant back, and whoever holds one gives it back."""
    own = (
        allow()
        if grant.account == actor.username
        else deny("not_own_grant", "This grant is somebody else's.")
    )
    return any_of(may(Capability.MANAGE_CARGO, scope=scope, port_id=grant.port_id), own)


def may_ask_for_access(actor: User, scope: Scope, port_id: int) -> Verdict:
    """Whoever works at the port asks for themselves; that somebody asks gives nothing yet."""
    at_port = any(port_id in ports for ports in scope.capabilities.values())
    if at_port or is_registered_at(actor, port_id):
        return allow()
    return deny("not_at_port", "Your account is not known at this port.")


def may_answer_request(actor: User, scope: Scope, request: AccessRequest) -> Verdict:
    """One of the desks that a field class asks for, and never the hand that asked."""
    desks = any_of(
        *(
            may(DESK_CAPABILITIES[desk], scope=scope, port_id=request.port_id)
            for desk in DESKS[request.field_class_word]
        )
    )
    return all_of(
        desks, is_another_hand(actor, request.account, "own_request", "You asked for this yourself.")
    )


def may_review_break_glass(actor: User, scope: Scope, glass: BreakGlass) -> Verdict:
    """The port's security looks at what was opened; nobody looks at their own."""
    return all_of(
        may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=glass.port_id),
        is_another_hand(actor, glass.account, "own_break_glass", "You broke this glass yourself."),
    )


def may_review_access(actor: User, scope: Scope, port_id: int, account: str) -> Verdict:
    """Who owns the data or keeps the port says what others go on reading, never for themselves."""
    desks = any_of(
        may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id),
        may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id),
    )
    return all_of(desks, is_another_hand(actor, account, "own_access", "This is your own access."))


def may_shrink(scope: Scope, port_id: int) -> Verdict:
    """Who gives access takes away what nobody uses."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)


def is_another_hand(actor: User, account: str, code: str, detail: str) -> Verdict:
    """Two accounts of one person are one hand."""
    if hand_of(actor) == hands_of([account])[account]:
        return deny(code, f"{detail} Somebody else must answer.")
    return allow()
