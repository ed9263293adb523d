"""What a lockdown and the security level close."""

from __future__ import annotations

from access.gate.facts import GateFacts


def port_locked_down(facts: GateFacts) -> bool:
    """The port is locked down.

    ISPS Code A/14.4 and part B, section 16: access to all or part of the facility may be suspended, so that
    only those who respond to the incident are let in. The lockdown names their functions.
    """
    return facts.lockdown is not None and facts.lockdown.stops(facts.functions)


def area_locked_down(facts: GateFacts) -> bool:
    """This area is locked down.

    As for `port_locked_down`. A lockdown of an area closes everything that lies in it.
    """
    areas = facts.area.chain if facts.area else ()
    return any(area.lockdown is not None and area.lockdown.stops(facts.functions) for area in areas)


def gate_held(facts: GateFacts) -> bool:
    """This gate is held closed.

    As for `port_locked_down`, for one gate alone: whoever stands there has seen something and holds it until
    it is cleared up.
    """
    hold = facts.reader.hold if facts.reader is not None else None
    return hold is not None and hold.stops(facts.functions)


def permits_suspended(facts: GateFacts) -> bool:
    """Entry on a permit or with an escort is suspended at the present security level.

    ISPS Code A/14.4, as for `port_locked_down`. That essential ones go on, one to one, is a house rule.
    """
    if facts.is_exit or not facts.measures.permits_suspended:
        return False
    permit = facts.permit
    return facts.needs_escort if permit is None else not permit.is_essential
