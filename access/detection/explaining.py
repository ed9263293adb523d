"""Which work makes a look-up necessary: the explanations of `access.need_to_know`, and two more.

Only the log shows a hand-over in the team (E8), and an emergency in a block (E7) concerns everybody there.
Both open nothing above S2. A break-glass (E10) counts when the live decision recorded it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from access.detection.facts import SENSITIVE, DataFact
from access.detection.plain_work import PlainWork
from access.detection.work import Indexes, Work
from access.enums import DataResult, FieldClass
from access.need_to_know.explanation import FULL, Explanation, FailedExplanation
from access.need_to_know.explanations import BY_OWN_WORK, explain
from access.need_to_know.facts import WorkOrderFact
from access.need_to_know.hand_over import WITHIN as HAND_OVER
from access.need_to_know.work_order import EMERGENCY_KINDS, WINDOW

HIGHEST_CLASS = FieldClass.S2
"""As the live decision has it: an emergency or a hand-over needs to know where a box stands, not who may
collect it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How much explains a look-up: 1 in full, 0.5 if the person made it just before looking, 0 not at all."""

    weight: float
    code: str = ""
    failed: tuple[FailedExplanation, ...] = ()


_IN_FULL = {code: Answer(FULL, code) for code in ("E1", "E2", "E3")}


class Explainer:
    """Answers for the look-ups of one window, each worked out once."""

    def __init__(self, indexes: Indexes) -> None:
        self._indexes = indexes
        self._work = Work(indexes)
        self._plain = PlainWork(indexes, self._work)
        self._answers: dict[str, Answer] = {}
        self._direct: dict[str, Answer] = {}
        self._team_reads: dict[str, Mapping[str, Sequence[DataFact]]] = {}

    def answer(self, fact: DataFact) -> Answer:
        """The strongest explanation of this look-up or act, or which were tried and why each failed."""
        known = self._answers.get(fact.id)
        if known is None:
            known = self._answers[fact.id] = self._answer(fact)
        return known

    def risk(self, reference: str, at: datetime) -> int:
        """The highest risk of the boxes that this reference means at that moment; 1 where none is known."""
        visits = (self._work.visit(container, at) for container in self._work.containers(reference))
        return max((visit.risk for visit in visits if visit), default=1)

    def _answer(self, fact: DataFact) -> Answer:
        direct = self._answer_directly(fact)
        if direct.weight >= FULL or not fact.is_look:
            return direct  # an emergency or a hand-over explains looking, not acting
        failed = list(direct.failed)
        for found in (self._emergency(fact), self._hand_over(fact)):
            if isinstance(found, Explanation):
                return Answer(found.weight, found.code)
            failed.append(found)
        return Answer(direct.weight, direct.code, tuple(failed))

    def _answer_directly(self, fact: DataFact) -> Answer:
        known = self._direct.get(fact.id)
        if known is None:
            known = self._direct[fact.id] = self._work_out(fact)
        return known

    def _work_out(self, fact: DataFact) -> Answer:
        """By the work on record; a recorded explanation that was made just before still counts half."""
        code = self._plain.explains(fact)
        if code:
            return _IN_FULL[code]
        best = Answer(0.0)
        for facts in self._work.look_ups(fact):
            found, failed = explain(facts, BY_OWN_WORK)
            weight = found.weight if found else 0.0
            if weight > best.weight or not best.failed:
                best = Answer(weight, found.code if found else "", failed)
            if weight >= FULL:
                return best
        if fact.explanation and not best.weight:
            return Answer(FULL, fact.explanation)
        return best

    def _emergency(self, fact: DataFact) -> Explanation | FailedExplanation:
        """E7. There was an emergency in the block when the look-up was made, or shortly before."""
        if fact.rank > HIGHEST_CLASS.rank:
            return FailedExplanation("E7", f"An emergency opens nothing above {HIGHEST_CLASS.value}.")
        visits = [self._work.visit(box, fact.at) for box in self._work.containers(fact.object)]
        places = {visit.block for visit in visits if visit and visit.block} | {fact.object}
        for place in sorted(places):
            for order in self._indexes.orders_by_object.get(place, ()):
                if _is_emergency(order, fact):
                    return Explanation("E7", FULL, "There was an emergency in its block.", order.ref)
        return FailedExplanation("E7", "No emergency is recorded in its block.")

    def _hand_over(self, fact: DataFact) -> Explanation | FailedExplanation:
        """E8. A colleague of the same team looked at it with an explanation shortly before."""
        if fact.rank > HIGHEST_CLASS.rank:
            return FailedExplanation("E8", f"A hand-over opens nothing above {HIGHEST_CLASS.value}.")
        someone = self._indexes.people.get(fact.person)
        if someone is None or not someone.teams:
            return FailedExplanation("E8", "The team of this person is not known.")
        for team in sorted(someone.teams):
            reads = self._explained_reads(fact.object).get(team, ())
            start = bisect_left(reads, fact.at - HAND_OVER, key=attrgetter("at"))
            for index in range(start, bisect_left(reads, fact.at, key=attrgetter("at"))):
                if reads[index].person != fact.person:
                    sentence = "A colleague of the same team was working on it."
                    return Explanation("E8", FULL, sentence, reads[index].id)
        hours = HAND_OVER // timedelta(hours=1)
        return FailedExplanation(
            "E8", f"No colleague of the team had work on it in the {hours} hours before."
        )

    def _explained_reads(self, reference: str) -> Mapping[str, Sequence[DataFact]]:
        """By team the S2 and S3 look-ups of this object that work explained in full, in the order of time."""
        if reference not in self._team_reads:
            reads: defaultdict[str, list[DataFact]] = defaultdict(list)
            for fact in self._indexes.data_by_object.get(reference, ()):
                someone = self._indexes.people.get(fact.person)
                sensitive = fact.is_look and fact.rank >= SENSITIVE and fact.result == DataResult.OK
                if someone and sensitive and self._answer_directly(fact).weight >= FULL:
                    for team in someone.teams:
                        reads[team].append(fact)
            self._team_reads[reference] = reads
        return self._team_reads[reference]


def _is_emergency(order: WorkOrderFact, fact: DataFact) -> bool:
    """Whether the order is an emergency at that moment which the person did not declare."""
    own = bool(order.opened_by) and order.opened_by in (fact.person, fact.account)
    begun = order.opened_at <= fact.at
    over = order.closed_at is not None and fact.at > order.closed_at + WINDOW
    return order.kind.casefold() in EMERGENCY_KINDS and begun and not over and not own
