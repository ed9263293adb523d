"""One row of a policy: which criterion, with which effect, on what, for how long, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass

from screening.enums import ClearanceLevel, Effect, ListSource
from screening.offences import is_custodial
from screening.suitability.facts import ConvictionFact
from screening.suitability.terms import PostCondition, Provenance
from screening.suitability.windows import LIFE_IMPRISONMENT
from screening.suitability.words import (
    Act,
    AdviceOutcome,
    AdviceSubject,
    AgeAt,
    Circumstance,
    CountsFrom,
    Grade,
    LookbackFrom,
    RecordState,
    RuleKind,
    Waiver,
)

ALWAYS = PostCondition()  # a row that bears on every post


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


@dataclass(frozen=True, slots=True)
class YoungAdult:
    """What a row says of young people: another period, another effect."""

    under_years: int
    age_at: AgeAt
    lookback_years: int | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A look-back: so many years from one of a conviction's dates, where the sentence reaches the floor."""

    years: int
    start: LookbackFrom
    min_sanction: MinSanction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a policy. Which fields a kind uses stands in `rule_rows.FIELDS`.

    `codes` holds every offence code of the named sets, `set_caveats` what those sets leave unconfirmed.
    `remedy` says who may set the ground aside, and how.
    """

    ref: str
    seq: int
    kind: RuleKind
    effect: Effect
    provenance: Provenance
    reason: str
    relevant_when: PostCondition = ALWAYS
    from_level: ClearanceLevel | None = None
    waiver: Waiver | None = None
    remedy: str = ""
    tier: int | None = None
    clock: str = ""
    # which entries of the record
    offence_sets: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    set_caveats: tuple[tuple[frozenset[str], str], ...] = ()
    states: frozenset[RecordState] = frozenset()
    acts: frozenset[Act] = frozenset(Act)
    circumstances: frozenset[Circumstance] = frozenset()
    unless: frozenset[Circumstance] = frozenset()
    min_sanction: MinSanction | None = None
    min_grade: Grade | None = None
    intentional_only: bool = False
    # for how long
    lookback_from: LookbackFrom = LookbackFrom.FINAL
    lookback_years: int | None = None
    or_within: tuple[Period, ...] = ()
    young_adult: YoungAdult | None = None
    # the fields of single kinds
    min_count: int = 2
    counts_from: CountsFrom = CountsFrom.EACH
    min_days: int = 0
    min_months: int = 0
    min_proofs: int = 0
    list_sources: tuple[ListSource, ...] = ()
    subjects: frozenset[AdviceSubject] = frozenset()
    outcomes: frozenset[AdviceOutcome] = frozenset()
    caps_validity_months: int | None = None

    @property
    def is_windowed(self) -> bool:
        """Whether what the row speaks of stops counting on a day that it works out."""
        return self.lookback_years is not None or self.kind is RuleKind.PORT_BAN_IN_FORCE

    @property
    def has_floor(self) -> bool:
        """Whether the row asks for a number to be reached: of months, day rates, days or convictions."""
        floor = self.min_sanction
        sentence = floor is not None and bool(floor.custody_months or floor.day_rates)
        counted = self.kind is RuleKind.REPEATED_CONVICTIONS
        return sentence or counted or bool(self.min_days or self.min_months or self.min_proofs)

    def is_asked_at(self, level: ClearanceLevel) -> bool:
        return self.from_level is None or level.rank >= self.from_level.rank
