"""What custodians hold of blank cards, from the moves of a type in their order.

Cards that were spoilt, or that nobody will use any more, stay with their custodian until they are destroyed
before a witness. A count sets the blank cards to what was there: the difference was recorded with it, and is
not found again by each further count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.enums import StockMoveKind


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `counted` is set for a count alone, whose custodian is the receiver."""

    kind: StockMoveKind
    quantity: int = 0
    giver: str = ""
    receiver: str = ""
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Blank cards that a custodian can use, and spoilt ones that wait for their destruction."""

    blank: int = 0
    spoilt: int = 0


NOTHING = Holding()


def holdings(moves: Iterable[Move]) -> dict[str, Holding]:
    """What each custodian holds after these moves of one type."""
    held: dict[str, Holding] = {}
    for move in moves:
        for custodian in {move.giver, move.receiver} - {""}:
            held[custodian] = _after(held.get(custodian, NOTHING), custodian, move)
    return held


def _after(before: Holding, custodian: str, move: Move) -> Holding:
    if move.kind is StockMoveKind.COUNTED:
        return Holding(before.blank if move.counted is None else move.counted, before.spoilt)
    if move.kind is StockMoveKind.DESTROYED:
        return Holding(before.blank, before.spoilt - move.quantity)
    came = move.quantity if custodian == move.receiver else 0
    left = move.quantity if custodian == move.giver else 0
    spoilt = move.quantity if move.kind is StockMoveKind.SPOILT else 0
    return Holding(before.blank + came - left, before.spoilt + spoilt)


def difference(expected: int, counted: int) -> str:
    """What a count found, as a sentence."""
    if counted == expected:
        return "As many as there should be."
    which = "missing" if counted < expected else "too many"
    number = abs(counted - expected)
    return f"{number} {'card is' if number == 1 else 'cards are'} {which}."
