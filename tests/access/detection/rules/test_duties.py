"""G06: two duties in one hand."""

from __future__ import annotations

import pytest

from access.detection.governance_facts import AccountFact, ActOfOffice, Office
from access.detection.rules.duties import APART
from access.enums import DataAction
from access.need_to_know import segregation
from tests.access.detection.port import at, box, flags, look, order, report

pytestmark = pytest.mark.unit

BOX = box(700)


def act(office: Office, when, person: str = "dave", about: str = BOX) -> ActOfOffice:
    return ActOfOffice(f"{office}-{person}-{when:%d%H}", when, person, office, about)


@pytest.mark.parametrize("pair", APART, ids=lambda pair: "+".join(sorted(pair)))
def test_every_pair_in_one_hand_is_flagged(pair: frozenset[Office]) -> None:
    first, second = sorted(pair)
    made = [act(first, at(9)), act(second, at(10, 1))]
    (flag,) = flags("G06", acts_of_office=made)
    assert (flag.person, flag.due_at, len(flag.events)) == ("dave", at(10, 1), 2)
    assert f"One person {first.label} on 3 March 2026 09:00 UTC and {second.label} on" in flag.text
    other_hand = [made[0], act(second, at(10, 1), "erin")]
    other_thing = [made[0], act(second, at(10, 1), about=box(701))]
    assert not flags("G06", acts_of_office=other_hand)
    assert not flags("G06", acts_of_office=other_thing)


def test_pairs_that_the_live_decision_refuses_are_found_here_too() -> None:
    for step, against in segregation.APART.items():
        for other in against:
            assert frozenset({Office(step.value), Office(other.value)}) in APART
    for step in segregation.NOT_BY_INSPECTORS:
        assert frozenset({Office(step.value), Office.INSPECT}) in APART


def test_duties_that_go_together_are_silent() -> None:
    assert not flags("G06", acts_of_office=[act(Office.RELEASE, at(9)), act(Office.NOMINATE, at(10))])
    assert not flags("G06", acts_of_office=[act(Office.RELEASE, at(9)), act(Office.RELEASE, at(10))])


def test_acts_more_than_thirty_days_apart_are_silent() -> None:
    assert flags("G06", acts_of_office=[act(Office.VET, at(9)), act(Office.ISSUE_BADGE, at(9, 30))])
    assert not flags("G06", acts_of_office=[act(Office.VET, at(9)), act(Office.ISSUE_BADGE, at(10, 30))])


def test_two_accounts_of_one_person_are_one_hand() -> None:
    made = [act(Office.VET, at(9), "dave-1"), act(Office.ISSUE_BADGE, at(10), "dave-2")]
    assert not flags("G06", acts_of_office=made)
    accounts = [AccountFact("dave-1", "dave"), AccountFact("dave-2", "dave")]
    assert flags("G06", acts_of_office=made, accounts=accounts)[0].person == "dave"


def test_acts_in_the_data_log_count() -> None:
    data = [look(at(9), BOX, action="override"), look(at(11), BOX, action="release")]
    (flag,) = flags("G06", data=data)
    assert (flag.events, flag.objects) == ((data[0].id, data[1].id), (BOX,))
    denied = [data[0], look(at(11), BOX, action="release", result="denied")]
    assert not flags("G06", data=denied)
    assert not flags("G06", data=[data[0], look(at(11), BOX, action=DataAction.READ.value)])


def test_release_of_a_box_whose_inspection_is_ones_own_task_is_flagged() -> None:
    release = look(at(11), BOX, action="release")
    assert flags("G06", data=[release], work_orders=[order(BOX, kind="inspection", opened=at(8))])
    assert not flags("G06", data=[release], work_orders=[order(BOX, kind="move", opened=at(8))])
    assert not flags("G06", data=[release], work_orders=[order(BOX, "erin", kind="inspection", opened=at(8))])


def test_pair_that_is_completed_twice_a_day_is_one_finding() -> None:
    made = [act(Office.OVERRIDE, at(9)), act(Office.RELEASE, at(10)), act(Office.RELEASE, at(11))]
    (flag,) = flags("G06", acts_of_office=made)
    assert flag.due_at == at(11)


def both(who: str) -> list[ActOfOffice]:
    box_of = f"box-{who}"
    return [act(Office.INSPECT, at(9), who, box_of), act(Office.RELEASE, at(10), who, box_of)]


def test_duties_that_a_port_has_never_parted_are_said_once() -> None:
    four = [one for number in range(4) for one in both(f"officer-{number}")]
    assert len(flags("G06", acts_of_office=four)) == 4
    said = report("G06", acts_of_office=[*four, *both("officer-4")])
    assert (said.flags, [item.code for item in said.not_evaluated]) == ((), ["duties_not_parted"])
    assert "5 of 5 people who recorded an inspection and released did so" in said.not_evaluated[0].detail


def test_few_of_many_who_mix_duties_are_flagged() -> None:
    mixing = [one for number in range(5) for one in both(f"officer-{number}")]
    parted = [
        one
        for number in range(6)
        for one in (
            act(Office.INSPECT, at(9), f"right-{number}", "one"),
            act(Office.RELEASE, at(9), f"right-{number}", "another"),
        )
    ]
    assert len(flags("G06", acts_of_office=[*mixing, *parted])) == 5


def test_without_acts_and_data_it_is_not_evaluated() -> None:
    assert report("G06", gate=[]).not_evaluated[0].code == "feed_missing"
