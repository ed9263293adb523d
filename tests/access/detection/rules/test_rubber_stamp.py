"""G05: reviews that are answered without reading."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.detection.governance_facts import ReviewAnswer
from tests.access.detection.port import at, flags, report

pytestmark = pytest.mark.unit


def answers(
    number: int, pace: float, *, removed: int = 0, start: datetime | None = None, **more
) -> list[ReviewAnswer]:
    """So many answers, one every `pace` seconds; the first `removed` of them remove."""
    begin = start or at(9)
    return [
        ReviewAnswer(
            f"r{begin.isoformat()}{index}",
            begin + index * timedelta(seconds=pace),
            "dave",
            index >= removed,
            **{"campaign": "c1"} | more,
        )
        for index in range(number)
    ]


def test_twenty_lines_kept_in_a_minute_are_flagged() -> None:
    (flag,) = flags("G05", review_answers=answers(20, 2.9))
    assert (flag.person, flag.key, len(flag.events)) == ("dave", "dave:c1", 20)
    assert "20 of 20 lines of a review were kept, one every 2.9 s at the median" in flag.text


@pytest.mark.parametrize(
    ("number", "pace", "removed"),
    [(19, 2, 0), (20, 3, 0), (20, 2, 2), (40, 2, 3)],
    ids=["too few", "slow enough", "removes a tenth", "removes one of thirteen"],
)
def test_just_below_each_limit_is_silent(number: int, pace: float, removed: int) -> None:
    assert not flags("G05", review_answers=answers(number, pace, removed=removed))


def test_share_at_the_limit_is_flagged() -> None:
    assert flags("G05", review_answers=answers(20, 2, removed=1))


def test_fifty_lines_kept_in_one_click_are_flagged_whatever_was_removed_besides() -> None:
    (flag,) = flags("G05", review_answers=answers(60, 0, removed=10))
    assert "50 of 60 lines of a review were kept, 50 of them in one click" in flag.text
    assert not flags("G05", review_answers=answers(60, 0, removed=11))


def test_breaks_between_sittings_do_not_slow_the_pace() -> None:
    sittings = [answer for hour in range(10) for answer in answers(2, 1, start=at(hour))]
    assert flags("G05", review_answers=sittings)


def test_campaigns_are_judged_one_by_one() -> None:
    both = [*answers(12, 2), *answers(12, 2, start=at(10), campaign="c2")]
    assert not flags("G05", review_answers=both)


def test_late_answer_of_the_same_campaign_joins_the_finding() -> None:
    made = answers(21, 2)
    (flag,) = flags("G05", review_answers=made[::-1])
    assert (flag.first_at, flag.last_at) == (made[0].at, made[-1].at)


def test_without_reviews_it_is_not_evaluated() -> None:
    assert report("G05", data=[]).not_evaluated[0].code == "feed_missing"
