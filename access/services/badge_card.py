"""Gives out what is printed on a card. A card with a live code in it is as good as the badge."""

from __future__ import annotations

from access.cards.facts import BadgeCard
from access.enums import BadgeState
from access.models import Badge
from access.permissions.badge import may_hand_over
from access.selectors.badge_card import card_of
from access.services import credential
from accounts.models import User
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope


def printable(badge: Badge, *, actor: User, scope: Scope) -> BadgeCard:
    """The card of an active badge with the credential that it carries now; nothing is written.

    Refuses when: the actor may not hand over cards there, or is the holder (Refused); the badge is not active
    or was not made here (Conflict); the key of its credential is gone (Unavailable).
    """
    require(may_hand_over(actor, scope, badge))
    if badge.state_word is not BadgeState.ACTIVE:
        raise Conflict(f"The badge is {badge.state_word.label.lower()}; no card is printed for it.")
    carried = credential.newest(badge)
    if carried is None:
        raise Conflict("This badge carries no signed credential. It was not made here: issue another.")
    return card_of(badge, credential.again(carried).qr_text)
