"""How many cards of a type nobody can account for, and when that is too many.

49 CFR 1542.211(a)(3) (US airports) asks that identification media be accounted for and issued anew when "a
certain portion" is not. It names no figure: five of a hundred is what airports practise, and a port sets its
own in `BadgeType.unaccounted_limit`. No rule for European ports was found that names one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from access.enums import BadgeState

SOURCE = "49 CFR 1542.211(a)(3); the limit is practice at airports, not a figure of the rule."
GONE = frozenset({BadgeState.LOST, BadgeState.STOLEN})
AT_THE_DESK = frozenset({BadgeState.RETURNED, BadgeState.DESTROYED})


@dataclass(frozen=True, slots=True)
class Card:
    """A card that was issued. `printed_until` is what stands on it, whatever became of the right behind it.

    `return_due_on`: the last day on which it was to be handed in; None: it is rightly with its holder.
    """

    state: BadgeState
    printed_until: datetime
    return_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`missing` of `total` cards in circulation are unaccounted for. `limit` is a share between 0 and 1."""

    missing: int
    total: int
    limit: Fraction

    @property
    def part(self) -> Fraction:
        """Between 0 and 1; 0 where there are no cards."""
        return Fraction(self.missing, self.total) if self.total else Fraction(0)

    @property
    def percent(self) -> float:
        """In hundredths, rounded to one decimal."""
        return round(float(self.part * 100), 1)

    @property
    def limit_percent(self) -> float:
        return round(float(self.limit * 100), 1)

    @property
    def is_over(self) -> bool:
        """Whether more are missing than the limit allows. Exactly the limit is still allowed."""
        return self.part > self.limit

    @property
    def to_limit(self) -> int:
        """How many further cards may go missing before the limit is passed; 0 when it is passed already."""
        return max(int(self.limit * self.total) - self.missing, 0)

    def sentence(self, name: str) -> str:
        """As in "2.1 % of yard badges unaccounted, limit 5 %"."""
        return f"{self.percent:g} % of {name} unaccounted, limit {self.limit_percent:g} %"


def is_in_circulation(card: Card, at: datetime) -> bool:
    """Whether the card could still be taken for a good one: it is out, and its printed end has not passed."""
    return card.state not in AT_THE_DESK and card.printed_until > at


def is_unaccounted(card: Card, at: datetime, today: date) -> bool:
    """Whether the card is lost, stolen, or was not handed in by its day. `today` is the day of the port."""
    overdue = card.return_due_on is not None and card.return_due_on < today
    return is_in_circulation(card, at) and (card.state in GONE or overdue)


def share(cards: Iterable[Card], limit: Fraction, at: datetime, today: date) -> Share:
    """The share of cards that are unaccounted for among all in circulation."""
    out = [card for card in cards if is_in_circulation(card, at)]
    return Share(sum(is_unaccounted(card, at, today) for card in out), len(out), limit)
