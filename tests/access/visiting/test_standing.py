"""A visit is no back door, and nobody but the security officer reads why."""

from __future__ import annotations

from typing import Any

import pytest

from access.visiting.standing import NEUTRAL, VisitorFacts, as_told, may_visit
from screening.enums import ClearanceState

pytestmark = pytest.mark.unit

C = ClearanceState


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, ()),
        ({"is_banned": True}, ("visitor_banned",)),
        ({"is_listed": True}, ("visitor_listed",)),
        ({"was_refused": True}, ("visitor_refused",)),
        ({"clearance": C.GRANTED, "clearance_is_current": True}, ("visitor_cleared",)),
        ({"clearance": C.GRANTED, "clearance_is_current": True, "clearance_escort_only": True}, ()),
        ({"clearance": C.GRANTED}, ()),  # it has run out
        ({"clearance": C.SUSPENDED, "clearance_is_current": True}, ("visitor_suspended",)),
        ({"clearance": C.SUSPENDED}, ()),
        ({"clearance": C.WITHDRAWN}, ("visitor_withdrawn",)),
        (
            {"is_banned": True, "was_refused": True, "clearance": C.WITHDRAWN},
            ("visitor_banned", "visitor_refused", "visitor_withdrawn"),
        ),
    ],
)
def test_visitor_when_known_so_then_all_reasons_are_given(
    facts: dict[str, Any], codes: tuple[str, ...]
) -> None:
    said = may_visit(VisitorFacts(**facts))
    assert said.codes == codes
    assert said.allowed is (not codes)


def test_reason_when_told_to_a_host_then_every_one_reads_alike() -> None:
    banned = as_told(may_visit(VisitorFacts(is_banned=True)))
    cleared = as_told(may_visit(VisitorFacts(clearance=C.GRANTED, clearance_is_current=True)))
    assert banned == cleared == NEUTRAL
    assert as_told(may_visit(VisitorFacts())).allowed
