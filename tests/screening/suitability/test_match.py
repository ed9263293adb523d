from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from screening.enums import Effect
from screening.suitability.match import (
    GRADE_UNKNOWN,
    INTENT_UNKNOWN,
    NOT_OF_THE_KIND,
    SENTENCE_UNKNOWN,
    TOO_LIGHT,
    YOUTH_UNKNOWN,
    Circumstances,
    Match,
    match,
)
from screening.suitability.reading import Reading
from screening.suitability.record import Case
from screening.suitability.rule import MinSanction, Period, Rule, YoungAdult
from screening.suitability.terms import GradeTerms, Provenance
from screening.suitability.words import (
    Act,
    AgeAt,
    Circumstance,
    Exemption,
    Grade,
    Intent,
    LookbackFrom,
    Mark,
    RecordState,
    RuleKind,
)
from tests.screening.suitability.cases import AT, conviction, facts, prison, standard

pytestmark = pytest.mark.unit

GROUND = Provenance("a law", Mark.PROPOSED)
FELONY = {Grade.FELONY: GradeTerms(Grade.FELONY, 12, "More than a year.", GROUND)}


def row(**fields: Any) -> Rule:
    """A row that presumes something for seven years from conviction, unless said otherwise."""
    plain = Rule(
        ref="port/1#1",
        seq=1,
        kind=RuleKind.OFFENCE_IN_WINDOW,
        effect=Effect.PRESUME_UNSUITABLE,
        provenance=GROUND,
        reason="Because.",
        codes=frozenset({"0701 00"}),
        lookback_from=LookbackFrom.CONVICTION,
        lookback_years=7,
    )
    return replace(plain, **fields)


def found(rule: Rule, entry: object = None, *, born: date | None = None, on: date = AT) -> Match:
    reading = Case.of(facts(entry or conviction("0701")), standard()).readings[0]  # type: ignore[arg-type]
    return match(rule, reading, Circumstances(on, born, FELONY))


def test_match_when_the_row_asks_for_nothing_speaks_as_it_says() -> None:
    plain = found(row())
    assert (plain.miss, plain.effect, plain.doubts) == ("", Effect.PRESUME_UNSUITABLE, ())
    assert (plain.years, plain.start, plain.window.until) == (7, LookbackFrom.CONVICTION, date(2031, 5, 1))
    assert isinstance(plain.reading, Reading)


@pytest.mark.parametrize(
    ("fields", "entry", "miss"),
    [
        ({"states": frozenset({RecordState.CONVICTED})}, {}, ""),
        (
            {"states": frozenset({RecordState.CONVICTED})},
            {"exemption": Exemption.RESPONSIBILITY},
            NOT_OF_THE_KIND,
        ),
        (
            {"states": frozenset({RecordState.NOT_RESPONSIBLE})},
            {"exemption": Exemption.RESPONSIBILITY},
            "",
        ),
        ({"acts": frozenset({Act.COMPLETED})}, {"completion": "A"}, NOT_OF_THE_KIND),
        ({"acts": frozenset({Act.ATTEMPTED})}, {"completion": "A"}, ""),
        ({"acts": frozenset({Act.ACCESSORY})}, {"completion": "A", "participation": "H"}, ""),
        ({"acts": frozenset({Act.ATTEMPTED, Act.ACCESSORY})}, {}, NOT_OF_THE_KIND),
        ({"circumstances": frozenset({Circumstance.SEDITION})}, {}, NOT_OF_THE_KIND),
        (
            {"circumstances": frozenset({Circumstance.SEDITION, Circumstance.EXPLOSIVES})},
            {"circumstances": frozenset({Circumstance.EXPLOSIVES})},
            "",
        ),
        (
            {"unless": frozenset({Circumstance.SIMPLE_POSSESSION})},
            {"circumstances": frozenset({Circumstance.SIMPLE_POSSESSION})},
            NOT_OF_THE_KIND,
        ),
        ({"min_sanction": MinSanction(custody_months=0)}, {}, TOO_LIGHT),
    ],
)
def test_match_when_the_entry_is_of_another_kind_says_why(
    fields: dict[str, Any], entry: dict[str, Any], miss: str
) -> None:
    assert found(row(**fields), conviction("0701", **entry)).miss == miss


@pytest.mark.parametrize(
    ("entry", "miss", "doubts"),
    [
        ({"grade": Grade.FELONY}, "", ()),
        ({"grade": Grade.MISDEMEANOUR}, NOT_OF_THE_KIND, ()),
        ({"grade": Grade.MISDEMEANOUR, "sanction_code": "1001", "sanction_months": 40}, NOT_OF_THE_KIND, ()),
        ({}, "", (GRADE_UNKNOWN,)),
        ({"sanction_code": "1001", "sanction_months": 12}, "", (GRADE_UNKNOWN,)),
        ({"sanction_code": "1001", "sanction_months": 13}, "", ()),
        ({"sanction_code": "1002"}, "", ()),
    ],
)
def test_match_when_the_row_asks_for_a_grade_reads_it_from_record_or_sentence(
    entry: dict[str, Any], miss: str, doubts: tuple[str, ...]
) -> None:
    one = found(row(min_grade=Grade.FELONY), conviction("0701", **entry))
    assert (one.miss, one.doubts) == (miss, doubts)
    if doubts:
        assert one.effect is Effect.REFER, "what is not known may only be weighed"


@pytest.mark.parametrize(
    ("intent", "miss", "doubts"),
    [
        (Intent.INTENTIONAL, "", ()),
        (Intent.NEGLIGENT, NOT_OF_THE_KIND, ()),
        (Intent.UNSTATED, "", (INTENT_UNKNOWN,)),
    ],
)
def test_match_when_the_row_asks_for_intent_only_intent_suffices(
    intent: Intent, miss: str, doubts: tuple[str, ...]
) -> None:
    one = found(row(intentional_only=True), conviction("0701", intent=intent))
    assert (one.miss, one.doubts) == (miss, doubts)


def test_match_when_the_sentence_is_not_recorded_is_in_doubt() -> None:
    one = found(row(min_sanction=MinSanction(custody_months=12)), conviction("0701", sanction_code=""))
    assert (one.miss, one.doubts, one.effect) == ("", (SENTENCE_UNKNOWN,), Effect.REFER)


OR_RELEASE = {"or_within": (Period(5, LookbackFrom.RELEASE),)}


@pytest.mark.parametrize(
    ("entry", "until"),
    [
        (conviction("0701", final_on=date(2019, 3, 1)), date(2026, 3, 1)),
        (prison("0701", 60, final_on=date(2015, 3, 1), released_on=date(2019, 3, 1)), date(2024, 3, 1)),
        (prison("0701", 14, final_on=date(2019, 3, 1), released_on=date(2020, 5, 1)), date(2026, 3, 1)),
        (prison("0701", 60, final_on=date(2015, 3, 1), sanction_suspended=True), date(2022, 3, 1)),
        (prison("0701", 120, final_on=date(2015, 3, 1)), date(2030, 3, 1)),
    ],
)
def test_match_when_one_of_two_periods_suffices_counts_until_the_later(entry: object, until: date) -> None:
    assert found(row(**OR_RELEASE), entry).window.until == until


def test_match_when_an_alternative_asks_for_a_sentence_it_must_be_reached() -> None:
    longer = {"or_within": (Period(10, LookbackFrom.FINAL, MinSanction(custody_months=12)),)}
    assert found(row(**longer), prison("0701", 12)).window.until == date(2034, 5, 1)
    assert found(row(**longer), prison("0701", 11)).window.until == date(2031, 5, 1)


AT_OFFENCE = YoungAdult(23, AgeAt.OFFENCE, lookback_years=2)
ON_THE_DAY = YoungAdult(23, AgeAt.ASSESSMENT, lookback_years=2)


@pytest.mark.parametrize(
    ("young", "born", "offence_date", "years"),
    [
        (AT_OFFENCE, date(2001, 1, 11), date(2024, 1, 10), 2),
        (AT_OFFENCE, date(2001, 1, 10), date(2024, 1, 10), 7),
        (ON_THE_DAY, date(2003, 6, 2), None, 2),
        (ON_THE_DAY, date(2003, 6, 1), None, 7),
    ],
)
def test_match_when_the_person_is_young_takes_the_term_for_young_people(
    young: YoungAdult, born: date, offence_date: date | None, years: int
) -> None:
    one = found(row(young_adult=young), conviction("0701", offence_date=offence_date), born=born)
    assert (one.years, one.remarks) == (years, ())


def test_match_when_the_age_is_not_known_takes_the_adult_term_and_says_so() -> None:
    one = found(row(young_adult=AT_OFFENCE), conviction("0701"), born=date(2003, 1, 1))
    assert (one.years, one.remarks) == (7, (YOUTH_UNKNOWN,))


def test_match_when_the_term_for_young_people_is_milder_it_never_strengthens() -> None:
    milder = YoungAdult(23, AgeAt.ASSESSMENT, effect=Effect.REFER)
    stronger = YoungAdult(23, AgeAt.ASSESSMENT, effect=Effect.BAR)
    assert found(row(young_adult=milder), born=date(2004, 1, 1)).effect is Effect.REFER
    assert found(row(young_adult=stronger), born=date(2004, 1, 1)).effect is Effect.PRESUME_UNSUITABLE


def test_match_when_the_offence_day_is_missing_reads_the_judgment() -> None:
    one = found(row(lookback_from=LookbackFrom.OFFENCE), conviction("0701"))
    assert one.window.until == date(2031, 5, 1)
    assert "day of the offence is not recorded" in one.window.remark
