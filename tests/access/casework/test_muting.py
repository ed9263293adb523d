"""What a muted pattern hides, and what may not be muted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from access.casework.muting import Pattern, problems
from access.casework.transitions import MUTED_PATTERN_TRANSITIONS
from access.casework.words import MutedEvent, MutedState
from access.detection.rule import Family, Flag
from access.enums import Severity

pytestmark = pytest.mark.unit

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FOUND = Flag(
    rule="D03",
    version=1,
    severity=Severity.HIGH,
    family=Family.DATA,
    person="E-1",
    key="k",
    events=("e1",),
    first_at=NOON,
    last_at=NOON,
    due_at=NOON,
    text="Watched a box.",
    innocent="An alarm.",
    points=2.0,
    parameters=(),
    objects=("CSQU3054383",),
)
GROUPS = frozenset({"Reefer technicians", "Technician"})


@pytest.mark.parametrize(
    ("pattern", "hides"),
    [
        (Pattern("D03", peer_group="Reefer technicians"), True),
        (Pattern("D03", peer_group="Technician"), True),
        (Pattern("D03", peer_group="Planners"), False),
        (Pattern("D01", peer_group="Reefer technicians"), False),
        (Pattern("D03", subject="E-1"), True),
        (Pattern("D03", subject="E-2"), False),
        (Pattern("D03", object_ref="CSQU3054383"), True),
        (Pattern("D03", object_ref="GESU3927660"), False),
        (Pattern("D03", subject="E-1", peer_group="Planners"), False),
        (Pattern("D03", subject="E-1", object_ref="CSQU3054383", peer_group="Technician"), True),
    ],
)
def test_finding_when_it_fits_all_that_is_named_then_hidden(pattern: Pattern, hides: bool) -> None:
    assert pattern.hides(FOUND, GROUPS) is hides


def test_finding_when_critical_then_never_hidden() -> None:
    pattern = Pattern("D03", subject="E-1")
    assert not pattern.hides(replace(FOUND, severity=Severity.CRITICAL), GROUPS)


def test_finding_when_it_names_more_than_the_muted_object_then_seen() -> None:
    pattern = Pattern("D03", object_ref="CSQU3054383")
    assert not pattern.hides(replace(FOUND, objects=("CSQU3054383", "GESU3927660")), GROUPS)


@pytest.mark.parametrize(
    ("pattern", "given", "wrong"),
    [
        (Pattern("D03", subject="E-1"), {}, set()),
        (Pattern("D03"), {}, {"peer_group"}),
        (Pattern("D22", subject="E-1"), {"severity": Severity.CRITICAL}, {"rule"}),
        (Pattern("D03", subject="E-1"), {"days": 0}, {"days"}),
        (Pattern("D03", subject="E-1"), {"days": 91}, {"days"}),
        (Pattern("D03", subject="E-1"), {"days": 90}, set()),
    ],
)
def test_pattern_when_asked_for_then_what_speaks_against_it_by_field(
    pattern: Pattern, given: dict[str, Any], wrong: set[str]
) -> None:
    asked = {"days": 30, "severity": Severity.HIGH} | given
    assert set(problems(pattern, **asked)) == wrong


def test_pattern_when_it_ended_then_nothing_follows() -> None:
    ended = {MutedState.REFUSED, MutedState.LIFTED}
    assert not [step for step in MUTED_PATTERN_TRANSITIONS if step[0] in ended]
    assert (MutedState.PROPOSED, MutedEvent.LIFT) not in MUTED_PATTERN_TRANSITIONS
