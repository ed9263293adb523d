"""Who is inside, from the last readings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import Direction
from access.visiting.muster import UNSURE_AFTER, Passage, Whereabouts, inside, is_unsure

pytestmark = pytest.mark.unit

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TERMINAL, YARD, OFFICE = 1, 2, 3
ANNA = 7


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def passage(area: int, minutes: int, way: Direction = Direction.IN, *, void: bool = False) -> Passage:
    around = frozenset() if area == TERMINAL else frozenset({TERMINAL})
    return Passage(ANNA, area, way, at(minutes), around, void)


@pytest.mark.parametrize(
    ("passages", "area", "read"),
    [
        ([], None, 0),
        ([passage(TERMINAL, 0)], TERMINAL, 0),
        ([passage(TERMINAL, 0), passage(YARD, 5)], YARD, 5),
        ([passage(TERMINAL, 0), passage(YARD, 0)], YARD, 0),  # one gate leads into both
        ([passage(TERMINAL, 0), passage(YARD, 5, Direction.OUT)], TERMINAL, 5),
        ([passage(TERMINAL, 9, Direction.OUT)], None, 0),
        # Out of the terminal by a gate that knows nothing of the yard.
        ([passage(TERMINAL, 9, Direction.OUT), passage(YARD, 5)], None, 0),
        ([passage(TERMINAL, 9, Direction.OUT), passage(YARD, 12)], YARD, 12),
        ([passage(TERMINAL, 0, void=True)], None, 0),
        ([passage(TERMINAL, 0), passage(YARD, 5), passage(OFFICE, 7)], OFFICE, 7),
    ],
)
def test_person_when_read_so_then_stands_in_this_area(
    passages: list[Passage], area: int | None, read: int
) -> None:
    assert inside(passages) == ([Whereabouts(ANNA, area, at(read))] if area else [])


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from((TERMINAL, YARD, OFFICE)), st.booleans()), max_size=30
    )
)
def test_list_when_any_readings_then_nobody_stands_on_it_twice(read: list[tuple[int, int, bool]]) -> None:
    passages = [
        Passage(person, area, Direction.IN if goes_in else Direction.OUT, at(number))
        for number, (person, area, goes_in) in enumerate(read)
    ]
    people = [where.person for where in inside(passages)]
    assert len(people) == len(set(people))
    assert set(people) == {each.person for each in passages if each.direction is Direction.IN}


def test_reading_when_older_than_sixteen_hours_then_unsure() -> None:
    assert not is_unsure(NOON, NOON + UNSURE_AFTER)
    assert is_unsure(NOON, NOON + UNSURE_AFTER + timedelta(seconds=1))
