"""G03: a right that was given for a time goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from access.detection.governance_facts import RightGiven
from access.detection.hands import hands
from access.detection.rights import rights_given
from access.detection.rule import Family, Given, Hit, Parameter, Rule
from access.detection.window import Feed, Window
from access.detection.wording import counted, length, moment
from access.enums import Severity
from access.granting.terms import MOST_EXTENSIONS

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter(
        "extensions", MOST_EXTENSIONS, "extensions", "as many as a data owner may give; start value", _START
    ),
    Parameter("past_reason", 30, "days", "the end of a case is written down late; start value", _START),
)


def temporary_right_without_end(window: Window, given: Given) -> Iterator[Hit]:
    """A right that was given for a time was made longer twice, or outlives its reason by more than 30 days.

    A grant that begins where the one before it ended for the same need is an extension. Standing rights that
    nobody decided on are what insiders use: in the cases that were studied none had to widen their rights
    (MITRE CTID, insider-threat knowledge base).
    """
    known = window.once(hands)
    for right in window.once(rights_given):
        person = known.answering(right.account)
        if not person:
            continue
        made_longer = sorted(at for at in right.extended_at if at <= window.until)
        if len(made_longer) >= given.number("extensions"):
            yield _extended(person, right, made_longer, given)
        ends_at, past = right.reason_ends_at, given.duration("past_reason")
        if ends_at is not None:
            due = max(right.since, ends_at + past)
            if right.until is None or right.until > due:
                yield _outlives(person, right, ends_at, due, past)


def _extended(person: str, right: RightGiven, made_longer: list[datetime], given: Given) -> Hit:
    times, begun = counted(len(made_longer), "time"), moment(right.since)
    return _hit(
        person,
        "extended",
        right,
        made_longer[-1],
        f"made longer {times}, the last time on {moment(made_longer[-1])}; it began on {begun}.",
        len(made_longer) / given.number("extensions"),
    )


def _outlives(person: str, right: RightGiven, ended: datetime, due: datetime, past: timedelta) -> Hit:
    still = f"in force more than {length(past)} after its reason ended, on {moment(ended)}."
    return _hit(person, "outlives", right, due, still, 1.0)


def _hit(person: str, sign: str, right: RightGiven, due: datetime, said: str, strength: float) -> Hit:
    return Hit(
        person=person,
        key=f"{right.ref}:{sign}",
        events=(right.ref,),
        first_at=right.since,
        last_at=due,
        text=f"{right.name[:1].upper()}{right.name[1:]}: {said}",
        strength=strength,
        objects=(right.object,) if right.object else (),
    )


RULE = Rule(
    id="G03",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.MEDIUM,
    title="Temporary right without an end",
    innocent=(
        "A case that really takes so long, or standing work for which there is no role yet; the reviewer of "
        "the right should then give it a proper one."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=1),
    detect=temporary_right_without_end,
    needs_one_of=frozenset({Feed.GRANTS, Feed.RIGHTS}),
)
