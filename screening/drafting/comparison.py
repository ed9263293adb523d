"""How one decided case would fare under a draft: the same facts, two sets of rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from screening.enums import ClearanceLevel, Effect, Recommendation, SimulatedChange
from screening.suitability.compare import Change, ChangeKind, simulate
from screening.suitability.facts import CaseFacts
from screening.suitability.findings import Finding
from screening.suitability.level import level_for
from screening.suitability.policy import Policy


@dataclass(frozen=True, slots=True)
class Side:
    """What a rule row says under one of the two sets of rules."""

    row: int | None
    effect: Effect
    until: date | None
    permanent: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """One difference, told by the rows that make it.

    It carries the rows' numbers and words, never a finding's own: those say what stands in a file.
    """

    kind: ChangeKind
    before: Side | None
    after: Side | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseComparison:
    """Before and after for one case."""

    before: Recommendation
    after: Recommendation
    level_before: ClearanceLevel
    level_after: ClearanceLevel
    months_before: int
    months_after: int
    grounds: tuple[Ground, ...]

    @property
    def change(self) -> SimulatedChange | None:
        """The weightiest difference; None where nothing differs."""
        if self.before is not self.after:
            return SimulatedChange.RECOMMENDATION
        if self.level_before is not self.level_after:
            return SimulatedChange.LEVEL
        if self.months_before != self.months_after:
            return SimulatedChange.VALIDITY
        return SimulatedChange.GROUNDS if self.grounds else None


def compare(facts: CaseFacts, before: Policy, after: Policy) -> CaseComparison:
    """Judge the same facts under both policies, at the level that the case was opened for.

    The levels are those that each policy's matrix asks for the post; where they differ, the case would have
    needed other checks, which no simulation can answer.
    Raises InvalidInput for an offence or sanction code that the tables do not know.
    """
    found = simulate(facts, before, after)
    return CaseComparison(
        before=found.old,
        after=found.new,
        level_before=level_for(facts.post, before).level,
        level_after=level_for(facts.post, after).level,
        months_before=found.old_months,
        months_after=found.new_months,
        grounds=tuple(_ground(change) for change in found.changes if change.kind is not ChangeKind.VALIDITY),
    )


def row_number(rule: str) -> int | None:
    """The number of a row from its reference, such as 31 from `eu-port-standard/1#31`."""
    number = rule.rpartition("#")[2]
    return int(number) if number.isdecimal() else None


def _ground(change: Change) -> Ground:
    speaking = change.new or change.old
    reason = (speaking.reason or _plain(speaking.criterion)) if speaking else ""
    return Ground(change.kind, _side(change.old), _side(change.new), reason)


def _plain(criterion: str) -> str:
    """What the judgement itself demands has a name and no row."""
    return f"{criterion.replace('_', ' ').capitalize()}."


def _side(finding: Finding | None) -> Side | None:
    if finding is None:
        return None
    return Side(row_number(finding.rule), finding.effect, finding.counts_until, finding.permanent)
