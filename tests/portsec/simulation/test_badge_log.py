"""A badge log and nothing else: people, readers, times. The state rules still put the right person first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from access.detection.facts import GateFact
from access.detection.rule import Flag
from access.detection.score import combine
from access.detection.window import Context
from portsec.simulation.directory import PortData
from portsec.simulation.replay import judge
from tests.access.detection.port import read

pytestmark = pytest.mark.unit

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
PEOPLE, DAYS = 40, 20
MISSED = {(3, 4), (11, 9), (20, 2), (31, 15)}
"""Person and day: the way out of the building was not read."""
CULPRIT, HANDED_BACK = 7, {5, 12, 16}
"""On these days the badge goes twice into the vault, as when it is handed back over the barrier."""


def day_of(number: int, day: int) -> Iterator[GateFact]:
    who = f"p{number:02}"
    begin = MONDAY + timedelta(days=day, hours=8, minutes=number)

    def passed(hours: float, direction: str, area: str, area_from: str = "OUT") -> GateFact:
        at = begin + timedelta(hours=hours)
        return read(at, direction, who, area=area, area_from=area_from, reader=f"{area}-door")

    yield passed(0, "in", "building")
    if number % 2:
        yield passed(1, "in", "vault", "building")
        if number == CULPRIT and day in HANDED_BACK:
            yield passed(1.205, "in", "vault", "building")
        yield passed(2, "out", "vault", "building")
    if (number, day) not in MISSED:
        yield passed(9, "out", "building")


def test_judge_when_there_is_a_badge_log_alone_then_who_breaks_the_order_of_the_vault_is_first() -> None:
    gate = [fact for day in range(DAYS) for number in range(PEOPLE) for fact in day_of(number, day)]
    gate.sort(key=lambda fact: (fact.at, fact.id))
    judged = judge(PortData(gate, [], Context(), PEOPLE))
    found: defaultdict[str, list[Flag]] = defaultdict(list)
    for flag in judged.about_people:
        found[flag.person].append(flag)
    end = MONDAY + timedelta(days=DAYS)
    ranked = sorted(found, key=lambda person: -combine(found[person], end).score)
    assert ranked[0] == f"p{CULPRIT:02}"
    assert {f"p{number:02}" for number, _ in MISSED} < set(ranked)
