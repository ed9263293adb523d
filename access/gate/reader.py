"""What can be wrong with a gate, and whether it leads where the badge may go."""

from __future__ import annotations

from access.gate.facts import GateFacts


def reader_unknown(facts: GateFacts) -> bool:
    """This gate is not known here.

    House rule: what nobody has set up opens nothing.
    """
    return facts.reader is None


def reader_not_assigned(facts: GateFacts) -> bool:
    """Nobody has said yet which area this gate leads to.

    House rule: what nobody has set up opens nothing.
    """
    return facts.reader is not None and facts.area is None


def reader_out_of_service(facts: GateFacts) -> bool:
    """This gate is out of service.

    A reader taken out of service may be tampered with or under repair; entries go through another gate.
    """
    return facts.reader is not None and not facts.reader.in_service


def area_not_granted(facts: GateFacts) -> bool:
    """The badge does not open this area.

    ISPS Code A/14.2.4 and B/16.21: restricted areas are open only to those who are authorised for them.
    """
    return facts.badge is not None and facts.area is not None and not facts.area.opens_to(facts.badge.areas)


def exit_into_other_area(facts: GateFacts) -> bool:
    """The way out leads into an area that the badge does not open.

    ISPS Code B/16.21. An exit is never blocked (safety of life), so a gate between two neighbouring areas
    could be used to walk from the one into the other; whoever does is seen.
    """
    badge, inner, beyond = facts.badge, facts.area, facts.beyond
    if not facts.is_exit or badge is None or inner is None or beyond is None:
        return False
    return beyond.code not in inner.codes and not beyond.opens_to(badge.areas)


def reader_closed_at_level(facts: GateFacts) -> bool:
    """This gate does not serve at the present security level.

    ISPS Code A/14.3-14.4 and part B, section 16: fewer access points at level 2, at level 3 access may be
    suspended. Which gates stay open is in the port's plan.
    """
    return facts.reader is not None and facts.effective_level > facts.reader.highest_level


def reader_list_late(facts: GateFacts) -> bool:
    """This gate works alone, and its list of revoked badges is late.

    33 CFR 101.520 (US, as practice): the list of cancelled cards is renewed more often at a higher level. The
    ages are a house proposal: 15, 5 and 1 minute.
    """
    return _list_is_late(facts) and not facts.measures.fails_closed


def reader_list_too_old(facts: GateFacts) -> bool:
    """This gate works alone, and its list of revoked badges is too old for the present security level.

    House rule: at level 3 a reader that cannot hear of a revocation opens nothing.
    """
    return _list_is_late(facts) and facts.measures.fails_closed


def _list_is_late(facts: GateFacts) -> bool:
    age = facts.reader.list_age if facts.reader is not None else None
    return age is not None and age > facts.measures.list_age
