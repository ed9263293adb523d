"""D25: two people from different firms look up the same boxes together."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, person, report

pytestmark = pytest.mark.unit

BOXES = [box(serial * 50) for serial in range(1, 5)]
PEOPLE = [person("dave", organisation="terminal"), person("erin", organisation="haulier")]


def met(number: int, hour: float, *, gap: float = 1, other: str = "erin"):
    return [look(at(hour), BOXES[number]), look(at(hour + gap), BOXES[number], other)]


def judged(*data, people=PEOPLE, orders=()):
    return flags("D25", data=data, people=people, work_orders=[order("else", "nobody"), *orders])


def test_two_boxes_within_hours_are_high_for_both() -> None:
    data = [*met(0, 9), *met(1, 40)]
    found = judged(*data)
    assert {flag.person for flag in found} == {"dave", "erin"}
    assert {flag.severity for flag in found} == {Severity.HIGH}
    assert all(flag.events == tuple(fact.id for fact in data) for flag in found)
    assert (
        "2 boxes looked up without a reason by this person and by somebody of another firm" in found[0].text
    )


def test_one_box_is_chance_however_often() -> None:
    assert not judged(*met(0, 9), *met(0, 40))


@pytest.mark.parametrize(("gap", "found"), [(6, 2), (6.1, 0)])
def test_the_second_follows_within_six_hours(gap: float, found: int) -> None:
    assert len(judged(*met(0, 9), *met(1, 40, gap=gap))) == found


@pytest.mark.parametrize(("hours", "found"), [(30 * 24, 2), (30 * 24 + 1, 0)])
def test_both_boxes_lie_within_thirty_days(hours: float, found: int) -> None:
    assert len(judged(*met(0, 9), *met(1, 9 + hours))) == found


def test_colleagues_are_silent() -> None:
    same_firm = [person("dave"), person("erin")]
    assert not judged(*met(0, 9), *met(1, 40), people=same_firm)
    team = frozenset({"quay"})
    same_team = [person("dave", teams=team), person("erin", organisation="haulier", teams=team)]
    assert not judged(*met(0, 9), *met(1, 40), people=same_team)


def test_people_who_are_not_known_are_not_judged() -> None:
    assert not judged(*met(0, 9), *met(1, 40), people=PEOPLE[:1])


def test_dossier_on_the_box_is_silent() -> None:
    dossiers = [order(name, kind="incident", opened_by="boss") for name in BOXES]
    assert not judged(*met(0, 9), *met(1, 40), orders=dossiers)


def test_box_that_many_look_at_is_talked_about() -> None:
    crowd = [look(at(10), BOXES[0], f"p{number}") for number in range(4)]
    assert judged(*met(0, 9), *met(1, 40), *crowd[:3])
    assert not judged(*met(0, 9), *met(1, 40), *crowd)


def test_third_box_is_a_flag_of_its_own() -> None:
    assert len(judged(*met(0, 9), *met(1, 40), *met(2, 60))) == 4


def test_without_work_orders_it_is_not_evaluated() -> None:
    said = report("D25", data=met(0, 9), people=PEOPLE)
    assert said.not_evaluated[0].code == "feed_missing"
