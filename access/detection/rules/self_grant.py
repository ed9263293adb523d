"""G01: a right was given by whoever has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from access.detection.governance_facts import Approval, RightGiven
from access.detection.hands import Hands, hands
from access.detection.rights import rights_given
from access.detection.rule import Family, Given, Hit, Rule
from access.detection.window import Feed, Window
from access.detection.wording import moment
from access.enums import Severity


def right_given_to_oneself(window: Window, given: Given) -> Iterator[Hit]:
    """A right was given or approved by the person who has it, or who answers for the account that has it.

    Deterministic: whoever can open doors for themselves needs no second person. Insiders who were studied
    used rights that they already had (MITRE CTID, insider-threat knowledge base), so a right that nobody
    else looked at is the one to look at.
    """
    known = window.once(hands)
    for right in window.once(rights_given):
        person = _own_hand(right.by, right.account, known)
        if person:
            objects = (right.object,) if right.object else ()
            said = f"{right.name[:1].upper()}{right.name[1:]}: given on {moment(right.since)}"
            yield _hit(person, right.ref, right.since, f"{said} {_by(right)}", objects)
    for approval in window.context.approvals or ():
        person = _own_hand(approval.by, approval.account, known)
        if person:
            said = f"A request for access was approved on {moment(approval.at)} {_by(approval)}"
            yield _hit(person, approval.ref, approval.at, said, ())


def _own_hand(giver: str, holder: str, known: Hands) -> str:
    """The person who is on both sides, or empty."""
    both = _people(giver, known) & _people(holder, known)
    return min(both, default="")


def _people(account: str, known: Hands) -> set[str]:
    return {known.behind(account), known.answering(account)} - {""}


def _by(given: RightGiven | Approval) -> str:
    if given.by == given.account:
        return "by the account that has it."
    return "by another account of the person who has it, or who answers for the account that has it."


def _hit(person: str, ref: str, at: datetime, text: str, objects: tuple[str, ...]) -> Hit:
    return Hit(person=person, key=ref, events=(ref,), first_at=at, last_at=at, text=text, objects=objects)


RULE = Rule(
    id="G01",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.CRITICAL,
    title="Right given to oneself",
    innocent=(
        "The first administrator of a new installation; a feed that wrote the holder's name in the place of "
        "the giver's; an account that has changed hands since."
    ),
    parameters=(),
    look_back=timedelta(days=1),
    detect=right_given_to_oneself,
    needs_one_of=frozenset({Feed.GRANTS, Feed.RIGHTS, Feed.APPROVALS}),
)
