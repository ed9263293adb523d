from __future__ import annotations

from datetime import date

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import CheckKind, CheckResult
from screening.suitability.facts import AreaFact, ConvictionFact, GapFact, PostFacts
from tests.screening.suitability.cases import check

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("risk", [0, 4, -1])
def test_post_when_risk_is_out_of_range_is_refused(risk: int) -> None:
    with pytest.raises(InvalidInput, match="1 to 3"):
        PostFacts(risk=risk)
    with pytest.raises(InvalidInput, match="1 to 3"):
        AreaFact("TERMINAL", risk)


def test_post_when_field_class_is_unknown_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Unknown field class S4"):
        PostFacts(risk=1, field_classes=frozenset({"S1", "S4"}))


def test_post_when_it_reads_and_enters_has_the_highest_of_each() -> None:
    areas = (AreaFact("YARD", 1), AreaFact("REEFER", 3), AreaFact("GATE"))
    post = PostFacts(risk=2, field_classes=frozenset({"S0", "S2"}), areas=areas)
    assert (post.area_risk, post.field_rank) == (3, 2)
    assert (PostFacts(risk=2).area_risk, PostFacts(risk=2).field_rank) == (0, -1)


@pytest.mark.parametrize("fields", [{"sanction_months": -1}, {"day_rates": -60}])
def test_conviction_when_sentence_is_negative_is_refused(fields: dict) -> None:
    with pytest.raises(InvalidInput, match="negative"):
        ConvictionFact(id="1", offence_code="0701", **fields)


def test_check_when_result_is_missing_is_not_answered() -> None:
    assert check(CheckKind.IDENTITY, CheckResult.CLEAR).is_answered
    assert not check(CheckKind.IDENTITY, None).is_answered


def test_gap_when_counted_holds_first_and_last_day() -> None:
    assert GapFact(date(2026, 1, 1), date(2026, 1, 28)).days == 28
