"""How times, spans and lists read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from access.detection.wording import counted, day, length, listed, moment

pytestmark = pytest.mark.unit

BRUSSELS = timezone(timedelta(hours=1))


def test_moment_and_day_are_told_in_utc() -> None:
    at = datetime(2026, 3, 4, 0, 5, tzinfo=BRUSSELS)
    assert moment(at) == "3 March 2026 23:05 UTC"
    assert day(at) == datetime(2026, 3, 3, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=3, minutes=9), "2 days 3 h"),
    ],
)
def test_length_gives_the_two_largest_units(span: timedelta, words: str) -> None:
    assert length(span) == words


def test_counted_takes_the_plural() -> None:
    assert [counted(count, "box", "boxes") for count in (0, 1, 2)] == ["0 boxes", "1 box", "2 boxes"]
    assert counted(3, "read") == "3 reads"


def test_long_lists_only_count_the_rest() -> None:
    assert [listed(list("abcdefgh")[:count]) for count in (0, 1, 2, 5, 7)] == [
        "",
        "a",
        "a and b",
        "a, b, c, d and e",
        "a, b, c, d, e and 2 more",
    ]
