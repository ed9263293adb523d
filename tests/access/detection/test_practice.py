"""Whether what looks odd about an act is how the peers do it every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from access.detection.baseline_peers import Peers
from access.detection.practice import Done, Practice
from tests.access.detection.port import person

pytestmark = pytest.mark.unit

TODAY = date(2026, 3, 3)
TEAM = ["dave", *(f"peer{number}" for number in range(9))]
PEERS = Peers(person(name) for name in TEAM)
WEEK = timedelta(days=7)


def done(name: str, back: int, *, odd: bool, kind: str = "release") -> Done:
    return Done(name, kind, TODAY - timedelta(days=back), odd)


def test_share_is_of_the_peers_acts_of_the_same_kind() -> None:
    acts = [
        done("peer1", 1, odd=True),
        *(done("peer2", 2, odd=False) for _ in range(3)),
        done("dave", 1, odd=True),
        done("peer1", 1, odd=True, kind="override"),
        done("stranger", 1, odd=True),
    ]
    assert Practice(PEERS, acts).share("dave", "release", TODAY, WEEK) == (0.25, 4)


@pytest.mark.parametrize(("back", "acts"), [(0, 0), (1, 1), (7, 1), (8, 0)])
def test_acts_of_the_days_before_count(back: int, acts: int) -> None:
    assert Practice(PEERS, [done("peer1", back, odd=True)]).share("dave", "release", TODAY, WEEK)[1] == acts


def test_person_without_peers_has_no_practice() -> None:
    acts = [done("peer1", 1, odd=True)]
    assert Practice(Peers([person("dave")]), acts).share("dave", "release", TODAY, WEEK) == (0.0, 0)
