"""Lanes: every rule is run by one, and those that see shares of the people say what the whole says."""

from __future__ import annotations

from collections import Counter

import pytest

from access.detection.facts import PersonContext
from access.detection.feed_guard import dead_feeds
from access.detection.registry import RULES, run
from access.scanning.lanes import LANES, Lane, Part, lane_of, parts_by_team, shard_of
from access.scanning.share import part_of
from access.scanning.words import ScanLane
from tests.access.scanning.conftest import Whole, findings

pytestmark = pytest.mark.unit


def test_rules_when_counted_then_each_stands_in_one_lane() -> None:
    assert Counter(rule.id for lane in LANES.values() for rule in lane.rules) == Counter(
        rule.id for rule in RULES
    )
    assert {lane_of(rule).word for rule in RULES} == set(LANES)


def test_lane_of_single_persons_when_it_looks_back_then_a_few_days_at_most() -> None:
    assert LANES[ScanLane.PERSON].look_back.days <= 5, "each scan loads as much of everybody it judges"


def judged(whole: Whole, lane: Lane, parts: list[Part]) -> dict[str, set[tuple[str, ...]]]:
    """What the lane finds in the parts of the port, one after the other."""
    silences = whole.window.once(dead_feeds)
    found = []
    for part in parts:
        share = part_of(whole.window, part.loaded, silences)
        report = run(share, lane.rules)
        found += [flag for flag in report.flags if part.judges(flag.person)]
    return findings(tuple(found))


def test_persons_when_judged_in_shares_then_as_in_the_whole(whole: Whole) -> None:
    lane = LANES[ScanLane.PERSON]
    names = {someone.person for someone in whole.port.context.people or ()}
    names |= {fact.person or fact.account for fact in whole.port.data}
    names |= {fact.person or fact.badge for fact in whole.port.gate}
    shares = [frozenset(name for name in names if shard_of(name, 3) == shard) for shard in range(3)]
    of_lane = {rule.id: whole.found[rule.id] for rule in lane.rules if rule.id in whole.found}
    assert len(of_lane) >= 5, "a port in which the lane finds little shows little"
    assert judged(whole, lane, [Part(share, share) for share in shares]) == of_lane


def test_teams_when_judged_in_parts_then_as_in_the_whole(whole: Whole) -> None:
    lane = LANES[ScanLane.TEAMS]
    parts = parts_by_team(list(whole.port.context.people or ()), most=40)
    assert len(parts) >= 3
    of_lane = {rule.id: whole.found[rule.id] for rule in lane.rules if rule.id in whole.found}
    assert of_lane
    assert judged(whole, lane, parts) == of_lane


def someone(name: str, team: str, role: str = "") -> PersonContext:
    return PersonContext(name, role=role, teams=frozenset({team}), peer_group=team)


def test_parts_when_teams_are_large_enough_then_each_stays_together() -> None:
    people = [someone(f"{team}{number}", team) for team in ("cranes", "trucks") for number in range(9)]
    first, second = parts_by_team(people, most=10)
    assert {frozenset(name[:6] for name in part.judged or ()) for part in (first, second)} == {
        frozenset({"cranes"}),
        frozenset({"trucks"}),
    }
    assert (first.loaded, second.loaded) == (first.judged, second.judged)


def test_parts_when_somebody_has_no_peers_but_everybody_then_everybody_is_loaded_for_them() -> None:
    people = [someone(f"c{number}", "cranes") for number in range(9)] + [someone("diver", "divers")]
    cranes, rest = parts_by_team(people)
    assert "diver" not in (cranes.judged or ())
    assert rest.loaded is None
    assert rest.judges("diver")
    assert rest.judges("somebody unknown")
    assert not rest.judges("c1")


def test_part_when_a_finding_is_about_a_badge_of_nobody_then_it_is_told_with_it() -> None:
    part = Part(frozenset({"B-7"}), frozenset({"B-7"}))
    assert part.judges("badge:B-7")
    assert not part.judges("badge:B-8")


def test_shards_when_many_people_then_of_nearly_the_same_size() -> None:
    sizes = Counter(shard_of(f"P{number:05d}", 4) for number in range(4_000))
    assert set(sizes) == {0, 1, 2, 3}
    assert max(sizes.values()) < 1.1 * min(sizes.values())
