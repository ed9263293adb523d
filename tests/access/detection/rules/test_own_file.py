"""D24: a person opens their own file, or a colleague's."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, flags, look, order, person, report

pytestmark = pytest.mark.unit

QUAY = frozenset({"quay"})
PEOPLE = [
    person("dave", organisation="office"),
    person("erin", organisation="office"),
    person("carol", organisation="guards"),
    person("frank", organisation="audit", teams=QUAY),
    person("bob", organisation="police", teams=QUAY),
]


def opened(whose: str, *, by: str = "dave", kind: str = "vetting_file", orders=(), **more):
    data = [look(at(9), whose, by, object_type=kind, field_class="S3", **more)]
    return flags("D24", data=data, people=PEOPLE, work_orders=list(orders))


@pytest.mark.parametrize("kind", ["vetting_file", "person_case", "person", "assessment", "clearance"])
def test_own_file_is_high(kind: str) -> None:
    (flag,) = opened("dave", kind=kind)
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert flag.text.startswith("The person's own ")
    assert kind.replace("_", " ") in flag.text


def test_own_account_counts_by_its_name() -> None:
    assert opened("account-dave", kind="account")


def test_order_is_no_excuse_for_the_own_file() -> None:
    assert opened("dave", orders=[order("dave")])


def test_file_of_a_colleague_without_a_case_is_high() -> None:
    (flag,) = opened("erin")
    assert flag.text.startswith("1 file of colleagues: vetting file opened 1 time")


def test_file_of_the_same_team_counts_across_firms() -> None:
    assert opened("bob", by="frank")


def test_file_of_a_colleague_with_a_case_is_silent() -> None:
    assert not opened("erin", orders=[order("erin")])


def test_file_of_a_stranger_is_work() -> None:
    assert not opened("carol")
    assert not opened("unknown")


@pytest.mark.parametrize("facts", [{"result": "denied"}, {"kind": "container"}, {"kind": "badge"}])
def test_what_showed_no_file_is_silent(facts) -> None:
    assert not opened("dave", **facts)


def test_change_is_said() -> None:
    (flag,) = opened("dave", action="write")
    assert flag.text.endswith("1 time it was changed.")


def test_without_people_it_is_not_evaluated() -> None:
    assert report("D24", data=[look(at(9), "dave")]).not_evaluated[0].code == "feed_missing"
