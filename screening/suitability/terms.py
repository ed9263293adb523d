"""The parts that a policy is made of: rows, sets, levels, clocks. Each names its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from screening.enums import CheckKind, ClearanceLevel, Effect, ListSource
from screening.offences import is_custodial
from screening.suitability.clocks import due
from screening.suitability.facts import FIELD_CLASSES, ConvictionFact, PostFacts
from screening.suitability.windows import LIFE_IMPRISONMENT
from screening.suitability.words import (
    ClockUnit,
    LookbackFrom,
    Mark,
    OnExpiry,
    Parameter,
    RuleKind,
    Treatment,
)

CAVEATS = {
    Mark.REPORTED: "The source of this row has not been checked against its text.",
    Mark.PROPOSED: "This row is a proposal of the policy, not law.",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from. `seen` names the entries of the policy's list of sources where it was read."""

    source: str
    mark: Mark
    seen: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.source} [{self.mark}]"

    @property
    def caveats(self) -> tuple[str, ...]:
        return (CAVEATS[self.mark],) if self.mark in CAVEATS else ()


@dataclass(frozen=True, slots=True)
class PostCondition:
    """What a post must reach for a row to apply: every stated floor; none stated means always."""

    function_risk: int | None = None
    area_risk: int | None = None
    field_class: str | None = None

    def holds(self, post: PostFacts) -> bool:
        return (
            (self.function_risk is None or post.risk >= self.function_risk)
            and (self.area_risk is None or post.area_risk >= self.area_risk)
            and (self.field_class is None or post.field_rank >= FIELD_CLASSES.index(self.field_class))
        )

    @property
    def is_always(self) -> bool:
        return self == PostCondition()


@dataclass(frozen=True, slots=True)
class PostLevel:
    """One row of the function-risk matrix: such a post asks for at least this level."""

    seq: int
    level: ClearanceLevel
    when: PostCondition
    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Element:
    """Something that a level looks into, and what answers it: a check, the declaration, or nothing yet."""

    name: str
    provenance: Provenance
    check: CheckKind | None = None
    in_declaration: bool = False


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """How long a clearance of a level is valid, how often it is looked at again, and what it looks into."""

    validity_months: int
    recheck_months: int
    elements: tuple[Element, ...]
    provenance: Provenance

    @property
    def checks(self) -> tuple[CheckKind, ...]:
        return tuple(element.check for element in self.elements if element.check is not None)


@dataclass(frozen=True, slots=True)
class OffenceSet:
    """A named set of offences. A `hidden` set is never looked at: its convictions are counted, not shown."""

    name: str
    codes: frozenset[str]
    hidden: bool
    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class MinSanction:
    """The least sentence that a row asks for; reaching one of the floors suffices.

    `custody_months` 0 means any imprisonment. `suspended_counts` says whether a suspended term does.
    """

    custody_months: int | None = None
    day_rates: int | None = None
    suspended_counts: bool = True

    def is_met(self, conviction: ConvictionFact) -> bool | None:
        """None where the record does not tell."""
        answers = (self._custody_is_met(conviction), self._day_rates_are_met(conviction))
        if True in answers:
            return True
        return None if None in answers else False

    def _custody_is_met(self, conviction: ConvictionFact) -> bool | None:
        if self.custody_months is None or (conviction.sanction_suspended and not self.suspended_counts):
            return False
        months = conviction.sanction_months
        if not conviction.sanction_code and not months:
            return None if months is None and conviction.day_rates is None else False
        if conviction.sanction_code and not is_custodial(conviction.sanction_code):
            return False
        if conviction.sanction_code == LIFE_IMPRISONMENT or self.custody_months == 0:
            return True
        return None if months is None else months >= self.custody_months

    def _day_rates_are_met(self, conviction: ConvictionFact) -> bool | None:
        if self.day_rates is None:
            return False
        if conviction.day_rates is not None:
            return conviction.day_rates >= self.day_rates
        # A fine without its number of rates, or no sentence at all: the record must be completed first.
        return None if conviction.sanction_code.startswith("8") or not conviction.sanction_code else False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a policy: which criterion, with which effect, on what, for how long, and on what ground.

    Which fields a kind uses stands in `rule_rows.FIELDS`. `codes` holds every offence code of the named sets.
    """

    ref: str
    seq: int
    kind: RuleKind
    effect: Effect
    provenance: Provenance
    reason: str
    relevant_when: PostCondition = PostCondition()
    offence_sets: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    lookback_from: LookbackFrom = LookbackFrom.FINAL
    lookback_years: int | None = None
    min_sanction: MinSanction | None = None
    min_count: int = 2
    min_days: int = 0
    min_months: int = 0
    list_sources: tuple[ListSource, ...] = ()
    caps_validity_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterTerms:
    """What a policy does with entries that carry a parameter. The last three serve `juvenile` alone."""

    parameter: Parameter
    treatment: Treatment
    reason: str
    provenance: Provenance
    cap: Effect | None = None
    under_years: int | None = None
    max_years: int | None = None
    max_years_if_bar: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A period that a procedure keeps, and what follows when it runs out."""

    name: str
    days: int
    unit: ClockUnit
    on_expiry: OnExpiry
    provenance: Provenance

    def due(self, start: date, holidays: Collection[date] = ()) -> date:
        return due(start, self.days, self.unit, holidays)
