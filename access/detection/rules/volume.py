"""D13: far more look-ups in a day than the person's own history and that of their peers allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from access.detection.baseline import Expectation, expected
from access.detection.baseline_history import History, WorkedDay, Workload
from access.detection.baseline_peers import PeerGroup, Peers
from access.detection.facts import OPERATIONAL
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted
from access.detection.working_day import end_of, number_of, working_day
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("least", 30, "look-ups a day", "fewer say nothing, however rare; start value"),
        (
            "chance",
            1,
            "in 10,000 days",
            "the tail of a negative binomial against self and peers; start value",
        ),
        ("peers_at_work", 5, "people", "so many must have worked that day to show a rush; start value"),
    )
)


@dataclass(frozen=True, slots=True)
class Usual:
    """What was to be expected of a day, and how unlikely so many look-ups were; None: not known."""

    expectation: Expectation | None
    chance: float

    @property
    def mean(self) -> str:
        return f"{self.expectation.mean:.0f}" if self.expectation else "not known"


class Volumes:
    """Look-ups by person and working day, and what was to be expected of each."""

    def __init__(self, window: Window, given: Given) -> None:
        self.counts = _counts(window)
        self._given = given
        self._peers = Peers(window.people.values())
        self._workload = Workload(_measures(window))
        self._history = History(
            {
                person: [WorkedDay(on, count, self._workload.index(on)) for on, count in days.items()]
                for person, days in self.counts.items()
            }
        )

    def usual(self, person: str, on: date) -> tuple[Usual, Usual, PeerGroup | None]:
        """Against the own history, and against that of the peers."""
        group = self._peers.of(person)
        busy = self._workload.index(on) * self._rush(group, person, on)
        count = self.counts[person][on]
        own = expected(busy, peers=None, own=self._history.before(person, on))
        others = expected(busy, peers=self._history.rates(group, on) if group else None)
        return _usual(own, count), _usual(others, count), group

    def _rush(self, group: PeerGroup | None, person: str, on: date) -> float:
        """How much more than usual the peers did that day, at least 1: a rush concerns them all."""
        ratios = []
        for peer in group.people if group else ():
            before = self._history.before(peer, on)
            count = self.counts.get(peer, {}).get(on)
            if peer != person and count and before.rate:
                ratios.append(count / (before.rate * self._workload.index(on)))
        return max(1.0, median(ratios)) if len(ratios) >= self._given.number("peers_at_work") else 1.0


def look_up_volume_exceeded(window: Window, given: Given) -> Iterator[Hit]:
    """Far more look-ups in one working day than this person's own days and those of their peers allow.

    At least 30, and less likely than one day in 10,000 both against the own 60 days and against the peers, by
    a negative binomial that allows for bursts; a day on which the port or all peers are busy is expected to
    have more. New people are compared with their peers alone. Plain Poisson limits are 1.3 to 2.4 times too
    low on such work.
    """
    volumes = Volumes(window, given)
    chance = given.number("chance") / 10_000
    first, last = working_day(window.since) - timedelta(days=1), working_day(window.until)
    for person, days in volumes.counts.items():
        for on, count in days.items():
            if not first <= on <= last or count < given.number("least"):
                continue
            own, peers, group = volumes.usual(person, on)
            known = [one for one in (own, peers) if one.expectation is not None]
            if known and all(one.chance < chance for one in known):
                yield _hit(window, person, on, count, own, peers, group)


def _counts(window: Window) -> Mapping[str, Mapping[date, int]]:
    numbers: dict[str, Counter[int]] = {
        person: Counter(number_of(fact.at) for fact in facts if fact.is_look and fact.rank >= OPERATIONAL)
        for person, facts in window.data_by_person.items()
        if person
    }
    return {
        person: {date.fromordinal(number): count for number, count in days.items()}
        for person, days in numbers.items()
    }


def _measures(window: Window) -> Iterator[Mapping[date, float]]:
    """How busy the port was: boxes discharged and collected, and reads at the gates."""
    visits = window.context.cargo or ()
    moves = [at for visit in visits for at in (visit.discharged_at, visit.gate_out_at) if at is not None]
    for times in (moves, [event.at for event in window.gate_events]):
        yield {date.fromordinal(number): count for number, count in Counter(map(number_of, times)).items()}


def _usual(expectation: Expectation | None, count: int) -> Usual:
    return Usual(expectation, expectation.chance_of(count) if expectation else 0.0)


def _hit(
    window: Window, person: str, on: date, count: int, own: Usual, peers: Usual, group: PeerGroup | None
) -> Hit:
    number = on.toordinal()
    facts = [
        fact
        for fact in window.data_by_person[person]
        if number_of(fact.at) == number and fact.is_look and fact.rank >= OPERATIONAL
    ]
    means = [usual.expectation.mean for usual in (own, peers) if usual.expectation]
    objects = Counter(fact.object for fact in facts if fact.object)
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        due_at=end_of(on),
        text=(
            f"{counted(count, 'look-up')} of {counted(len(objects), 'object')} on the working day of {on}. "
            f"Expected from the own history: {own.mean}; from "
            f"{counted(len(group.people) - 1, 'peer') if group else 'peers'}: {peers.mean}."
        ),
        strength=count / max(max(means), 1.0) / 2,
        tried=(Tried("rush", "Neither the port nor the peers were so busy that day."),),
    )


RULE = Rule(
    id="D13",
    version=1,
    family=Family.DATA,
    severity=Severity.MEDIUM,
    title="Far more look-ups than usual",
    innocent=(
        "Ships that came at once, a strike or a change of systems that hit this person alone; a task taken "
        "over from a colleague; or a list that was worked off for a report."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=64),
    detect=look_up_volume_exceeded,
    needs=frozenset({Feed.DATA, Feed.PEOPLE}),
)
