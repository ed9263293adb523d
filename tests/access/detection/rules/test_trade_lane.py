"""D26: the same trade again and again among what nothing explains."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

FRUIT = [box(serial) for serial in range(1000, 1030)]
OTHERS = [box(serial) for serial in range(2000, 2400)]
STAYS = {"discharged_at": None}
CARGO = [visit(name, owner="fruit", origin="ECGYE", **STAYS) for name in FRUIT] + [
    visit(name, owner=f"line{index % 20}", origin="CNSHA", **STAYS) for index, name in enumerate(OTHERS)
]


def weekly(*counts: int, names=FRUIT):
    """So many boxes in each week, the last one being the week of day 0."""
    found, rest = [], iter(names)
    for back, count in enumerate(reversed(counts)):
        found += [look(at(9 + index, -1 - 7 * back), next(rest)) for index in range(count)]
    return found


def judged(*data, orders=(), cargo=CARGO, **more):
    return flags(
        "D26",
        data=data,
        cargo=cargo,
        work_orders=[order("else", "nobody"), *orders],
        since=at(0, -60),
        loaded_since=at(0, -200),
        **more,
    )


def test_one_trade_in_three_weeks_is_high() -> None:
    (flag,) = judged(*weekly(1, 2, 1))
    assert (flag.severity, flag.person, len(flag.objects)) == (Severity.HIGH, "dave", 4)
    assert "4 of 4 boxes looked up without a reason are of fruit from ECGYE, in 3 weeks" in flag.text
    assert "Of all boxes in the port it is 7.0%" in flag.text


def test_two_weeks_are_silent() -> None:
    assert not judged(*weekly(5, 5))


def test_weeks_need_not_follow_each_other() -> None:
    assert judged(*weekly(1, 0, 1, 0, 0, 1))


@pytest.mark.parametrize(("pause", "found"), [(9, 1), (10, 0)])
def test_they_lie_within_twelve_weeks(pause: int, found: int) -> None:
    assert len(judged(*weekly(1, *[0] * pause, 1, 1))) == found


def test_trade_that_makes_up_much_of_the_port_is_chance() -> None:
    cargo = [visit(name, owner="fruit", origin="ECGYE", **STAYS) for name in [*FRUIT, *OTHERS[:300]]] + CARGO[
        -100:
    ]
    assert not judged(*weekly(1, 1, 1), cargo=cargo)


def test_trade_among_many_others_is_chance() -> None:
    assert judged(*weekly(2, 2, 2), *weekly(1, 1, 1, names=OTHERS))
    assert not judged(*weekly(2, 2, 2), *weekly(30, 30, 30, names=OTHERS))


def test_same_owner_from_elsewhere_is_another_trade() -> None:
    cargo = [visit(name, owner="fruit", origin=f"X{index}", **STAYS) for index, name in enumerate(FRUIT)]
    assert not judged(*weekly(1, 1, 1), cargo=[*cargo, *CARGO[len(FRUIT) :]])


def test_boxes_with_an_order_do_not_count() -> None:
    assert not judged(*weekly(1, 1, 1), orders=[order(name, opened=at(0, -90)) for name in FRUIT])


def test_fourth_week_is_a_flag_of_its_own() -> None:
    assert len(judged(*weekly(1, 1, 1, 1))) == 2


def test_without_cargo_it_is_not_evaluated() -> None:
    said = report("D26", data=weekly(1), work_orders=[])
    assert said.not_evaluated[0].code == "feed_missing"
