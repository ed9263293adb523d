"""G02: two or three people approve each other's access."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from access.asking.ring import LOOK_BACK
from access.detection.governance_facts import Approval
from access.detection.hands import Hands, hands
from access.detection.rights import approvals
from access.detection.rule import Family, Given, Hit, Parameter, Rule
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("within", LOOK_BACK.days, "days", "as long as a request for access remembers a favour", _START),
    Parameter(
        "pair_each_way",
        2,
        "approvals",
        "once each way is a small office; twice is a habit; start value",
        _START,
    ),
    Parameter("circle_each_way", 1, "approvals", "a circle of three is built to hide; start value", _START),
)

Ring = tuple[str, ...]


def people_approve_each_other(window: Window, given: Given) -> Iterator[Hit]:
    """People approved each other's access: two of them at least twice each way, or three in a circle.

    Within 90 days, whatever was approved. Two hands are asked for so that nobody is bought alone; hands that
    wash each other are one. A request made here stops at the first step of a ring (`access.asking.ring`);
    this sees those that were given elsewhere. One finding per person, ring and month.
    """
    steps = _steps(window, window.once(hands))
    latest: dict[tuple[Ring, str], list[Approval]] = {}
    for ring, made in _rings(steps, given):
        latest[ring, f"{day(made[-1].at):%Y-%m}"] = made
    for (ring, month), made in latest.items():
        for person in ring:
            yield _hit(person, ring, month, made)


class _Steps:
    """Approvals between people who are not the same hand, by giver and receiver."""

    def __init__(self, ordered: Sequence[tuple[str, str, Approval]]) -> None:
        self.ordered = ordered
        self.between: defaultdict[tuple[str, str], list[Approval]] = defaultdict(list)
        self.approved_by: defaultdict[str, set[str]] = defaultdict(set)
        for giver, receiver, approval in ordered:
            self.between[giver, receiver].append(approval)
            self.approved_by[giver].add(receiver)

    def in_time(self, giver: str, receiver: str, since: datetime, until: datetime) -> list[Approval]:
        made = self.between.get((giver, receiver), ())
        return [approval for approval in made if since <= approval.at <= until]


def _steps(window: Window, known: Hands) -> _Steps:
    ordered = []
    for approval in window.once(approvals):
        giver, receiver = known.behind(approval.by), known.answering(approval.account)
        if giver and receiver and giver != receiver:
            ordered.append((giver, receiver, approval))
    return _Steps(ordered)


def _rings(steps: _Steps, given: Given) -> Iterator[tuple[Ring, list[Approval]]]:
    """Each approval that closes a ring, or goes on in a closed one, with all that belong to it."""
    within = given.duration("within")
    for giver, receiver, approval in steps.ordered:
        back = steps.approved_by.get(receiver, set())
        if giver not in back and not any(giver in steps.approved_by.get(one, ()) for one in back):
            continue
        since = approval.at - within
        for path in [(receiver, giver), *((receiver, middle, giver) for middle in sorted(back))]:
            least = given.number("pair_each_way" if len(path) == 2 else "circle_each_way")
            made = _closed(steps, (giver, *path), since, approval.at, least)
            if made and len(set(path)) == len(path):
                yield tuple(sorted(path)), made


def _closed(
    steps: _Steps, path: Sequence[str], since: datetime, until: datetime, least: float
) -> list[Approval]:
    """The approvals along a path that returns to where it began; none where one step has too few."""
    made: list[Approval] = []
    for giver, receiver in pairwise(path):
        along = steps.in_time(giver, receiver, since, until)
        if len(along) < least:
            return []
        made += along
    return sorted(made, key=lambda approval: (approval.at, approval.ref))


def _hit(person: str, ring: Ring, month: str, made: Sequence[Approval]) -> Hit:
    first, last = made[0], made[-1]
    if len(ring) == 2:
        shape = "This person and another one approved each other's access"
    else:
        shape = "This person and two others approved each other's access in a circle"
    return Hit(
        person=person,
        key=f"{person}:{':'.join(ring)}:{month}",
        events=tuple(approval.ref for approval in made),
        first_at=first.at,
        last_at=last.at,
        text=f"{shape}: {counted(len(made), 'approval')} from {moment(first.at)} to {moment(last.at)}.",
        strength=len(made) / (2 * len(ring)),
    )


RULE = Rule(
    id="G02",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.HIGH,
    title="People approve each other's access",
    innocent=(
        "A small desk in which few people may approve and all of them need access themselves; then the "
        "approvals should go to another desk."
    ),
    parameters=PARAMETERS,
    look_back=LOOK_BACK,
    detect=people_approve_each_other,
    needs_one_of=frozenset({Feed.APPROVALS, Feed.GRANTS, Feed.RIGHTS}),
)
