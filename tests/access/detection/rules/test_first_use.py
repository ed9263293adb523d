"""D16: a person uses a field class or a system for the first time, and peers do not."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, person, report

pytestmark = pytest.mark.unit

TEAM = ["dave", *(f"peer{number}" for number in range(25))]
PEOPLE = [person(name) for name in TEAM]
LONG_AGO = at(0, -400)
BOX = box(8)


def everyday(days: int, names=TEAM, *, last: int = 1):
    return [look(at(9, -day), BOX, name, system="tos") for name in names for day in range(last, days + last)]


def judged(*data, history=None, **context):
    known = everyday(25) if history is None else history
    found = flags("D16", data=[*known, *data], **{"people": PEOPLE, "loaded_since": LONG_AGO} | context)
    return [flag for flag in found if flag.person == "dave"]


def test_first_look_at_s3_is_medium() -> None:
    first, second = look(at(9), BOX, field_class="S3"), look(at(10), BOX, field_class="S3")
    (flag,) = judged(first, second)
    assert (flag.severity, flag.events) == (Severity.MEDIUM, (first.id,))
    assert "S3 was used on 3 March 2026 09:00 UTC for the first time in 180 days; 0 of 25 peers" in flag.text


def test_first_use_of_a_system_is_informational() -> None:
    (flag,) = judged(look(at(9), BOX, field_class="S1", system="scanner"))
    assert flag.severity == Severity.INFORMATIONAL
    assert flag.text.startswith("scanner was used")


@pytest.mark.parametrize("facts", [{"field_class": "S1"}, {"result": "denied"}])
def test_what_showed_nothing_new_is_silent(facts) -> None:
    assert not judged(look(at(9), BOX, system="tos", **({"field_class": "S3"} | facts)))


@pytest.mark.parametrize(("users", "found"), [(1, 1), (2, 0)])
def test_what_one_peer_in_twenty_uses_belongs_to_the_work(users: int, found: int) -> None:
    peers = [
        look(at(9, day), BOX, f"peer{number}", field_class="S3")
        for number in range(users)
        for day in (-9, -8)
    ]
    assert len(judged(*peers, look(at(9), BOX, field_class="S3"))) == found


@pytest.mark.parametrize(("days", "found"), [(180, 0), (181, 1)])
def test_use_of_the_last_180_days_is_remembered(days: int, found: int) -> None:
    assert len(judged(look(at(9, -days), BOX, field_class="S3"), look(at(9), BOX, field_class="S3"))) == found


def test_look_up_with_an_order_is_silent() -> None:
    assert not judged(look(at(9), BOX, field_class="S3"), work_orders=[order(BOX)])


def test_new_person_is_judged_only_where_the_peers_are_known() -> None:
    first = look(at(9), BOX, field_class="S3")
    long, short = everyday(8, TEAM[1:]), everyday(7, TEAM[1:])
    assert judged(first, history=[*long, *everyday(1, ["dave"])])
    assert not judged(first, history=[*short, *everyday(1, ["dave"])])
    assert judged(first, history=[*short, *everyday(20, ["dave"])])
    assert not judged(first, history=[*short, *everyday(19, ["dave"])])


def test_small_group_says_nothing() -> None:
    assert not judged(look(at(9), BOX, field_class="S3"), people=PEOPLE[:8])


def test_without_people_it_is_not_evaluated() -> None:
    assert report("D16", data=everyday(1)).not_evaluated[0].code == "feed_missing"


def test_what_peers_used_on_one_day_only_is_no_part_of_the_work() -> None:
    once = [
        look(at(hour, -9), BOX, f"peer{number}", field_class="S3") for number in range(5) for hour in (9, 10)
    ]
    assert judged(*once, look(at(9), BOX, field_class="S3"))
