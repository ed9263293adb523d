"""Whether people who need an escort have one, and whether the escort can watch them all."""

from __future__ import annotations

from datetime import timedelta

from access.gate.facts import GateFacts

TOGETHER = timedelta(seconds=60)
"""How long after the escort, or the last of the group, the next one may present a badge, this time included.
Start value of rule P10, which looks for the same in the log."""


def escort_not_allowed(facts: GateFacts) -> bool:
    """This area may not be entered with an escort.

    ISPS Code B/16.21. Sectors where nobody is taken along, such as control rooms and reefer stacks, are the
    port's own choice.
    """
    return not facts.is_exit and facts.needs_escort and not facts.needs.escort_allowed


def permit_needs_escort(facts: GateFacts) -> bool:
    """This permit holds with an escort only.

    33 CFR 101.105 (US, as practice): who is escorted is accompanied all the time, so that every step is seen.
    """
    return facts.permit is not None and facts.permit.is_escorted and not facts.is_escorted


def escort_not_entitled(facts: GateFacts) -> bool:
    """The escort may not enter this area.

    House rule: who watches others has to be able to go where they go.
    """
    return _enters_in_group(facts) and facts.group is not None and not facts.group.is_entitled


def escort_not_there(facts: GateFacts) -> bool:
    """The escort has not come through this gate just before.

    33 CFR 101.105, as for `permit_needs_escort`. Within sixty seconds of the group is a house proposal.
    """
    if not _enters_in_group(facts) or facts.group is None:
        return False
    seen_at = facts.group.seen_at
    return seen_at is None or not timedelta(0) <= facts.instant - seen_at <= TOGETHER


def escort_ratio_exceeded(facts: GateFacts) -> bool:
    """The escort has as many people along already as one may watch here.

    US Coast Guard NVIC 03-07, as practice: ten in a secure area, five in a restricted one. Fewer at levels 2
    and 3 are a house proposal.
    """
    if not _enters_in_group(facts) or facts.group is None:
        return False
    return len(facts.group.others) + 1 > escort_limit(facts)


def escort_leaves_group(facts: GateFacts) -> bool:
    """People whom this person escorts are still in the area.

    33 CFR 101.105, as for `permit_needs_escort`: the watch ends when the others are out or in other hands.
    """
    return facts.is_exit and bool(facts.escorting)


def escort_limit(facts: GateFacts) -> int:
    """How many people one escort may have along here at the present security level."""
    measures = facts.measures
    return measures.escorted_restricted if facts.needs.is_restricted else measures.escorted


def _enters_in_group(facts: GateFacts) -> bool:
    return not facts.is_exit and facts.needs_escort
