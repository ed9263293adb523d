"""D08: boxes of lines and terminals with which the person's firm has nothing to do."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, person, report, visit

pytestmark = pytest.mark.unit

OURS = [box(serial) for serial in range(100, 125)]
THEIRS = [box(serial) for serial in range(9000, 9005)]
CARGO = [
    *(visit(name, owner="our-line", terminal="T1", discharged_at=at(0, -50)) for name in OURS),
    *(visit(name, owner="their-line", terminal="T1", discharged_at=at(0, -50)) for name in THEIRS),
]
PEOPLE = [person("dave"), person("erin")]
ORDERS = [order(name, "erin", opened=at(0, -30)) for name in OURS]
HISTORY = [look(at(9, -20), name, "erin") for name in OURS]


def judged(*data, history=HISTORY, cargo=CARGO, people=PEOPLE, orders=ORDERS):
    found = flags("D08", data=[*history, *data], cargo=cargo, people=people, work_orders=orders)
    return [flag for flag in found if flag.person == "dave"]


def looked(names, first: float = 9):
    return [look(at(first + index / 10), name) for index, name in enumerate(names)]


def test_three_boxes_of_a_strange_line_are_medium() -> None:
    data = looked(THEIRS[:3])
    (flag,) = judged(*data)
    assert (flag.severity, flag.events) == (Severity.MEDIUM, tuple(fact.id for fact in data))
    assert "are of their-line, for whom nobody of the firm had work in 60 days" in flag.text


def test_two_are_silent() -> None:
    assert not judged(*looked(THEIRS[:2]), *looked(THEIRS[2:3], 40))


def test_boxes_of_a_line_that_a_colleague_works_for_are_silent() -> None:
    assert not judged(*looked(OURS[:3]))
    assert judged(*looked(OURS[:3]), people=[person("dave", organisation="x"), person("erin")]) == []


def test_line_that_is_the_own_firm_is_silent() -> None:
    assert not judged(
        *looked(THEIRS[:3]), people=[person(name, organisation="their-line") for name in ("dave", "erin")]
    )


def test_strange_terminal_counts_too() -> None:
    elsewhere = [visit(name, owner="our-line", terminal="T9") for name in THEIRS]
    (flag,) = judged(*looked(THEIRS[:3]), cargo=[*CARGO[: len(OURS)], *elsewhere])
    assert "are of T9" in flag.text


@pytest.mark.parametrize(("days", "found"), [(59, 0), (61, 1)])
def test_work_of_sixty_days_counts(days: int, found: int) -> None:
    early = look(at(9, -days), THEIRS[4], "erin")
    orders = [*ORDERS, order(THEIRS[4], "erin", opened=at(0, -70))]
    data = [*looked(THEIRS[:3]), early]
    found_flags = flags(
        "D08",
        data=[*HISTORY, *data],
        cargo=CARGO,
        people=PEOPLE,
        work_orders=orders,
        loaded_since=at(0, -90),
    )
    assert len(found_flags) == found


def test_firm_of_whose_work_little_is_known_is_left_out() -> None:
    assert not judged(*looked(THEIRS[:3]), history=HISTORY[:19])
    assert judged(*looked(THEIRS[:3]), history=HISTORY[:20])


def test_look_ups_with_an_order_are_silent() -> None:
    assert not judged(*looked(THEIRS[:3]), orders=[*ORDERS, *(order(name) for name in THEIRS)])


def test_without_people_it_is_not_evaluated() -> None:
    said = report("D08", data=looked(THEIRS), cargo=CARGO, work_orders=ORDERS)
    assert said.not_evaluated[0].code == "feed_missing"
