"""Who may announce visitors, let them in, and say that a ship has left."""

from __future__ import annotations

from access.models import Visit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny
from screening.permissions import is_not_own_file


def may_announce(actor: User, scope: Scope, port_id: int) -> Verdict:
    """A host announces for an organisation, which answers for the visitor."""
    organisation = (
        allow()
        if actor.organisation_id is not None
        else deny("host_without_organisation", "Your account names no organisation that could be the host.")
    )
    return all_of(may(Capability.ANNOUNCE_VISITS, scope=scope, port_id=port_id), organisation)


def may_cancel_visit(actor: User, scope: Scope, visit: Visit) -> Verdict:
    """The host takes their own visit back; the reception that of any host."""
    own = (
        allow() if visit.host_id == actor.pk else deny("not_own_visit", "Another host announced this visit.")
    )
    return any_of(
        may(Capability.RECEIVE_VISITS, scope=scope, port_id=visit.port_id),
        all_of(may(Capability.ANNOUNCE_VISITS, scope=scope, port_id=visit.port_id), own),
    )


def may_receive(actor: User, scope: Scope, visit: Visit) -> Verdict:
    """Whoever compares the papers has neither announced the visitor nor is the visitor."""
    host = (
        deny("own_visit", "You announced this visit; a colleague must receive the visitor.")
        if visit.host_id == actor.pk
        else allow()
    )
    return all_of(
        may(Capability.RECEIVE_VISITS, scope=scope, port_id=visit.port_id),
        host,
        is_not_own_file(actor, visit.visitor),
    )


def may_rate_visits(scope: Scope, port_id: int) -> Verdict:
    """Which visits go on at security level 3 is said by those who set the level, not by hosts."""
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_record_departure(scope: Scope, port_id: int) -> Verdict:
    """That a ship has left closes gates to its crew, as a security officer may."""
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)
