"""D20: one officer overrides risk far more than colleagues, or always for the same owner."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, person, report, visit

pytestmark = pytest.mark.unit

TEAM = ["dave", *(f"peer{number}" for number in range(9))]
PEOPLE = [person(name) for name in TEAM]
BOXES = [box(serial * 10) for serial in range(1, 61)]
CARGO = [visit(name, owner=f"line{index % 6}") for index, name in enumerate(BOXES)]
OF_LINE_0 = BOXES[::6]


def worked(days: int = 20):
    """Everybody worked on so many days before."""
    return [look(at(9, -day), "X", name, field_class="S1") for name in TEAM for day in range(1, days + 1)]


def overridden(names, name: str = "dave", *, day: int = 0):
    return [
        look(at(10 + index / 10, day), one, name, action="override", field_class="S3")
        for index, one in enumerate(names)
    ]


def judged(*data, **context):
    found = flags("D20", data=[*worked(), *data], **{"people": PEOPLE, "cargo": CARGO} | context)
    return [flag for flag in found if flag.person == "dave"]


PEERS = [
    fact for number in range(9) for fact in overridden(BOXES[number : number + 2], f"peer{number}", day=-5)
]


def test_far_more_than_peers_is_high() -> None:
    (flag,) = judged(*PEERS, *overridden(BOXES[20:40]))
    assert (flag.severity, flag.person, len(flag.events)) == (Severity.HIGH, "dave", 20)
    assert "20 overrides on 21 working days; by 9 peers" in flag.text


def test_as_many_as_peers_is_silent() -> None:
    many = [fact for number in range(9) for fact in overridden(BOXES[:18], f"peer{number}", day=-5)]
    assert not judged(*many, *overridden(BOXES[20:40]))


def test_four_overrides_are_chance() -> None:
    assert not judged(*overridden(BOXES[20:24]))
    assert judged(*overridden(BOXES[20:26]))


def test_overrides_of_a_month_ago_do_not_count() -> None:
    assert not judged(*overridden(BOXES[20:40], day=-32), *overridden(BOXES[:1]))


def many_peers():
    return [fact for number in range(9) for fact in overridden(BOXES[number::9], f"peer{number}", day=-5)]


def test_one_owner_is_flagged() -> None:
    (flag,) = judged(*many_peers(), *overridden(OF_LINE_0))
    assert "10 of 10 overrides were for boxes of line0; of other people's it is 17%" in flag.text


def test_owners_as_they_come_are_silent() -> None:
    assert not judged(*many_peers(), *overridden(BOXES[20:30]))


def test_nine_for_one_owner_show_no_preference() -> None:
    assert not judged(*many_peers(), *overridden(OF_LINE_0[:9]))


def test_owner_whom_everybody_serves_is_silent() -> None:
    cargo = [visit(name, owner="line0") for name in BOXES]
    assert not judged(*many_peers(), *overridden(OF_LINE_0), cargo=cargo)


@pytest.mark.parametrize("result", ["denied", "error"])
def test_override_that_was_refused_does_not_count(result: str) -> None:
    tried = [
        look(at(10 + index / 10), one, action="override", field_class="S3", result=result)
        for index, one in enumerate(BOXES[20:40])
    ]
    assert not judged(*PEERS, *tried)


def test_without_people_it_is_not_evaluated() -> None:
    assert report("D20", data=overridden(BOXES)).not_evaluated[0].code == "feed_missing"
