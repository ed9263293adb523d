"""G03: rights for a time that go on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.governance_facts import AccountFact, RightGiven
from access.enums import FieldClass
from access.need_to_know.facts import GrantFact
from tests.access.detection.port import at, box, flags, order, report

pytestmark = pytest.mark.unit

BOX = box(700)


def right(*, extended: tuple[float, ...] = (), **more) -> RightGiven:
    begun = at(9, -60)
    longer = tuple(at(9, day) for day in extended)
    return RightGiven("r-1", "dave", "the role of scan operator", "erin", begun, extended_at=longer, **more)


def test_right_made_longer_twice_is_flagged_from_the_second_time_on() -> None:
    longer = right(extended=(-30, 1))
    assert not flags("G03", rights=[longer], until=at(8, 1))
    (flag,) = flags("G03", rights=[longer], until=at(9, 1))
    assert (flag.person, flag.key, flag.due_at) == ("dave", "r-1:extended", at(9, 1))
    assert flag.text.startswith(
        "The role of scan operator: made longer 2 times, the last time on 4 March 2026"
    )


def test_right_made_longer_once_is_silent() -> None:
    assert not flags("G03", rights=[right(extended=(1,))])


def test_right_that_outlives_its_reason_by_more_than_thirty_days_is_flagged() -> None:
    (flag,) = flags("G03", rights=[right(reason_ends_at=at(9, -29))])
    assert (flag.key, flag.due_at) == ("r-1:outlives", at(9, 1))
    assert "in force more than 30 days after its reason ended" in flag.text


@pytest.mark.parametrize("until", [at(9, 1), at(9, -3)], ids=["on the last day allowed", "before"])
def test_right_that_ends_in_time_is_silent(until) -> None:
    assert not flags("G03", rights=[right(reason_ends_at=at(9, -29), until=until)])


def grants(*spans: tuple[float, float], case: str = "w-1") -> dict[str, list[GrantFact]]:
    return {
        "dave": [
            GrantFact(BOX, FieldClass.S2, "claim", at(9, begin), at(9, end), "erin", f"G-{begin}", case)
            for begin, end in spans
        ]
    }


def test_grants_that_follow_each_other_for_the_same_need_are_extensions() -> None:
    (flag,) = flags("G03", grants=grants((-20, -10), (-10, 1), (1, 10)))
    assert (flag.key, flag.due_at) == ("G--20:extended", at(9, 1))


def test_grants_with_a_pause_between_are_new_ones() -> None:
    assert not flags("G03", grants=grants((-20, -10), (-9, 0), (1, 10)))


def test_reason_of_a_grant_ends_with_the_work_that_it_names() -> None:
    closed = order(BOX, "dave", ref="w-1", opened=at(9, -50), closed_at=at(9, -25))
    (flag,) = flags("G03", grants=grants((-50, 20)), work_orders=[closed])
    assert flag.due_at == at(9, -25) + timedelta(days=30)
    assert not flags("G03", grants=grants((-50, 20), case="w-2"), work_orders=[closed])


def test_account_that_is_nobodys_own_is_answered_for_by_its_owner() -> None:
    accounts = [AccountFact("dave", owner="erin")]
    assert flags("G03", rights=[right(extended=(-30, 1))], accounts=accounts)[0].person == "erin"


def test_without_rights_it_is_not_evaluated() -> None:
    assert report("G03", data=[]).not_evaluated[0].code == "feed_missing"
