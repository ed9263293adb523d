"""One conviction under one row: whether the row means it, how strongly it speaks, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from screening.enums import Effect
from screening.suitability.facts import ConvictionFact
from screening.suitability.findings import weaker
from screening.suitability.phrases import Phrase
from screening.suitability.reading import Reading
from screening.suitability.rule import Rule, YoungAdult
from screening.suitability.terms import GradeTerms
from screening.suitability.windows import (
    LIFE_IMPRISONMENT,
    PERMANENT,
    Window,
    add_years,
    is_served_custody,
    window,
)
from screening.suitability.words import AgeAt, Grade, Intent, LookbackFrom

SENTENCE_UNKNOWN = Phrase.SENTENCE_UNKNOWN.label
GRADE_UNKNOWN = Phrase.GRADE_UNKNOWN.label
INTENT_UNKNOWN = Phrase.INTENT_UNKNOWN.label
YOUTH_UNKNOWN = Phrase.YOUTH_UNKNOWN.label

NOT_OF_THE_KIND = "not_of_the_kind_listed"
TOO_LIGHT = "sentence_too_light"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a row needs to know beside the conviction: the day that counts, the birth date, the grades."""

    on: date
    birth_date: date | None
    grades: Mapping[Grade, GradeTerms]


@dataclass(frozen=True, slots=True)
class Match:
    """A conviction that a row names. `miss` says why the row does not mean it, "" where it does.

    `years` and `start` are those of the period that ends last; `doubts` say what the record leaves open, and
    while there is one the row speaks no stronger than that somebody must weigh it.
    """

    reading: Reading
    rule: Rule
    miss: str
    effect: Effect
    window: Window
    years: int | None
    start: LookbackFrom
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def conviction(self) -> ConvictionFact:
        return self.reading.conviction

    @property
    def caveats(self) -> tuple[str, ...]:
        """What has not been confirmed: of the row, of the set that brought the code, and of the codes."""
        of_sets = (caveat for codes, caveat in self.rule.set_caveats if self.reading.offence.code in codes)
        return (*self.rule.provenance.caveats, *of_sets, *self.reading.caveats)


def match(rule: Rule, reading: Reading, around: Circumstances) -> Match:
    """How a row stands to a conviction whose code it names."""
    miss, doubts = _miss(rule, reading, around)
    young, remarks = _young(rule, reading, around)
    effect = reading.effect(rule)
    if young is not None and young.effect is not None:
        effect = weaker(effect, young.effect)
    years, start, found = _longest(rule, reading, young)
    return Match(
        reading,
        rule,
        miss,
        weaker(effect, Effect.REFER) if doubts else effect,
        found,
        years,
        start,
        doubts,
        remarks,
    )


def _miss(rule: Rule, reading: Reading, around: Circumstances) -> tuple[str, tuple[str, ...]]:
    conviction = reading.conviction
    if _is_of_another_kind(rule, reading):
        return NOT_OF_THE_KIND, ()
    doubts = []
    if rule.intentional_only:
        if conviction.intent is Intent.NEGLIGENT:
            return NOT_OF_THE_KIND, ()
        if conviction.intent is Intent.UNSTATED:
            doubts.append(INTENT_UNKNOWN)
    if rule.min_grade is not None:
        reached = _reaches(conviction, rule.min_grade, around.grades)
        if reached is False:
            return NOT_OF_THE_KIND, ()
        if reached is None:
            doubts.append(GRADE_UNKNOWN)
    if rule.min_sanction is not None:
        met = rule.min_sanction.is_met(conviction)
        if met is False:
            return TOO_LIGHT, ()
        if met is None:
            doubts.append(SENTENCE_UNKNOWN)
    return "", tuple(doubts)


def _is_of_another_kind(rule: Rule, reading: Reading) -> bool:
    circumstances = reading.conviction.circumstances
    return (
        (bool(rule.states) and reading.state not in rule.states)
        or rule.acts.isdisjoint(reading.acts)
        or (bool(rule.circumstances) and rule.circumstances.isdisjoint(circumstances))
        or not rule.unless.isdisjoint(circumstances)
    )


def _reaches(conviction: ConvictionFact, floor: Grade, grades: Mapping[Grade, GradeTerms]) -> bool | None:
    """None where neither the record nor the sentence tells."""
    if conviction.grade is not Grade.UNSTATED:
        return conviction.grade.rank >= floor.rank
    months = conviction.sanction_months
    for grade, terms in grades.items():
        is_life = conviction.sanction_code == LIFE_IMPRISONMENT
        is_long = months is not None and months > terms.custody_over_months
        if grade.rank >= floor.rank and (is_life or is_long):
            return True
    return None


def _young(rule: Rule, reading: Reading, around: Circumstances) -> tuple[YoungAdult | None, tuple[str, ...]]:
    """The row's term for young people where it applies. What cannot be known is said, not assumed."""
    young = rule.young_adult
    if young is None:
        return None, ()
    day = around.on if young.age_at is AgeAt.ASSESSMENT else reading.conviction.offence_date
    if around.birth_date is None or day is None:
        return None, (YOUTH_UNKNOWN,)
    return (young if day < add_years(around.birth_date, young.under_years) else None), ()


def _longest(
    rule: Rule, reading: Reading, young: YoungAdult | None
) -> tuple[int | None, LookbackFrom, Window]:
    """Of the periods of a row the one that ends last."""
    years = rule.lookback_years
    if young is not None and young.lookback_years is not None:
        years = young.lookback_years
    best = _period(reading, reading.cut(years, rule), rule.lookback_from)
    for other in rule.or_within:
        if not _applies(other.start, reading.conviction):
            continue
        if other.min_sanction is None or other.min_sanction.is_met(reading.conviction):
            found = _period(reading, reading.cut(other.years, rule), other.start)
            best = max(best, found, key=lambda each: each[2].end)
    return best


def _period(
    reading: Reading, years: int | None, start: LookbackFrom
) -> tuple[int | None, LookbackFrom, Window]:
    if years is None:
        return None, start, PERMANENT
    return years, start, window(reading.conviction, start, years)


def _applies(start: LookbackFrom, conviction: ConvictionFact) -> bool:
    """A period from release is read only for those who were in prison."""
    if start is not LookbackFrom.RELEASE:
        return True
    return conviction.released_on is not None or is_served_custody(conviction)
