"""The checks of a gate, one finding each. A new one is a function here and a line in `CHECKS`.

The first paragraph of a docstring is the sentence that the guard reads, the second its ground. Sentences are
neutral: they say what is the matter with badge, clearance or gate, never why.
"""

from __future__ import annotations

from collections.abc import Callable

from access.enums import BadgeState
from access.gate.clearance import CLEARANCE_CHECKS
from access.gate.facts import GateFacts

Check = Callable[[GateFacts], bool]


def badge_unknown(facts: GateFacts) -> bool:
    """This credential belongs to no badge.

    ISPS Code A/14.2.2: access to the port facility is controlled. Who is not known cannot be let in.
    """
    return facts.badge is None


def badge_revoked(facts: GateFacts) -> bool:
    """The badge has been revoked.

    33 CFR 101.520 (US, as practice): each entry is checked against the list of cancelled cards.
    """
    return _is(facts, BadgeState.REVOKED)


def badge_suspended(facts: GateFacts) -> bool:
    """The badge is suspended at present.

    33 CFR 101.520, as for `badge_revoked`; a suspension ends by a recorded step, not by time.
    """
    return _is(facts, BadgeState.SUSPENDED)


def badge_lost(facts: GateFacts) -> bool:
    """The badge was reported lost.

    49 CFR 1542.211 (US airports, as practice): losses are reported and the medium loses its authority.
    """
    return _is(facts, BadgeState.LOST)


def badge_stolen(facts: GateFacts) -> bool:
    """The badge was reported stolen.

    49 CFR 1542.211, as for `badge_lost`.
    """
    return _is(facts, BadgeState.STOLEN)


def badge_superseded(facts: GateFacts) -> bool:
    """A newer badge has replaced this one.

    49 CFR 1542.211, as practice: one badge in force per person; an old print in circulation is a second key.
    """
    return _is(facts, BadgeState.SUPERSEDED)


def badge_returned(facts: GateFacts) -> bool:
    """The badge was handed in.

    A card that lies in the badge office cannot be at a gate; a reading of it points to a copy.
    """
    return _is(facts, BadgeState.RETURNED)


def badge_expired(facts: GateFacts) -> bool:
    """The badge has run out.

    33 CFR 101.520: the card's own validity is part of each check. Judged by the clock as well as by the
    state, so that no overdue sweep keeps a badge alive.
    """
    badge = facts.badge
    return badge is not None and (badge.state == BadgeState.EXPIRED or facts.at >= badge.valid_until)


def badge_not_yet_valid(facts: GateFacts) -> bool:
    """The badge is not valid yet.

    33 CFR 101.520, as for `badge_expired`.
    """
    return facts.badge is not None and facts.at < facts.badge.valid_from


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


def _is(facts: GateFacts, state: BadgeState) -> bool:
    return facts.badge is not None and facts.badge.state == state


CHECKS: tuple[Check, ...] = (
    badge_unknown,
    badge_revoked,
    badge_suspended,
    badge_lost,
    badge_stolen,
    badge_superseded,
    badge_returned,
    badge_expired,
    badge_not_yet_valid,
    *CLEARANCE_CHECKS,
    reader_unknown,
    reader_not_assigned,
    reader_out_of_service,
    area_not_granted,
)
"""In the order in which reasons are shown. The order decides nothing else."""
