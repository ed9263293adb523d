"""A person's days beside their own earlier ones and those of their peers."""

from __future__ import annotations

from datetime import date

import pytest

from access.casework.figures import figure

pytestmark = pytest.mark.unit

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 20)
DAYS = {"E-1": [MONDAY, TUESDAY, FRIDAY], "E-2": [MONDAY, FRIDAY], "E-3": [FRIDAY]}


def test_figure_when_counted_then_own_days_before_and_peers_means_beside_the_busiest_day() -> None:
    counts = {"E-1": {MONDAY: 4, FRIDAY: 30}, "E-2": {MONDAY: 6, FRIDAY: 2}, "E-3": {FRIDAY: 8}}
    found = figure("Look-ups", counts, DAYS, "E-1", since=FRIDAY)
    assert found.busiest == 30
    assert found.own == 2, "a day at work without any counts as nought"
    assert found.peers == 6
    assert found.peer_most == 8
    assert found.stands_out


def test_figure_when_the_person_is_new_and_alone_then_nothing_to_compare_with() -> None:
    found = figure("Look-ups", {"E-1": {FRIDAY: 2}}, {"E-1": [FRIDAY]}, "E-1", since=FRIDAY)
    assert (found.busiest, found.own, found.peers, found.peer_most) == (2, None, None, None)
    assert not found.stands_out, "two of anything are not many"


@pytest.mark.parametrize(("busiest", "stands_out"), [(16, False), (17, True)])
def test_figure_when_a_peer_is_as_busy_then_it_does_not_stand_out(busiest: int, stands_out: bool) -> None:
    counts = {"E-1": {FRIDAY: busiest}, "E-3": {FRIDAY: 8}}
    assert figure("Look-ups", counts, DAYS, "E-1", since=FRIDAY).stands_out is stands_out
