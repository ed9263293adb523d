from __future__ import annotations

from datetime import date

import pytest

from screening.suitability.facts import AreaFact, ConvictionFact, PostFacts
from screening.suitability.rule import MinSanction
from screening.suitability.terms import Clock, PostCondition, Provenance
from screening.suitability.words import ClockUnit, Mark, OnExpiry

pytestmark = pytest.mark.unit

ANY_PRISON = MinSanction(custody_months=0)
A_YEAR = MinSanction(custody_months=12)
A_YEAR_SERVED = MinSanction(custody_months=12, suspended_counts=False)
SIXTY_RATES = MinSanction(day_rates=60)
EITHER = MinSanction(custody_months=1, day_rates=60)


@pytest.mark.parametrize(
    ("floor", "sentence", "met"),
    [
        (ANY_PRISON, {"sanction_code": "1001"}, True),
        (ANY_PRISON, {"sanction_code": "1001", "sanction_suspended": True}, True),
        (ANY_PRISON, {"sanction_code": "8001"}, False),
        (ANY_PRISON, {"sanction_months": 2}, True),
        (ANY_PRISON, {"sanction_months": 0}, False),
        (ANY_PRISON, {}, None),
        (ANY_PRISON, {"day_rates": 30}, False),
        (A_YEAR, {"sanction_code": "1001", "sanction_months": 12}, True),
        (A_YEAR, {"sanction_code": "1001", "sanction_months": 11}, False),
        (A_YEAR, {"sanction_code": "1001"}, None),
        (A_YEAR, {"sanction_code": "1002"}, True),
        (A_YEAR, {"sanction_code": "8002", "sanction_months": 24}, False),
        (A_YEAR_SERVED, {"sanction_code": "1001", "sanction_months": 24, "sanction_suspended": True}, False),
        (SIXTY_RATES, {"sanction_code": "8002", "day_rates": 60}, True),
        (SIXTY_RATES, {"sanction_code": "8002", "day_rates": 59}, False),
        (SIXTY_RATES, {"sanction_code": "8002"}, None),
        (SIXTY_RATES, {"sanction_code": "1001", "sanction_months": 24}, False),
        (SIXTY_RATES, {}, None),
        (EITHER, {"sanction_code": "1001", "sanction_months": 1}, True),
        (EITHER, {"sanction_code": "8002", "day_rates": 90}, True),
        (EITHER, {"sanction_code": "9001"}, False),
    ],
)
def test_min_sanction_when_the_record_does_not_tell_says_so(
    floor: MinSanction, sentence: dict, met: bool | None
) -> None:
    assert floor.is_met(ConvictionFact(id="1", offence_code="0701", **sentence)) is met


@pytest.mark.parametrize(
    ("condition", "post", "holds"),
    [
        (PostCondition(), PostFacts(1), True),
        (PostCondition(function_risk=2), PostFacts(2), True),
        (PostCondition(function_risk=2), PostFacts(1), False),
        (PostCondition(field_class="S2"), PostFacts(1, frozenset({"S3"})), True),
        (PostCondition(field_class="S2"), PostFacts(1, frozenset({"S0", "S1"})), False),
        (PostCondition(field_class="S0"), PostFacts(1), False),
        (PostCondition(area_risk=3), PostFacts(1, areas=(AreaFact("A", 3), AreaFact("B"))), True),
        (PostCondition(area_risk=1), PostFacts(1, areas=(AreaFact("B"),)), False),
        (PostCondition(function_risk=3, field_class="S3"), PostFacts(3, frozenset({"S2"})), False),
        (PostCondition(function_risk=3, field_class="S3"), PostFacts(3, frozenset({"S3"})), True),
    ],
)
def test_post_condition_when_every_floor_is_reached_holds(
    condition: PostCondition, post: PostFacts, holds: bool
) -> None:
    assert condition.holds(post) is holds


def test_provenance_when_not_verified_carries_a_caveat() -> None:
    assert Provenance("law", Mark.VERIFIED, ("S1",)).caveats == ()
    assert Provenance("hearsay", Mark.REPORTED).caveats
    assert str(Provenance("idea", Mark.PROPOSED)) == "idea [P]"


def test_clock_when_working_days_run_passes_over_holidays() -> None:
    clock = Clock(
        "ecris_reply", 10, ClockUnit.WORKING, OnExpiry.CHASE, Provenance("law", Mark.VERIFIED, ("S1",))
    )
    assert clock.due(date(2026, 5, 22)) == date(2026, 6, 5)
    assert clock.due(date(2026, 5, 22), {date(2026, 5, 25)}) == date(2026, 6, 8)
