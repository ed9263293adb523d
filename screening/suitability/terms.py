"""What a policy is made of beside its rules: sets, levels, tiers, papers, clocks. Each names its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from screening.enums import CheckKind, ClearanceLevel, DocumentKind, Effect, PersonCategory
from screening.suitability.clocks import due
from screening.suitability.facts import FIELD_CLASSES, PostFacts
from screening.suitability.words import (
    AdviceSubject,
    ClockUnit,
    FactorName,
    FunctionAspect,
    Grade,
    Mark,
    OnExpiry,
    Parameter,
    Treatment,
    Waiver,
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
    """What a post must reach for a row to apply: every stated floor, and one of the stated aspects.

    None stated means always.
    """

    function_risk: int | None = None
    area_risk: int | None = None
    field_class: str | None = None
    aspects: frozenset[FunctionAspect] = frozenset()

    def holds(self, post: PostFacts) -> bool:
        return (
            (self.function_risk is None or post.risk >= self.function_risk)
            and (self.area_risk is None or post.area_risk >= self.area_risk)
            and (self.field_class is None or post.field_rank >= FIELD_CLASSES.index(self.field_class))
            and (not self.aspects or not self.aspects.isdisjoint(post.all_aspects))
        )

    def relevance(self, post: PostFacts) -> str:
        """Why a row that holds bears on this post; "" where it bears on every post."""
        grounds = []
        if self.function_risk is not None:
            grounds.append(f"its function risk is {post.risk}")
        if self.area_risk is not None:
            grounds.append(f"it enters areas of risk {post.area_risk}")
        if self.field_class is not None:
            grounds.append(f"it reads data of class {FIELD_CLASSES[post.field_rank]}")
        if self.aspects:
            shared = sorted(aspect.label for aspect in self.aspects & post.all_aspects)
            grounds.append(f"it gives power over {', '.join(shared)}")
        return f"It matters for this post: {'; '.join(grounds)}." if grounds else ""

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
    advice: AdviceSubject | None = None
    right_to_work: bool = False


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """How long a clearance of a level is valid, how often it is looked at again, and what it looks into."""

    validity_months: int
    recheck_months: int
    elements: tuple[Element, ...]
    provenance: Provenance
    continuous: bool = False

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
class Unlisted:
    """What the policy says of offences that no row names."""

    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class GradeTerms:
    """A term of imprisonment above so many months shows at least this grade where the record names none."""

    grade: Grade
    custody_over_months: int
    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of gravity: what it is called, and who may set its ground aside."""

    number: int
    name: str
    waiver: Waiver
    remedy: str
    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class FactorTerms:
    """One factor of the balance of interests; what `limit` counts is said by the factor's name.

    Number: at most so many convictions. Gravity: imprisonment below so many months. Age: under so many years
    at the time. Time: so many years since the last became final.
    """

    name: FactorName
    limit: int
    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTerms:
    """A paper that the policy asks for. `apostille` and `translation` are asked of foreign papers."""

    seq: int
    kind: DocumentKind
    required: bool
    reason: str
    provenance: Provenance
    categories: frozenset[PersonCategory] = frozenset(PersonCategory)
    levels: frozenset[ClearanceLevel] = frozenset(ClearanceLevel)
    max_age_days: int | None = None
    apostille: bool = False
    translation: bool = False

    def asked_of(self, category: PersonCategory, level: ClearanceLevel) -> bool:
        return category in self.categories and level in self.levels


@dataclass(frozen=True, slots=True)
class DeclarationTerms:
    """How the person is asked: told first that nobody need incriminate themselves; asked about interests."""

    self_incrimination_notice: bool
    asks_interests: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Clock:
    """A period that a procedure keeps, and what follows when it runs out.

    `before` says that it is counted back from the event: so many days must lie before it.
    """

    name: str
    days: int
    unit: ClockUnit
    on_expiry: OnExpiry
    provenance: Provenance
    extendable: bool = False
    before: bool = False

    def due(self, start: date, holidays: Collection[date] = ()) -> date:
        return due(start, self.days, self.unit, holidays)
