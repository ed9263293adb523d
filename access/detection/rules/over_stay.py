"""P08: somebody stays inside far longer than a day's work, and later reads prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from access.detection.duty import Duties
from access.detection.facts import GateFact
from access.detection.presence import Passage, passages
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import length, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("stay", 16, "hours", "longer than a double shift; start value"),
        ("longest", 40, "hours", "beyond it ways out and in were missed rather than nights spent inside"),
        ("least_peers", 8, "people", "a smaller peer group says nothing about what is usual"),
        ("times_peers", 1.5, "times the 99th percentile", "one stay in a hundred is above the 99th itself"),
        ("after_shift", 60, "minutes", "tolerance at the ends of a duty, as for off-roster entries (P03)"),
    )
)


@dataclass(frozen=True, slots=True)
class LongStay:
    """In and out at one area, with nothing between that contradicts it."""

    person: str
    zone: str
    entry: GateFact
    out: GateFact

    @property
    def lasted(self) -> timedelta:
        return self.out.at - self.entry.at


def stayed_too_long(window: Window, given: Given) -> Iterator[Hit]:
    """A badge stayed inside for more than 16 hours, or half as long again as 99 of 100 stays of its peers and
    outside every duty, and was then read on the way out.

    People who wait for a container hide in stacks and boxes for a night or longer (19 in one container in
    January 2024, NU.nl). Without the read on the way out nothing shows that somebody stayed: then the
    sequence is broken and P02 speaks. High above 16 hours, medium above what peers do and where it may be a
    double shift that nobody entered.
    """
    duties = window.once(Duties)
    for (person, zone), read in window.once(passages).items():
        limit, usual = _limit(window, person, given)
        for stay in _stays(person, zone, read):
            if limit < stay.lasted <= given.duration("longest") and not _is_work(stay, duties, given):
                is_high = stay.lasted > given.duration("stay") and not _is_double(stay, duties, given)
                yield _hit(stay, usual, Severity.HIGH if is_high else Severity.MEDIUM)


def _stays(person: str, zone: str, read: Sequence[Passage]) -> Iterator[LongStay]:
    """Ways in that are followed by a way out. A second read of the same way in counts from the first."""
    entry: GateFact | None = None
    for passage in read:
        if passage.inward:
            # In after in is a broken sequence: only the last way in is sure.
            entry = passage.fact
        elif entry is not None:
            yield LongStay(person, zone, entry, passage.fact)
            entry = None


def _limit(window: Window, person: str, given: Given) -> tuple[timedelta, str]:
    """From how long a stay is judged, and the sentence on what is usual."""
    stay = given.duration("stay")
    someone = window.people.get(person)
    peers = window.peer_limit(RULE.id, someone.peer_group) if someone and someone.peer_group else None
    if peers is None or peers.people < given.number("least_peers"):
        return stay, "What is usual among peers has not been measured."
    usual = timedelta(hours=peers.limit)
    said = f"Of 100 stays of {peers.people} peers 99 are shorter than {length(usual)}."
    return min(stay, given.number("times_peers") * usual), said


def _is_work(stay: LongStay, duties: Duties, given: Given) -> bool:
    """Whether the way out belongs to a duty: a long one that covers the stay, or a later one.

    With two shifts and a rest between, the reads of the rest were missed.
    """
    return duties.on_duty(stay.person, stay.out.at, given.duration("after_shift")) is not None


def _is_double(stay: LongStay, duties: Duties, given: Given) -> bool:
    """Whether it began with a duty and lasted no longer than two of them, with the time at both ends."""
    tolerance = given.duration("after_shift")
    duty = duties.on_duty(stay.person, stay.entry.at, tolerance)
    return duty is not None and stay.lasted <= 2 * (duty.ends_at - duty.starts_at) + 2 * tolerance


def _hit(stay: LongStay, usual: str, severity: Severity) -> Hit:
    return Hit(
        person=stay.person,
        key=f"{stay.person}:{stay.zone}:{stay.entry.id}",
        events=(stay.entry.id, stay.out.id),
        first_at=stay.entry.at,
        last_at=stay.out.at,
        text=(
            f"The badge went into {stay.zone} on {moment(stay.entry.at)} and came out {length(stay.lasted)} "
            f"later. {usual}"
        ),
        severity=severity,
        tried=(
            Tried("duty", "No shift or stand-by covers the way out."),
            Tried("missed_read", "It was read on the way out, with no other way in or out between."),
        ),
    )


RULE = Rule(
    id="P08",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.HIGH,
    title="Stayed inside too long",
    innocent=(
        "A double shift or an emergency that the roster does not show; a way out and the next way in that "
        "the readers missed; a driver who slept in the cab by permission."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=3),
    detect=stayed_too_long,
    needs=frozenset({Feed.GATE}),
    stopped_by=frozenset({Feed.GATE}),
)
