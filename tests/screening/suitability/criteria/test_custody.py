from __future__ import annotations

from datetime import date

import pytest

from screening.enums import Effect
from screening.suitability.facts import ConvictionFact
from screening.suitability.findings import Finding
from screening.suitability.recommend import grounds
from tests.matrix.suitability_cases import policy
from tests.screening.suitability.cases import conviction, facts, prison

pytestmark = pytest.mark.unit


def long_stays(*convictions: ConvictionFact, at: date = date(2026, 6, 1)) -> list[Finding]:
    rules = policy("twic")
    return [
        finding
        for finding in grounds(facts(*convictions, at=at), rules)
        if finding.criterion == "long_imprisonment"
    ]


def stay(name: str, since: date, until: date | None, months: int = 6) -> ConvictionFact:
    return prison(
        "1401", months, id=name, final_on=since, custody_since=since, released_on=until, decided_on=since
    )


def test_long_imprisonment_when_stays_touch_counts_them_as_one() -> None:
    first = stay("1", date(2001, 1, 1), date(2001, 6, 30))
    second = stay("2", date(2001, 7, 1), date(2002, 1, 10))
    (finding,) = long_stays(second, first)
    assert finding.about == "1 2"
    assert "for 375 days without a break, from 1 January 2001 to 10 January 2002" in finding.sentence
    assert (finding.effect, finding.permanent) == (Effect.REFER, True)


def test_long_imprisonment_when_a_stay_lies_within_another_counts_no_day_twice() -> None:
    outer = stay("1", date(2001, 1, 1), date(2001, 12, 31))
    inner = stay("2", date(2001, 3, 1), date(2001, 4, 1))
    assert not long_stays(outer, inner), "365 days are not more than 365"


def test_long_imprisonment_when_the_release_is_not_recorded_assumes_the_term_and_says_so() -> None:
    (finding,) = long_stays(stay("1", date(2001, 1, 1), None, months=14))
    assert "to 1 March 2002" in finding.sentence
    assert "full term" in finding.sentence


def test_long_imprisonment_when_it_lasts_counts_until_today() -> None:
    life = prison("0801", 1, sanction_code="1002", sanction_months=None, final_on=date(2025, 1, 1))
    (finding,) = long_stays(life)
    assert "to 1 June 2026" in finding.sentence


@pytest.mark.parametrize(
    "entry",
    [
        prison("1401", 24, sanction_suspended=True, final_on=date(2001, 1, 1)),
        conviction("1401", final_on=date(2001, 1, 1)),
        prison("1401", 24, final_on=None, decided_on=None),
        prison("1401", 24, final_on=date(2027, 1, 1)),
    ],
)
def test_long_imprisonment_when_nobody_was_in_prison_is_silent(entry: ConvictionFact) -> None:
    assert not long_stays(entry)
