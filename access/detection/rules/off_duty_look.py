"""D09: sensitive data are read off duty, or with a reason that the person made up just before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.facts import DataFact, RosterSpan
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, day, moment
from access.enums import RosterKind, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("tolerance", 60, "minutes", "people read in before a shift and hand over after it"),
        ("rostered", 14, "days", "who is on no roster within this time works without one; start value"),
        ("self_made", 3, "objects a day", "an order for oneself now and then is everyday work; start value"),
    )
)

_WORKING = frozenset({RosterKind.SHIFT, RosterKind.ON_CALL})


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of one person, with the latest end so far beside each start, to be searched by time."""

    spans: Sequence[RosterSpan]
    starts: Sequence[datetime]

    def state(self, at: datetime, tolerance: timedelta, rostered: timedelta) -> str:
        """on_duty, off_duty, the kind of absence, or nothing where there is no roster around the moment."""
        position = bisect_right(self.starts, at + tolerance)
        near = self.spans[max(0, position - 4) : position]
        if any(span.kind not in _WORKING and span.starts_at <= at < span.ends_at for span in near):
            return "absent"
        if any(span.kind in _WORKING and at <= span.ends_at + tolerance for span in near):
            return "on_duty"
        before = position > 0 and at - self.starts[position - 1] <= rostered
        after = position < len(self.starts) and self.starts[position] - at <= rostered
        return "off_duty" if before or after else ""


def read_off_duty(window: Window, given: Given) -> Iterator[Hit]:
    """Sensitive data were looked up off duty, or for a reason that the person had made just before.

    More than an hour outside every shift and stand-by, or on leave or sick; rosters have errors, so this is
    never enough alone. Or three objects a day whose only explanation the person opened within half an hour
    before looking. Erasmus University (2019) asks ports to couple passes and look-ups to rosters.
    """
    by_person = grouped(window.sensitive_look_ups, lambda each: each.fact.person)
    for person, look_ups in by_person.items():
        yield from _off_duty(person, look_ups, window.roster_by_person.get(person, ()), given)
        yield from _self_made(person, look_ups, given)


def _off_duty(
    person: str, look_ups: Sequence[LookUp], spans: Sequence[RosterSpan], given: Given
) -> Iterator[Hit]:
    if not spans:
        return
    roster = Roster(spans, [span.starts_at for span in spans])
    tolerance, rostered = given.duration("tolerance"), given.duration("rostered")
    states = [(each.fact, roster.state(each.fact.at, tolerance, rostered)) for each in look_ups]
    off = [(fact, state) for fact, state in states if state in ("off_duty", "absent")]
    for on, found in grouped(off, lambda each: day(each[0].at)).items():
        facts = [fact for fact, _ in found]
        absent = sum(state == "absent" for _, state in found)
        yield _hit(
            person,
            f"{person}:off_duty:{on}",
            facts,
            f"{counted(len(facts), 'sensitive look-up')} from {moment(facts[0].at)} off duty by the roster, "
            f"{absent} of them on leave or sick.",
            Tried("swap", "No shift or stand-by of the person covers the time, with an hour at both ends."),
        )


def _self_made(person: str, look_ups: Sequence[LookUp], given: Given) -> Iterator[Hit]:
    halves = [each.fact for each in look_ups if 0 < each.unexplained < 1]
    for on, facts in grouped(halves, lambda fact: day(fact.at)).items():
        objects = {fact.object for fact in facts}
        if len(objects) >= given.number("self_made"):
            yield _hit(
                person,
                f"{person}:self_made:{on}",
                facts,
                f"{counted(len(objects), 'object')} looked up from {moment(facts[0].at)} for work that the "
                "person had opened within half an hour before.",
                Tried("other_work", "Nothing that somebody else opened explains these look-ups."),
                Severity.MEDIUM,
            )


def _hit(
    person: str,
    key: str,
    facts: Sequence[DataFact],
    text: str,
    tried: Tried,
    severity: Severity | None = None,
) -> Hit:
    ordered = sorted(facts, key=attrgetter("at", "id"))
    return Hit(
        person=person,
        key=key,
        events=tuple(fact.id for fact in ordered),
        first_at=ordered[0].at,
        last_at=ordered[-1].at,
        text=text,
        severity=severity,
        objects=tuple(sorted({fact.object for fact in ordered})),
        tried=(tried,),
    )


RULE = Rule(
    id="D09",
    version=1,
    family=Family.DATA,
    severity=Severity.INFORMATIONAL,
    title="Sensitive look-ups off duty",
    innocent=(
        "A swap or overtime that the roster does not show; somebody who looks after a ship from home; or a "
        "desk whose own way of working is to open a ticket for each call."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(hours=26),
    detect=read_off_duty,
    needs=frozenset({Feed.DATA, Feed.ROSTER}),
    stopped_by=frozenset({Feed.ROSTER}),
)
