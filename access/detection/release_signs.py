"""Signs at a hop of the release chain that the right to collect goes where it should not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from access.detection.facts import CargoVisit
from access.detection.rule import Given
from access.detection.window import Window
from access.detection.wording import length
from access.detection.work import Work
from access.need_to_know.facts import ReleaseHopFact

_WEEKEND = 5  # Saturday, as date.weekday counts


@dataclass(frozen=True, slots=True)
class Sign:
    """What is odd about a hop, how much it weighs, and from when it could be seen."""

    code: str
    weight: float
    sentence: str
    seen_at: datetime


class ReleaseSigns:
    """Finds the signs of each hop; what hops have in common is worked out once for a window."""

    def __init__(self, window: Window, given: Given) -> None:
        self._window = window
        self._given = given
        self._work = Work(window)
        hops = sorted(
            (hop for chain in window.hops_by_container.values() for hop in chain), key=attrgetter("at")
        )
        self.known_from = hops[0].at if hops else window.since
        self._pairs: dict[tuple[str, str], datetime] = {}
        self._jobs: dict[str, list[ReleaseHopFact]] = {}
        for hop in hops:
            self._pairs.setdefault((hop.from_org, hop.to_org), hop.at)
            self._jobs.setdefault(hop.to_org, []).append(hop)
        self._organisations = {name for pair in self._pairs for name in pair}
        self._recorded = sum(bool(hop.person and hop.from_org) for hop in hops)
        self._strange_hands = sum(self._is_strange_hand(hop) for hop in hops)

    def of(self, hop: ReleaseHopFact, chain: Sequence[ReleaseHopFact]) -> list[Sign]:
        """The signs of a hop; `chain` are the hops of its container, in the order of time."""
        visit = self._work.visit(hop.container, hop.at)
        earlier = [one for one in chain if one.at < hop.at and _same_stay(one, visit, self._window)]
        if not hop.from_org:
            return []  # the record opens the chain; nobody passed anything on
        return [
            *self._new_pair(hop),
            *self._odd_hour(hop),
            *self._late(hop, earlier, visit),
            *self._back_and_forth(hop, earlier),
            *self._not_the_holder(hop, earlier, visit),
            *self._risky_newcomer(hop),
            *self._strange_hand(hop),
        ]

    def _new_pair(self, hop: ReleaseHopFact) -> Iterator[Sign]:
        known = hop.at - self.known_from >= self._given.duration("chain_history")
        if known and self._pairs[hop.from_org, hop.to_org] == hop.at:
            yield self._sign("new_pair", "these two parties had never dealt with each other", hop.at)

    def _odd_hour(self, hop: ReleaseHopFact) -> Iterator[Sign]:
        opens, closes = self._given.number("office_opens"), self._given.number("office_closes")
        if hop.at.weekday() >= _WEEKEND or not opens <= hop.at.hour < closes:
            yield self._sign("odd_hour", "it was outside office hours", hop.at)

    def _late(
        self, hop: ReleaseHopFact, earlier: Sequence[ReleaseHopFact], visit: CargoVisit | None
    ) -> Iterator[Sign]:
        """Somebody else had been named before, and the box was collected soon after."""
        collected = visit.gate_out_at if visit else None
        others = [one for one in earlier if one.from_org == hop.from_org and one.to_org != hop.to_org]
        if collected is None or not others or collected < hop.at:
            return
        if collected - hop.at <= self._given.duration("last_moment"):
            said = f"another party had been named before and the box left {length(collected - hop.at)} later"
            yield self._sign("late", said, collected)

    def _back_and_forth(self, hop: ReleaseHopFact, earlier: Sequence[ReleaseHopFact]) -> Iterator[Sign]:
        """Named, replaced or taken back, and named again."""
        same = [one for one in earlier if one.from_org == hop.from_org]
        before = [index for index, one in enumerate(same) if one.to_org == hop.to_org]
        if before and hop.at - same[before[-1]].at <= self._given.duration("back_within"):
            replaced = before[-1] < len(same) - 1 or same[before[-1]].ended_at is not None
            if replaced:
                said = "the same party had been named, taken out and was named again"
                yield self._sign("back_and_forth", said, hop.at)

    def _not_the_holder(
        self, hop: ReleaseHopFact, earlier: Sequence[ReleaseHopFact], visit: CargoVisit | None
    ) -> Iterator[Sign]:
        """Who passed the right on did not hold it."""
        owner = visit.owner if visit and visit.owner in self._organisations else ""
        holders = {owner} | {one.to_org for one in earlier if one.counts_at(hop.at)}
        if (owner or earlier) and hop.from_org not in holders | {one.from_org for one in earlier[:1]}:
            yield self._sign("not_the_holder", "the giver did not hold the right by the record", hop.at)

    def _risky_newcomer(self, hop: ReleaseHopFact) -> Iterator[Sign]:
        """A young organisation that is given boxes of high risk above all."""
        jobs = self._jobs[hop.to_org]
        least, most = self._given.number("first_jobs_least"), self._given.number("first_jobs")
        jobs = jobs[: bisect_right(jobs, hop.at, key=attrgetter("at"), hi=min(len(jobs), int(most) + 1))]
        newcomer = jobs[0].at - self.known_from >= self._given.duration("chain_history")
        if not newcomer or not least <= len(jobs) <= most:
            return
        risks = (self._window.explainer.risk(job.container, job.at) for job in jobs)
        risky = sum(risk >= self._given.number("high_risk") for risk in risks)
        if risky * 100 >= self._given.number("risky_share") * len(jobs):
            said = f"the receiver is new here, and {risky} of its first {len(jobs)} boxes are of high risk"
            yield self._sign("risky_newcomer", said, hop.at)

    def _strange_hand(self, hop: ReleaseHopFact) -> Iterator[Sign]:
        """Recorded by somebody who does not work for the giver: the receiver who claims it, or a third."""
        if not self._is_strange_hand(hop):
            return
        known = self._recorded >= self._given.number("strange_hand_known")
        usual = self._strange_hands * 100 >= self._given.number("strange_hand_usual") * self._recorded
        if not (known and usual):
            someone = self._window.people[hop.person]
            who = "the receiver itself" if someone.organisation == hop.to_org else "neither of the two"
            yield self._sign("strange_hand", f"it was recorded by an employee of {who}", hop.at)

    def _is_strange_hand(self, hop: ReleaseHopFact) -> bool:
        someone = self._window.people.get(hop.person) if hop.from_org else None
        return someone is not None and someone.organisation not in ("", hop.from_org)

    def _sign(self, code: str, sentence: str, seen_at: datetime) -> Sign:
        return Sign(code, self._given.number(code), sentence, seen_at)


def _same_stay(hop: ReleaseHopFact, visit: CargoVisit | None, window: Window) -> bool:
    """Whether the hop belongs to this stay and not to one that had ended before."""
    ended = (stay.gate_out_at for stay in window.visits_by_container.get(hop.container, ()) if stay != visit)
    begun = visit.discharged_at if visit else None
    return not any(end is not None and hop.at <= end and (begun is None or end <= begun) for end in ended)
