"""What holds whatever an area asks: the way out, defects, the order of facts, duress."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.gate.answer import answer_of, screen_text
from access.gate.checks import NOTICES
from access.gate.decide import decide
from access.gate.duties import LOG, SILENT_ALARM
from access.gate.earliest import earliest_grant
from access.gate.explain import changes_for_grant
from access.gate.facts import AreaFacts, GateFacts
from tests.access.gate.attempts import attempts, many
from tests.access.gate.defects import DEFECTS

pytestmark = pytest.mark.unit

Item = TypeVar("Item")
NOTED = {check.__name__ for check in NOTICES}


def bytes_of(facts: GateFacts) -> bytes:
    """All that leaves for reader and screen."""
    verdict = decide(facts)
    return json.dumps(answer_of(verdict)).encode() + screen_text(verdict).encode()


def mixed(facts: GateFacts, chance: Random) -> GateFacts:
    """The same facts, everything that has no order of its own in another one."""

    def turned(items: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(chance.sample(items, len(items)))

    def area(one: AreaFacts | None) -> AreaFacts | None:
        if one is None:
            return None
        needs = replace(one.needs, hours=turned(one.needs.hours))
        return replace(one, around=turned(one.around), within=turned(one.within), needs=needs)

    reader, roster, presence = facts.reader, facts.roster, facts.presence
    return replace(
        facts,
        certificates=turned(facts.certificates),
        roster=roster and replace(roster, duties=turned(roster.duties)),
        presence=presence and replace(presence, passes=turned(presence.passes)),
        reader=reader and replace(reader, area_from=area(reader.area_from), area_to=area(reader.area_to)),
    )


@many
@given(attempts)
def test_gate_when_leaving_then_always_granted_and_entering_only_without_reasons(facts: GateFacts) -> None:
    verdict = decide(facts)
    assert verdict.allowed is (facts.is_exit or set(verdict.codes) <= NOTED)
    assert verdict.obligations[0] == LOG


@many
@given(attempts, st.lists(st.sampled_from(sorted(DEFECTS)), min_size=1, max_size=4))
def test_gate_when_a_defect_is_added_then_a_refusal_stays_one(facts: GateFacts, names: list[str]) -> None:
    if facts.is_exit:
        return
    refused = not decide(facts).allowed
    for name in names:
        facts = DEFECTS[name](facts)
        still_refused = not decide(facts).allowed
        assert still_refused or not refused, name
        refused = still_refused


@many
@given(attempts, st.randoms(use_true_random=False))
def test_gate_when_facts_come_in_another_order_then_the_same_answer(facts: GateFacts, chance: Random) -> None:
    other = mixed(facts, chance)
    assert decide(other) == decide(facts)
    assert changes_for_grant(other) == changes_for_grant(facts)
    assert earliest_grant(other) == earliest_grant(facts)


@many
@given(attempts)
def test_gate_when_under_duress_then_the_bytes_of_the_same_answer_without(facts: GateFacts) -> None:
    calm, pressed = replace(facts, is_duress=False), replace(facts, is_duress=True)
    assert bytes_of(pressed) == bytes_of(calm)
    assert SILENT_ALARM.encode() not in bytes_of(pressed)
    assert SILENT_ALARM in decide(pressed).obligations
    rest = tuple(duty for duty in decide(pressed).obligations if duty != SILENT_ALARM)
    assert rest == decide(calm).obligations
