"""P15: the chip of a badge is not the one that was issued, or was tampered with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from access.detection.facts import GateFact
from access.detection.physical_facts import ChipRead
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, listed, moment
from access.enums import Severity

PARAMETERS = (
    Parameter("within", 14, "days", "reads further apart are not compared; start value", date(2026, 11, 22)),
)

Sign = tuple[str, GateFact]


def chip_not_the_issued_one(window: Window, given: Given) -> Iterator[Hit]:
    """Two chips answered for one badge, the counter of a chip went back, or a badge was read without its
    secure channel or with the key that cards are delivered with.

    A copied card answers with another serial number or an older counter; a reader that falls back from the
    OSDP secure channel can be listened to. Deterministic; one finding per badge and day.
    """
    reads: defaultdict[str, list[tuple[GateFact, ChipRead]]] = defaultdict(list)
    known = [(window.gate_by_id.get(read.event), read) for read in window.context.chip_reads or ()]
    for fact, read in known:
        if fact is not None and fact.badge:
            reads[fact.badge].append((fact, read))
    for badge, of_badge in sorted(reads.items()):
        days: defaultdict[date, list[Sign]] = defaultdict(list)
        in_order = sorted(of_badge, key=lambda pair: (pair[0].at, pair[0].id))
        for sign in _signs(in_order, given.duration("within")):
            days[day(sign[1].at)].append(sign)
        for on, signs in days.items():
            yield _hit(window, badge, on, signs)


def _signs(reads: list[tuple[GateFact, ChipRead]], within: timedelta) -> Iterator[Sign]:
    """What each read shows, alone and against the one before."""
    for position, (fact, read) in enumerate(reads):
        earlier, before = reads[position - 1] if position else (fact, read)
        if fact.at - earlier.at <= within:
            if read.chip and before.chip and read.chip != before.chip:
                yield "another chip answered", fact
            elif (read.counter or 0) < (before.counter or 0) and read.counter is not None:
                yield f"the chip's counter went back from {before.counter} to {read.counter}", fact
        if read.secure_channel is False:
            yield "there was no secure channel", fact
        if read.default_key:
            yield "the chip took the key of delivery", fact


def _hit(window: Window, badge: str, on: date, signs: list[Sign]) -> Hit:
    facts = {fact.id: fact for _, fact in signs}
    first, last = signs[0][1], signs[-1][1]
    said = sorted({what for what, _ in signs})
    return Hit(
        person=window.holder(last) or f"badge:{badge}",
        key=f"{badge}:{on}",
        events=tuple(facts),
        first_at=first.at,
        last_at=last.at,
        text=(
            f"When badge {badge} was read, {listed(said)}: {counted(len(facts), 'read')}, first at "
            f"{first.reader} on {moment(first.at)}."
        ),
        tried=(Tried("replaced", "A badge that is replaced gets a number of its own; this one kept its."),),
    )


RULE = Rule(
    id="P15",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.CRITICAL,
    title="Signs of a copied badge",
    innocent=(
        "A chip that was re-encoded at the badge office and not recorded; a reader that was replaced or set "
        "up wrongly, which then shows for many badges."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=15),
    detect=chip_not_the_issued_one,
    needs=frozenset({Feed.GATE, Feed.CHIP_READS}),
)
