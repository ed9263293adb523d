"""G02: people who approve each other's access."""

from __future__ import annotations

import pytest

from access.detection.governance_facts import AccountFact, Approval
from access.enums import FieldClass
from access.need_to_know.facts import GrantFact
from tests.access.detection.port import at, box, flags, report

pytestmark = pytest.mark.unit


def approvals(*pairs: str, days: float = 1) -> list[Approval]:
    """ "dave>erin" is one approval by dave; each comes some days after the one before."""
    return [Approval(f"a{index}", at(9, index * days), *pair.split(">")) for index, pair in enumerate(pairs)]


MUTUAL = ("dave>erin", "erin>dave", "dave>erin", "erin>dave")


def test_two_people_who_approve_each_other_twice_are_both_flagged() -> None:
    found = flags("G02", approvals=approvals(*MUTUAL))
    assert [flag.person for flag in found] == ["dave", "erin"]
    assert found[0].events == ("a0", "a1", "a2", "a3")
    assert found[0].text == (
        "This person and another one approved each other's access: 4 approvals from 3 March 2026 09:00 UTC "
        "to 6 March 2026 09:00 UTC."
    )


def test_once_each_way_is_silent() -> None:
    assert not flags("G02", approvals=approvals("dave>erin", "erin>dave", "dave>erin"))
    assert flags("G02", {"G02": {"pair_each_way": 1}}, approvals=approvals("dave>erin", "erin>dave"))


def test_boss_who_approves_a_whole_team_is_silent() -> None:
    assert not flags("G02", approvals=approvals(*["dave>erin", "dave>carol", "dave>bob"] * 4))


def test_favours_more_than_ninety_days_apart_are_forgotten() -> None:
    assert not flags("G02", approvals=approvals(*MUTUAL, days=31), until=at(0, 200))
    assert flags("G02", approvals=approvals(*MUTUAL, days=30), until=at(0, 200))


def test_circle_of_three_is_flagged_at_once() -> None:
    found = flags("G02", approvals=approvals("dave>erin", "erin>carol", "carol>dave"))
    assert [flag.person for flag in found] == ["carol", "dave", "erin"]
    assert "two others approved each other's access in a circle" in found[0].text


def test_chain_that_does_not_close_is_silent() -> None:
    assert not flags("G02", approvals=approvals("dave>erin", "erin>carol", "dave>carol"))


def test_two_accounts_of_one_person_are_one_hand() -> None:
    accounts = [AccountFact("erin-2", "erin"), AccountFact("erin-1", "erin")]
    made = approvals("dave>erin-1", "erin-2>dave", "dave>erin-2", "erin-1>dave")
    assert {flag.person for flag in flags("G02", approvals=made, accounts=accounts)} == {"dave", "erin"}
    assert not flags("G02", approvals=made, accounts=[])


def test_ring_that_goes_on_is_one_finding_a_month() -> None:
    found = flags("G02", approvals=approvals(*MUTUAL * 8), until=at(0, 60))
    assert sorted(flag.key for flag in found if flag.person == "dave") == [
        "dave:dave:erin:2026-03",
        "dave:dave:erin:2026-04",
    ]


def test_grants_stand_for_approvals_where_none_were_delivered() -> None:
    def given(by: str, day: int) -> GrantFact:
        return GrantFact(box(day), FieldClass.S2, "case", at(9, day), at(9, day + 2), by, f"G-{by}-{day}")

    grants = {"erin": [given("dave", 0), given("dave", 2)], "dave": [given("erin", 1), given("erin", 3)]}
    assert {flag.person for flag in flags("G02", grants=grants)} == {"dave", "erin"}


def test_approval_and_the_grant_that_came_of_it_count_once() -> None:
    made = [Approval("a0", at(9), "dave", "erin", "G-1"), Approval("a1", at(9, 1), "erin", "dave")]
    grant = GrantFact(box(1), FieldClass.S2, "case", at(9), at(9, 2), "dave", "G-1")
    parameters = {"G02": {"pair_each_way": 1}}
    (first, _) = flags("G02", parameters, approvals=made, grants={"erin": [grant]})
    assert first.events == ("a0", "a1")


def test_without_approvals_and_rights_it_is_not_evaluated() -> None:
    assert report("G02", data=[]).not_evaluated[0].code == "feed_missing"
