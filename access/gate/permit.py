"""Whether a permit, which stands in for a clearance, is within its bounds: its days, ship call, year."""

from __future__ import annotations

from access.gate.facts import GateFacts


def permit_revoked(facts: GateFacts) -> bool:
    """The permit is no longer in force.

    ISPS Code A/14.2.4: only authorised persons have access to restricted areas. A permit falls with what it
    rests on, and why is not among the facts.
    """
    return facts.permit is not None and facts.permit.is_revoked


def permit_not_yet_valid(facts: GateFacts) -> bool:
    """The permit is not valid yet.

    ISPS Code A/14.2.4: before its first day the permit gives no authority.
    """
    return facts.permit is not None and facts.day < facts.permit.first_day


def permit_expired(facts: GateFacts) -> bool:
    """The permit has run out.

    ISPS Code A/14.2.4, as for `permit_not_yet_valid`. On the way out it tells of somebody who has overstayed.
    """
    return facts.permit is not None and facts.day > facts.permit.last_day


def permit_days_used_up(facts: GateFacts) -> bool:
    """All days of the permit are used.

    House rule: a permit says on how many days of its span the holder may come.
    """
    permit = facts.permit
    if permit is None or permit.days is None or facts.is_exit:
        return False
    return permit.days_used(facts.day) > permit.days


def permit_year_used_up(facts: GateFacts) -> bool:
    """This person has been here on as many days as a permit holder may in a year.

    Australian visitor identification cards, as practice: 28 days in a year, whoever the sponsor is. Who comes
    more often needs a clearance.
    """
    permit = facts.permit
    if permit is None or permit.days_a_year is None or facts.is_exit:
        return False
    return permit.days_of_year_used(facts.day) > permit.days_a_year


def ship_not_in_port(facts: GateFacts) -> bool:
    """The ship is not in port.

    House rule: a permit for a ship's call is bound to it, from arrival to departure.
    """
    call = facts.permit.ship_call if facts.permit else None
    return call is not None and (call.arrived_at is None or facts.instant < call.arrived_at)


def ship_has_left(facts: GateFacts) -> bool:
    """The ship has left.

    House rule, as for `ship_not_in_port`.
    """
    call = facts.permit.ship_call if facts.permit else None
    return call is not None and call.departed_at is not None and facts.instant >= call.departed_at
