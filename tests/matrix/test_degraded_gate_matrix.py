"""Runs degraded_gate.yaml: signed bytes for each cell, and the service's gate rules where it is online."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from access.credential.offline import decide
from access.credential.presented import Clock, Presented
from access.credential.status_list import CredentialStatus
from access.enums import BadgeState
from access.gate.checks import CHECKS
from access.gate.decide import decide as decide_centrally
from access.gate.facts import BadgeFacts, GateFacts
from portsec.kernel.verdict import Verdict
from tests.access.credential.issuer import NOON, credential, key
from tests.access.credential.presenting import held, held_as, shown
from tests.access.gate import people
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit

KEYS = {"it", "condition", "connection", "service", "decision", "reasons"}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ENDED = {"expires": NOON - HOUR}
BEFORE_THE_END = NOON - DAY


def forged() -> Presented:
    """Somebody who has no key of the port offers a list in which everybody is valid."""
    return shown(held_list=held_as(signing=key(9), age=timedelta(0), before=held()))


def rolled_back() -> Presented:
    """Somebody offers a list that the port signed yesterday."""
    return shown(held_list=held_as(age=DAY, before=held()))


CONDITIONS: dict[str, Callable[[], Presented]] = {
    "valid": shown,
    "expired": lambda: shown(credential(**ENDED)),
    "not_yet": lambda: shown(credential(not_before=NOON + HOUR)),
    "wrong_zone": lambda: shown(area="TANK-FARM"),
    "revoked": lambda: shown(held_list=held_as(CredentialStatus.INVALID)),
    "list_too_old": lambda: shown(held_list=held_as(age=timedelta(minutes=16))),
    "list_forged": forged,
    "list_rolled_back": rolled_back,
    "unknown_key": lambda: shown(credential(key(9))),
    "wrong_audience": lambda: shown(credential(audience="XXOTH")),
    "clock_back": lambda: shown(credential(**ENDED), clock=Clock(BEFORE_THE_END)),
}


def service_says(condition: str) -> Verdict:
    """What the gate rules of the service answer: they know the badge and the time, not the reader's list."""
    badge: BadgeFacts | None = people.badge()
    assert badge is not None
    badge = replace(badge, valid_from=NOON - DAY, valid_until=NOON + DAY)
    other = {
        "expired": replace(badge, valid_until=NOON - HOUR),
        "clock_back": replace(badge, valid_until=NOON - HOUR),
        "not_yet": replace(badge, valid_from=NOON + HOUR),
        "wrong_zone": replace(badge, areas=frozenset({"CUSTOMS"})),
        "revoked": replace(badge, state=BadgeState.REVOKED),
        "unknown_key": None,
        "wrong_audience": None,
    }
    facts: GateFacts = replace(people.erin(), at=NOON, badge=other.get(condition, badge))
    return decide_centrally(facts)


@pytest.mark.parametrize("case", cases("degraded_gate.yaml"))
def test_reader_when_as_in_the_matrix_then_decision_and_all_reasons(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    presented = CONDITIONS[case["condition"]]()
    if case["connection"] == "online":
        service = service_says(case["condition"])
        assert list(service.codes) == case["service"]
        presented = replace(presented, service=service)
    judgement = decide(presented)
    assert judgement.advice.value == case["decision"]
    assert list(judgement.codes) == case.get("reasons", [])


def test_matrix_when_read_then_every_cell_once() -> None:
    cells = [(row["condition"], row["connection"]) for row in rows("degraded_gate.yaml")]
    assert len(cells) == 22
    assert set(cells) == {(one, other) for one in CONDITIONS for other in ("online", "offline")}


def test_matrix_when_offline_then_opens_for_the_valid_one_alone() -> None:
    opened = [
        row["condition"]
        for row in rows("degraded_gate.yaml")
        if row["connection"] == "offline" and row["decision"] == "grant"
    ]
    assert opened == ["valid"]


def test_service_rules_when_asked_then_all_were_looked_at() -> None:
    assert {check.__name__ for check in CHECKS} >= {
        code for row in rows("degraded_gate.yaml") for code in row.get("service", [])
    }
