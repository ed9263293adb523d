"""The short way to what explains most look-ups in full: a plain order, the release chain, a rostered shift.

It says nothing that the need-to-know decision would not say; where it finds nothing, the long way tells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from access.detection.facts import CRITICAL, CargoVisit, DataFact
from access.detection.work import Indexes, Work
from access.enums import DataAction
from access.need_to_know.explanation import SELF_MADE_WITHIN
from access.need_to_know.facts import LEAST_CLASS, LookUpFacts, ReleaseHopFact, ShiftFact, VesselCallFact
from access.need_to_know.release_chain import AFTER_GATE_OUT, current_parties
from access.need_to_know.roster import TOLERANCE, WORKING
from access.need_to_know.work_order import SPECIAL_KINDS, WINDOW, kind_of

_CRITICAL_ACTS = frozenset(action for action, least in LEAST_CLASS.items() if least.rank >= CRITICAL)
_LONGEST_DUTY = timedelta(hours=48)  # a duty that is longer is left to the long way
_BY_START = attrgetter("starts_at")

Parties = Mapping[str, ReleaseHopFact]
Placed = tuple[Sequence[datetime], dict[int, Parties]]
"""When the chain of one stay changes, and its parties after so many changes."""


class PlainWork:
    """Answers for the look-ups of one window; what many of them share is worked out once."""

    def __init__(self, indexes: Indexes, work: Work) -> None:
        self._indexes = indexes
        self._work = work
        self._parties: dict[tuple[str, int], Placed] = {}
        self._duties: dict[str, tuple[Sequence[ShiftFact], Collection[ShiftFact]]] = {}

    def explains(self, fact: DataFact) -> str:
        """The code of an explanation that holds in full for certain; empty where it takes the long way."""
        if fact.object not in self._indexes.containers_by_bill and self._has_order(fact, fact.object):
            return "E1"
        if not fact.person:
            return ""
        for container in self._work.containers(fact.object):
            visit = self._work.visit(container, fact.at)
            if self._is_party(fact, container, visit):
                return "E2"
            if visit and self._handles(fact, visit.vessel_call):
                return "E3"
        return "E3" if self._handles(fact, fact.object) else ""

    def _has_order(self, fact: DataFact, name: str) -> bool:
        """Whether a plain order of the person names it, which was not made just before looking."""
        at, own = fact.at, (fact.person, fact.account)
        return any(
            order.opened_at - WINDOW <= at
            and (order.closed_at is None or at <= order.closed_at + WINDOW)
            and (order.opened_by not in own or at - order.opened_at > SELF_MADE_WITHIN)
            and kind_of(order) not in SPECIAL_KINDS
            for order in self._work.orders(name, self._work.requester(fact))
        )

    def _is_party(self, fact: DataFact, container: str, visit: CargoVisit | None) -> bool:
        """Whether the person's firm is in the chain of the box, by more than an entry made just before."""
        someone = self._indexes.people.get(fact.person)
        if someone is None or not someone.organisation:
            return False
        left_at = visit.gate_out_at if visit else None
        if left_at is not None and fact.at > left_at + AFTER_GATE_OUT:
            return False
        hop = self._parties_at(fact, container, visit).get(someone.organisation)
        if hop is None:
            return False
        return hop.person not in (fact.person, fact.account) or fact.at - hop.at > SELF_MADE_WITHIN

    def _parties_at(self, fact: DataFact, container: str, visit: CargoVisit | None) -> Parties:
        """The chain changes only where a hop begins or ends; between, all look-ups share one answer."""
        place = container, id(visit)
        if place not in self._parties:
            hops = self._work.hops(container, visit)
            changes = {hop.at for hop in hops} | {hop.ended_at for hop in hops if hop.ended_at is not None}
            self._parties[place] = sorted(changes), {}
        changes_at, known = self._parties[place]
        number = bisect_right(changes_at, fact.at)
        if number not in known:
            known[number] = current_parties(self._facts(fact, container, visit)) if number else {}
        return known[number]

    def _facts(self, fact: DataFact, container: str, visit: CargoVisit | None) -> LookUpFacts:
        return next(facts for facts in self._work.look_ups(fact) if facts.object == container)

    def _handles(self, fact: DataFact, ref: str) -> bool:
        """Whether the person is at work on this ship, by roster or by order."""
        call = self._indexes.vessel_calls.get(ref)
        if call is None or _is_critical(fact):
            return False
        return self._is_at_work_on(fact, call) or self._has_order(fact, ref)

    def _is_at_work_on(self, fact: DataFact, call: VesselCallFact) -> bool:
        """Whether a duty of the person at that moment is at a berth or quay of the ship, which is in."""
        begins, ends, at = call.starts_at, call.ends_at, fact.at
        if begins is None or ends is None or not begins - WINDOW <= at <= ends + WINDOW:
            return False
        duties, absences = self._duties_of(fact.person)
        if any(absence.starts_at <= at < absence.ends_at for absence in absences):
            return False
        first = bisect_left(duties, at - _LONGEST_DUTY, key=_BY_START)
        last = bisect_right(duties, at + TOLERANCE, key=_BY_START)
        return any(
            at <= duty.ends_at + TOLERANCE and duty.area and duty.area in call.handled_from
            for duty in duties[first:last]
        )

    def _duties_of(self, person: str) -> tuple[Sequence[ShiftFact], Collection[ShiftFact]]:
        if person not in self._duties:
            shifts = self._work.shifts_of(person)
            duties = sorted((shift for shift in shifts if shift.kind in WORKING), key=_BY_START)
            self._duties[person] = duties, [shift for shift in shifts if shift.kind not in WORKING]
        return self._duties[person]


def _is_critical(fact: DataFact) -> bool:
    return fact.rank >= CRITICAL or DataAction(fact.action) in _CRITICAL_ACTS
