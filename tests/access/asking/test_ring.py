"""People who approve each other's access."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.asking.ring import LOOK_BACK, Approved, is_no_ring

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAMES = st.sampled_from(["ann", "ben", "cas", "dee"])


def yes(by: str, account: str, days: int = 10) -> Approved:
    return Approved(by, account, NOW - timedelta(days=days))


def test_approval_when_nobody_approved_before_then_no_ring() -> None:
    assert is_no_ring("ann", "ben", [], at=NOW).allowed


def test_approval_when_the_asker_approved_the_approver_then_a_pair() -> None:
    verdict = is_no_ring("ann", "ben", [yes("ben", "ann")], at=NOW)
    assert verdict.codes == ("approval_pair",)


def test_approval_when_the_asker_approved_somebody_who_approved_the_approver_then_a_triangle() -> None:
    verdict = is_no_ring("ann", "ben", [yes("ben", "cas"), yes("cas", "ann")], at=NOW)
    assert verdict.codes == ("approval_triangle",)


@pytest.mark.parametrize("before", [[yes("ann", "ben")], [yes("cas", "ann")], [yes("ben", "cas")]])
def test_approval_when_no_way_leads_back_to_the_approver_then_no_ring(before: list[Approved]) -> None:
    assert is_no_ring("ann", "ben", before, at=NOW).allowed


def test_favour_when_ninety_days_have_passed_then_forgotten() -> None:
    at_the_edge = [Approved("ben", "ann", NOW - LOOK_BACK)]
    older = [Approved("ben", "ann", NOW - LOOK_BACK - timedelta(seconds=1))]
    assert not is_no_ring("ann", "ben", at_the_edge, at=NOW).allowed
    assert is_no_ring("ann", "ben", older, at=NOW).allowed


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_approvals_when_judged_one_after_the_other_then_no_pair_ever_approves_each_other(
    wanted: list[tuple[str, str]],
) -> None:
    made: list[Approved] = []
    for by, account in wanted:
        if by != account and is_no_ring(by, account, made, at=NOW).allowed:
            made.append(yes(by, account))
    pairs = {(each.by, each.account) for each in made}
    assert not any((account, by) in pairs for by, account in pairs)
    assert not any(
        (b, c) in pairs and (c, a) in pairs for a, b in pairs for c in ("ann", "ben", "cas", "dee")
    )
