"""X06: a box of high risk and a harmless one are set side by side by hand, and one of them leaves."""

from __future__ import annotations

import pytest

from access.detection.physical_facts import YardMove
from access.enums import Severity
from tests.access.detection.port import at, box, flags, report, visit

pytestmark = pytest.mark.unit

RISKY, PLAIN = box(1000), box(2000)


def cargo(*, risk: int = 3, other: int = 1, out: float = 20):
    return [visit(RISKY, risk=risk), visit(PLAIN, risk=other, gate_out_at=at(out))]


def moved(container: str, hour: float, *, row: int = 1, block: str = "B4", **more) -> YardMove:
    return YardMove(f"m-{container}-{hour}", container, at(hour), block, row, **more)


def judged(*moves: YardMove, visits=None):
    first = moved(PLAIN, 1, row=2)
    found = moves or (first, moved(RISKY, 8, edited_by="dave"))
    return flags("X06", yard_moves=found, cargo=visits or cargo())


def test_switch_by_hand_before_one_leaves_is_critical() -> None:
    (flag,) = judged()
    assert (flag.severity, flag.person) == (Severity.CRITICAL, "dave")
    assert flag.objects == tuple(sorted((RISKY, PLAIN)))
    assert flag.due_at == at(20)
    assert f"{PLAIN} left 12 h later" in flag.text


def test_day_is_the_limit() -> None:
    assert judged(visits=cargo(out=32))
    assert not judged(visits=cargo(out=32.1))
    assert not judged(visits=cargo(out=7))


def test_order_or_no_hand_is_silent() -> None:
    first = moved(PLAIN, 1, row=2)
    assert not judged(first, moved(RISKY, 8, edited_by="dave", work_ref="w1"))
    assert not judged(first, moved(RISKY, 8))


def test_only_neighbours_in_one_block_and_tier_count() -> None:
    edited = moved(RISKY, 8, edited_by="dave")
    assert not judged(moved(PLAIN, 1, row=3), edited)
    assert not judged(moved(PLAIN, 1, row=2, block="B9"), edited)
    assert not judged(moved(PLAIN, 1, row=2, tier=2), edited)
    assert not judged(moved(PLAIN, 1, row=2), moved(PLAIN, 5, row=9), edited)


def test_boxes_of_like_risk_are_silent() -> None:
    assert not judged(visits=cargo(risk=2))
    assert not judged(visits=cargo(other=2))
    assert not judged(visits=cargo(risk=1))


@pytest.mark.parametrize("missing", ["cargo", "yard_moves"])
def test_without_its_feeds_it_is_not_evaluated(missing: str) -> None:
    facts = {"cargo": cargo(), "yard_moves": [moved(RISKY, 8)]}
    said = report("X06", **{name: fact for name, fact in facts.items() if name != missing})
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
