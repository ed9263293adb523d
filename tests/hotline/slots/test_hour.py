"""The hour's places in the record: what can be seen of them does not depend on reports."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from hotline.slots.commitment import Opening, content_digest
from hotline.slots.hour import (
    MEMBERS,
    MOST_HOURS,
    SLOTS_PER_HOUR,
    FilledSlot,
    fill,
    missing_hours,
    slot_digest,
    stands_under,
)

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 14, 31, 5, tzinfo=UTC)


def filled(reports: int) -> tuple[FilledSlot, ...]:
    waiting = [secrets.token_bytes(32) for _ in range(reports)]
    return fill(waiting, draw=secrets.randbelow, noise=secrets.token_bytes)


@pytest.mark.parametrize("reports", [0, 1, 40, 500, 10_000])
def test_hour_when_filled_then_as_many_places_and_each_commitment_under_one(reports: int) -> None:
    waiting = [secrets.token_bytes(32) for _ in range(reports)]
    places = fill(waiting, draw=secrets.randbelow, noise=secrets.token_bytes)
    assert [place.number for place in places] == list(range(SLOTS_PER_HOUR))
    assert all(len(place.members) % MEMBERS == 0 and place.members for place in places)
    members = [each for place in places for each in place.members]
    assert len(set(members)) == len(members)
    assert set(waiting) <= set(members)


@pytest.mark.parametrize("reports", [0, 1, 40])
def test_places_when_few_reports_came_then_look_as_with_none(reports: int) -> None:
    assert [len(place.members) for place in filled(reports)] == [MEMBERS] * SLOTS_PER_HOUR


def test_digests_in_the_record_when_reports_come_then_their_bytes_do_not_tell() -> None:
    """First bytes of 6,400 places, half with a report in each: chi-squared over 2 × 16 cells.

    With 15 degrees of freedom 44 is passed once in 10,000 times.
    """
    table = [[0] * 16, [0] * 16]
    for reports in (0, 8):
        for _ in range(400):
            for place in filled(reports):
                table[reports // 8][place.digest[0] >> 4] += 1
    statistic = 0.0
    for column in range(16):
        expected = (table[0][column] + table[1][column]) / 2
        statistic += sum((row[column] - expected) ** 2 / expected for row in table)
    assert statistic < 44


def test_place_of_a_report_when_drawn_then_all_are_as_likely() -> None:
    """Chi-squared with 7 degrees of freedom: 30 is passed once in 10,000 times."""
    counts = [0] * SLOTS_PER_HOUR
    for _ in range(800):
        digest = secrets.token_bytes(32)
        places = fill([digest], draw=secrets.randbelow, noise=secrets.token_bytes)
        counts[next(place.number for place in places if digest in place.members)] += 1
    assert sum((count - 100) ** 2 / 100 for count in counts) < 30


def test_commitment_when_under_a_place_then_shown_by_its_members_alone() -> None:
    digest = secrets.token_bytes(32)
    place = next(
        each for each in fill([digest], draw=lambda _: 3, noise=secrets.token_bytes) if each.number == 3
    )
    assert stands_under(digest, place.members, place.digest)
    assert not stands_under(secrets.token_bytes(32), place.members, place.digest)
    assert not stands_under(digest, place.members, slot_digest(place.members[1:]))
    assert not stands_under(digest, [*place.members, b"short"], slot_digest([*place.members, b"short"]))


@pytest.mark.parametrize(
    ("last", "count"),
    [
        (None, 1),
        (NOW.replace(minute=0, second=0), 0),
        (NOW.replace(hour=13, minute=0, second=0), 1),
        (NOW.replace(hour=9, minute=0, second=0), 5),
        (NOW.replace(year=2020, minute=0, second=0), MOST_HOURS),
        (NOW.replace(hour=18, minute=0, second=0), 0),
    ],
)
def test_hours_when_missed_then_all_filled_up_to_the_newest(last: datetime | None, count: int) -> None:
    hours = missing_hours(last, NOW)
    assert len(hours) == count
    if hours:
        assert hours[-1] == datetime(2026, 11, 22, 14, tzinfo=UTC)
        assert all(later - sooner == timedelta(hours=1) for sooner, later in pairwise(hours))


def test_opening_when_any_of_it_differs_then_another_commitment() -> None:
    content = content_digest(b"said", b"c" * 32)
    digests = {
        Opening(date(2026, 11, 22), b"s" * 32, content).digest,
        Opening(date(2026, 11, 23), b"s" * 32, content).digest,
        Opening(date(2026, 11, 22), b"t" * 32, content).digest,
        Opening(date(2026, 11, 22), b"s" * 32, content_digest(b"said!", b"c" * 32)).digest,
        Opening(date(2026, 11, 22), b"s" * 32, content_digest(b"said", b"d" * 32)).digest,
    }
    assert len(digests) == 5
