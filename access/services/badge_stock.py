"""Keeps account of blank cards: each move says who gave, who received and who saw it. The one writer of it.

A blank card is a badge that nobody has asked for yet, so it is kept like cash: by custodians, counted, and
destroyed before a witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from access.enums import StockMoveKind
from access.models import Badge, BadgeType, StockMove
from access.permissions.badge import may_keep_stock
from access.selectors.badge_stock import blank_cards, custodians, holding, possible_witnesses
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import deny

MOST_CARDS = 1_000_000  # in one move; more is a slip of the finger


@dataclass(frozen=True, slots=True)
class _Move:
    """What a move says beside its type, port, time and hand."""

    kind: StockMoveKind
    quantity: int = 0
    giver: str = ""
    receiver: str = ""
    witness: str = ""
    remark: str = ""
    counted: int | None = None
    expected: int | None = None
    badge: Badge | None = None


@transaction.atomic
def use(badge_type: BadgeType, *, actor: User, badge: Badge, at: datetime) -> StockMove | None:
    """Take a blank card from the officer who issues a badge; None where the port keeps no stock of the type.

    Refuses when: the officer holds none (Refused).
    Records: access.stock.moved.
    """
    _hold(badge_type)
    held = blank_cards(badge_type, actor.reference)
    if held is None:
        return None
    if held < 1:
        problem = f"You hold no blank card of the type {badge_type.name}. Take some over first."
        raise Refused(deny("stock_empty", problem))
    move = _Move(StockMoveKind.USED, 1, giver=actor.reference, badge=badge)
    return _keep(badge_type, move, actor=actor, at=at)


@transaction.atomic
def receive(
    badge_type: BadgeType,
    quantity: int,
    *,
    witness: User,
    remark: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> StockMove:
    """Take a delivery from the supplier into custody. With it the port begins to keep stock of the type.

    Refuses when: the actor lacks the right (Refused); the number is not possible, or the witness is the actor
    or nobody of the port (InvalidInput).
    Records: access.stock.moved.
    """
    _check(badge_type, quantity, actor=actor, scope=scope)
    move = _Move(
        StockMoveKind.RECEIVED,
        quantity,
        receiver=actor.reference,
        witness=_seen_by(witness, badge_type, actor),
        remark=remark.strip(),
    )
    return _keep(badge_type, move, actor=actor, at=at)


@transaction.atomic
def hand_over(
    badge_type: BadgeType,
    quantity: int,
    *,
    receiver: User,
    witness: User,
    remark: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> StockMove:
    """Give blank cards of one's own to another custodian, before a witness who is neither of the two.

    Refuses when: the actor lacks the right (Refused); the actor holds fewer, the receiver is the actor or may
    hold none, or the witness is one of the two or nobody of the port (InvalidInput).
    Records: access.stock.moved.
    """
    _check(badge_type, quantity, actor=actor, scope=scope)
    if receiver == actor:
        raise _wrong("receiver", "You cannot hand cards over to yourself.")
    if not custodians(port_ids=frozenset({badge_type.port_id})).filter(pk=receiver.pk).exists():
        raise _wrong("receiver", "Only somebody who issues badges at this port can hold blank cards.")
    _check_held(badge_type, quantity, holding(badge_type, actor.reference).blank, "blank")
    move = _Move(
        StockMoveKind.HANDED_OVER,
        quantity,
        giver=actor.reference,
        receiver=receiver.reference,
        witness=_seen_by(witness, badge_type, actor, receiver),
        remark=remark.strip(),
    )
    return _keep(badge_type, move, actor=actor, at=at)


@transaction.atomic
def spoil(
    badge_type: BadgeType, quantity: int, *, remark: str, actor: User, scope: Scope, at: datetime
) -> StockMove:
    """Set cards of one's own aside: spoilt in printing, or of a generation that is not printed any more.

    They stay in one's custody until they are destroyed.
    Refuses when: the actor lacks the right (Refused); the actor holds fewer, or it is not said what happened
    (InvalidInput).
    Records: access.stock.moved.
    """
    _check(badge_type, quantity, actor=actor, scope=scope)
    _check_held(badge_type, quantity, holding(badge_type, actor.reference).blank, "blank")
    if not remark.strip():
        raise _wrong("remark", "Say what happened to the cards.")
    move = _Move(StockMoveKind.SPOILT, quantity, giver=actor.reference, remark=remark.strip())
    return _keep(badge_type, move, actor=actor, at=at)


@transaction.atomic
def destroy(
    badge_type: BadgeType,
    quantity: int,
    *,
    witness: User,
    remark: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> StockMove:
    """Destroy spoilt cards of one's own before a witness.

    Refuses when: the actor lacks the right (Refused); the actor has set fewer aside, or the witness is the
    actor or nobody of the port (InvalidInput).
    Records: access.stock.moved.
    """
    _check(badge_type, quantity, actor=actor, scope=scope)
    _check_held(badge_type, quantity, holding(badge_type, actor.reference).spoilt, "spoilt")
    move = _Move(
        StockMoveKind.DESTROYED,
        quantity,
        giver=actor.reference,
        witness=_seen_by(witness, badge_type, actor),
        remark=remark.strip(),
    )
    return _keep(badge_type, move, actor=actor, at=at)


@transaction.atomic
def count(
    badge_type: BadgeType,
    counted: int,
    *,
    witness: User,
    remark: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> StockMove:
    """Put on record how many blank cards of a type lie with the actor. The account goes on from that number.

    Refuses when: the actor lacks the right (Refused); the number is not possible, the witness is the actor or
    nobody of the port, or the count differs from the account and nothing is said about it (InvalidInput).
    Records: access.stock.counted, or access.stock.differed where cards are missing or too many.
    """
    require(may_keep_stock(scope, badge_type.port_id))
    _hold(badge_type)
    if not 0 <= counted <= MOST_CARDS:
        raise _wrong("counted", "The number of cards is not possible.")
    expected = holding(badge_type, actor.reference).blank
    if counted != expected and not remark.strip():
        problem = f"By the account there are {expected} blank cards. Count again, or say what you know of it."
        raise _wrong("remark", problem)
    move = _Move(
        StockMoveKind.COUNTED,
        receiver=actor.reference,
        witness=_seen_by(witness, badge_type, actor),
        remark=remark.strip(),
        counted=counted,
        expected=expected,
    )
    return _keep(badge_type, move, actor=actor, at=at)


def _hold(badge_type: BadgeType) -> None:
    """Moves of one type follow each other: two desks cannot use the same last card."""
    BadgeType.objects.select_for_update().get(pk=badge_type.pk)


def _check(badge_type: BadgeType, quantity: int, *, actor: User, scope: Scope) -> None:
    require(may_keep_stock(scope, badge_type.port_id))
    if not 0 < quantity <= MOST_CARDS:
        raise _wrong("quantity", "Give the number of cards, at least one.")
    _hold(badge_type)


def _check_held(badge_type: BadgeType, quantity: int, held: int, which: str) -> None:
    if quantity > held:
        raise _wrong("quantity", f"You hold {held} {which} cards of the type {badge_type.name}.")


def _seen_by(witness: User, badge_type: BadgeType, *others: User) -> str:
    """The witness's reference. A witness is a person of the port, and somebody else than those who act."""
    if witness in others:
        raise _wrong("witness", "The witness must be somebody else.")
    if not possible_witnesses(port_ids=frozenset({badge_type.port_id})).filter(pk=witness.pk).exists():
        raise _wrong("witness", "The witness must be somebody with a role at this port.")
    return witness.reference


def _keep(badge_type: BadgeType, move: _Move, *, actor: User, at: datetime) -> StockMove:
    kept = StockMove.objects.create(
        port_id=badge_type.port_id,
        badge_type=badge_type,
        kind=move.kind.value,
        quantity=move.quantity,
        giver=move.giver,
        receiver=move.receiver,
        witness=move.witness,
        remark=move.remark,
        counted=move.counted,
        expected=move.expected,
        badge=move.badge,
        by=actor.reference,
        at=at,
    )
    who: dict[str, Any] = {
        "actor": actor.reference,
        "at": at,
        "subject": badge_type.reference,
        "port": badge_type.port.locode,
    }
    if move.kind is StockMoveKind.COUNTED:
        kind = "access.stock.counted" if move.counted == move.expected else "access.stock.differed"
        record.append(
            kind,
            **who,
            badge_type=badge_type.name,
            counted=move.counted,
            expected=move.expected,
            witness=move.witness,
            reason=move.remark,
        )
    else:
        record.append(
            "access.stock.moved",
            **who,
            badge_type=badge_type.name,
            move=move.kind.label.lower(),
            quantity=move.quantity,
            receiver=move.receiver,
            witness=move.witness,
        )
    return kept


def _wrong(field: str, problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={field: problem})
