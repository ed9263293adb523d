"""Who stands out among the lookers of a seizure, and who does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access.detection.over_represented import chance_of_at_least, chance_to_have_read
from access.tracing.lookers import Look, ranked
from access.tracing.seizure import SeizedBox, over_represented

pytestmark = pytest.mark.unit

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def look(person: str, *, explained: bool = False) -> Look:
    return Look(person, AT, explained)


def box(container: str, *looks: Look, call: str = "") -> SeizedBox:
    return SeizedBox(container, call or container, looks)


def test_person_when_rare_and_at_each_box_then_first_and_stands_out() -> None:
    boxes = [box(name, look("insider"), look("clerk")) for name in ("A", "B", "C")]
    first, second = over_represented(boxes, {"insider": 6, "clerk": 4_000}, 10_000, people=400)
    assert (first.person, first.boxes, first.ships, first.stands_out) == ("insider", ("A", "B", "C"), 3, True)
    assert first.chance == pytest.approx(chance_of_at_least(3, [chance_to_have_read(6 / 10_000, 2)] * 3))
    assert first.by_chance == pytest.approx(first.chance * 400)
    assert (second.person, second.stands_out) == ("clerk", False)


def test_boxes_when_of_one_ship_then_count_once() -> None:
    boxes = [box(name, look("planner"), call="VC-1") for name in ("A", "B", "C")]
    (only,) = over_represented(boxes, {"planner": 2}, 10_000, people=400)
    assert (only.ships, only.stands_out) == (1, False)


def test_look_ups_when_explained_then_listed_apart_and_do_not_count() -> None:
    boxes = [box(name, look("clerk", explained=True)) for name in ("A", "B")]
    (only,) = over_represented(boxes, {"clerk": 2}, 10_000, people=400)
    assert (only.boxes, only.explained, only.chance, only.stands_out) == ((), ("A", "B"), 1.0, False)


def test_seizure_when_nobody_looked_then_nobody_is_named() -> None:
    assert over_represented([box("A")], {}, 0, people=0) == []


def test_lookers_when_ranked_then_without_a_reason_and_rare_first() -> None:
    looks = [look("busy"), look("busy"), look("rare"), look("at_work", explained=True)]
    found = ranked(looks, {"busy": 900, "rare": 2, "at_work": 1}, 1_000)
    assert [one.person for one in found] == ["rare", "busy", "at_work"]
    assert [(one.looks, one.unexplained) for one in found] == [(1, 1), (2, 2), (1, 0)]
    assert found[0].chance < 0.01 < found[1].chance
