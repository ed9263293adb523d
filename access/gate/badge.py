"""What can be wrong with a badge."""

from __future__ import annotations

from access.enums import BadgeState
from access.gate.facts import GateFacts


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


def badge_destroyed(facts: GateFacts) -> bool:
    """The badge was handed in and destroyed.

    A card that is no more cannot be at a gate; a reading of it is the reading of a copy.
    """
    return _is(facts, BadgeState.DESTROYED)


def badge_expired(facts: GateFacts) -> bool:
    """The badge has run out.

    33 CFR 101.520: the card's own validity is part of each check. Judged by the clock as well as by the
    state, so that no overdue sweep keeps a badge alive.
    """
    badge = facts.badge
    return badge is not None and (badge.state == BadgeState.EXPIRED or facts.instant >= badge.valid_until)


def badge_not_yet_valid(facts: GateFacts) -> bool:
    """The badge is not valid yet.

    33 CFR 101.520, as for `badge_expired`.
    """
    return facts.badge is not None and facts.instant < facts.badge.valid_from


def _is(facts: GateFacts, state: BadgeState) -> bool:
    return facts.badge is not None and facts.badge.state == state
