"""The statement reads of random people, work and objects what the ORM says of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from access.break_glass.words import BreakGlassState
from access.enums import FieldClass
from access.gate_facts import holder
from access.look_up_facts import context, requester
from access.look_up_facts.asked import Asked
from access.need_to_know.decide import decide
from access.need_to_know.facts import LookUpFacts
from access.selectors.look_up import gathered_all
from accounts.roles import Capability
from screening.enums import ApplicationState
from tests.access.look_up_facts.random_port import Port
from tests.access.look_up_facts.truth import Truth
from tests.scenario import CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ASKED = 260


def plainly(facts: LookUpFacts) -> dict[str, Any]:
    """Fields by name; lists without their order, which no rule minds."""
    said = {one.name: getattr(facts, one.name) for one in fields(facts) if one.init}
    return {name: frozenset(value) if isinstance(value, tuple) else value for name, value in said.items()}


def test_facts_when_read_by_the_statement_then_as_the_rows_say(made: Scenario, now: datetime) -> None:
    port = Port(made, now)
    questions = [port.question() for _ in range(ASKED)]
    seen = dict.fromkeys(one.name for one in fields(LookUpFacts) if one.init)
    for asked, found in zip(questions, gathered_all(questions), strict=True):
        truth = Truth(asked)
        expected = truth.facts()
        assert plainly(found.facts) == plainly(expected), asked
        assert decide(found.facts) == decide(expected)
        assert found.keys.person == (truth.person.pk if truth.person else None)
        assert found.keys.person_ref == truth.ref
        assert found.keys.visit == (truth.visit.pk if truth.visit else None)
        assert found.keys.account == (truth.user.pk if truth.user else None)
        seen |= {name: True for name, value in plainly(expected).items() if value}
    assert [name for name, was in seen.items() if not was] == [], "each fact must have stood somewhere"


def test_call_when_asked_for_then_the_ship_is_the_object(made: Scenario, now: datetime) -> None:
    (found,) = gathered_all(
        [
            Asked(
                made.port.pk,
                now,
                settings.ZONE,
                "person",
                made.erin.log_ref,
                "VC-1",
                object_type="vessel_call",
                field_class=FieldClass.S2,
            )
        ]
    )
    assert found.facts.resource is not None
    assert found.facts.resource.container == ""
    assert found.facts.resource.vessel_call is not None
    assert found.facts.resource.vessel_call.handled_from == {"TERMINAL-A"}
    assert found.keys.visit is None


def test_look_up_when_a_name_holds_what_no_text_can_then_it_names_nothing(
    made: Scenario, now: datetime
) -> None:
    where = (made.port.pk, now, settings.ZONE, "person")
    (found,) = gathered_all([Asked(*where, f"{made.erin.log_ref}\0", f"{CONTAINER}\0")])
    assert found.facts.requester.person is None
    assert found.facts.resource is None


def test_words_when_written_in_the_statement_then_those_of_their_apps() -> None:
    assert Capability.LOOK_UP_CARGO.value == requester.LOOKS_UP
    assert ApplicationState.GRANTED.value == requester.GRANTED_CASE
    assert (context.UNREVIEWED, context.PASSED) == (BreakGlassState.UNREVIEWED, BreakGlassState.PASSED)
    assert holder.LEVEL_RANKS["enhanced"] == 2
