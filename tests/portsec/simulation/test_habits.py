"""The habits of honest people: doors in sequence, look-ups with a reason, and a little disorder."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from access.detection.facts import DataFact, GateFact
from access.detection.presence import passages
from access.detection.window import Window
from access.enums import RosterKind
from portsec.simulation.directory import PortData, read_directory

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def port(simulated: Path) -> PortData:
    return read_directory(simulated)


@pytest.fixture(scope="module")
def window(port: PortData) -> Window:
    return Window(
        since=port.gate[0].at, until=port.gate[-1].at, gate=port.gate, data=port.data, context=port.context
    )


@pytest.fixture(scope="module")
def insiders(simulated: Path) -> set[str]:
    truth = json.loads((simulated / "truth.json").read_text(encoding="utf-8"))
    return {line["person"] for line in truth}


def honest(events: list[GateFact] | list[DataFact], insiders: set[str]) -> list[GateFact | DataFact]:
    return [event for event in events if event.person not in insiders]


def test_doors_when_passed_by_honest_people_then_hardly_ever_out_of_sequence(
    window: Window, insiders: set[str]
) -> None:
    """Readers miss a few in ten thousand; the rest follow one another, in and out and in again."""
    broken = total = 0
    for (person, _), sequence in passages(window).items():
        if person in insiders:
            continue
        for before, after in pairwise(sequence):
            reread = after.at - before.at <= timedelta(seconds=3)
            total += 1
            broken += before.inward == after.inward and not reread
    assert total > 5000
    assert 0 < broken / total < 0.01


def test_look_ups_when_made_by_honest_people_then_mostly_explained(
    window: Window, insiders: set[str]
) -> None:
    """In hospitals work explains more than 94 % of all look-ups (PMC3555324); here about as many."""
    look_ups = [one for one in window.sensitive_look_ups if one.fact.person not in insiders]
    unexplained = sum(one.unexplained for one in look_ups)
    assert len(look_ups) > 3000
    assert 0.01 < unexplained / len(look_ups) < 0.08


def test_entries_when_rostered_then_near_a_duty(port: PortData, window: Window, insiders: set[str]) -> None:
    """Swaps that nobody entered, errands and overtime are few."""
    off = total = 0
    for event in honest(port.gate, insiders):
        spans = window.roster_by_person.get(event.person)
        if not spans or event.leaving:
            continue
        total += 1
        working = [span for span in spans if span.kind == RosterKind.SHIFT]
        near = timedelta(hours=4)
        off += not any(span.starts_at - near <= event.at <= span.ends_at + near for span in working)
    assert total > 2000
    assert off / total < 0.03


def test_typing_errors_when_made_then_the_right_number_follows(port: PortData, insiders: set[str]) -> None:
    wrong = [event for event in honest(port.data, insiders) if event.result == "not_found"]
    assert wrong
    by_person = {event.person: [] for event in wrong}
    for event in port.data:
        if event.person in by_person and event.result == "ok":
            by_person[event.person].append(event.at)
    for event in wrong:
        follows = (at - event.at for at in by_person[event.person] if at >= event.at)
        assert min(follows) <= timedelta(minutes=1)
