"""D02: the same person had looked up the boxes of several incidents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.detection.facts import DataFact, Incident
from access.detection.over_represented import chance_of_at_least, chance_to_have_read
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, length, listed
from access.enums import DataResult, FieldClass, Severity
from access.need_to_know.explanation import FULL

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("before", 14, "days", "from the loading abroad to the pick-up; start value"),
        ("after", 6, "hours", "until the incident is on record; later look-ups are about it; start value"),
        ("together", 90, "days", "incidents that one group may have behind it; start value"),
        ("boxes", 2, "boxes of different ships", "one may be chance; start value"),
        ("chance", 1, "in 1,000", "given how much the person looks up; start value"),
    )
)


@dataclass(frozen=True, slots=True)
class Traced:
    """An incident and who looked up its box before, without what their work explains."""

    incident: Incident
    lookers: int
    reads: Mapping[str, Sequence[DataFact]]
    call: str


class Traces:
    """Incidents with the lookers of their boxes, and how much everybody looks up."""

    def __init__(self, window: Window, given: Given) -> None:
        self._window = window
        self._given = given
        self._times = [fact.at for fact in window.data_events]
        self.all = [
            self._trace(incident)
            for incident in window.incidents
            if incident.container and incident.at <= window.until
        ]

    def _trace(self, incident: Incident) -> Traced:
        begin, end = incident.at - self._given.duration("before"), incident.at + self._given.duration("after")
        lookers: set[str] = set()
        reads: defaultdict[str, list[DataFact]] = defaultdict(list)
        for fact in self._window.data_by_object.get(incident.container, ()):
            if begin <= fact.at <= end and self._is_read(fact):
                lookers.add(fact.person)
                if not self._explained(fact):
                    reads[fact.person].append(fact)
        work = [stay.vessel_call for stay in self._window.visits_by_container.get(incident.container, ())]
        call = next((name for name in reversed(work) if name), incident.container)
        return Traced(incident, len(lookers), reads, call)

    @staticmethod
    def _is_read(fact: DataFact) -> bool:
        shown = fact.is_look and fact.result == DataResult.OK
        return shown and bool(fact.person) and fact.rank >= FieldClass.S1.rank

    def _explained(self, fact: DataFact) -> bool:
        known = Feed.WORK_ORDERS in self._window.feeds
        return known and self._window.explainer.answer(fact).weight >= FULL

    def share(self, person: str, since: datetime, until: datetime) -> float:
        """What part of all look-ups of that time the person made."""
        own = [fact.at for fact in self._window.data_by_person.get(person, ())]
        mine = bisect_right(own, until) - bisect_left(own, since)
        everybody = bisect_right(self._times, until) - bisect_left(self._times, since)
        return mine / everybody if everybody else 0.0


def boxes_of_incidents_looked_up(window: Window, given: Given) -> Iterator[Hit]:
    """The boxes of several incidents had been looked up by the same person, more than chance would have it.

    Unexplained look-ups from 14 days before an incident until it is on record; boxes of one ship count once,
    since whoever works on the ship sees them all. Less likely than 1 in 1,000, by how many looked up each box
    and how much this person looks up. After a seizure this is what investigators ask (Vuitton case, Antwerp
    2020: 25 containers).
    """
    traces = Traces(window, given)
    for index, latest in enumerate(traces.all):
        known_from = latest.incident.at - given.duration("together")
        together = [one for one in traces.all[: index + 1] if one.incident.at >= known_from]
        for person in latest.reads:
            seen = [one for one in together if person in one.reads]
            calls = {one.call for one in seen}
            if len(calls) >= given.number("boxes"):
                yield from _judge(traces, person, together, seen, given)


def _judge(
    traces: Traces, person: str, together: Sequence[Traced], seen: Sequence[Traced], given: Given
) -> Iterator[Hit]:
    latest = seen[-1]
    since = together[0].incident.at - given.duration("before")
    until = latest.incident.at + given.duration("after")
    share = traces.share(person, since, until)
    by_call: dict[str, int] = {}
    for one in together:
        by_call[one.call] = max(by_call.get(one.call, 0), one.lookers)
    chances = [chance_to_have_read(share, lookers) for lookers in by_call.values()]
    calls = {one.call for one in seen}
    chance = chance_of_at_least(len(calls), chances)
    if chance >= given.number("chance") / 1000:
        return
    facts = sorted(
        {fact.id: fact for one in seen for fact in one.reads[person]}.values(),
        key=lambda fact: (fact.at, fact.id),
    )
    boxes = tuple(sorted({one.incident.container for one in seen}))
    yield Hit(
        person=person,
        key=f"{person}:{latest.incident.incident}:{latest.incident.container}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        due_at=until,
        text=(
            f"{len(boxes)} of {counted(len(together), 'box', 'boxes')} with an incident in "
            f"{length(given.duration('together'))} had been looked up before it, with no work on record: "
            f"{listed(boxes)}. The person makes {share:.2%} of all look-ups; by chance this happens "
            f"{_seldom(chance)}."
        ),
        strength=len(calls) / given.number("boxes"),
        objects=boxes,
        tried=(
            Tried(
                "popular_box", f"The boxes had {listed([str(one.lookers) for one in seen])} lookers in all."
            ),
            Tried("incident_work", "Look-ups after the incident was on record do not count."),
        ),
    )


def _seldom(chance: float) -> str:
    """A chance in words; figures beyond a million would promise more than the reckoning holds."""
    return (
        f"once in {1 / chance:,.0f} times" if chance * 1_000_000 > 1 else "less than once in a million times"
    )


RULE = Rule(
    id="D02",
    version=1,
    family=Family.DATA,
    severity=Severity.CRITICAL,
    title="Boxes of incidents looked up before",
    innocent=(
        "The person works on the trade that is hit most, and the orders for it were not delivered; or was "
        "asked about these boxes by somebody whose question nobody wrote down."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=105),
    detect=boxes_of_incidents_looked_up,
    needs=frozenset({Feed.DATA, Feed.INCIDENTS}),
)
