"""The decision agrees with a second engine, Cedar, on random requests."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from typing import Any

import cedarpy
import pytest

from access.enums import DataAction, EmergencyFunction, FieldClass, RosterKind
from access.gate.clearance import GRANTED, SUSPENDED, WITHDRAWN, ClearanceFacts
from access.gate.isps import IspsLevel
from access.need_to_know.decide import decide
from access.need_to_know.facts import (
    ActFact,
    BreakGlassFact,
    GrantFact,
    HandOverFact,
    InsideFact,
    LookUpFacts,
    ReleaseHopFact,
    RequesterFacts,
    ResourceFacts,
    ShiftFact,
    VesselCallFact,
    WorkOrderFact,
)
from tests.access.gate.people import NOON
from tests.access.need_to_know import second_engine
from tests.access.need_to_know.people import BERTH, BLOCK, BOX, CALL, LADING, TERMINAL

pytestmark = pytest.mark.unit

REQUESTS = 100_000
AT_ONCE = 5_000
SEED = int(os.environ.get("SECOND_ENGINE_SEED", "20261122"))

PEOPLE = ("P-ERIN", "P-ERIN", "P-BOB", "P-BOB", "erin", "")
THINGS = (BOX, BOX, BOX, LADING, CALL, BLOCK, TERMINAL, "TCNU7200794")
KINDS = (
    *("order", "order", "job", "inspection", "scan", "ticket", "claim", "damage"),
    *("audit", "supervision", "emergency", "dangerous_goods", "break_glass"),
)
ORGANISATIONS = ("LINE", "FORWARDER", "HAULIER", "RIVAL")
AREAS = (BERTH, BERTH, TERMINAL, "GATE-HOUSE", "")
CLASSES = tuple(FieldClass)


class Chance(random.Random):
    """Facts by chance: most are in order, so that a single one that is not decides."""

    def soon(self, hours: int = 60) -> Any:
        return NOON + timedelta(minutes=self.choice((-31, -30, -29, 0, 1, 60 * self.randint(-hours, hours))))

    def rarely(self, one_in: int = 12) -> bool:
        return self.randrange(one_in) == 0

    def some(self, most: int, make: Any) -> tuple[Any, ...]:
        return tuple(make() for _ in range(self.choice((0, 0, 1, 1, most))))


def order(chance: Chance) -> WorkOrderFact:
    return WorkOrderFact(
        ref=f"WO-{chance.randrange(9)}",
        kind=chance.choice(KINDS),
        person=chance.choice(PEOPLE),
        team=chance.choice(("YARD", "GATE", "")),
        object=chance.choice(THINGS),
        opened_at=chance.soon(),
        closed_at=None if chance.rarely(3) else chance.soon(),
        opened_by=chance.choice(PEOPLE),
    )


def shift(chance: Chance) -> ShiftFact:
    kind = chance.choice((RosterKind.SHIFT, RosterKind.SHIFT, RosterKind.ON_CALL, RosterKind.LEAVE))
    begins = NOON + timedelta(minutes=30 * chance.randint(-20, 6))
    return ShiftFact(begins, begins + timedelta(hours=8), kind, chance.choice(AREAS))


def grant(chance: Chance) -> GrantFact:
    purpose = chance.choice(("claim 12", "claim 12", "", "audit"))
    span = (chance.choice(THINGS), chance.choice(CLASSES), purpose, chance.soon(), chance.soon())
    return GrantFact(*span, granted_by=chance.choice(PEOPLE), ref="G-1")


def glass(chance: Chance) -> BreakGlassFact:
    span = (chance.choice(THINGS), chance.choice(CLASSES), chance.soon(4), chance.soon(4))
    reviewed = chance.rarely(2)
    return BreakGlassFact("BG-1", *span, reviewed, passed=reviewed and chance.rarely(2))


def handed_over(chance: Chance) -> HandOverFact:
    return HandOverFact(chance.choice(PEOPLE), chance.choice(("YARD", "GATE")), chance.soon(14))


def inside(chance: Chance) -> InsideFact:
    areas = chance.choice((frozenset({BERTH, TERMINAL}), frozenset({TERMINAL}), frozenset({"GATE-HOUSE"})))
    return InsideFact(areas, chance.soon(18))


def hop(chance: Chance) -> ReleaseHopFact:
    giver, taker = chance.sample(ORGANISATIONS, 2)
    return ReleaseHopFact(BOX, giver, taker, chance.soon(), chance.choice(PEOPLE))


def resource(chance: Chance) -> ResourceFacts | None:
    if chance.rarely():
        return None
    call = VesselCallFact(
        CALL,
        frozenset() if chance.rarely() else frozenset({BERTH}),
        None if chance.rarely() else chance.soon(),
        None if chance.rarely() else chance.soon(),
    )
    return ResourceFacts(
        BOX,
        "" if chance.rarely() else LADING,
        None if chance.rarely() else call,
        chance.randint(1, 3),
        "LINE",
        chance.soon(80) if chance.rarely(4) else None,
        TERMINAL,
        BLOCK,
        IspsLevel(3) if chance.rarely() else IspsLevel(1),
    )


def clearance(chance: Chance) -> ClearanceFacts | None:
    if chance.rarely():
        return None
    state = chance.choice((SUSPENDED, WITHDRAWN, "x")) if chance.rarely() else GRANTED
    today = NOON.date()
    first = today + timedelta(days=chance.choice((0, -1, -1, -1, 1)) if chance.rarely(4) else -9)
    last = today + timedelta(days=chance.choice((0, 1, -1)) if chance.rarely(4) else 9)
    level = chance.choice((0, 1)) if chance.rarely(6) else chance.choice((2, 3))
    return ClearanceFacts(state, level, first, last, escort_only=chance.rarely(20))


def look_up(chance: Chance) -> LookUpFacts:
    functions = [each.value for each in EmergencyFunction]
    requester = RequesterFacts(
        account="erin",
        person=None if chance.rarely(20) else "P-ERIN",
        organisation=chance.choice(ORGANISATIONS),
        teams=frozenset() if chance.rarely(4) else frozenset({"YARD"}),
        functions=frozenset({chance.choice(functions)}) if chance.rarely(3) else frozenset(),
    )
    acts = (DataAction.READ,) * 9 + tuple(DataAction)
    rostered = not chance.rarely(5)
    return LookUpFacts(
        at=NOON,
        account_live=not chance.rarely(20),
        requester=requester,
        clearance=clearance(chance),
        action=chance.choice(acts),
        field_class=chance.choice((*CLASSES, FieldClass.S2, FieldClass.S3)),
        object=BOX,
        resource=resource(chance),
        role_allows=not chance.rarely(20),
        work_orders=chance.some(2, lambda: order(chance)),
        release_hops=chance.some(3, lambda: hop(chance)),
        shifts=chance.some(2, lambda: shift(chance)) if rostered else (),
        roster_kept=rostered,
        grants=chance.some(2, lambda: grant(chance)) if chance.rarely(3) else (),
        claimed_purpose=chance.choice(("claim 12", "")),
        banned=chance.rarely(20),
        isps_level=IspsLevel(chance.choice((1, 1, 1, 2, 3))),
        has_badge=not chance.rarely(4),
        inside=chance.some(2, lambda: inside(chance)),
        remote=chance.rarely(3),
        break_glasses=chance.some(2, lambda: glass(chance)) if chance.rarely(3) else (),
        hand_overs=chance.some(2, lambda: handed_over(chance)) if chance.rarely(3) else (),
        acts=(ActFact(chance.choice(tuple(DataAction)), NOON),) if chance.rarely(3) else (),
        searched_by=chance.choice(("origin", "scan", "block")) if chance.rarely(6) else "",
    )


def test_decision_when_requests_are_random_then_a_cedar_policy_says_the_same() -> None:
    chance, policies = Chance(SEED), second_engine.policy()
    allowed = 0
    for _ in range(REQUESTS // AT_ONCE):
        facts = [look_up(chance) for _ in range(AT_ONCE)]
        requests = [second_engine.request(one) for one in facts]
        answers = cedarpy.is_authorized_batch(requests, policies, [])
        for one, answer in zip(facts, answers, strict=True):
            assert not answer.diagnostics.errors, answer.diagnostics.errors
            found = decide(one)
            assert answer.allowed == found.verdict.allowed, (SEED, found.verdict.codes, one)
            allowed += found.verdict.allowed
    assert REQUESTS * 0.1 < allowed < REQUESTS * 0.6, "both answers must be common"


@pytest.mark.parametrize(
    ("said", "spoilt"),
    [
        ("unless { context.live }", "unless { true }"),
        ("context.isps == 3", "context.isps == 4"),
        ("+ 1440", "+ 0"),
        ("<= 30", "<= 29"),
        ("context.remote ||", ""),
    ],
)
def test_policy_when_one_phrase_is_spoilt_then_the_comparison_finds_it(said: str, spoilt: str) -> None:
    chance, policies = Chance(SEED), second_engine.policy()
    assert said in policies
    facts = [look_up(chance) for _ in range(AT_ONCE)]
    requests = [second_engine.request(one) for one in facts]
    answers = cedarpy.is_authorized_batch(requests, policies.replace(said, spoilt), [])
    pairs = zip(facts, answers, strict=True)
    assert any(decide(one).verdict.allowed != answer.allowed for one, answer in pairs)


def test_request_when_a_list_is_longer_than_its_places_then_an_error() -> None:
    chance = Chance(1)
    many = tuple(order(chance) for _ in range(3))
    base = look_up(chance)
    with pytest.raises(ValueError, match="at most 2"):
        second_engine.request(
            LookUpFacts(
                at=base.at,
                account_live=True,
                requester=base.requester,
                clearance=None,
                action=DataAction.READ,
                field_class=FieldClass.S2,
                object=BOX,
                resource=None,
                work_orders=many,
            )
        )
