"""Runs offline_reader.yaml."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from access.credential.claims import StatusReference
from access.credential.keys import KeySet, PublishedKey
from access.credential.offline import decide
from access.credential.presented import Clock, HeldList, Memory, Passage, Presented
from access.credential.reader_checks import ALL
from access.credential.status_list import CredentialStatus
from access.credential.status_token import to_cwt, to_jwt
from access.enums import Direction
from portsec.kernel.verdict import allow, deny
from tests.access.credential.issuer import ERIN, INDEX, ISSUER, KEYS, LIST_URI, NOON, credential, key, listed
from tests.access.credential.presenting import held_as, shown
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit

KNOWN = {
    *("it", "decision", "reasons", "token", "status", "list", "age", "isps", "area", "degraded"),
    *("clock", "doubt", "begins", "ends", "memory", "leaving", "service"),
}
MINUTE = timedelta(minutes=1)
PLACE = StatusReference(LIST_URI, INDEX)

MEMORIES = {
    "nonce": Memory(nonces=frozenset({"n-1"})),
    "in_a_minute_ago": Memory(passages={ERIN: Passage(NOON - MINUTE, Direction.IN)}),
    "in_five_minutes_ago": Memory(passages={ERIN: Passage(NOON - 5 * MINUTE, Direction.IN)}),
    "out_a_minute_ago": Memory(passages={ERIN: Passage(NOON - MINUTE, Direction.OUT)}),
    "other_holder": Memory(holders={PLACE: "somebody-else"}),
    "same_holder": Memory(holders={PLACE: ERIN}),
}
SERVICE = {"grant": allow(), "refuse": deny("clearance_suspended", "The clearance is suspended at present.")}
RETIRED = KeySet((PublishedKey(ISSUER.public, NOON - timedelta(days=9), NOON - timedelta(days=3)),), NOON)


def usual_list(case: dict[str, Any], **other: Any) -> HeldList:
    status = CredentialStatus[case.get("status", "valid").upper()]
    age = case.get("age", 5) * MINUTE
    return held_as(status, age, isps_level=case.get("isps", 1), **other)


def list_of(case: dict[str, Any]) -> HeldList:
    good = usual_list(case)
    forged = held_as(signing=key(9), before=good)
    found: dict[str, Callable[[], HeldList]] = {
        "usual": lambda: good,
        "none": HeldList,
        "other": lambda: HeldList(listed(uri=f"{LIST_URI}8")),
        "short": lambda: HeldList(listed(size=64)),
        "forged": lambda: forged,
        "only_forged": lambda: held_as(signing=key(9)),
        "rolled_back": lambda: held_as(age=timedelta(days=1), before=good),
        "mended": lambda: held_as(age=4 * MINUTE, before=forged),
        "played_back": lambda: usual_list(case, before=forged),
    }
    return found[case.get("list", "usual")]()


def token_of(case: dict[str, Any]) -> bytes:
    times: dict[str, Any] = {}
    if "begins" in case:
        times = {"not_before": NOON + case["begins"] * MINUTE}
    if "ends" in case:
        times = {"expires": NOON + timedelta(seconds=case["ends"])}
    found: dict[str, Callable[[], bytes]] = {
        "usual": lambda: credential(**times),
        "nonsense": lambda: b"nonsense",
        "list": lambda: to_cwt(listed(size=64), ISSUER),
        "changed": lambda: credential().replace(b"TERMINAL", b"TERMINUS"),
        "retired": lambda: credential(**times),
        "other_port": lambda: credential(audience="XXOTH"),
    }
    return found[case.get("token", "usual")]()


def presented(case: dict[str, Any]) -> Presented:
    at = NOON + case.get("clock", 0) * MINUTE
    return shown(
        token_of(case),
        clock=Clock(at, doubt=case.get("doubt", 0) * MINUTE),
        area=case.get("area", "TERMINAL"),
        leaving=case.get("leaving", False),
        held_list=list_of(case),
        service=SERVICE[case["service"]] if "service" in case else None,
        keys=RETIRED if case.get("token") == "retired" else KEYS,
        memory=MEMORIES.get(case.get("memory", ""), Memory()),
        declared_degraded=case.get("degraded", False),
    )


@pytest.mark.parametrize("case", cases("offline_reader.yaml"))
def test_reader_when_as_in_the_matrix_then_decision_and_all_reasons(case: dict[str, Any]) -> None:
    assert set(case) <= KNOWN
    judgement = decide(presented(case))
    assert judgement.advice.value == case["decision"]
    assert list(judgement.codes) == case.get("reasons", [])


def test_matrices_when_read_then_every_check_of_the_reader_is_found() -> None:
    found = {
        code
        for name in ("degraded_gate.yaml", "offline_reader.yaml")
        for row in rows(name)
        for code in row.get("reasons", [])
    }
    assert {check.__name__ for check in ALL} <= found


def test_list_when_forged_then_the_one_at_hand_still_counts() -> None:
    good = usual_list({})
    assert held_as(signing=key(9), before=good).issued == good.issued
    assert to_jwt(listed(), ISSUER) != to_jwt(listed(), key(9))
