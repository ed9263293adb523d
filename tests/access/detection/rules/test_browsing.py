"""D06: boxes are listed by what makes them attractive, or in great numbers."""

from __future__ import annotations

import pytest

from access.enums import FieldClass, Severity
from access.need_to_know.facts import GrantFact
from tests.access.detection.port import at, flags, look, person, report

pytestmark = pytest.mark.unit

TEAM = ["dave", *(f"peer{number}" for number in range(9))]
PEOPLE = [person(name) for name in TEAM]


def listing(hour: float, name: str = "dave", *, what: str = "origin:CO", **more):
    more = {"object_type": "attribute", "action": "search", "rows": 12} | more
    return look(at(hour), what, name, **more)


def working(name: str, days: int, *, browsing: int = 0):
    """Days of everyday work before, of which the last ones had such a list."""
    data = [look(at(9, -day), "X", name) for day in range(1, days + 1)]
    return data + [listing(10 - 24 * day, name) for day in range(1, browsing + 1)]


def judged(*data, **context):
    return [flag for flag in flags("D06", data=data, **{"people": PEOPLE} | context) if flag.person == "dave"]


def test_search_by_origin_is_high() -> None:
    peers = [fact for name in TEAM[1:] for fact in working(name, 5)]
    (flag,) = judged(*peers, listing(9))
    assert (flag.severity, flag.objects) == (Severity.HIGH, ("origin:CO",))
    assert flag.text == (
        "1 list with 12 rows by origin from 3 March 2026 09:00 UTC. 9 peers made such lists on so many of "
        "their working days: 0% by origin."
    )


def test_attribute_as_object_type_counts_too() -> None:
    assert judged(listing(9, what="cleared", object_type="customs"))


@pytest.mark.parametrize(
    "facts",
    [
        {"what": "size:40"},
        {"field_class": "S1"},
        {"result": "denied"},
        {"what": "CALL7", "object_type": "vessel_call"},
    ],
)
def test_harmless_list_is_silent(facts) -> None:
    assert not judged(listing(9, **facts))


@pytest.mark.parametrize(("rows", "found"), [(200, 0), (201, 1)])
def test_more_than_two_hundred_sensitive_rows_are_flagged(rows: int, found: int) -> None:
    assert len(judged(listing(9, what="CALL7", object_type="vessel_call", rows=rows))) == found


@pytest.mark.parametrize(("browsing", "found"), [(0, 1), (1, 0)])
def test_list_that_peers_make_on_one_day_in_twenty_is_work(browsing: int, found: int) -> None:
    peers = [fact for name in TEAM[1:] for fact in working(name, 20, browsing=browsing)]
    assert len(judged(*peers, listing(9))) == found


@pytest.mark.parametrize(("browsing", "found"), [(1, 1), (2, 0)])
def test_what_a_person_does_every_week_is_the_task(browsing: int, found: int) -> None:
    assert len(judged(*working("dave", 10, browsing=browsing), listing(9))) == found


def test_grant_that_names_the_attribute_is_silent() -> None:
    grant = GrantFact("origin:CO", FieldClass.S2, "", at(0, -9), at(0, 9), "owner")
    assert not judged(listing(9), grants={"account-dave": [grant]})


def test_lists_of_a_day_are_one_flag() -> None:
    assert len(judged(listing(9), listing(10), listing(40))) == 2


def test_without_people_it_is_not_evaluated() -> None:
    assert report("D06", data=[listing(9)]).not_evaluated[0].code == "feed_missing"
