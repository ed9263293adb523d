"""Where the readers last saw a badge holder."""

from __future__ import annotations

import pytest

from access.detection.whereabouts import lies_in, next_stay, stay_at
from tests.access.detection.port import at, read, window

pytestmark = pytest.mark.unit

READS = [
    read(at(8), area="terminal"),
    read(at(9), area="office", area_from="terminal"),
    read(at(12), "out", area="office", area_from="terminal"),
    read(at(12.1), area="vault", area_from="terminal", result="refused"),
    read(at(17), "out", area="terminal"),
]


def test_stays_follow_the_granted_reads() -> None:
    held = window(gate=READS).stays_by_person["dave"]
    assert [(stay.since, stay.area, stay.left) for stay in held] == [
        (at(8), "terminal", "OUT"),
        (at(9), "office", "terminal"),
        (at(12), "terminal", "office"),
        (at(17), "OUT", "terminal"),
    ]
    assert [stay.outside for stay in held] == [False, False, False, True]


def test_stay_of_a_moment_is_the_last_that_began() -> None:
    held = window(gate=READS).stays_by_person["dave"]
    assert stay_at(held, at(7.9)) is None
    assert stay_at(held, at(9)) is held[1]
    assert next_stay(held, at(9)) is held[2]
    assert next_stay(held, at(17)) is None


def test_badge_of_an_unknown_person_has_no_stays() -> None:
    assert not window(gate=[read(at(8), person="")]).stays_by_person


def test_area_lies_in_itself_and_in_what_is_around_it() -> None:
    parents = {"office": "terminal", "terminal": "port", "a": "b", "b": "a"}
    assert lies_in("office", "port", parents)
    assert lies_in("office", "office", parents)
    assert not lies_in("terminal", "office", parents)
    assert not lies_in("a", "port", parents)
