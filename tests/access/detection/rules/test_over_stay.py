"""P08: somebody stays inside far longer than a day's work, and later reads prove it."""

from __future__ import annotations

import pytest

from access.detection.facts import PeerLimit
from access.enums import Severity
from tests.access.detection.port import DAY, at, flags, person, read, report, shift

pytestmark = pytest.mark.unit


def stay(hours: float):
    return [read(at(8)), read(at(8 + hours), "out")]


def test_stay_above_sixteen_hours_is_high() -> None:
    gate = stay(16.1)
    (flag,) = flags("P08", gate=gate)
    assert (flag.severity, flag.person, flag.events) == (Severity.HIGH, "dave", (gate[0].id, gate[1].id))
    assert "went into yard on 3 March 2026 08:00 UTC and came out 16 h 6 min later" in flag.text
    assert not flags("P08", gate=stay(16))


def test_stay_of_more_than_forty_hours_is_taken_for_missed_reads() -> None:
    assert flags("P08", gate=stay(40))
    assert not flags("P08", gate=stay(40.1))


def test_no_way_out_is_left_to_the_sequence_rule() -> None:
    assert not flags("P08", gate=[read(at(8)), read(at(8, 1)), read(at(9, 1), "out")])


def test_way_out_at_the_end_of_a_duty_is_silent() -> None:
    assert not flags("P08", gate=stay(17), roster=[shift("dave", at(8), 16)])
    assert not flags("P08", gate=stay(32), roster=[shift("dave", at(8)), shift("dave", at(8, 1))])
    assert flags("P08", gate=stay(18), roster=[shift("dave", at(8), 16)])
    assert flags("P08", gate=stay(17), roster=[shift("dave", at(8), 40, kind="leave")])


def test_double_shift_that_nobody_entered_is_medium() -> None:
    (flag,) = flags("P08", gate=stay(18), roster=[shift("dave", at(8))])
    assert flag.severity == Severity.MEDIUM
    (flag,) = flags("P08", gate=stay(18.1), roster=[shift("dave", at(8))])
    assert flag.severity == Severity.HIGH


def limited(hours: float, *, people: int = 8, peers: float = 6):
    measured = [PeerLimit("P08", "planners", peers, people, DAY)]
    return flags("P08", gate=stay(hours), people=[person("dave")], peer_limits=measured)


def test_stay_far_above_what_peers_do_is_medium() -> None:
    (flag,) = limited(9.1)
    assert flag.severity == Severity.MEDIUM
    assert "Of 100 stays of 8 peers 99 are shorter than 6 h." in flag.text
    assert not limited(9)


def test_small_peer_group_or_longer_peers_change_nothing() -> None:
    assert not limited(10, people=7)
    assert limited(16.1, peers=30)[0].severity == Severity.HIGH


def test_without_gate_events_it_is_not_evaluated() -> None:
    said = report("P08", data=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
