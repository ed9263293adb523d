"""What custodians hold after their moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.accountability.stock import Holding, Move, difference, holdings
from access.enums import StockMoveKind as Kind

pytestmark = pytest.mark.unit


def test_holdings_when_cards_move_then_each_has_what_came_less_what_left() -> None:
    moves = [
        Move(Kind.RECEIVED, 100, receiver="carol"),
        Move(Kind.HANDED_OVER, 30, giver="carol", receiver="cees"),
        Move(Kind.USED, 1, giver="cees"),
        Move(Kind.SPOILT, 2, giver="cees"),
        Move(Kind.DESTROYED, 1, giver="cees"),
    ]
    assert holdings(moves) == {"carol": Holding(70, 0), "cees": Holding(27, 1)}


def test_holdings_when_counted_then_the_account_goes_on_from_the_count() -> None:
    moves = [
        Move(Kind.RECEIVED, 100, receiver="carol"),
        Move(Kind.COUNTED, receiver="carol", counted=98),
        Move(Kind.USED, 1, giver="carol"),
    ]
    assert holdings(moves) == {"carol": Holding(97, 0)}


names = st.sampled_from(["carol", "cees", "bea"])
orders = st.tuples(
    st.sampled_from([k for k in Kind if k is not Kind.COUNTED]), st.integers(1, 9), names, names
)


@given(st.lists(orders, max_size=40))
def test_holdings_when_every_move_is_checked_first_then_no_card_comes_from_nowhere(
    wanted: list[tuple[Kind, int, str, str]],
) -> None:
    moves: list[Move] = []
    came = used = destroyed = 0
    for kind, number, giver, receiver in wanted:
        held = holdings(moves).get(giver, Holding())
        if kind is Kind.RECEIVED:
            moves.append(Move(kind, number, receiver=receiver))
            came += number
        elif number <= (held.spoilt if kind is Kind.DESTROYED else held.blank) and giver != receiver:
            moves.append(
                Move(kind, number, giver=giver, receiver=receiver if kind is Kind.HANDED_OVER else "")
            )
            used += number if kind is Kind.USED else 0
            destroyed += number if kind is Kind.DESTROYED else 0
    held_now = holdings(moves).values()
    assert all(each.blank >= 0 and each.spoilt >= 0 for each in held_now)
    assert sum(each.blank + each.spoilt for each in held_now) == came - used - destroyed


@pytest.mark.parametrize(
    ("expected", "counted", "sentence"),
    [
        (5, 5, "As many as there should be."),
        (5, 4, "1 card is missing."),
        (5, 2, "3 cards are missing."),
        (0, 2, "2 cards are too many."),
    ],
)
def test_difference_when_counted_then_said_in_words(expected: int, counted: int, sentence: str) -> None:
    assert difference(expected, counted) == sentence
