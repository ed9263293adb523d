"""Who may begin, pass on, take back and use a release right."""

from __future__ import annotations

from access.models import ReleaseRight
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, deny


def may_begin_release(scope: Scope, port_id: int) -> Verdict:
    """Whoever keeps the port's cargo data says which containers pass on their release right here."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)


def may_pass_on(actor: User, scope: Scope, right: ReleaseRight) -> Verdict:
    """The holder offers the right to the next party. Need-to-know is asked besides."""
    return all_of(
        may(Capability.LOOK_UP_CARGO, scope=scope, port_id=right.port_id),
        _acts_for(actor, right.to_organisation),
    )


def may_answer_offer(actor: User, scope: Scope, right: ReleaseRight) -> Verdict:
    """The receiver answers, and nobody answers their own offer, for whichever organisation."""
    own = (
        deny("own_offer", "You made this offer; somebody else must answer it.")
        if right.offered_by == actor.reference
        else allow()
    )
    return all_of(
        may(Capability.LOOK_UP_CARGO, scope=scope, port_id=right.port_id),
        _acts_for(actor, right.to_organisation),
        own,
    )


def may_take_back(actor: User, scope: Scope, right: ReleaseRight) -> Verdict:
    """Only whoever gave it; what began the chain was given by nobody."""
    return all_of(
        may(Capability.LOOK_UP_CARGO, scope=scope, port_id=right.port_id),
        _acts_for(actor, right.from_organisation),
    )


def may_let_out(scope: Scope, port_id: int) -> Verdict:
    """Terminals, who keep the cargo data, hand containers over. Need-to-know is asked besides."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)


def _acts_for(actor: User, code: str) -> Verdict:
    """Whether the account belongs to this organisation."""
    if actor.organisation is not None and code and actor.organisation.code == code:
        return allow()
    return deny("not_own_organisation", "Another organisation has to do this.")
