"""What would have to change: one sentence for each reason against, with the facts filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from access.enums import Direction
from access.gate.checks import CHECKS, NOTICES
from access.gate.decide import decide
from access.gate.explain import WOULD_CHANGE, changes_for_grant
from access.gate.facts import GateFacts
from access.gate.holder_facts import PermitFacts, ShipCall, TrainingCertificate
from tests.access.gate.attempts import attempts, many
from tests.access.gate.people import NOON, erin
from tests.matrix.gate_cases import facts_of

pytestmark = pytest.mark.unit


def sentences(facts: GateFacts) -> list[str]:
    return [change.sentence for change in changes_for_grant(facts)]


def test_explain_when_listed_then_every_check_that_refuses_has_a_change() -> None:
    assert set(WOULD_CHANGE) == {check.__name__ for check in CHECKS if check not in NOTICES}


@many
@given(attempts)
def test_explain_when_refused_then_a_whole_sentence_for_each_reason(facts: GateFacts) -> None:
    changes = changes_for_grant(facts)
    assert bool(changes) is not decide(facts).allowed
    assert all("{" not in each.sentence and each.sentence.endswith(".") for each in changes)


def test_explain_when_the_area_is_closed_then_it_names_the_opening() -> None:
    row = {"it": "", "at": "2026-03-14T12:00:00+01:00", "needs": {"hours": {"mon-fri": "06:00-22:00"}}}
    assert sentences(facts_of(row)) == ["Waiting until 16 March 2026 at 06:00, when the area opens."]


def test_explain_when_the_area_never_opens_then_it_promises_no_day() -> None:
    closed = facts_of({"it": "", "needs": {"hours": {"mon": "closed"}}})
    assert sentences(closed) == ["Waiting until the area has opening hours."]


def test_explain_when_trainings_are_wanting_then_it_names_them() -> None:
    facts = facts_of({"it": "", "needs": {"trainings": ["FORK", "LASH", "REEFER"]}})
    held = (
        TrainingCertificate("FORK", date(2025, 1, 1), date(2026, 1, 1)),
        TrainingCertificate("LASH", date(2026, 4, 1)),
    )
    assert sentences(replace(facts, certificates=held)) == [
        "A certificate for REEFER.",
        "A renewed certificate for FORK.",
        "Waiting until 1 April 2026, when the certificates begin.",
    ]


def test_explain_when_somebody_came_in_just_now_then_it_names_the_end_of_the_period() -> None:
    row = {"it": "", "passback": {"TERMINAL": "timed 10m"}, "passes": {"TERMINAL": "in -4m"}}
    assert sentences(facts_of(row)) == [
        "Waiting until 10 March 2026 at 12:06, or a guard who sets the record right."
    ]


def test_explain_when_a_ship_is_expected_then_it_names_the_arrival() -> None:
    coming = PermitFacts(NOON.date(), NOON.date(), ship_call=ShipCall(NOON + timedelta(hours=3)))
    unknown = replace(coming, ship_call=ShipCall(None))
    facts = replace(erin(), is_escorted=True)
    assert sentences(replace(facts, permit=coming)) == [
        "The arrival of the ship, expected on 10 March 2026 at 15:00."
    ]
    assert sentences(replace(facts, permit=unknown)) == ["The arrival of the ship."]


def test_explain_when_the_group_is_too_large_then_it_names_the_limit() -> None:
    row = {"it": "", "escort": "there", "group": {"others": 5, "seen": "-61s"}}
    assert sentences(facts_of(row)) == [
        "An escort who comes through this gate first, at most 60 seconds before.",
        "Another escort; one may have 5 along here.",
    ]


def test_explain_when_leaving_then_nothing_has_to_change() -> None:
    assert not changes_for_grant(replace(erin(), badge=None, direction=Direction.OUT))


def test_explain_when_times_are_kept_in_utc_then_the_port_s_own_time_is_named() -> None:
    booked = facts_of({"it": "", "vehicle": {"from": "2026-03-10T14:30:00+00:00"}})
    assert sentences(booked) == ["Waiting until 10 March 2026 at 15:30, when the appointment begins."]
    assert booked.at == datetime.fromisoformat("2026-03-10T11:00:00+00:00")
