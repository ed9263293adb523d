"""What is known of a case, as frozen values. Services gather them; judgement reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portsec.kernel.errors import InvalidInput
from screening.enums import (
    CheckKind,
    CheckResult,
    CheckState,
    ClearanceLevel,
    DocumentKind,
    HitState,
    PersonCategory,
)
from screening.suitability.words import (
    AdviceOutcome,
    AdviceSubject,
    Circumstance,
    Completion,
    Exemption,
    FunctionAspect,
    Grade,
    Intent,
    Participation,
    ProofKind,
    RecordState,
    RightToWork,
)

RISKS = range(1, 4)  # function and area risk: 1 ordinary, 2 sensitive, 3 critical
FIELD_CLASSES = ("S0", "S1", "S2", "S3")  # public, operational, sensitive, critical


@dataclass(frozen=True, slots=True)
class AreaFact:
    """One area of the post. `risk` is None where only the code of the area is known."""

    code: str
    risk: int | None = None

    def __post_init__(self) -> None:
        if self.risk is not None and self.risk not in RISKS:
            raise InvalidInput(f"Area {self.code} has risk {self.risk}; it is 1 to 3.")


@dataclass(frozen=True, slots=True)
class PostFacts:
    """The work that a clearance is for: its risk, the field classes it reads, the areas it enters.

    `aspects` are those that the post was given; what follows from its areas and data stands in `all_aspects`.
    """

    risk: int
    field_classes: frozenset[str] = frozenset()
    areas: tuple[AreaFact, ...] = ()
    aspects: frozenset[FunctionAspect] = frozenset()

    def __post_init__(self) -> None:
        if self.risk not in RISKS:
            raise InvalidInput(f"The function risk of a post is 1 to 3, not {self.risk}.")
        unknown = sorted(set(self.field_classes) - set(FIELD_CLASSES))
        if unknown:
            raise InvalidInput(f"Unknown field class {unknown[0]}; there are {', '.join(FIELD_CLASSES)}.")

    @property
    def area_risk(self) -> int:
        """The highest known risk among the areas; 0 where none is known."""
        return max((area.risk or 0 for area in self.areas), default=0)

    @property
    def field_rank(self) -> int:
        """The most sensitive field class as a number 0 to 3; -1 where the post reads none."""
        return max((FIELD_CLASSES.index(name) for name in self.field_classes), default=-1)

    @property
    def all_aspects(self) -> frozenset[FunctionAspect]:
        """The aspects of the post, with those that its areas and data bring along."""
        derived = set(self.aspects)
        if self.areas:
            derived.add(FunctionAspect.PORT_AREA)
        if self.field_rank >= FIELD_CLASSES.index("S1"):
            derived.add(FunctionAspect.INFORMATION)
        return frozenset(derived)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFact:
    """One question asked about the person, and its answer. `country` is the State asked, where it matters."""

    kind: CheckKind
    state: CheckState
    result: CheckResult | None = None
    id: str = ""
    country: str = ""

    @property
    def is_answered(self) -> bool:
        return self.state is CheckState.ANSWERED and self.result is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvictionFact:
    """One conviction as a record answer gives it: ECRIS codes, parameters and dates, never free text.

    `sanction_months` is the term of imprisonment in months, `day_rates` the number of daily rates of a fine.
    `custody_since` is the day on which the imprisonment that ended on `released_on` began. `declared` says
    that the person named this conviction in the declaration.
    """

    id: str
    offence_code: str
    completion: Completion = Completion.COMPLETED
    participation: Participation = Participation.PERPETRATOR
    exemption: Exemption = Exemption.NONE
    sanction_code: str = ""
    sanction_months: int | None = None
    sanction_suspended: bool = False
    day_rates: int | None = None
    offence_date: date | None = None
    decided_on: date | None = None
    final_on: date | None = None
    released_on: date | None = None
    country: str = ""
    rehabilitated: bool = False
    pardoned: bool = False
    amnesty: bool = False
    juvenile: bool = False
    declared: bool = False
    grade: Grade = Grade.UNSTATED
    intent: Intent = Intent.UNSTATED
    circumstances: frozenset[Circumstance] = frozenset()
    custody_since: date | None = None

    def __post_init__(self) -> None:
        if (self.sanction_months or 0) < 0 or (self.day_rates or 0) < 0:
            raise InvalidInput(f"Conviction {self.id} has a negative sentence.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HitFact:
    """One watchlist entry that resembles the person, and what an officer said of it."""

    id: str
    entry_name: str
    source: str
    score: float
    state: HitState


@dataclass(frozen=True, slots=True)
class ResidenceFact:
    """An uninterrupted stay in a State; `until` None means that it lasts."""

    country: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class GapFact:
    """A stretch of days without known employment or education, first and last day included."""

    since: date
    until: date
    explained: bool = False

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingFact:
    """Proceedings that have brought no conviction. An acquittal is never entered."""

    id: str
    state: RecordState
    offence_code: str
    since: date | None = None
    ended_on: date | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceFact:
    """What an authority said on one subject: the outcome and its reference, never its text."""

    id: str
    subject: AdviceSubject
    outcome: AdviceOutcome
    reference: str = ""
    given_on: date | None = None
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortBanFact:
    """A court's or an authority's order that keeps the person out of ports; `until` None: without an end."""

    id: str
    since: date
    until: date | None = None
    port: str = ""
    reference: str = ""

    def in_force(self, at: date) -> bool:
        return self.since <= at and (self.until is None or at <= self.until)


@dataclass(frozen=True, slots=True)
class RightToWorkFact:
    """Whether the person may work here, and until when; `until` None: without an end."""

    status: RightToWork
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseStatementFact:
    """A statement of the person that an officer found to be false."""

    id: str
    about: str
    found_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFact:
    """A paper in the file. A foreign one may need an apostille and a translation."""

    kind: DocumentKind
    id: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    is_foreign: bool = False
    has_apostille: bool = False
    has_translation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFact:
    """Something that may stand in for a record that cannot be had, once an officer accepts it."""

    kind: ProofKind
    id: str = ""
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFacts:
    """What the person was asked and said. None means: not asked, so nothing may be concluded."""

    has_declared_convictions: bool | None = None
    residences: tuple[ResidenceFact, ...] | None = None
    gaps: tuple[GapFact, ...] | None = None
    false_statements: tuple[FalseStatementFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything a policy may look at, on the day `at`. `level` is the one the file was opened for.

    `applied_on` is the day of the application where it is known. None in `right_to_work`, `documents` and
    `proofs` means that nobody asked, so nothing may be concluded.
    """

    at: date
    level: ClearanceLevel
    post: PostFacts
    category: PersonCategory = PersonCategory.EMPLOYEE
    birth_date: date | None = None
    checks: tuple[CheckFact, ...] = ()
    convictions: tuple[ConvictionFact, ...] = ()
    hits: tuple[HitFact, ...] = ()
    declarations: DeclarationFacts = DeclarationFacts()
    applied_on: date | None = None
    proceedings: tuple[ProceedingFact, ...] = ()
    advice: tuple[AdviceFact, ...] = ()
    bans: tuple[PortBanFact, ...] = ()
    right_to_work: RightToWorkFact | None = None
    documents: tuple[DocumentFact, ...] | None = None
    proofs: tuple[ProofFact, ...] | None = None
