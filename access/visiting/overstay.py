"""Whether a visitor should have left by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_ON_SITE = timedelta(hours=12)
"""After this a visitor is asked after. House proposal, November 2026: longer than a working day."""


@dataclass(frozen=True, slots=True)
class OnSite:
    """A visitor who was let in and not signed out. Aware times; `card_ends_at` is the end of their card.

    `areas_closed`: all areas of the visit have opening hours, and none is open now.
    """

    arrived_at: datetime
    card_ends_at: datetime | None = None
    areas_closed: bool = False


def overstay(visitor: OnSite, at: datetime) -> str:
    """Why a visitor should have left, as a sentence; empty while all is well."""
    if visitor.card_ends_at is not None and at >= visitor.card_ends_at:
        return "The visitor's card has run out."
    if visitor.areas_closed:
        return "The areas of the visit are closed."
    if at - visitor.arrived_at > LONGEST_ON_SITE:
        return f"On site for more than {LONGEST_ON_SITE // timedelta(hours=1)} hours."
    return ""
