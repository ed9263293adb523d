"""D15: unexplained look-ups creep up week by week."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report

pytestmark = pytest.mark.unit

ORDERS = [order("else", "nobody")]
MONDAY = -1  # day 0 is a Tuesday
LONG_AGO = at(0, -300)


def weeks(*counts: int, orders=ORDERS, **more):
    """So many boxes without a reason each week, the last one being the week of day 0; some work in each."""
    data = []
    for back, count in enumerate(reversed(counts)):
        monday = MONDAY - 7 * back
        data.append(look(at(8, monday), "X", field_class="S1"))
        data += [look(at(9 + index, monday), box(back * 100 + index), **more) for index in range(count)]
    return flags("D15", data=data, work_orders=orders, loaded_since=LONG_AGO)


def test_small_excesses_add_up() -> None:
    (flag,) = weeks(1, 1, 1, 1, 3, 4, 4)
    assert (flag.severity, flag.person) == (Severity.MEDIUM, "dave")
    assert "by week 3, 4, 4; a usual week of this person has 1" in flag.text
    assert flag.due_at == at(0, 6)


def test_steady_weeks_are_silent_however_many() -> None:
    assert not weeks(6, 6, 6, 6, 6, 6, 6, 6)


def test_one_odd_week_of_a_handful_is_silent() -> None:
    assert not weeks(0, 0, 0, 0, 0, 0, 5)


def test_quiet_weeks_take_it_back() -> None:
    assert not weeks(1, 1, 1, 1, 1, 4, 1, 1, 1, 1, 4)


def test_five_weeks_show_no_usual_one() -> None:
    assert not weeks(1, 1, 4, 9, 9)
    assert weeks(1, 1, 1, 4, 9, 9)


def test_week_is_judged_when_it_is_over() -> None:
    data = [fact for week in range(8) for fact in [look(at(8, MONDAY - 7 * week), "X", field_class="S1")]]
    data += [look(at(9 + index / 10), box(index)) for index in range(30)]
    context = {"data": data, "work_orders": ORDERS, "loaded_since": LONG_AGO}
    assert not flags("D15", until=at(-0.1, 6), **context)
    assert flags("D15", until=at(0, 6), **context)


def test_look_ups_with_an_order_do_not_count() -> None:
    orders = [order(box(back * 100 + index), opened=at(0, -300)) for back in range(7) for index in range(9)]
    assert not weeks(1, 1, 1, 1, 3, 4, 4, orders=orders)


def test_operational_data_do_not_count() -> None:
    assert not weeks(1, 1, 1, 1, 3, 4, 9, field_class="S1")


def test_without_work_orders_it_is_not_evaluated() -> None:
    assert report("D15", data=[look(at(9), "X")]).not_evaluated[0].code == "feed_missing"
