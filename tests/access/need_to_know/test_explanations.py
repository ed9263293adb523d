"""The corners of single explanations: blanks, unknown ends, and which of two counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from access.enums import FieldClass
from access.need_to_know.explanation import HALF, Explanation, FailedExplanation
from access.need_to_know.explanations import EXPLANATIONS, explain
from access.need_to_know.facts import RequesterFacts, VesselCallFact
from access.need_to_know.release_chain import party_of_release_chain
from access.need_to_know.roster import shift_handles_vessel_call
from access.need_to_know.work_order import order_links_requester
from tests.access.gate.people import NOON
from tests.access.need_to_know.people import CALL, DAY, HOUR, container, hop, look_up, order, shift

pytestmark = pytest.mark.unit

NOBODY = RequesterFacts("erin", None)
BLANK = RequesterFacts("erin", "", "", frozenset({""}))


@pytest.mark.parametrize("requester", [NOBODY, BLANK])
def test_explanations_when_the_requester_is_blank_then_blank_work_is_not_theirs(
    requester: RequesterFacts,
) -> None:
    facts = look_up(
        requester=requester,
        work_orders=(order(person="", team=""), order(kind="inspection", person="")),
        release_hops=(hop("", ""), hop("LINE", "")),
        shifts=(shift(),),
    )
    explanation, failed = explain(facts)
    assert explanation is None
    assert len(failed) == len(EXPLANATIONS)
    assert not facts.holder_known


def test_release_chain_when_the_account_has_an_organisation_but_no_person_then_no_party() -> None:
    facts = look_up(requester=replace(NOBODY, organisation="HAULIER"), release_hops=(hop("LINE", "HAULIER"),))
    assert isinstance(party_of_release_chain(facts), FailedExplanation)


def test_release_chain_when_organisation_and_nominator_are_blank_then_no_party() -> None:
    facts = look_up(requester=RequesterFacts("erin", "P-ERIN"), release_hops=(hop("", "HAULIER"),))
    assert isinstance(party_of_release_chain(facts), FailedExplanation)


def test_call_order_when_call_and_order_name_nothing_then_they_do_not_meet() -> None:
    call = VesselCallFact("", frozenset(), NOON - DAY, NOON + DAY)
    facts = look_up(resource=replace(container(), vessel_call=call), work_orders=(order(of=""),))
    assert isinstance(shift_handles_vessel_call(facts), FailedExplanation)


def test_work_order_when_object_and_lading_are_blank_then_blank_work_does_not_meet_them() -> None:
    blank = replace(container(), bill_of_lading="")
    facts = look_up(object="", resource=blank, work_orders=(order(of=""),))
    assert isinstance(order_links_requester(facts), FailedExplanation)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (None, None),
        (NOON - DAY, None),
        (None, NOON + DAY),
        (NOON + 2 * DAY, NOON + 3 * DAY),
        (NOON - 3 * DAY, NOON - 2 * DAY),
    ],
)
def test_shift_when_the_call_is_not_shown_to_go_on_then_it_explains_nothing(
    starts_at: datetime | None, ends_at: datetime | None
) -> None:
    call = VesselCallFact(CALL, frozenset({"BERTH-3"}), starts_at, ends_at)
    facts = look_up(resource=replace(container(), vessel_call=call), shifts=(shift(),))
    assert isinstance(shift_handles_vessel_call(facts), FailedExplanation)


def test_shift_when_berth_and_shift_area_are_blank_then_they_do_not_meet() -> None:
    call = VesselCallFact(CALL, frozenset({""}), NOON - DAY, NOON + DAY)
    facts = look_up(resource=replace(container(), vessel_call=call), shifts=(shift(area=""),))
    assert isinstance(shift_handles_vessel_call(facts), FailedExplanation)


def test_shift_when_the_container_came_without_a_call_then_it_explains_nothing() -> None:
    facts = look_up(
        resource=replace(container(), vessel_call=None), shifts=(shift(area=""),), work_orders=(order(of=""),)
    )
    assert isinstance(shift_handles_vessel_call(facts), FailedExplanation)


@pytest.mark.parametrize(
    "work",
    [
        order(of=CALL, opened=-99 * HOUR, closed=-25 * HOUR),
        order(of=CALL, opened=HOUR, by="P-ERIN"),
        order(of=CALL, person="P-DAVE"),
        order(of=CALL, kind="audit"),
        order(of=CALL, kind="ticket", by="P-ERIN"),
    ],
)
def test_call_order_when_it_is_late_or_self_made_later_or_not_theirs_then_it_explains_nothing(
    work: object,
) -> None:
    assert isinstance(shift_handles_vessel_call(look_up(work_orders=(work,))), FailedExplanation)


def test_call_order_when_just_self_made_then_half() -> None:
    found = shift_handles_vessel_call(look_up(work_orders=(order(of=CALL, opened=-HOUR / 4, by="P-ERIN"),)))
    assert isinstance(found, Explanation)
    assert found.weight == HALF


def test_explain_when_two_weigh_half_then_the_first_in_order_counts_and_failures_stay() -> None:
    mine = {"opened": -HOUR / 4, "by": "P-ERIN"}
    works = (order(ref="T-1", kind="inspection", **mine), order(ref="WO-1", **mine))  # type: ignore[arg-type]
    explanation, failed = explain(look_up(FieldClass.S3, work_orders=works))
    assert explanation is not None
    assert (explanation.code, explanation.is_self_made) == ("E1", True)
    assert [one.code for one in failed] == ["E5", "E6", "E2", "E9", "G", "E3", "E7", "E8", "E10"]


def test_explain_when_nothing_is_configured_then_nothing_explains() -> None:
    assert explain(look_up(work_orders=(order(),)), ()) == (None, ())
