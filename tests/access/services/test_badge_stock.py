"""Blank cards: who may move how many, before whom, and what a count says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from access.accountability.stock import Holding, Move, holdings
from access.enums import StockMoveKind
from access.models import BadgeType, StockMove
from access.selectors.badge_stock import blank_cards, custodies, holding, visible_moves
from access.services import badge_stock, badge_type
from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import InvalidInput, Refused
from portsec.kernel.scope import Scope
from tests.people import Cast, make_actor
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SYSTEM = Scope.system(reason="tests")


@pytest.fixture
def yard(port: Port, now: datetime) -> BadgeType:
    return badge_type.standard(port, at=now)


@pytest.fixture
def stocked(yard: BadgeType, cast: Cast, now: datetime) -> BadgeType:
    """Carol holds a hundred blank cards."""
    badge_stock.receive(yard, 100, witness=cast.sven.user, **cast.carol.acts(now))
    return yard


def test_stock_when_the_port_keeps_none_then_nobody_is_held_up(
    yard: BadgeType, cast: Cast, now: datetime
) -> None:
    assert blank_cards(yard, cast.carol.reference) is None


def test_stock_when_cards_move_then_holdings_follow_and_stand_on_record(
    stocked: BadgeType, cast: Cast, now: datetime, record: Record
) -> None:
    record.new()
    carol, cees = cast.carol, cast.cees
    badge_stock.hand_over(
        stocked, 30, receiver=cees.user, witness=cast.sven.user, remark="For the night.", **carol.acts(now)
    )
    badge_stock.spoil(stocked, 3, remark="The printer jammed.", **cees.acts(now))
    badge_stock.destroy(stocked, 2, witness=cast.siri.user, **cees.acts(now))
    assert holding(stocked, carol.reference) == Holding(70, 0)
    assert holding(stocked, cees.reference) == Holding(27, 1)
    assert record.kinds() == ["access.stock.moved"] * 3
    assert {(row.custodian, row.held.blank) for row in custodies(scope=carol.scope)} == {
        (carol.reference, 70),
        (cees.reference, 27),
    }


def test_use_when_the_officer_holds_none_then_refused_though_a_colleague_has_some(
    stocked: BadgeType, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refused) as told:
        badge_stock.use(stocked, actor=cast.cees.user, badge=None, at=now)  # type: ignore[arg-type]
    assert told.value.verdict.codes == ("stock_empty",)


def test_count_when_cards_are_missing_then_alarm_and_the_account_goes_on_from_it(
    stocked: BadgeType, cast: Cast, now: datetime, record: Record
) -> None:
    record.new()
    badge_stock.count(
        stocked, 98, witness=cast.sven.user, remark="Two are not in the safe.", **cast.carol.acts(now)
    )
    entry = record.one("access.stock.differed")
    assert (entry.body["counted"], entry.body["expected"]) == (98, 100)
    assert entry.tone == "bad"
    assert holding(stocked, cast.carol.reference).blank == 98
    badge_stock.count(stocked, 98, witness=cast.sven.user, **cast.carol.acts(now))
    record.one("access.stock.counted")


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("receive_nothing", "quantity"),
        ("witness_is_oneself", "witness"),
        ("witness_is_receiver", "witness"),
        ("witness_without_role", "witness"),
        ("receiver_is_oneself", "receiver"),
        ("receiver_issues_nothing", "receiver"),
        ("more_than_held", "quantity"),
        ("destroy_what_is_not_set_aside", "quantity"),
        ("spoil_without_a_word", "remark"),
        ("count_differs_without_a_word", "remark"),
        ("count_below_nothing", "counted"),
    ],
)
def test_move_when_something_is_wrong_then_said_at_its_field_and_nothing_moves(
    stocked: BadgeType, cast: Cast, now: datetime, act: str, field: str
) -> None:
    who: dict[str, Any] = cast.carol.acts(now)
    carol, cees, sven = cast.carol.user, cast.cees.user, cast.sven.user
    acts: dict[str, Any] = {
        "receive_nothing": lambda: badge_stock.receive(stocked, 0, witness=sven, **who),
        "witness_is_oneself": lambda: badge_stock.receive(stocked, 1, witness=carol, **who),
        "witness_is_receiver": lambda: badge_stock.hand_over(stocked, 1, receiver=cees, witness=cees, **who),
        "witness_without_role": lambda: badge_stock.receive(stocked, 1, witness=cast.dave.user, **who),
        "receiver_is_oneself": lambda: badge_stock.hand_over(stocked, 1, receiver=carol, witness=sven, **who),
        "receiver_issues_nothing": lambda: badge_stock.hand_over(
            stocked, 1, receiver=sven, witness=cees, **who
        ),
        "more_than_held": lambda: badge_stock.hand_over(stocked, 101, receiver=cees, witness=sven, **who),
        "destroy_what_is_not_set_aside": lambda: badge_stock.destroy(stocked, 1, witness=sven, **who),
        "spoil_without_a_word": lambda: badge_stock.spoil(stocked, 1, remark=" ", **who),
        "count_differs_without_a_word": lambda: badge_stock.count(stocked, 99, witness=sven, **who),
        "count_below_nothing": lambda: badge_stock.count(stocked, -1, witness=sven, **who),
    }
    with pytest.raises(InvalidInput) as told:
        acts[act]()
    assert list(told.value.fields) == [field]
    assert StockMove.objects.count() == 1


@pytest.mark.parametrize("name", ["sven", "gita", "frank", "alice"])
def test_move_when_the_role_issues_no_badges_then_refused(
    stocked: BadgeType, cast: Cast, now: datetime, name: str
) -> None:
    with pytest.raises(Refused):
        badge_stock.receive(stocked, 5, witness=cast.cees.user, **getattr(cast, name).acts(now))


def test_moves_when_kept_then_never_altered(stocked: BadgeType) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        StockMove.objects.update(quantity=1)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        StockMove.objects.all().delete()


def test_witness_when_it_is_who_enters_then_the_database_refuses(
    stocked: BadgeType, cast: Cast, now: datetime
) -> None:
    me = cast.carol.reference
    with pytest.raises(IntegrityError, match="witness_is_another"), transaction.atomic():
        StockMove.objects.create(
            port=stocked.port, badge_type=stocked, kind="counted", witness=me, by=me, at=now, counted=1
        )


def test_holdings_when_added_up_in_the_database_then_as_the_pure_account(
    stocked: BadgeType, cast: Cast, now: datetime
) -> None:
    carol, cees, sven = cast.carol, cast.cees, cast.sven.user
    badge_stock.hand_over(stocked, 40, receiver=cees.user, witness=sven, **carol.acts(now))
    badge_stock.spoil(stocked, 5, remark="Jammed.", **cees.acts(now))
    badge_stock.count(stocked, 33, witness=sven, remark="Two gone.", **cees.acts(now))
    badge_stock.hand_over(stocked, 3, receiver=carol.user, witness=sven, **cees.acts(now))
    badge_stock.destroy(stocked, 4, witness=sven, **cees.acts(now))
    moves = [
        Move(StockMoveKind(move.kind), move.quantity, move.giver, move.receiver, move.counted)
        for move in StockMove.objects.order_by("pk")
    ]
    pure = holdings(moves)
    assert pure == {carol.reference: Holding(63, 0), cees.reference: Holding(30, 1)}
    assert {row.custodian: row.held for row in custodies(scope=SYSTEM)} == pure
    assert {name: holding(stocked, name) for name in pure} == pure


def test_moves_when_the_reader_is_of_another_port_then_not_seen(
    stocked: BadgeType, other_port: Port, now: datetime
) -> None:
    stranger = make_actor("conny", Role.BADGE_OFFICER, other_port, at=now)
    assert not visible_moves(scope=stranger.scope).exists()
    assert custodies(scope=stranger.scope) == []
