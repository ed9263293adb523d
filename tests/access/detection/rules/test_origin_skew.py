"""D07: what nothing explains is of high risk far more often than the person's own work."""

from __future__ import annotations

import random

import pytest

from access.detection.rules.origin_skew import chance_of_ratio
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

RISKY = [box(serial * 100) for serial in range(1, 21)]
PLAIN = [box(serial * 100) for serial in range(21, 81)]
CARGO = [*(visit(name, risk=3) for name in RISKY), *(visit(name) for name in PLAIN)]
WORK = PLAIN[:30]
ORDERS = [order(name, opened=at(0, -2)) for name in WORK]


def looked(risky: int, plain: int, *, first: float = 9, last: float = 20):
    names = [*PLAIN[30 : 30 + plain], *RISKY[:risky]]
    step = (last - first) / max(1, len(names) - 1)
    return [look(at(first + index * step), name) for index, name in enumerate(names)]


def judged(*data, orders=ORDERS):
    own = [look(at(9, -1), name) for name in WORK]
    return flags("D07", data=[*own, *data], cargo=CARGO, work_orders=orders)


def test_eight_boxes_of_high_risk_without_a_reason_are_high() -> None:
    (flag,) = judged(*looked(8, 2))
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", tuple(sorted(RISKY[:8])))
    assert "8 of 10 boxes looked up without a reason in 14 days are of high risk" in flag.text
    assert "own work in 30 days it is 0 of 30 boxes" in flag.text


def test_seven_are_silent() -> None:
    assert not judged(*looked(7, 0))


def test_eight_among_many_others_are_silent() -> None:
    assert not judged(*looked(8, 30))
    many = [look(at(9.5), name) for name in PLAIN[30:]]
    assert not judged(*looked(8, 0), *many * 2)


@pytest.mark.parametrize(("last", "found"), [(9 + 14 * 24, 1), (9.1 + 14 * 24, 0)])
def test_they_lie_within_fourteen_days(last: float, found: int) -> None:
    assert len(judged(*looked(8, 0, last=last))) == found


def test_who_works_on_such_boxes_is_neutral() -> None:
    own = [look(at(10, -1), name) for name in RISKY[8:]]
    orders = [*ORDERS, *(order(name, opened=at(0, -2)) for name in RISKY[8:])]
    assert not judged(*own, *looked(8, 2), orders=orders)


def test_boxes_with_an_order_do_not_count() -> None:
    assert not judged(*looked(8, 0), orders=[*ORDERS, *(order(name) for name in RISKY)])


def test_certainty_agrees_with_a_simulation() -> None:
    draw = random.Random(4)
    hits = sum(draw.betavariate(9, 3) > 3 * draw.betavariate(5, 27) for _ in range(20_000))
    assert chance_of_ratio(8, 10, 4, 30, 3) == pytest.approx(hits / 20_000, abs=0.01)


def test_without_cargo_it_is_not_evaluated() -> None:
    said = report("D07", data=looked(8, 0), work_orders=ORDERS)
    assert said.not_evaluated[0].code == "feed_missing"
