"""How long a grant may run, and which grants become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from access.enums import FieldClass
from access.granting.terms import LONGEST, Asked, Held, overlap, problems

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ASKED = Asked(
    account="dora",
    object_type="container",
    object_ref="CSQU3054383",
    field_class=FieldClass.S2,
    purpose="Claim of the consignee",
    valid_from=NOW,
    valid_until=NOW + 10 * DAY,
    case_ref="C-7",
)


def held(**said: object) -> Held:
    same = Held(3, ASKED.field_class, ASKED.purpose, ASKED.case_ref, ASKED.valid_from, ASKED.valid_until)
    return replace(same, **said)  # type: ignore[arg-type]


def test_problems_when_all_is_in_order_then_none() -> None:
    assert problems(ASKED, at=NOW) == {}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"purpose": "  "}, "purpose"),
        ({"object_ref": ""}, "object_ref"),
        ({"field_class": FieldClass.S0}, "field_class"),
        ({"valid_until": NOW}, "valid_until"),
        ({"valid_until": NOW - DAY}, "valid_until"),
        ({"valid_from": NOW - 9 * DAY, "valid_until": NOW - DAY}, "valid_until"),
    ],
)
def test_problems_when_something_is_wrong_then_the_field_says_so(said: dict[str, object], field: str) -> None:
    assert list(problems(replace(ASKED, **said), at=NOW)) == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize("field_class", list(LONGEST))
def test_problems_when_longer_than_the_class_allows_then_refused(field_class: FieldClass) -> None:
    longest = replace(ASKED, field_class=field_class, valid_until=NOW + LONGEST[field_class])
    assert problems(longest, at=NOW) == {}
    longer = replace(longest, valid_until=longest.valid_until + timedelta(seconds=1))
    assert list(problems(longer, at=NOW)) == ["valid_until"]


def test_problems_when_begun_long_ago_then_only_what_is_to_come_counts() -> None:
    taken_over = replace(ASKED, valid_from=NOW - 400 * DAY)
    assert problems(taken_over, at=NOW) == {}


def test_longest_when_compared_then_a_higher_class_is_held_for_less() -> None:
    spans = [LONGEST[each] for each in (FieldClass.S1, FieldClass.S2, FieldClass.S3)]
    assert spans == sorted(spans, reverse=True)


def test_overlap_when_another_purpose_or_case_then_none() -> None:
    others = [held(purpose="Damage"), held(case_ref="C-8")]
    assert overlap(ASKED, others) is None


@pytest.mark.parametrize("purpose", ["claim of  the consignee", " CLAIM OF THE CONSIGNEE "])
def test_overlap_when_only_spaces_and_capitals_differ_then_the_same_need(purpose: str) -> None:
    assert overlap(replace(ASKED, purpose=purpose), [held()]) is not None


@pytest.mark.parametrize("held_class", [FieldClass.S2, FieldClass.S3])
def test_overlap_when_one_gives_all_of_it_then_covered(held_class: FieldClass) -> None:
    found = overlap(ASKED, [held(field_class=held_class, valid_until=ASKED.valid_until + DAY)])
    assert found is not None
    assert found.covers


def test_overlap_when_a_lower_class_is_held_then_none() -> None:
    assert overlap(ASKED, [held(field_class=FieldClass.S1)]) is None


@pytest.mark.parametrize(("starts", "ends"), [(-2, 5), (5, 20), (-2, 20), (10, 20), (-2, 0)], ids=str)
def test_overlap_when_times_meet_then_one_grant_of_both(starts: int, ends: int) -> None:
    asked = replace(ASKED, valid_from=NOW + starts * DAY, valid_until=NOW + ends * DAY)
    found = overlap(asked, [held()])
    assert found is not None
    assert not found.covers
    assert found.valid_from == min(asked.valid_from, ASKED.valid_from)
    assert found.valid_until == max(asked.valid_until, ASKED.valid_until)


def test_overlap_when_times_do_not_meet_then_none() -> None:
    later = replace(ASKED, valid_from=NOW + 11 * DAY, valid_until=NOW + 12 * DAY)
    assert overlap(later, [held()]) is None
