"""Who is a party of the release chain now."""

from __future__ import annotations

import pytest

from access.need_to_know.facts import ReleaseHopFact
from access.need_to_know.release_chain import current_parties
from tests.access.need_to_know.people import HOUR, container, hop, look_up

pytestmark = pytest.mark.unit


def parties(*hops: ReleaseHopFact, known: bool = True) -> list[str]:
    facts = look_up(release_hops=hops, resource=container() if known else None)
    return list(current_parties(facts))


def test_chain_when_nobody_nominated_then_nobody() -> None:
    assert parties() == []


def test_chain_when_right_is_passed_on_then_all_in_order() -> None:
    assert parties(hop("LINE", "A", -3 * HOUR), hop("A", "B", -2 * HOUR)) == ["LINE", "A", "B"]


def test_chain_when_right_is_given_back_then_later_parties_are_out() -> None:
    assert parties(hop("LINE", "A", -3 * HOUR), hop("A", "B", -2 * HOUR), hop("A", "LINE", -HOUR)) == [
        "LINE",
        "A",
    ]


def test_chain_when_owner_did_not_nominate_then_it_begins_with_the_first_who_did() -> None:
    hops = (hop("AGENT", "A", -3 * HOUR), hop("STRANGER", "X", -HOUR))
    assert parties(*hops) == ["AGENT", "A"]
    assert parties(*hops, known=False) == ["AGENT", "A"]


def test_chain_when_a_stranger_nominates_first_then_the_owner_still_counts() -> None:
    assert parties(hop("STRANGER", "X", -9 * HOUR), hop("LINE", "A", -HOUR)) == ["LINE", "A"]


def test_chain_when_hops_are_of_another_container_then_nobody() -> None:
    assert parties(hop("LINE", "A", of="TCNU7200794")) == []


def test_chain_when_nominations_run_in_a_circle_then_it_ends() -> None:
    assert parties(hop("LINE", "A", -3 * HOUR), hop("A", "B", -2 * HOUR), hop("B", "A", -HOUR)) == [
        "LINE",
        "A",
        "B",
    ]
